/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Condition variables whose deadlines are those of <tfprovider/cancel.h>.
 */
#ifndef FRAMEWORK_FOUNDATION_CONDITION_H
#define FRAMEWORK_FOUNDATION_CONDITION_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/** Makes a condition variable on the clock of tf_now_ms; pthread_cond_destroy ends it. */
void condition_init(pthread_cond_t *condition);

/**
 * Waits with `lock` held, until the condition is signalled or, like any such wait, for no reason. False at `deadline`.
 */
bool condition_wait(pthread_cond_t *condition, pthread_mutex_t *lock, int64_t deadline);

#endif
