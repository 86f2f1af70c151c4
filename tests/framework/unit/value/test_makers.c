/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <tfprovider/value.h>

#include "framework/value/json.h"
#include "rows.h"

static int set_up(void **state)
{
    *state = tf_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    tf_arena_free(*state);
    return 0;
}

static void test_values_are_made_as_the_framework_wants_them(void **state)
{
    tf_arena *arena = *state;
    static const char *const unsorted[] = { "b", "a" };
    const tf_value texts[] = { tf_value_string("x"), tf_value_string("y") };
    const tf_value mixed[] = { tf_value_bool(true), tf_value_int64(arena, -7) };
    const struct {
        const char *name;
        tf_value value;
        const char *json;
        const char *type;
    } cases[] = {
        { "a string", tf_value_string("x"), "\"x\"", "\"string\"" },
        { "no string", tf_value_string(NULL), "null", "\"string\"" },
        { "a number", tf_value_number(arena, "1.50"), "1.5", "\"number\"" },
        { "no number", tf_value_number(arena, NULL), "null", "\"number\"" },
        { "no number", tf_value_number(arena, "one"), "null", "\"number\"" },
        { "a double", tf_value_float64(arena, 0.5), "0.5", "\"number\"" },
        { "no finite double", tf_value_float64(arena, (double)INFINITY), "null", "\"number\"" },
        { "a null", tf_value_null(tf_type_set_of(arena, &tf_type_bool)), "null", "[\"set\",\"bool\"]" },
        { "a list", tf_value_list(arena, &tf_type_string, 2, texts), "[\"x\",\"y\"]", "[\"list\",\"string\"]" },
        { "an empty set", tf_value_set(arena, &tf_type_string, 0, NULL), "[]", "[\"set\",\"string\"]" },
        { "a map", tf_value_map(arena, &tf_type_string, 2, unsorted, texts), "{\"a\":\"y\",\"b\":\"x\"}",
          "[\"map\",\"string\"]" },
        { "an object", tf_value_object(arena, 2, unsorted, mixed), "{\"a\":-7,\"b\":true}",
          "[\"object\",{\"a\":\"number\",\"b\":\"bool\"}]" },
        { "a tuple", tf_value_tuple(arena, 2, mixed), "[true,-7]", "[\"tuple\",[\"bool\",\"number\"]]" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].name);
        value_error error;
        const tf_type *type = cases[i].value.type;
        if (!value_check(arena, NULL, type, &cases[i].value, &error))
            fail_msg("%s: %s", cases[i].name, error.message);
        assert_string_equal(value_to_json(arena, &cases[i].value), cases[i].json);
        assert_string_equal(type_to_json(arena, type), cases[i].type);
    }
    assert_int_equal(tf_value_unknown(&tf_type_dynamic).state, TF_UNKNOWN);
}

static void test_fields_of_every_kind_can_be_made_unknown_and_null(void **state)
{
    static const char *const texts[] = { "a", "b", NULL };
    tf_string_list list = tf_string_list_of(*state, texts);
    tf_number number = tf_number_of(*state, "007.0");
    tf_value value = tf_value_bool(true);
    assert_int_equal(list.count, 2);
    assert_true(tf_equal(list.items[1], "b"));
    assert_string_equal(number.digits, "7");
    assert_true(tf_null(tf_number_of(*state, "seven")));
    tf_set_unknown(list);
    tf_set_unknown(value);
    tf_set_null(number);
    assert_true(tf_unknown(list) && tf_unknown(value) && tf_null(number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_values_are_made_as_the_framework_wants_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_fields_of_every_kind_can_be_made_unknown_and_null, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
