/* SPDX-License-Identifier: Apache-2.0 */
/* When requests start after a service asked to slow down, by a clock of the tests' own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/pace.h"

static int set_up(void **state)
{
    static http_pace pace;
    http_pace_init(&pace);
    *state = &pace;
    return 0;
}

static int tear_down(void **state)
{
    http_pace_destroy(*state);
    return 0;
}

static void test_nobody_waits_before_a_refusal(void **state)
{
    for (int i = 0; i < 100; i++)
        assert_int_equal(http_pace_take(*state, 1000), 1000);
}

static void test_after_a_refusal_all_wait_and_come_one_after_the_other(void **state)
{
    http_pace_slow_down(*state, 1000, 700);
    assert_int_equal(http_pace_take(*state, 1001), 1700);
    assert_int_equal(http_pace_take(*state, 1001), 1700 + HTTP_PACE_FIRST_DISTANCE_MS);
    assert_int_equal(http_pace_take(*state, 1002), 1700 + 2 * HTTP_PACE_FIRST_DISTANCE_MS);
    /* Who comes when the rush is over does not wait. */
    assert_int_equal(http_pace_take(*state, 9000), 9000);
}

static void test_a_rush_of_refusals_counts_once(void **state)
{
    for (int i = 0; i < 50; i++)
        http_pace_slow_down(*state, 1000 + i, 0);
    const int64_t first = http_pace_take(*state, 1100);
    assert_int_equal(first, 1000 + HTTP_PACE_LEAST_PAUSE_MS);
    assert_int_equal(http_pace_take(*state, 1100), first + HTTP_PACE_FIRST_DISTANCE_MS);
}

static void test_the_distance_grows_with_each_rush_up_to_a_limit(void **state)
{
    int64_t now = 1000;
    for (int i = 0; i < 20; i++) {
        http_pace_slow_down(*state, now, 0);
        now += 10000;
    }
    const int64_t first = http_pace_take(*state, now);
    assert_int_equal(http_pace_take(*state, now), first + HTTP_PACE_LONGEST_DISTANCE_MS);
}

static void test_answers_bring_the_pace_back(void **state)
{
    http_pace_slow_down(*state, 1000, 0);
    for (int i = 0; i < 50; i++)
        http_pace_speed_up(*state);
    assert_int_equal(http_pace_take(*state, 5000), 5000);
    assert_int_equal(http_pace_take(*state, 5000), 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nobody_waits_before_a_refusal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_after_a_refusal_all_wait_and_come_one_after_the_other, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_rush_of_refusals_counts_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_distance_grows_with_each_rush_up_to_a_limit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_answers_bring_the_pace_back, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
