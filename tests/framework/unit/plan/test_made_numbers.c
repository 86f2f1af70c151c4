/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "framework/plan/plan.h"
#include "framework/value/decimal.h"
#include "support_plan.h"

#define LARGEST_EXACT "340282346638528859811704183484516925440"
#define LARGEST_SHORT "340282346638528860000000000000000000000"

struct numbers {
    tf_float64 ratio;
    tf_number amount;
};

static const tf_attribute attributes[] = {
    { TF_FLOAT64(struct numbers, ratio), .mode = TF_OPTIONAL },
    { TF_NUMBER(struct numbers, amount), .mode = TF_OPTIONAL },
};

static const tf_schema *const schema = TF_SCHEMA(struct numbers, attributes);

/* Both attributes with the same number. */
static tf_value numbers_of(tf_arena *arena, tf_value number)
{
    const tf_type *type = type_of_schema(arena, schema);
    tf_value value = { .type = type, .state = TF_KNOWN };
    value.count = type->count;
    value.keys = type->names;
    value.items = tf_alloc_array(arena, type->count, sizeof *value.items);
    for (size_t i = 0; i < type->count; i++)
        value.items[i] = number;
    return value;
}

/* How a number is told from all others that equal it. */
static const char *form_of(const tf_value *object, const char *name)
{
    const tf_value *number = tf_value_get(object, name);
    return number->shortest != NULL ? number->shortest : number->digits;
}

static void test_a_result_keeps_how_it_was_made(void **state)
{
    tf_call *call = *state;
    const tf_value made = numbers_of(call->arena, value_of_double(call->arena, 0x1.fffffep+127));
    const tf_value written = numbers_of(call->arena, value_number(LARGEST_EXACT));
    const tf_value rounded = numbers_of(call->arena, value_number(LARGEST_SHORT));
    assert_true(tf_value_equal(&made, &written));

    tf_value result = plan_keep_meaning(call->arena, schema, &written, &made);
    assert_string_equal(form_of(&result, "ratio"), LARGEST_SHORT);
    assert_string_equal(form_of(&result, "amount"), LARGEST_SHORT);
    /* What was read from text has no form of its own. */
    result = plan_keep_meaning(call->arena, schema, &made, &written);
    assert_string_equal(form_of(&result, "ratio"), LARGEST_SHORT);
    assert_string_equal(form_of(&result, "amount"), LARGEST_SHORT);
    /* Another number that is the same double is replaced, in a float. */
    result = plan_keep_meaning(call->arena, schema, &rounded, &made);
    assert_null(tf_value_get(&result, "ratio")->shortest);
    assert_string_equal(form_of(&result, "ratio"), LARGEST_SHORT);
    assert_string_equal(tf_value_get(&result, "amount")->digits, LARGEST_EXACT);
}

static void test_a_plan_has_the_digits_of_the_configuration(void **state)
{
    tf_call *call = *state;
    const tf_value made = numbers_of(call->arena, value_of_double(call->arena, 0x1.fffffep+127));
    const tf_value written = numbers_of(call->arena, value_number(LARGEST_EXACT));
    const tf_value none = value_null(written.type);
    const tf_value planned = plan_take_refined(call->arena, schema, &written, &none, &written, &made);
    assert_string_equal(form_of(&planned, "ratio"), LARGEST_EXACT);
    assert_string_equal(form_of(&planned, "amount"), LARGEST_EXACT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_result_keeps_how_it_was_made, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_a_plan_has_the_digits_of_the_configuration, set_up_call, tear_down_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
