/* SPDX-License-Identifier: Apache-2.0 */
/* The one wait for a change, a cancellation or a deadline, whichever comes first. */
#include <tfprovider/gate.h>

#include "framework/foundation/condition.h"

void tf_gate_init(tf_gate *gate)
{
    pthread_mutex_init(&gate->lock, NULL);
    condition_init(&gate->changed);
    gate->changes = 0;
}

void tf_gate_destroy(tf_gate *gate)
{
    pthread_cond_destroy(&gate->changed);
    pthread_mutex_destroy(&gate->lock);
}

void tf_gate_lock(tf_gate *gate)
{
    pthread_mutex_lock(&gate->lock);
}

void tf_gate_unlock(tf_gate *gate)
{
    pthread_mutex_unlock(&gate->lock);
}

void tf_gate_wake(tf_gate *gate)
{
    gate->changes++;
    pthread_cond_broadcast(&gate->changed);
}

static bool is_over(const tf_cancel *cancel, int64_t deadline)
{
    return tf_cancel_fired(cancel) || tf_now_ms() >= deadline;
}

static void on_cancel(void *context)
{
    tf_gate *gate = context;
    tf_gate_lock(gate);
    pthread_cond_broadcast(&gate->changed);
    tf_gate_unlock(gate);
}

bool tf_gate_wait(tf_gate *gate, tf_cancel *cancel, int64_t deadline)
{
    const uint64_t seen = gate->changes;
    tf_cancel_watch watch = { .fired = on_cancel, .context = gate };
    /* The watch takes the lock, so that it is added and removed without; what changes meanwhile shows in the count. */
    if (cancel != NULL) {
        tf_gate_unlock(gate);
        tf_cancel_add_watch(cancel, &watch);
        tf_gate_lock(gate);
    }
    while (gate->changes == seen && !is_over(cancel, deadline))
        (void)condition_wait(&gate->changed, &gate->lock, deadline);
    const bool again = !is_over(cancel, deadline);
    if (cancel != NULL) {
        tf_gate_unlock(gate);
        tf_cancel_remove_watch(cancel, &watch);
        tf_gate_lock(gate);
    }
    return again;
}
