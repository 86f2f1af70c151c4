/* SPDX-License-Identifier: Apache-2.0 */
/* Cancel tokens, and the clock of deadlines. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include <tfprovider/arena.h>
#include <tfprovider/cancel.h>
#include <tfprovider/gate.h>

struct tf_cancel {
    tf_gate gate; /* changes when the token fires, and when a watch function has returned */
    atomic_size_t references;
    atomic_bool fired;
    tf_cancel_watch *watches;
    const tf_cancel_watch *running; /* the watch whose function runs right now, outside the lock */
    pthread_t runner;               /* the thread on which it runs */
};

tf_cancel *tf_cancel_new(void)
{
    tf_cancel *cancel = calloc(1, sizeof *cancel);
    if (cancel == NULL)
        tf_no_memory(sizeof *cancel);
    tf_gate_init(&cancel->gate);
    atomic_init(&cancel->references, 1);
    atomic_init(&cancel->fired, false);
    return cancel;
}

tf_cancel *tf_cancel_retain(tf_cancel *cancel)
{
    if (cancel != NULL)
        atomic_fetch_add(&cancel->references, 1);
    return cancel;
}

void tf_cancel_release(tf_cancel *cancel)
{
    if (cancel == NULL || atomic_fetch_sub(&cancel->references, 1) != 1)
        return;
    tf_gate_destroy(&cancel->gate);
    free(cancel);
}

void tf_cancel_fire(tf_cancel *cancel)
{
    if (cancel == NULL)
        return;
    tf_gate_lock(&cancel->gate);
    if (atomic_exchange(&cancel->fired, true)) {
        tf_gate_unlock(&cancel->gate);
        return;
    }
    tf_gate_wake(&cancel->gate);
    cancel->runner = pthread_self();
    while (cancel->watches != NULL) {
        tf_cancel_watch *watch = cancel->watches;
        cancel->watches = watch->next;
        cancel->running = watch;
        void (*function)(void *) = watch->fired;
        void *context = watch->context;
        tf_gate_unlock(&cancel->gate);
        function(context);
        tf_gate_lock(&cancel->gate);
        cancel->running = NULL;
        tf_gate_wake(&cancel->gate);
    }
    tf_gate_unlock(&cancel->gate);
}

bool tf_cancel_fired(const tf_cancel *cancel)
{
    return cancel != NULL && atomic_load(&cancel->fired);
}

/* Waits for a change until the deadline, of which nothing but the token itself tells. */
static bool wait_on(tf_gate *gate, const tf_cancel *cancel, int64_t deadline)
{
    tf_gate_lock(gate);
    while (!tf_cancel_fired(cancel) && tf_gate_wait(gate, NULL, deadline))
        ;
    tf_gate_unlock(gate);
    return !tf_cancel_fired(cancel);
}

bool tf_cancel_wait(tf_cancel *cancel, int64_t deadline)
{
    if (cancel != NULL)
        return wait_on(&cancel->gate, cancel, deadline);
    tf_gate nobody;
    tf_gate_init(&nobody);
    wait_on(&nobody, NULL, deadline);
    tf_gate_destroy(&nobody);
    return true;
}

void tf_cancel_add_watch(tf_cancel *cancel, tf_cancel_watch *watch)
{
    if (cancel == NULL)
        return;
    tf_gate_lock(&cancel->gate);
    const bool fired = atomic_load(&cancel->fired);
    if (!fired) {
        watch->next = cancel->watches;
        cancel->watches = watch;
    }
    tf_gate_unlock(&cancel->gate);
    if (fired)
        watch->fired(watch->context);
}

void tf_cancel_remove_watch(tf_cancel *cancel, tf_cancel_watch *watch)
{
    if (cancel == NULL)
        return;
    tf_gate_lock(&cancel->gate);
    for (tf_cancel_watch **link = &cancel->watches; *link != NULL; link = &(*link)->next) {
        if (*link == watch) {
            *link = watch->next;
            break;
        }
    }
    while (cancel->running == watch && !pthread_equal(cancel->runner, pthread_self()))
        (void)tf_gate_wait(&cancel->gate, NULL, TF_NEVER);
    tf_gate_unlock(&cancel->gate);
}

int64_t tf_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t tf_deadline_in_ms(int64_t milliseconds)
{
    if (milliseconds < 0)
        milliseconds = 0;
    const int64_t now = tf_now_ms();
    return milliseconds >= TF_NEVER - now ? TF_NEVER : now + milliseconds;
}
