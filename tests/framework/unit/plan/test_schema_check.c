/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framework/plan/schema_check.h"
#include "rows.h"
#include "support_plan.h"

struct bad {
    tf_string text;
    tf_bool truth;
    tf_int64 size;
    tf_value any;
    TF_OBJECTS_OF(struct bad) items;
};

static bool same(tf_arena *arena, const char *one, const char *other)
{
    (void)arena;
    return one == other;
}

#define TEXT TF_STRING(struct bad, text)

static const tf_attribute plain[] = { { TEXT, .mode = TF_OPTIONAL } };
static const tf_attribute write_only[] = { { TEXT, .mode = TF_OPTIONAL, .write_only = true } };
static const tf_attribute with_block[] = { { TF_OBJECT_LIST(struct bad, items, struct bad, plain), .block = true } };

static const struct {
    tf_attribute attribute;
    const char *problem;
} cases[] = {
    { { TEXT, .mode = TF_OPTIONAL }, NULL },
    { { TEXT, .mode = TF_OPTIONAL_COMPUTED, .default_value = "not JSON" }, NULL },
    { { TF_INT64(struct bad, size), .mode = TF_OPTIONAL_COMPUTED, .default_value = "5" }, NULL },
    { { TEXT }, "text: no mode" },
    { { .name = "text", .mode = TF_OPTIONAL }, "text: no kind" },
    { { .name = "Text", .kind = TF_KIND_STRING, .mode = TF_OPTIONAL }, "malformed or reserved" },
    { { .name = "", .kind = TF_KIND_STRING, .mode = TF_OPTIONAL }, "malformed or reserved" },
    { { .name = "1st", .kind = TF_KIND_STRING, .mode = TF_OPTIONAL }, "malformed or reserved" },
    { { .name = NULL, .kind = TF_KIND_STRING, .mode = TF_OPTIONAL }, "malformed or reserved" },
    { { .name = "count", .kind = TF_KIND_STRING, .mode = TF_OPTIONAL }, "malformed or reserved" },
    { { .name = "far", .kind = TF_KIND_STRING, .mode = TF_OPTIONAL, .offset = 4096 }, "outside of its struct" },
    { { TEXT, .mode = TF_REQUIRED, .default_value = "x" }, "text: a default" },
    { { TEXT, .mode = TF_OPTIONAL, .default_value = "x" }, "text: a default" },
    { { TF_BOOL(struct bad, truth), .mode = TF_OPTIONAL_COMPUTED, .default_value = "yes" }, "malformed default" },
    { { TEXT, .mode = TF_OPTIONAL, .use_state_for_unknown = true }, "not computed" },
    { { TEXT, .mode = TF_COMPUTED, .write_only = true }, "write-only and computed" },
    { { TF_BOOL(struct bad, truth), .mode = TF_OPTIONAL, .semantic_equals = same }, "no text" },
    { { TEXT, .mode = TF_COMPUTED, .identifies = true }, NULL },
    { { TF_INT64(struct bad, size), .mode = TF_COMPUTED, .identifies = true }, "identifies the object" },
    { { TEXT, .mode = TF_OPTIONAL, .write_only = true, .identifies = true }, "identifies the object" },
    { { TF_BOOL(struct bad, truth), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NOT_EMPTY) }, "no text" },
    { { TEXT, .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_BETWEEN(1, 2)) }, "does not fit a string" },
    { { TEXT, .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_DECIMAL_AT_LEAST("0.1")) }, "does not fit a string" },
    { { TEXT, .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_COUNT_AT_LEAST(1)) }, "does not fit a string" },
    { { TEXT, .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_KEYS(TF_NOT_EMPTY)) }, "does not fit a string" },
    { { TEXT, .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NO_NULL) }, "does not fit a string" },
    { { TF_INT64(struct bad, size), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_LENGTH_AT_LEAST(1)) },
      "no text" },
    { { TF_OBJECT_LIST(struct bad, items, struct bad, plain), .block = true,
        .validators = TF_VALIDATORS(TF_COUNT_AT_MOST(1)) },
      NULL },
    { { TF_OBJECT_LIST(struct bad, items, struct bad, plain), .block = true,
        .validators = TF_VALIDATORS(TF_KEYS(TF_NOT_EMPTY)) },
      "does not fit a list of objects" },
    { { .name = "items", .kind = TF_KIND_OBJECT_LIST, .mode = TF_OPTIONAL }, "nested without attributes" },
    { { TEXT, .mode = TF_OPTIONAL, .attributes = TF_SCHEMA(struct bad, plain) }, "attributes but not nested" },
    { { TF_VALUE(struct bad, any), .mode = TF_OPTIONAL }, "go together" },
    { { TF_OBJECT_SET(struct bad, items, struct bad, write_only), .mode = TF_OPTIONAL },
      "items.text: write-only inside a set" },
    { { TEXT, .block = true }, "a block that is no" },
    { { TF_OBJECT_LIST(struct bad, items, struct bad, plain), .block = true, .mode = TF_COMPUTED }, "computed block" },
    { { TF_OBJECT_LIST(struct bad, items, struct bad, plain), .block = true, .sensitive = true }, "only an attribute" },
    { { TF_OBJECT_LIST(struct bad, items, struct bad, with_block), .block = true }, NULL },
    { { TF_OBJECT_LIST(struct bad, items, struct bad, with_block), .mode = TF_OPTIONAL }, "a block inside" },
};

static void test_tables_that_cannot_work_are_refused(void **state)
{
    tf_call *call = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].problem == NULL ? "sound" : cases[i].problem);
        const tf_schema schema = { .attributes = &cases[i].attribute, .count = 1, .size = sizeof(struct bad) };
        const char *problem = NULL;
        const bool ok = schema_check(call->arena, &schema, &problem);
        assert_int_equal(ok, cases[i].problem == NULL);
        if (!ok && strstr(problem, cases[i].problem) == NULL)
            fail_msg("case %zu: %s", i, problem);
    }
}

static void test_a_name_is_there_once(void **state)
{
    tf_call *call = *state;
    const tf_attribute twice[] = { plain[0], plain[0] };
    const tf_schema schema = { .attributes = twice, .count = 2, .size = sizeof(struct bad) };
    const char *problem = NULL;
    assert_false(schema_check(call->arena, &schema, &problem));
    assert_string_equal(problem, "text: a name twice");
}

static tf_attribute endless[] = { { TF_OBJECT_LIST(struct bad, items, struct bad, plain), .mode = TF_OPTIONAL } };
static const tf_schema endless_schema = { .attributes = endless, .count = 1, .size = sizeof(struct bad) };

static void test_a_table_does_not_hold_itself(void **state)
{
    tf_call *call = *state;
    endless[0].attributes = &endless_schema;
    const char *problem = NULL;
    assert_false(schema_check(call->arena, &endless_schema, &problem));
    assert_non_null(strstr(problem, "nested too deep"));
}

static void test_a_table_that_works_is_accepted(void **state)
{
    tf_call *call = *state;
    const char *problem = NULL;
    if (!schema_check(call->arena, sample_schema, &problem))
        fail_msg("%s", problem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_tables_that_cannot_work_are_refused, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_a_name_is_there_once, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_a_table_does_not_hold_itself, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_a_table_that_works_is_accepted, set_up_call, tear_down_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
