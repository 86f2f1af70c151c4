/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "provider.h"
#include "support_provider.h"

#define KEY "lsv2_pt_0123456789abcdef_0123456789"

static int forget(void **state)
{
    (void)state;
    forget_environment();
    return 0;
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
    const char *summary;
    const char *detail;
    struct provider_block block = { .aws = { .state = TF_NULL } };
    set("LANGCHAIN_API_KEY", "third");
    set("LANGGRAPH_HOST_API_KEY", "second");
    set("LANGSMITH_API_KEY", "");
    set("LANGSMITH_TENANT_ID", "1f0c3a5e-6f0b-4d5b-9a55-4b1f7f4c2a10");
    set("SSL_CERT_FILE", "/certificates.pem");
    assert_true(provider_block_control_plane(arena, &block, "eu", &config, &summary, &detail));
    assert_string_equal(config.api_key, "second");
    assert_string_equal(config.workspace_id, "1f0c3a5e-6f0b-4d5b-9a55-4b1f7f4c2a10");
    assert_string_equal(config.ca_bundle, "/certificates.pem");
    assert_string_equal(config.endpoint, "https://eu.api.host.langchain.com");
    assert_int_equal(config.request_timeout_ms, 30000);
    assert_int_equal(config.max_retries, 5);
    assert_int_equal(config.poll_interval_ms, 5000);

    set("LANGSMITH_API_KEY", "first");
    set("LANGSMITH_ENDPOINT", "https://langsmith.example.com/api/v1");
    block.max_retries = tf_int64_of(0);
    block.poll_interval = tf_text("100ms");
    block.request_timeout = tf_text("1m30s");
    assert_true(provider_block_control_plane(arena, &block, "us", &config, &summary, &detail));
    assert_string_equal(config.api_key, "first");
    assert_string_equal(config.endpoint, "https://langsmith.example.com/api-host");
    assert_int_equal(config.request_timeout_ms, 90000);
    assert_int_equal(config.max_retries, 0);
    assert_int_equal(config.poll_interval_ms, 100);

    block.api_key = tf_text(KEY);
    block.endpoint = tf_text("https://other.example.com/prefix/");
    assert_true(provider_block_control_plane(arena, &block, "us", &config, &summary, &detail));
    assert_string_equal(config.api_key, KEY);
    assert_string_equal(config.endpoint, "https://other.example.com/prefix");
    tf_arena_free(arena);
}

static void test_says_where_it_looked_and_what_is_wrong(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    control_plane_config config;
    const char *summary;
    const char *detail;
    struct provider_block block = { .aws = { .state = TF_NULL } };
    assert_false(provider_block_control_plane(arena, &block, "us", &config, &summary, &detail));
    assert_non_null(strstr(detail, "LANGSMITH_API_KEY, LANGGRAPH_HOST_API_KEY and LANGCHAIN_API_KEY"));

    set("LANGSMITH_API_KEY", KEY);
    set("LANGGRAPH_HOST_URL", "http://langsmith.example.com");
    assert_false(provider_block_control_plane(arena, &block, "us", &config, &summary, &detail));
    assert_non_null(strstr(detail, "http://langsmith.example.com"));
    assert_non_null(strstr(detail, "taken from LANGGRAPH_HOST_URL"));

    set("LANGSMITH_TENANT_ID", "my workspace");
    assert_false(provider_block_control_plane(arena, &block, "us", &config, &summary, &detail));
    assert_non_null(strstr(detail, "The value of LANGSMITH_TENANT_ID has blanks"));
    set("LANGSMITH_API_KEY", KEY "\n");
    assert_false(provider_block_control_plane(arena, &block, "us", &config, &summary, &detail));
    assert_non_null(strstr(detail, "The value of LANGSMITH_API_KEY has blanks"));
    assert_null(strstr(detail, KEY));
    tf_arena_free(arena);
}

static void test_configures_each_client_as_far_as_the_block_is_known(void **state)
{
    (void)state;
    const struct provider_block no_key = { .aws = { .state = TF_NULL } };
    provider_fixture fixture;
    provider_fixture_start(&fixture, &no_key);
    assert_true(provider_aws_is_known(&fixture.call) && provider_control_plane_is_known(&fixture.call));
    assert_non_null(provider_aws(&fixture.call));
    assert_true(provider_fixture_says(&fixture, NULL));
    assert_null(provider_control_plane(&fixture.call));
    assert_true(provider_fixture_says(&fixture, "No API key"));
    assert_true(tf_equal(provider_data_region(&fixture.call), "us"));
    assert_int_equal(provider_default_tags(&fixture.call).count, 0);
    provider_fixture_end(&fixture);

    const struct provider_block unknown_key = { .api_key = tf_unknown_string(), .data_region = tf_text("eu") };
    provider_fixture_start(&fixture, &unknown_key);
    assert_true(provider_aws_is_known(&fixture.call) && !provider_control_plane_is_known(&fixture.call));
    assert_null(provider_control_plane(&fixture.call));
    assert_true(provider_fixture_says(&fixture, "not known yet"));
    provider_fixture_end(&fixture);

    struct aws_endpoints endpoints = { .ec2 = tf_unknown_string() };
    struct aws_block aws = { .endpoints = { .state = TF_KNOWN, .value = &endpoints } };
    const struct provider_block unknown_endpoint = { .api_key = tf_text(KEY),
                                                     .data_region = tf_unknown_string(),
                                                     .endpoint = tf_text("https://control.example.com"),
                                                     .aws = { .state = TF_KNOWN, .value = &aws } };
    provider_fixture_start(&fixture, &unknown_endpoint);
    assert_false(provider_aws_is_known(&fixture.call));
    assert_true(tf_unknown(provider_default_tags(&fixture.call)) && tf_unknown(provider_data_region(&fixture.call)));
    provider_fixture_end(&fixture);

    provider_fixture_start(&fixture, NULL);
    assert_false(provider_aws_is_known(&fixture.call) || provider_control_plane_is_known(&fixture.call));
    provider_fixture_end(&fixture);
}

static void test_refuses_a_data_region_of_the_environment_that_is_none(void **state)
{
    (void)state;
    const struct provider_block block = { .aws = { .state = TF_NULL } };
    provider_fixture fixture;
    void *configured = NULL;
    provider_fixture_start(&fixture, NULL);
    set("LANGGRAPH_DATA_REGION", "mars");
    assert_false(langgraph_provider.configure(&fixture.call, &block, &configured));
    assert_true(provider_fixture_says(&fixture, "LANGGRAPH_DATA_REGION is \"mars\""));
    provider_fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_takes_what_the_block_leaves_out_from_the_environment, forget),
        cmocka_unit_test_setup(test_says_where_it_looked_and_what_is_wrong, forget),
        cmocka_unit_test_setup(test_configures_each_client_as_far_as_the_block_is_known, forget),
        cmocka_unit_test_setup(test_refuses_a_data_region_of_the_environment_that_is_none, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
