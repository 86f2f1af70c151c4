/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/turn.h"

#include <time.h>

void aws_turn_init(aws_turn *turn)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&turn->lock, NULL);
    pthread_cond_init(&turn->free, &attributes);
    pthread_condattr_destroy(&attributes);
    turn->taken = false;
}

void aws_turn_destroy(aws_turn *turn)
{
    pthread_cond_destroy(&turn->free);
    pthread_mutex_destroy(&turn->lock);
}

static void wake_all(void *context)
{
    aws_turn *turn = context;
    pthread_mutex_lock(&turn->lock);
    pthread_cond_broadcast(&turn->free);
    pthread_mutex_unlock(&turn->lock);
}

static bool wait_for_turn(aws_turn *turn, const tf_cancel *cancel, int64_t deadline)
{
    pthread_mutex_lock(&turn->lock);
    while (turn->taken && !tf_cancel_fired(cancel) && tf_now_ms() < deadline) {
        if (deadline == TF_NEVER) {
            pthread_cond_wait(&turn->free, &turn->lock);
            continue;
        }
        const struct timespec until = { .tv_sec = deadline / 1000, .tv_nsec = deadline % 1000 * 1000000 };
        pthread_cond_timedwait(&turn->free, &turn->lock, &until);
    }
    const bool got = !turn->taken && !tf_cancel_fired(cancel);
    if (got)
        turn->taken = true;
    pthread_mutex_unlock(&turn->lock);
    return got;
}

bool aws_turn_take(aws_turn *turn, tf_call *call)
{
    tf_cancel *cancel = tf_call_cancel(call);
    tf_cancel_watch watch = { .fired = wake_all, .context = turn };
    tf_cancel_add_watch(cancel, &watch);
    const bool got = wait_for_turn(turn, cancel, tf_call_deadline(call));
    tf_cancel_remove_watch(cancel, &watch);
    if (got)
        return true;
    return tf_cancel_fired(cancel) ? tf_fail(call, "Cancelled", "The operation was cancelled while it waited for AWS.")
                                   : tf_fail(call, "Timed out", "Time ran out while waiting for AWS.");
}

void aws_turn_give(aws_turn *turn)
{
    pthread_mutex_lock(&turn->lock);
    turn->taken = false;
    pthread_cond_broadcast(&turn->free);
    pthread_mutex_unlock(&turn->lock);
}
