/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/testing.h>

#include "aws/account.h"
#include "clients.h"
#include "config.h"

#define KEY "lsv2_pt_0123456789abcdef_0123456789"

static int forget(void **state)
{
    static const char *const variables[] = {
        "LANGSMITH_API_KEY",   "LANGGRAPH_HOST_API_KEY", "LANGCHAIN_API_KEY",  "LANGSMITH_WORKSPACE_ID",
        "LANGSMITH_TENANT_ID", "LANGGRAPH_DATA_REGION",  "LANGGRAPH_HOST_URL", "LANGSMITH_ENDPOINT",
        "CURL_CA_BUNDLE",      "SSL_CERT_FILE",          "LANGSMITH_PROFILE",  "LANGSMITH_CONTROL_PLANE_URL",
    };
    (void)state;
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        assert_int_equal(unsetenv(variables[i]), 0);
    return setenv("HOME", "/nonexistent", 1);
}

static void set(const char *variable, const char *value)
{
    assert_int_equal(setenv(variable, value, 1), 0);
}

static void test_takes_what_the_block_leaves_out_from_the_environment(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    control_plane_config config;
    struct provider_config block = { .aws = { .state = TF_NULL } };
    set("LANGCHAIN_API_KEY", "third");
    set("LANGGRAPH_HOST_API_KEY", "second");
    set("LANGSMITH_API_KEY", "");
    set("LANGSMITH_TENANT_ID", "1f0c3a5e-6f0b-4d5b-9a55-4b1f7f4c2a10");
    set("SSL_CERT_FILE", "/certificates.pem");
    config = provider_config_control_plane(arena, &block, "eu");
    assert_null(config.summary);
    assert_string_equal(config.api_key, "second");
    assert_string_equal(config.workspace_id, "1f0c3a5e-6f0b-4d5b-9a55-4b1f7f4c2a10");
    assert_string_equal(config.ca_bundle, "/certificates.pem");
    assert_string_equal(config.endpoint, "https://eu.api.host.langchain.com");
    assert_string_equal(config.api_key_from, "LANGGRAPH_HOST_API_KEY");
    assert_string_equal(config.workspace_from, "LANGSMITH_TENANT_ID");
    assert_string_equal(config.endpoint_from, "data_region");
    assert_int_equal(config.request_timeout_ms, 30000);
    assert_int_equal(config.max_retries, 5);
    assert_int_equal(config.poll_interval_ms, 5000);

    set("LANGSMITH_API_KEY", "first");
    set("LANGSMITH_ENDPOINT", "https://langsmith.example.com/api/v1");
    block.max_retries = tf_int64_of(0);
    block.poll_interval = tf_string_of("100ms");
    block.request_timeout = tf_string_of("1m30s");
    config = provider_config_control_plane(arena, &block, "us");
    assert_null(config.summary);
    assert_string_equal(config.api_key, "first");
    assert_string_equal(config.endpoint, "https://langsmith.example.com/api-host");
    assert_int_equal(config.request_timeout_ms, 90000);
    assert_int_equal(config.max_retries, 0);
    assert_int_equal(config.poll_interval_ms, 100);

    block.api_key = tf_string_of(KEY);
    block.endpoint = tf_string_of("https://other.example.com/prefix/");
    config = provider_config_control_plane(arena, &block, "us");
    assert_null(config.summary);
    assert_string_equal(config.api_key, KEY);
    assert_string_equal(config.endpoint, "https://other.example.com/prefix");
    assert_null(config.api_key_from);
    tf_arena_free(arena);
}

static void test_says_where_it_looked_and_what_is_wrong(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    control_plane_config config;
    struct provider_config block = { .aws = { .state = TF_NULL } };
    config = provider_config_control_plane(arena, &block, "us");
    assert_non_null(strstr(config.detail, "LANGSMITH_API_KEY, LANGGRAPH_HOST_API_KEY and LANGCHAIN_API_KEY"));

    set("LANGSMITH_API_KEY", KEY);
    set("LANGGRAPH_HOST_URL", "http://langsmith.example.com");
    config = provider_config_control_plane(arena, &block, "us");
    assert_non_null(strstr(config.detail, "http://langsmith.example.com"));
    assert_non_null(strstr(config.detail, "taken from LANGGRAPH_HOST_URL"));

    set("LANGSMITH_TENANT_ID", "my workspace");
    config = provider_config_control_plane(arena, &block, "us");
    assert_non_null(strstr(config.detail, "The value of LANGSMITH_TENANT_ID has blanks"));
    set("LANGSMITH_API_KEY", KEY "\n");
    config = provider_config_control_plane(arena, &block, "us");
    assert_non_null(strstr(config.detail, "The value of LANGSMITH_API_KEY has blanks"));
    assert_null(strstr(config.detail, KEY));
    tf_arena_free(arena);
}

/* A call of a provider that `config` configures; NULL leaves it unconfigured. */
static tf_call *begin_call(const struct provider_config *config)
{
    tf_call *call = tf_test_call_new("langgraph_test");
    void *configured = NULL;
    if (config != NULL)
        assert_true(clients_configure(call, config, &configured));
    tf_test_call_set_configured(call, configured);
    return call;
}

