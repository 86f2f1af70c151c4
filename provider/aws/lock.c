/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A flag under a gate: holding the lock does not hold the gate, so that those who wait can be cancelled.
 */
#include "aws/lock.h"

void aws_lock_init(aws_lock *lock)
{
    tf_gate_init(&lock->gate);
    lock->taken = false;
}

void aws_lock_destroy(aws_lock *lock)
{
    tf_gate_destroy(&lock->gate);
}

bool aws_lock_acquire(aws_lock *lock, tf_call *call)
{
    tf_cancel *cancel = tf_call_cancel(call);
    tf_gate_lock(&lock->gate);
    while (lock->taken && tf_gate_wait(&lock->gate, cancel, tf_call_deadline(call)))
        ;
    const bool got = !lock->taken && !tf_cancel_fired(cancel);
    lock->taken = lock->taken || got;
    tf_gate_unlock(&lock->gate);
    if (got)
        return true;
    return tf_cancel_fired(cancel) ? tf_fail(call, "Cancelled", "The operation was cancelled while it waited for AWS.")
                                   : tf_fail(call, "Timed Out", "Time ran out while waiting for AWS.");
}

void aws_lock_release(aws_lock *lock)
{
    tf_gate_lock(&lock->gate);
    lock->taken = false;
    tf_gate_wake(&lock->gate);
    tf_gate_unlock(&lock->gate);
}
