/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conditions on macOS, which have no clock of their own but can wait for a length of time. Waits that a cancellation
 * ends as well are gate.c's.
 */
#include "framework/foundation/condition.h"

#include <time.h>

#include <tfprovider/cancel.h>

void condition_init(pthread_cond_t *condition)
{
    pthread_cond_init(condition, NULL);
}

bool condition_wait(pthread_cond_t *condition, pthread_mutex_t *lock, int64_t deadline)
{
    if (deadline == TF_NEVER)
        return pthread_cond_wait(condition, lock) == 0;
    const int64_t left = deadline - tf_now_ms();
    if (left <= 0)
        return false;
    const struct timespec rest = { .tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000 };
    return pthread_cond_timedwait_relative_np(condition, lock, &rest) == 0;
}