static void end_call(tf_call *call)
{
    if (tf_call_configured(call) != NULL)
        clients_release(tf_call_configured(call));
    tf_test_call_free(call);
}

static const char *last_report(const tf_call *call)
{
    const char *summary = "";
    for (const tf_diagnostic *each = tf_call_diagnostics(call); each != NULL; each = each->next)
        summary = each->summary;
    return summary;
}

static bool control_plane_answers(tf_call *call)
{
    return control_plane_client_is_usable(clients_control_plane(call), call);
}

static bool aws_answers(tf_call *call)
{
    const aws_partition *partition;
    const char *account;
    ec2_resource subnet;
    bool found;
    assert_false(aws_account_id(clients_aws(call), call, &account));
    assert_false(ec2_describe(clients_ec2(call), call, "subnet-0a1b2c3d", EC2_READ_SHARED, &subnet, &found));
    return aws_client_partition(clients_aws(call), call, &partition);
}

static void test_a_client_that_cannot_be_used_says_so_when_it_is(void **state)
{
    (void)state;
    const struct provider_config no_key = { .aws = { .state = TF_NULL } };
    tf_call *call = begin_call(&no_key);
    assert_true(clients_know_aws(call) && clients_know_control_plane(call));
    assert_string_equal(last_report(call), "");
    assert_false(control_plane_answers(call));
    assert_string_equal(last_report(call), "No API key");
    assert_true(tf_equal(clients_data_region(call), "us"));
    assert_int_equal(clients_default_tags(call).count, 0);
    end_call(call);

    const struct provider_config unknown_key = { .api_key = tf_unknown_string(), .data_region = tf_string_of("eu") };
    call = begin_call(&unknown_key);
    assert_true(clients_know_aws(call) && !clients_know_control_plane(call));
    assert_false(control_plane_answers(call));
    assert_non_null(strstr(last_report(call), "not known yet"));
    end_call(call);

    aws_endpoints endpoints = { .ecr = tf_unknown_string() };
    aws_config aws = { .endpoints = { .state = TF_KNOWN, .value = &endpoints } };
    const struct provider_config unknown_endpoint = { .api_key = tf_string_of(KEY),
                                                      .data_region = tf_unknown_string(),
                                                      .endpoint = tf_string_of("https://control.example.com"),
                                                      .aws = { .state = TF_KNOWN, .value = &aws } };
    call = begin_call(&unknown_endpoint);
    assert_false(clients_know_aws(call));
    assert_false(aws_answers(call));
    assert_non_null(strstr(last_report(call), "not known yet"));
    assert_true(tf_unknown(clients_default_tags(call)) && tf_unknown(clients_data_region(call)));
    end_call(call);
}

static void test_there_are_clients_before_the_provider_is_configured(void **state)
{
    (void)state;
    tf_call *call = begin_call(NULL);
    assert_false(clients_know_aws(call) || clients_know_control_plane(call));
    assert_false(aws_answers(call));
    assert_false(control_plane_answers(call));
    assert_non_null(strstr(last_report(call), "not known yet"));
    assert_true(tf_unknown(clients_default_tags(call)) && tf_unknown(clients_data_region(call)));
    end_call(call);
}

static void test_refuses_a_data_region_of_the_environment_that_is_none(void **state)
{
    (void)state;
    const struct provider_config config = { .aws = { .state = TF_NULL } };
    void *configured = NULL;
    tf_call *call = begin_call(NULL);
    set("LANGGRAPH_DATA_REGION", "mars");
    assert_false(clients_configure(call, &config, &configured));
    assert_non_null(strstr(tf_test_report(call), "LANGGRAPH_DATA_REGION is \"mars\""));
    end_call(call);
}

static void test_tags_are_ignored_by_key_and_by_its_beginning(void **state)
{
    (void)state;
    tf_string keys[] = { tf_string_of("CostCenter") };
    tf_string prefixes[] = { tf_string_of("kubernetes.io/"), tf_string_of("aws-nuke") };
    aws_ignore_tags ignored = { .keys = { TF_KNOWN, 1, keys }, .key_prefixes = { TF_KNOWN, 2, prefixes } };
    const aws_config config = { .ignore_tags = { TF_KNOWN, &ignored } };
    const aws_config nothing = { .region = tf_string_of("us-east-1") };
    assert_true(aws_config_ignores_tag(&config, "CostCenter"));
    assert_true(aws_config_ignores_tag(&config, "kubernetes.io/cluster/one"));
    assert_true(aws_config_ignores_tag(&config, "aws-nuke"));
    assert_false(aws_config_ignores_tag(&config, "CostCenter2"));
    assert_false(aws_config_ignores_tag(&config, "kubernetes.io"));
    assert_false(aws_config_ignores_tag(&nothing, "CostCenter"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_takes_what_the_block_leaves_out_from_the_environment, forget),
        cmocka_unit_test_setup(test_says_where_it_looked_and_what_is_wrong, forget),
        cmocka_unit_test_setup(test_a_client_that_cannot_be_used_says_so_when_it_is, forget),
        cmocka_unit_test_setup(test_there_are_clients_before_the_provider_is_configured, forget),
        cmocka_unit_test_setup(test_refuses_a_data_region_of_the_environment_that_is_none, forget),
        cmocka_unit_test(test_tags_are_ignored_by_key_and_by_its_beginning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
