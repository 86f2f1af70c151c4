/* SPDX-License-Identifier: Apache-2.0 */
/* A state has to tell which object it is about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framework/plan/plan.h"
#include "rows.h"
#include "support_plan.h"

struct thing {
    tf_string id;
    tf_string name;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct thing, id), .mode = TF_COMPUTED, .identifies = true,
      .validators = TF_VALIDATORS(TF_MATCHES("^[a-z]+$", "lower-case letters")) },
    { TF_STRING(struct thing, name), .mode = TF_OPTIONAL },
};

static void test_what_identifies_is_there_and_well_formed(void **state)
{
    tf_call *call = *state;
    static const struct {
        const char *name;
        tf_string id;
        const char *says; /* NULL: well */
    } rows[] = {
        { "an id", { TF_KNOWN, "abc" }, NULL },
        { "null", { TF_NULL, NULL }, "has no `id`" },
        { "unknown", { TF_UNKNOWN, NULL }, "has no `id`" },
        { "empty", { TF_KNOWN, "" }, "has no `id`" },
        { "against its check", { TF_KNOWN, ".." }, "lower-case letters" },
    };
    const tf_schema *schema = TF_SCHEMA(struct thing, attributes);
    static const char *const names[] = { "id", "name" };
    const tf_type *const types[] = { &tf_type_string, &tf_type_string };
    const tf_type type = { .kind = TF_TYPE_OBJECT, .count = 2, .names = names, .elements = types };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        at_row(rows[i].name);
        tf_value items[] = {
            { .type = &tf_type_string, .state = rows[i].id.state, .text = rows[i].id.value },
            { .type = &tf_type_string, .state = TF_NULL },
        };
        const tf_value thing = { .type = &type, .state = TF_KNOWN, .count = 2, .items = items, .keys = names };
        call->diagnostics = call->last_diagnostic = NULL;
        if (plan_check_identifying(call, schema, &thing) != (rows[i].says == NULL))
            fail_msg("%s", rows[i].name);
        if (rows[i].says == NULL)
            continue;
        assert_non_null(strstr(call->diagnostics->detail, rows[i].says));
        assert_string_equal(call->diagnostics->path->name, "id");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_identifies_is_there_and_well_formed, set_up_call, tear_down_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
