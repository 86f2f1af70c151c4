/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "resources/project/project.h"
#include "rows.h"
#include "support_provider.h"

static void test_finds_the_attribute_of_a_location(void **state)
{
    (void)state;
    static const struct {
        const char *location;
        const char *attribute;
    } cases[] = {
        { "name", "name" },
        { "source_config.resource_spec.cpu", "resources.cpu" },
        { "source_config.resource_spec.volumes.name", "resources.volumes" },
        { "source_config.resource_spec.unheard_of", "resources" },
        { "source_config.resource_spec", "resources" },
        { "container_spec.min_scale", "resources.min_scale" },
        { "source_config.deployment_type", "deployment_type" },
        { "source_revision_config.image_uri", "image_uri" },
        { "image_path", "image_uri" },
        { "secrets.0.value", "environment" },
        { "env_vars.name", "environment" },
        { "platform.aws_role_arn", "byoc.role_arn" },
        { "platform.region", "byoc.region" },
        { "platform", "byoc" },
        { "names", NULL },
        { "source_config", NULL },
        { "", NULL },
    };
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].location);
        const char *attribute = project_attribute_at(arena, cases[i].location);
        if (cases[i].attribute == NULL) {
            assert_null(attribute);
        } else {
            assert_string_equal(attribute, cases[i].attribute);
        }
    }
    tf_arena_free(arena);
}

static void test_reports_on_the_attribute_that_an_answer_names(void **state)
{
    (void)state;
    static const struct {
        control_plane_error error;
        const char *attribute;
        const char *says;
    } cases[] = {
        { { .kind = CONTROL_PLANE_ERROR_INVALID, .detail = "'source_config.custom_url' is taken" },
          "custom_url",
          "is taken" },
        { { .kind = CONTROL_PLANE_ERROR_INVALID, .detail = "'nothing' we know" }, NULL, "we know" },
        { { .kind = CONTROL_PLANE_ERROR_CONFLICT, .detail = "taken" }, "name", "name=agent" },
        { { .kind = CONTROL_PLANE_ERROR_UNAUTHORIZED, .detail = "no" }, NULL, "LANGSMITH_API_KEY" },
    };
    const struct project project = { .name = { TF_KNOWN, "agent" } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].error.detail);
        provider_fixture fixture;
        provider_fixture_start(&fixture, NULL);
        control_plane_error error = cases[i].error;
        error.what = "create the project";
        error.endpoint = "https://e.example";
        assert_false(project_fail(fixture.call, &project, &error));
        const tf_diagnostic *said = tf_call_diagnostics(fixture.call);
        if (cases[i].attribute == NULL) {
            assert_null(said->path);
        } else {
            assert_string_equal(tf_path_text(fixture.arena, said->path), cases[i].attribute);
        }
        assert_true(provider_fixture_says(&fixture, cases[i].says));
        provider_fixture_end(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finds_the_attribute_of_a_location),
        cmocka_unit_test(test_reports_on_the_attribute_that_an_answer_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
