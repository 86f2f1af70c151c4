/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "resources/project/project.h"
#include "support_provider.h"

/* A project of the second generation as its state has it. */
static struct project deployed(void)
{
    return (struct project){
        .id = tf_string_of("p"),
        .name = tf_string_of("agent"),
        .image_uri = tf_string_of("registry.example/agent:1"),
        .deployment_type = tf_string_of("dev"),
        .display_name = tf_string_of("agent"),
        .custom_url = tf_string_of("https://agent.example"),
        .wait_for_ready = tf_bool_of(true),
        .url = tf_string_of("https://agent.example"),
        .status = tf_string_of("READY"),
        .latest_revision_id = tf_string_of("a"),
        .active_revision_id = tf_string_of("a"),
        .latest_revision_status = tf_string_of("DEPLOYED"),
        .updated_at = tf_string_of("2026-01-01T00:00:00Z"),
    };
}

/* Plans the change from the deployed project to `config`, given what private state has. */
static struct project plan(provider_fixture *fixture, const struct project *config, const char *awaited)
{
    const struct project prior = deployed();
    struct project planned = prior;
    planned.image_uri = config->image_uri;
    planned.byoc = config->byoc;
    planned.environment = config->environment;
    planned.wait_for_ready = config->wait_for_ready;
    tf_test_call_set_config(fixture->call, config);
    tf_set_private(fixture->call, PROJECT_AWAITED, awaited);
    tf_set_private(fixture->call, "has_variables", "1");
    assert_true(project_plan(fixture->call, &prior, &planned));
    return planned;
}

static struct project configured(void)
{
    return (struct project){
        .name = tf_string_of("agent"),
        .image_uri = tf_string_of("registry.example/agent:1"),
        .wait_for_ready = tf_bool_of(true),
    };
}

static void test_keeps_all_that_no_change_touches(void **state)
{
    (void)state;
    provider_fixture fixture;
    provider_fixture_start(&fixture, NULL);
    struct project config = configured();
    struct project planned = plan(&fixture, &config, NULL);
    assert_true(tf_equal(planned.status, "READY") && tf_equal(planned.latest_revision_id, "a"));
    assert_true(tf_equal(planned.url, "https://agent.example") && tf_known(planned.updated_at));
    config.image_uri = tf_string_of("registry.example/agent:2");
    planned = plan(&fixture, &config, NULL);
    assert_true(tf_unknown(planned.status) && tf_unknown(planned.latest_revision_id));
    assert_true(tf_equal(planned.url, "https://agent.example"));
    provider_fixture_end(&fixture);
}

static void test_plans_to_go_on_waiting_where_it_would_wait(void **state)
{
    (void)state;
    provider_fixture fixture;
    provider_fixture_start(&fixture, NULL);
    struct project config = configured();
    struct project planned = plan(&fixture, &config, "a");
    assert_true(tf_unknown(planned.status) && tf_unknown(planned.url));
    assert_true(tf_equal(planned.latest_revision_id, "a"));
    config.wait_for_ready = tf_bool_of(false);
    planned = plan(&fixture, &config, "a");
    assert_true(tf_equal(planned.status, "READY") && tf_known(planned.url));
    provider_fixture_end(&fixture);
}

static void test_asks_of_a_new_project_nothing_that_the_old_cannot(void **state)
{
    (void)state;
    provider_fixture fixture;
    provider_fixture_start(&fixture, NULL);
    struct project_byoc byoc = { .role_arn = tf_unknown_string() };
    struct project config = configured();
    config.environment = tf_empty_string_map();
    config.byoc.state = TF_UNKNOWN;
    (void)plan(&fixture, &config, NULL);
    config.byoc.state = TF_KNOWN;
    config.byoc.value = &byoc;
    (void)plan(&fixture, &config, NULL);
    assert_true(provider_fixture_says(&fixture, NULL));
    provider_fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keeps_all_that_no_change_touches),
        cmocka_unit_test(test_plans_to_go_on_waiting_where_it_would_wait),
        cmocka_unit_test(test_asks_of_a_new_project_nothing_that_the_old_cannot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
