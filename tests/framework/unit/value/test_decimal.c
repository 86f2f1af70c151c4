/* SPDX-License-Identifier: Apache-2.0 */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framework/value/decimal.h"
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

#define ZEROS_10 "0000000000"
#define ZEROS_60 ZEROS_10 ZEROS_10 ZEROS_10 ZEROS_10 ZEROS_10 ZEROS_10

static void test_every_spelling_has_one_canonical_form(void **state)
{
    static const struct {
        const char *text;
        const char *canonical;
    } cases[] = {
        { "0", "0" },
        { "-0", "0" },
        { "0.000e99", "0" },
        { "+7", "7" },
        { "007", "7" },
        { "10", "10" },
        { "1e1", "10" },
        { "100e-1", "10" },
        { "0.1", "0.1" },
        { "0.10", "0.1" },
        { "1E-1", "0.1" },
        { "-12.50", "-12.5" },
        { "1250e-2", "12.5" },
        { "0.00123e1", "0.0123" },
        { "12.34e1", "123.4" },
        { "12.34e2", "1234" },
        { "12.34e3", "12340" },
        { "18446744073709551616", "18446744073709551616" },
        { "1e400", "1e400" },
        { "10e399", "1e400" },
        { "-15e-71", "-1.5e-70" },
        { "1e59", "1" ZEROS_60 "X" },
        { "1e60", "1e60" },
        { "1" ZEROS_60, "1e60" },
        { "1e-61", "0." ZEROS_60 "1" },
        { "1e-62", "1e-62" },
        { "4.9406564584124654e-324", "4.9406564584124654e-324" },
        { "340282346638528859811704183484516925440", "340282346638528859811704183484516925440" },
        { "1e1000000", "1e1000000" },
        { "1e1000001", NULL },
        { "1e-1000001", NULL },
        { "1e99999999999999999999999", NULL },
        { "0e99999999999999999999999", "0" },
        { "", NULL },
        { "-", NULL },
        { ".5", NULL },
        { "5.", NULL },
        { "1e", NULL },
        { "1e+", NULL },
        { "1.2.3", NULL },
        { "1 ", NULL },
        { " 1", NULL },
        { "0x10", NULL },
        { "Inf", NULL },
        { "NaN", NULL },
        { "--1", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].text);
        const char *canonical = decimal_canonical(*state, cases[i].text);
        if (cases[i].canonical == NULL) {
            assert_null(canonical);
            continue;
        }
        const char *wanted = cases[i].canonical;
        /* 60 digits in all. */
        if (wanted[strlen(wanted) - 1] == 'X')
            wanted = tf_copy_bytes(*state, wanted, 60);
        assert_non_null(canonical);
        assert_string_equal(canonical, wanted);
        assert_true(decimal_is_canonical(*state, canonical));
        assert_string_equal(decimal_canonical(*state, canonical), canonical);
    }
}

static void test_whole_numbers_are_read_up_to_their_bounds(void **state)
{
    (void)state;
    static const struct {
        const char *digits;
        bool is_int64;
        int64_t int64;
        bool is_uint64;
        uint64_t uint64;
    } cases[] = {
        { "0", true, 0, true, 0 },
        { "-1", true, -1, false, 0 },
        { "9223372036854775807", true, INT64_MAX, true, INT64_MAX },
        { "9223372036854775808", false, 0, true, 9223372036854775808U },
        { "-9223372036854775808", true, INT64_MIN, false, 0 },
        { "-9223372036854775809", false, 0, false, 0 },
        { "18446744073709551615", false, 0, true, UINT64_MAX },
        { "18446744073709551616", false, 0, false, 0 },
        { "99999999999999999999", false, 0, false, 0 },
        { "1e400", false, 0, false, 0 },
        { "0.1", false, 0, false, 0 },
        { "12.5", false, 0, false, 0 },
        { "1000", true, 1000, true, 1000 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].digits);
        int64_t int64 = 0;
        uint64_t uint64 = 0;
        assert_int_equal(decimal_to_int64(cases[i].digits, &int64), cases[i].is_int64);
        assert_true(int64 == cases[i].int64);
        assert_int_equal(decimal_to_uint64(cases[i].digits, &uint64), cases[i].is_uint64);
        assert_true(uint64 == cases[i].uint64);
    }
}

