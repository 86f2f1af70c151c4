/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <tfprovider/gate.h>

/* What a gate guards in these tests, and how one waits for it. */
struct door {
    tf_gate gate;
    bool open;
    tf_cancel *cancel;
    int64_t deadline;
    int waiting;
    bool got_in;
};

static void door_init(struct door *door, tf_cancel *cancel, int64_t deadline)
{
    *door = (struct door){ .cancel = cancel, .deadline = deadline };
    tf_gate_init(&door->gate);
}

static void *pass(void *context)
{
    struct door *door = context;
    tf_gate_lock(&door->gate);
    door->waiting++;
    tf_gate_wake(&door->gate);
    while (!door->open && tf_gate_wait(&door->gate, door->cancel, door->deadline))
        ;
    door->got_in = door->open;
    tf_gate_unlock(&door->gate);
    return NULL;
}

/* Returns once the thread is about to wait. */
static pthread_t start_to_wait(struct door *door)
{
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, pass, door), 0);
    tf_gate_lock(&door->gate);
    while (door->waiting == 0 && tf_gate_wait(&door->gate, NULL, TF_NEVER))
        ;
    tf_gate_unlock(&door->gate);
    return thread;
}

static void test_a_change_wakes(void **state)
{
    (void)state;
    struct door door;
    tf_cancel *cancel = tf_cancel_new();
    door_init(&door, cancel, TF_NEVER);
    const pthread_t thread = start_to_wait(&door);
    tf_gate_lock(&door.gate);
    door.open = true;
    tf_gate_wake(&door.gate);
    tf_gate_unlock(&door.gate);
    pthread_join(thread, NULL);
    assert_true(door.got_in);
    tf_gate_destroy(&door.gate);
    tf_cancel_release(cancel);
}

static void test_a_cancellation_ends_the_wait(void **state)
{
    (void)state;
    struct door door;
    tf_cancel *cancel = tf_cancel_new();
    door_init(&door, cancel, TF_NEVER);
    const pthread_t thread = start_to_wait(&door);
    tf_cancel_fire(cancel);
    pthread_join(thread, NULL);
    assert_false(door.got_in);
    /* One that came before is no less of one. */
    tf_gate_lock(&door.gate);
    assert_false(tf_gate_wait(&door.gate, cancel, TF_NEVER));
    tf_gate_unlock(&door.gate);
    tf_gate_destroy(&door.gate);
    tf_cancel_release(cancel);
}

static void test_a_deadline_ends_the_wait(void **state)
{
    (void)state;
    struct door door;
    door_init(&door, NULL, tf_deadline_in_ms(20));
    pass(&door);
    assert_false(door.got_in);
    assert_true(tf_now_ms() >= door.deadline);
    tf_gate_lock(&door.gate);
    assert_false(tf_gate_wait(&door.gate, NULL, door.deadline));
    tf_gate_unlock(&door.gate);
    tf_gate_destroy(&door.gate);
}

enum { ROUNDS = 2000 };

static void *hand_over(void *context)
{
    struct door *door = context;
    for (int round = 0; round < ROUNDS; round++) {
        tf_gate_lock(&door->gate);
        while (!door->open && tf_gate_wait(&door->gate, door->cancel, TF_NEVER))
            ;
        door->open = false;
        tf_gate_wake(&door->gate);
        tf_gate_unlock(&door->gate);
    }
    return NULL;
}

/* The lock is given while the watch is put on: nothing that happens then may be missed. */
static void test_no_change_is_missed(void **state)
{
    (void)state;
    struct door door;
    tf_cancel *cancel = tf_cancel_new();
    door_init(&door, cancel, TF_NEVER);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, hand_over, &door), 0);
    for (int round = 0; round < ROUNDS; round++) {
        tf_gate_lock(&door.gate);
        while (door.open && tf_gate_wait(&door.gate, cancel, TF_NEVER))
            ;
        door.open = true;
        tf_gate_wake(&door.gate);
        tf_gate_unlock(&door.gate);
    }
    pthread_join(thread, NULL);
    assert_false(door.open);
    tf_gate_destroy(&door.gate);
    tf_cancel_release(cancel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_change_wakes),
        cmocka_unit_test(test_a_cancellation_ends_the_wait),
        cmocka_unit_test(test_a_deadline_ends_the_wait),
        cmocka_unit_test(test_no_change_is_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
