/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <tfprovider/cancel.h>

struct tf_cancel {
    pthread_mutex_t lock;
    pthread_cond_t changed; /* fired, or a watch function returned */
    atomic_size_t references;
    atomic_bool fired;
    tf_cancel_watch *watches;
    const tf_cancel_watch *running; /* the watch whose function runs right now, outside the lock */
    pthread_t runner;               /* the thread on which it runs */
};

tf_cancel *tf_cancel_new(void)
{
    tf_cancel *cancel = calloc(1, sizeof *cancel);
    if (cancel == NULL) {
        fputs("out of memory\n", stderr);
        abort();
    }
    pthread_mutex_init(&cancel->lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&cancel->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    atomic_init(&cancel->references, 1);
    atomic_init(&cancel->fired, false);
    return cancel;
}

tf_cancel *tf_cancel_retain(tf_cancel *cancel)
{
    atomic_fetch_add(&cancel->references, 1);
    return cancel;
}

void tf_cancel_release(tf_cancel *cancel)
{
    if (cancel == NULL || atomic_fetch_sub(&cancel->references, 1) != 1)
        return;
    pthread_cond_destroy(&cancel->changed);
    pthread_mutex_destroy(&cancel->lock);
    free(cancel);
}

void tf_cancel_fire(tf_cancel *cancel)
{
    pthread_mutex_lock(&cancel->lock);
    if (atomic_exchange(&cancel->fired, true)) {
        pthread_mutex_unlock(&cancel->lock);
        return;
    }
    pthread_cond_broadcast(&cancel->changed);
    cancel->runner = pthread_self();
    while (cancel->watches != NULL) {
        tf_cancel_watch *watch = cancel->watches;
        cancel->watches = watch->next;
        cancel->running = watch;
        void (*function)(void *) = watch->fired;
        void *context = watch->context;
        pthread_mutex_unlock(&cancel->lock);
        function(context);
        pthread_mutex_lock(&cancel->lock);
        cancel->running = NULL;
        pthread_cond_broadcast(&cancel->changed);
    }
    pthread_mutex_unlock(&cancel->lock);
}

bool tf_cancel_fired(const tf_cancel *cancel)
{
    return cancel != NULL && atomic_load(&cancel->fired);
}

bool tf_cancel_wait(tf_cancel *cancel, int64_t deadline)
{
    pthread_mutex_lock(&cancel->lock);
    while (!atomic_load(&cancel->fired) && tf_now_ms() < deadline) {
        if (deadline == TF_NEVER) {
            pthread_cond_wait(&cancel->changed, &cancel->lock);
            continue;
        }
        const struct timespec until = { .tv_sec = deadline / 1000, .tv_nsec = deadline % 1000 * 1000000 };
        pthread_cond_timedwait(&cancel->changed, &cancel->lock, &until);
    }
    pthread_mutex_unlock(&cancel->lock);
    return !atomic_load(&cancel->fired);
}

void tf_cancel_add_watch(tf_cancel *cancel, tf_cancel_watch *watch)
{
    pthread_mutex_lock(&cancel->lock);
    const bool fired = atomic_load(&cancel->fired);
    if (!fired) {
        watch->next = cancel->watches;
        cancel->watches = watch;
    }
    pthread_mutex_unlock(&cancel->lock);
    if (fired)
        watch->fired(watch->context);
}

void tf_cancel_remove_watch(tf_cancel *cancel, tf_cancel_watch *watch)
{
    pthread_mutex_lock(&cancel->lock);
    for (tf_cancel_watch **link = &cancel->watches; *link != NULL; link = &(*link)->next) {
        if (*link == watch) {
            *link = watch->next;
            break;
        }
    }
    while (cancel->running == watch && !pthread_equal(cancel->runner, pthread_self()))
        pthread_cond_wait(&cancel->changed, &cancel->lock);
    pthread_mutex_unlock(&cancel->lock);
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
