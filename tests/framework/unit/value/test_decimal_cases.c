/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decimals held against Python's: as many cases as DECIMAL_CASES says, 100,000 without it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "framework/value/decimal.h"

#define CASES_PROGRAM "python3 tests/framework/unit/value/decimal_cases.py %ld"

enum { DEFAULT_CASES = 100000 };

/* One line of decimal_cases.py; a field is NULL where there is nothing. */
struct expectation {
    const char *text;
    const char *canonical;
    const char *whole;
    const char *int64;
    const char *nearest;
    const char *exact;
    const char *shortest;
    const char *order;
};

static const char *next_field(char **rest)
{
    const char *field = strsep(rest, "\t\n");
    assert_non_null(field);
    return strcmp(field, "-") == 0 ? NULL : field;
}

static struct expectation expectation_of(char *line)
{
    struct expectation expected = { .text = next_field(&line) };
    expected.canonical = next_field(&line);
    expected.whole = next_field(&line);
    expected.int64 = next_field(&line);
    expected.nearest = next_field(&line);
    expected.exact = next_field(&line);
    expected.shortest = next_field(&line);
    expected.order = next_field(&line);
    return expected;
}

static bool same(const char *one, const char *other)
{
    return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

static void check_doubles(tf_arena *arena, const char *digits, const struct expectation *expected)
{
    double nearest;
    double exact;
    if (decimal_to_double(digits, &nearest) != (expected->nearest != NULL))
        fail_msg("%s is no double, or is one", digits);
    if (decimal_to_exact_double(digits, &exact) != (expected->exact[0] == '1'))
        fail_msg("%s", digits);
    if (expected->nearest == NULL)
        return;
    assert_true(nearest == strtod(expected->nearest, NULL));
    if (!same(decimal_shortest_double(arena, nearest), expected->shortest))
        fail_msg("%s: %s", digits, decimal_shortest_double(arena, nearest));
    if (expected->exact[0] == '1') {
        assert_true(exact == nearest);
        assert_string_equal(decimal_from_double(arena, exact), digits);
    }
}

/* `before` is the canonical form of the number before, which is replaced. */
static void check(tf_arena *arena, const struct expectation *expected, char **before)
{
    int64_t int64;
    const char *digits = decimal_canonical(arena, expected->text);
    if (!same(digits, expected->canonical))
        fail_msg("%s: %s", expected->text, digits);
    if (digits == NULL)
        return;
    assert_true(decimal_is_canonical(arena, digits));
    assert_int_equal(decimal_is_whole(digits), expected->whole[0] == '1');
    assert_int_equal(decimal_to_int64(digits, &int64), expected->int64 != NULL);
    if (expected->int64 != NULL)
        assert_string_equal(decimal_from_int64(arena, int64), expected->int64);
    check_doubles(arena, digits, expected);
    assert_int_equal(decimal_compare(digits, *before), strtol(expected->order, NULL, 10));
    assert_int_equal(decimal_compare(*before, digits), -strtol(expected->order, NULL, 10));
    free(*before);
    *before = strdup(digits);
}

static void test_decimals_are_pythons(void **state)
{
    (void)state;
    const char *wanted = getenv("DECIMAL_CASES");
    const long count = wanted == NULL ? DEFAULT_CASES : strtol(wanted, NULL, 10);
    char command[128];
    snprintf(command, sizeof command, CASES_PROGRAM, count);
    FILE *cases = popen(command, "r");
    assert_non_null(cases);
    char *line = NULL;
    size_t capacity = 0;
    char *before = strdup("0");
    long seen = 0;
    for (; getline(&line, &capacity, cases) > 0; seen++) {
        tf_arena *arena = tf_arena_new();
        const struct expectation expected = expectation_of(line);
        check(arena, &expected, &before);
        tf_arena_free(arena);
    }
    free(before);
    free(line);
    assert_int_equal(pclose(cases), 0);
    assert_int_equal(seen, count);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_decimals_are_pythons) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
