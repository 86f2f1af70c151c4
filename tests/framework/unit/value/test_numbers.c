/* SPDX-License-Identifier: Apache-2.0 */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framework/value/binding.h"
#include "framework/value/json.h"
#include "framework/value/msgpack.h"
#include "rows.h"

#define LARGEST_EXACT "340282346638528859811704183484516925440"
#define LARGEST_SHORT "340282346638528860000000000000000000000"

struct numbers {
    tf_float32 narrow;
    tf_float64 wide;
    tf_number number;
};

static const tf_attribute attributes[] = {
    { TF_FLOAT32(struct numbers, narrow), .mode = TF_OPTIONAL },
    { TF_FLOAT64(struct numbers, wide), .mode = TF_OPTIONAL },
    { TF_NUMBER(struct numbers, number), .mode = TF_OPTIONAL },
};

static const tf_schema *const schema = TF_SCHEMA(struct numbers, attributes);

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

static tf_value object_of(tf_arena *arena, const char *json)
{
    tf_value value;
    value_error error;
    assert_true(value_from_json(arena, type_of_schema(arena, schema), json, strlen(json), false, &value, &error));
    return value;
}

static tf_value encoded(tf_arena *arena, const struct numbers *numbers)
{
    tf_value value;
    value_error error;
    assert_true(binding_encode(arena, schema, type_of_schema(arena, schema), numbers, &value, &error));
    return value;
}

/* The bytes of a number in msgpack, in hexadecimal; of text, the text itself. */
static const char *sent(tf_arena *arena, const tf_value *number)
{
    const void *bytes;
    size_t size;
    value_to_msgpack(arena, number, &bytes, &size);
    const unsigned char *at = bytes;
    if (at[0] == 0xD9)
        return tf_copy_bytes(arena, at + 2, size - 2);
    if ((at[0] & 0xE0) == 0xA0)
        return tf_copy_bytes(arena, at + 1, size - 1);
    tf_text_builder builder = { .arena = arena };
    for (size_t i = 0; i < size; i++)
        tf_append_format(&builder, "%02X", at[i]);
    return tf_built_text(&builder);
}

static const char *field_sent(tf_arena *arena, const struct numbers *numbers, const char *name)
{
    const tf_value object = encoded(arena, numbers);
    return sent(arena, tf_value_get(&object, name));
}

static void test_a_number_that_passes_through_keeps_its_digits(void **state)
{
    static const char *const digits[] = { "0.01", LARGEST_EXACT, LARGEST_SHORT, "1180591620717411303424",
                                          "0.0100000000000000000000000000000000000000000003" };
    for (size_t i = 0; i < sizeof digits / sizeof digits[0]; i++) {
        at_row(digits[i]);
        const tf_value object = object_of(
            *state, tf_format(*state, "{\"narrow\":%s,\"wide\":%s,\"number\":%s}", digits[i], digits[i], digits[i]));
        struct numbers numbers;
        value_error error;
        assert_true(binding_decode(*state, schema, &object, &numbers, &error));
        assert_string_equal(field_sent(*state, &numbers, "narrow"), digits[i]);
        assert_string_equal(field_sent(*state, &numbers, "wide"), digits[i]);
        assert_string_equal(field_sent(*state, &numbers, "number"), digits[i]);
        /* Another value in the field makes another number. */
        numbers.wide.value = 0.5;
        assert_string_equal(field_sent(*state, &numbers, "wide"), "CB3FE0000000000000");
    }
}

static void test_a_number_that_was_made_is_exact_and_sent_short(void **state)
{
    const struct numbers numbers = { .narrow = tf_float32_of(FLT_MAX), .wide = tf_float64_of((double)FLT_MAX) };
    const tf_value object = encoded(*state, &numbers);
    const tf_value wanted = object_of(*state, "{\"narrow\":" LARGEST_EXACT ",\"wide\":" LARGEST_EXACT "}");
    assert_true(tf_value_equal(&object, &wanted));
    assert_string_equal(field_sent(*state, &numbers, "narrow"), LARGEST_SHORT);
    assert_string_equal(field_sent(*state, &numbers, "wide"), LARGEST_SHORT);
    const tf_value copy = value_copy(*state, &object);
    assert_string_equal(sent(*state, tf_value_get(&copy, "wide")), LARGEST_SHORT);

    static const struct {
        double value;
        const char *sent;
    } cases[] = {
        { 0.01, "CB3F847AE147AE147B" },
        { 1234.5, "CB40934A0000000000" },
        { -7, "F9" },
        { 9007199254740992.0, "CF0020000000000000" },
        { 18446744073709551616.0, "18446744073709552000" },
        { -9223372036854775808.0, "D38000000000000000" },
        { 0, "00" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].sent);
        const struct numbers made = { .wide = tf_float64_of(cases[i].value) };
        assert_string_equal(field_sent(*state, &made, "wide"), cases[i].sent);
    }
}

static void test_what_is_not_finite_is_no_number(void **state)
{
    const struct numbers broken[] = { { .wide = tf_float64_of((double)INFINITY) }, { .narrow = tf_float32_of(NAN) } };
    for (size_t i = 0; i < 2; i++) {
        tf_value value;
        value_error error;
        assert_false(binding_encode(*state, schema, type_of_schema(*state, schema), &broken[i], &value, &error));
    }
}

/* Before Terraform 1.9 a large integer came as a double, and goes back with no more digits than that has. */
static void test_a_double_of_msgpack_has_the_precision_of_a_double(void **state)
{
    static const char bytes[] = "\xCB\x47\xEF\xFF\xFF\xE0\x00\x00\x00";
    tf_value number;
    value_error error;
    assert_true(value_from_msgpack(*state, &tf_type_number, bytes, sizeof bytes - 1, &number, &error));
    assert_string_equal(number.digits, LARGEST_EXACT);
    assert_string_equal(sent(*state, &number), LARGEST_SHORT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_number_that_passes_through_keeps_its_digits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_number_that_was_made_is_exact_and_sent_short, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_not_finite_is_no_number, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_double_of_msgpack_has_the_precision_of_a_double, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
