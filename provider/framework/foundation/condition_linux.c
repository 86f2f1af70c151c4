/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions on Linux, on the monotonic clock. Waits that a cancellation ends as well are gate.c's. */
#include "framework/foundation/condition.h"

#include <time.h>

#include <tfprovider/cancel.h>

void condition_init(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

bool condition_wait(pthread_cond_t *condition, pthread_mutex_t *lock, int64_t deadline)
{
    if (deadline == TF_NEVER)
        return pthread_cond_wait(condition, lock) == 0;
    const struct timespec until = { .tv_sec = deadline / 1000, .tv_nsec = deadline % 1000 * 1000000 };
    return pthread_cond_timedwait(condition, lock, &until) == 0;
}
