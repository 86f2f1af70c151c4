/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framework/plan/plan.h"
#include "rows.h"
#include "support_plan.h"

/* The paths of all diagnostics, each followed by a space. */
static const char *paths_of(tf_call *call)
{
    tf_text_builder builder = { .arena = call->arena };
    for (const tf_diagnostic *diagnostic = tf_call_diagnostics(call); diagnostic != NULL;
         diagnostic = diagnostic->next) {
        assert_non_null(strstr(diagnostic->detail, "bug in the provider"));
        assert_non_null(strstr(diagnostic->detail, "test_sample"));
        tf_append_format(&builder, "%s ", tf_path_text(call->arena, diagnostic->path));
    }
    return tf_built_text(&builder);
}

static void test_plans_that_terraform_would_refuse_are_told(void **state)
{
    tf_call *call = *state;
    static const struct {
        const char *config;
        const char *config_unknown;
        const char *prior;
        const char *planned;
        const char *planned_unknown;
        const char *paths;
    } cases[] = {
        { "{\"size\":1}", NULL, NULL, "{\"size\":1}", "id etag", "" },
        { "{\"size\":1}", NULL, NULL, "{\"size\":2}", NULL, "size " },
        { "{\"size\":1}", NULL, "{\"size\":2}", "{\"size\":2}", NULL, "" },
        { "{\"size\":1}", NULL, "{\"size\":2}", "{\"size\":3}", NULL, "size " },
        { "{\"size\":1}", NULL, NULL, "{\"size\":1}", "size", "size " },
        { "{\"size\":1}", "size", NULL, "{\"size\":1}", NULL, "size " },
        { "{}", NULL, NULL, "{\"size\":1}", NULL, "size " },
        { "{}", NULL, "{\"size\":1}", "{\"size\":1}", NULL, "size " },
        { "{}", NULL, NULL, "{\"id\":\"i\",\"mode\":\"x\",\"zone\":\"z\"}", NULL, "" },
        { "{\"zone\":\"a\"}", NULL, NULL, "{\"zone\":\"b\"}", NULL, "zone " },
        { "{\"secret\":\"s\"}", NULL, NULL, "{\"secret\":\"s\"}", NULL, "secret " },
        { "{\"one\":{\"name\":\"a\"}}", NULL, NULL, "{}", NULL, "one " },
        { "{\"one\":{\"name\":\"a\"}}", NULL, NULL, "{}", "one", "one " },
        { "{\"one\":{\"name\":\"a\"}}", NULL, NULL, "{\"one\":{\"name\":\"b\",\"id\":\"i\"}}", NULL, "one.name " },
        { "{\"ordered\":[{\"name\":\"a\"}]}", NULL, NULL, "{\"ordered\":[{\"name\":\"b\"}]}", NULL,
          "ordered[0].name " },
        { "{\"ordered\":[{\"name\":\"a\"}]}", NULL, NULL, "{\"ordered\":[]}", NULL, "ordered " },
        { "{\"keyed\":{\"a\":{}}}", NULL, NULL, "{\"keyed\":{\"b\":{}}}", NULL, "keyed[\"b\"] " },
        { "{\"keyed\":{\"a\":{}}}", NULL, NULL, "{\"keyed\":{\"a\":{\"fixed\":\"x\"}}}", NULL, "keyed[\"a\"].fixed " },
        { "{\"unordered\":[{\"name\":\"a\"}]}", NULL, NULL, "{\"unordered\":[]}", NULL, "unordered " },
        { "{\"settings\":{\"level\":\"a\"}}", NULL, NULL, "{\"settings\":{\"level\":\"b\",\"note\":\"n\"}}", NULL,
          "settings.level " },
        { "{\"blocks\":[{\"name\":\"a\"}]}", NULL, NULL, "{}", NULL, "blocks " },
        { "{}", NULL, NULL, NULL, NULL, " " },
        { NULL, NULL, "{}", NULL, NULL, "" },
        { NULL, NULL, "{}", "{}", NULL, " " },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].config);
        const tf_value config = sample_of(call->arena, cases[i].config, cases[i].config_unknown);
        const tf_value prior = sample_of(call->arena, cases[i].prior, NULL);
        const tf_value planned = sample_of(call->arena, cases[i].planned, cases[i].planned_unknown);
        tf_call_init(call, call->arena, NULL, "test_sample");
        assert_int_equal(plan_check_planned(call, sample_schema, &config, &prior, &planned), cases[i].paths[0] == '\0');
        if (strcmp(paths_of(call), cases[i].paths) != 0)
            fail_msg("case %zu: %s", i, paths_of(call));
    }
}

