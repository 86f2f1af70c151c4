/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <tfprovider/cancel.h>

static void count_up(void *context)
{
    atomic_fetch_add((atomic_int *)context, 1);
}

static void test_firing_is_sticky_and_runs_each_watch_once(void **state)
{
    (void)state;
    tf_cancel *cancel = tf_cancel_new();
    atomic_int count = 0;
    tf_cancel_watch stays = { .fired = count_up, .context = &count };
    tf_cancel_watch leaves = { .fired = count_up, .context = &count };
    tf_cancel_watch late = { .fired = count_up, .context = &count };
    tf_cancel_add_watch(cancel, &stays);
    tf_cancel_add_watch(cancel, &leaves);
    tf_cancel_remove_watch(cancel, &leaves);
    assert_false(tf_cancel_fired(cancel));
    tf_cancel_fire(cancel);
    tf_cancel_fire(cancel);
    assert_true(tf_cancel_fired(cancel));
    assert_int_equal(count, 1);
    tf_cancel_add_watch(cancel, &late);
    assert_int_equal(count, 2);
    tf_cancel_release(cancel);
}

static void *wait_for_it(void *cancel)
{
    return (void *)(uintptr_t)tf_cancel_wait(cancel, TF_NEVER);
}

static void test_a_waiter_wakes_when_the_token_fires(void **state)
{
    (void)state;
    tf_cancel *cancel = tf_cancel_new();
    pthread_t waiter;
    assert_int_equal(pthread_create(&waiter, NULL, wait_for_it, cancel), 0);
    tf_cancel_fire(cancel);
    void *reached_deadline = NULL;
    pthread_join(waiter, &reached_deadline);
    assert_null(reached_deadline);
    tf_cancel_release(cancel);
}

static void test_a_wait_ends_at_its_deadline(void **state)
{
    (void)state;
    tf_cancel *cancel = tf_cancel_new();
    const int64_t deadline = tf_deadline_in_ms(5);
    assert_true(tf_cancel_wait(cancel, deadline));
    assert_true(tf_now_ms() >= deadline);
    assert_true(tf_deadline_in_ms(INT64_MAX) == TF_NEVER);
    tf_cancel_release(cancel);
}

/* Watches come and go on one thread while another fires: no function runs after its removal. */
static void *add_and_remove(void *context)
{
    tf_cancel *cancel = context;
    for (int i = 0; i < 2000; i++) {
        atomic_int count = 0;
        tf_cancel_watch watch = { .fired = count_up, .context = &count };
        tf_cancel_add_watch(cancel, &watch);
        tf_cancel_remove_watch(cancel, &watch);
    }
    return NULL;
}

static void test_removal_waits_for_a_running_watch(void **state)
{
    (void)state;
    tf_cancel *cancel = tf_cancel_new();
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, add_and_remove, cancel), 0);
    tf_cancel_fire(cancel);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    tf_cancel_release(cancel);
}

static void test_no_token_never_fires(void **state)
{
    (void)state;
    atomic_int count = 0;
    tf_cancel_watch watch = { .fired = count_up, .context = &count };
    assert_null(tf_cancel_retain(NULL));
    tf_cancel_add_watch(NULL, &watch);
    tf_cancel_fire(NULL);
    tf_cancel_remove_watch(NULL, &watch);
    assert_false(tf_cancel_fired(NULL));
    assert_int_equal(count, 0);
    const int64_t deadline = tf_deadline_in_ms(10);
    assert_true(tf_cancel_wait(NULL, deadline));
    assert_true(tf_now_ms() >= deadline);
    tf_cancel_release(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_token_never_fires),
        cmocka_unit_test(test_firing_is_sticky_and_runs_each_watch_once),
        cmocka_unit_test(test_a_waiter_wakes_when_the_token_fires),
        cmocka_unit_test(test_a_wait_ends_at_its_deadline),
        cmocka_unit_test(test_removal_waits_for_a_running_watch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