static void test_doubles_are_taken_only_where_they_are_exact(void **state)
{
    static const struct {
        const char *digits;
        bool exact;
    } cases[] = {
        { "0", true },
        { "0.5", true },
        { "0.1", false },
        { "1234.5", true },
        { "-0.25", true },
        { "9007199254740993", false },
        { "1e400", false },
        { "1e-400", false },
        { "9007199254740992", true },
        { "4.9406564584124654e-324", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].digits);
        double value;
        assert_int_equal(decimal_to_exact_double(cases[i].digits, &value), cases[i].exact);
    }
    static const double doubles[] = { 0.1,     -0.1,     1e300,     DBL_MAX, -DBL_MAX, DBL_MIN,      DBL_TRUE_MIN,
                                      1.0 / 3, 2.5e-320, 0x1p-1074, 1e22,    1e23,     123456789.125 };
    for (size_t i = 0; i < sizeof doubles / sizeof doubles[0]; i++) {
        double back;
        const char *digits = decimal_from_double(*state, doubles[i]);
        assert_true(decimal_is_canonical(*state, digits));
        assert_true(decimal_to_exact_double(digits, &back));
        assert_true(back == doubles[i]);
        const char *shortest = decimal_shortest_double(*state, doubles[i]);
        assert_true(decimal_to_double(shortest, &back));
        assert_true(back == doubles[i]);
    }
    assert_null(decimal_from_double(*state, (double)INFINITY));
    assert_null(decimal_from_double(*state, (double)NAN));
    assert_null(decimal_shortest_double(*state, (double)NAN));
    assert_string_equal(decimal_from_double(*state, 0.1), "0.1000000000000000055511151231257827021181583404541015625");
    assert_string_equal(decimal_from_double(*state, -0.0), "0");
    assert_string_equal(decimal_shortest_double(*state, 0.1), "0.1");
    assert_string_equal(decimal_shortest_double(*state, 3.4028234663852886e+38),
                        "340282346638528860000000000000000000000");
}

static void test_numbers_beyond_a_float_are_refused(void **state)
{
    (void)state;
    double wide;
    float narrow;
    assert_false(decimal_to_double("1e400", &wide));
    assert_false(decimal_to_double("-1e-400", &wide));
    assert_true(decimal_to_double("0", &wide));
    assert_false(decimal_to_float("340000000000000000000000000000000000000000", &narrow));
    assert_false(decimal_to_float("1e-70", &narrow));
    assert_true(decimal_to_float("0.1", &narrow));
    assert_true(narrow == 0.1F);
}

static void test_decimals_are_ordered_by_value(void **state)
{
    (void)state;
    static const char *const ascending[] = {
        "-1e400", "-18446744073709551616",
        "-12.5",  "-12",
        "-0.1",   "-1e-70",
        "0",      "1e-70",
        "0.099",  "0.1",
        "0.11",   "1",
        "2",      "10",
        "10.5",   "99",
        "100",    "1e60",
        "1e400",
    };
    const size_t count = sizeof ascending / sizeof ascending[0];
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++)
            assert_int_equal(decimal_compare(ascending[i], ascending[j]), (i > j) - (i < j));
    }
}

static void test_whole_numbers_are_told_from_fractions(void **state)
{
    (void)state;
    static const char *const whole[] = { "0", "-5", "10", "1e400", "18446744073709551616", "1.5e70" };
    static const char *const fractions[] = { "0.1", "12.5", "1e-70", "-1.25" };
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++)
        assert_true(decimal_is_whole(whole[i]));
    for (size_t i = 0; i < sizeof fractions / sizeof fractions[0]; i++)
        assert_false(decimal_is_whole(fractions[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_spelling_has_one_canonical_form, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_whole_numbers_are_read_up_to_their_bounds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_doubles_are_taken_only_where_they_are_exact, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_numbers_beyond_a_float_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_decimals_are_ordered_by_value, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_whole_numbers_are_told_from_fractions, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