static void test_results_that_break_the_plan_are_told(void **state)
{
    tf_call *call = *state;
    static const struct {
        const char *planned;
        const char *planned_unknown;
        const char *applied;
        const char *applied_unknown;
        const char *paths;
    } cases[] = {
        { "{\"size\":1}", "id etag", "{\"size\":1,\"id\":\"i\"}", NULL, "" },
        { "{\"size\":1}", NULL, "{\"size\":2}", NULL, "size " },
        { "{\"size\":1}", NULL, "{}", NULL, "size " },
        { "{}", NULL, "{\"size\":1}", NULL, "size " },
        { "{}", "id", "{}", "id", "id " },
        { "{}", NULL, "{\"secret\":\"s\"}", NULL, "secret " },
        { "{\"one\":{}}", "one.id", "{\"one\":{\"id\":\"i\",\"name\":\"x\"}}", NULL, "one.name " },
        { "{\"one\":{}}", NULL, "{}", NULL, "one " },
        { "{}", NULL, "{\"one\":{}}", NULL, "one " },
        { "{}", "one", "{\"one\":{\"id\":\"i\"}}", NULL, "" },
        { "{}", "one", "{\"one\":{\"id\":\"i\"}}", "one.id", "one.id " },
        { "{\"ordered\":[{}]}", "ordered[0].id", "{\"ordered\":[{\"id\":\"i\"}]}", NULL, "" },
        { "{\"ordered\":[{}]}", NULL, "{\"ordered\":[{\"id\":\"i\"}]}", NULL, "ordered[0].id " },
        { "{\"ordered\":[{}]}", NULL, "{\"ordered\":[{},{}]}", NULL, "ordered " },
        { "{\"keyed\":{\"a\":{}}}", NULL, "{\"keyed\":{\"b\":{}}}", NULL, "keyed[\"a\"] " },
        { "{\"unordered\":[{\"name\":\"a\"},{\"name\":\"b\"}]}", "unordered[0].id unordered[1].id",
          "{\"unordered\":[{\"name\":\"b\",\"id\":\"1\"},{\"name\":\"a\",\"id\":\"2\"}]}", NULL, "" },
        { "{\"unordered\":[{\"name\":\"a\"},{\"name\":\"b\"}]}", "unordered[0].id",
          "{\"unordered\":[{\"name\":\"b\",\"id\":\"1\"},{\"name\":\"a\",\"id\":\"2\"}]}", NULL, "unordered " },
        { "{\"unordered\":[{},{}]}", "unordered[0].id unordered[1].id", "{\"unordered\":[{\"id\":\"1\"}]}", NULL, "" },
        { "{\"unordered\":[{}]}", "unordered[0].id", "{\"unordered\":[{\"id\":\"1\"},{\"id\":\"2\"}]}", NULL,
          "unordered " },
        { "{\"documents\":[\"a\",\"\"]}", "documents[1]", "{\"documents\":[\"a\",\"b\"]}", NULL, "" },
        { "{\"documents\":[\"a\",\"\"]}", "documents[1]", "{\"documents\":[\"b\",\"b\"]}", NULL, "documents " },
        { "{\"tags\":{\"a\":\"\"}}", "tags[\"a\"]", "{\"tags\":{\"b\":\"x\"}}", NULL, "tags " },
        { "{}", NULL, NULL, NULL, " " },
        { NULL, NULL, NULL, NULL, "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].planned);
        const tf_value planned = sample_of(call->arena, cases[i].planned, cases[i].planned_unknown);
        const tf_value applied = sample_of(call->arena, cases[i].applied, cases[i].applied_unknown);
        tf_call_init(call, call->arena, NULL, "test_sample");
        assert_int_equal(plan_check_applied(call, sample_schema, &planned, &applied), cases[i].paths[0] == '\0');
        if (strcmp(paths_of(call), cases[i].paths) != 0)
            fail_msg("case %zu: %s", i, paths_of(call));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_plans_that_terraform_would_refuse_are_told, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_results_that_break_the_plan_are_told, set_up_call, tear_down_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
