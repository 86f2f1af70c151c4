/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lock that is held across API calls, and that a waiting call leaves when it is cancelled or out of time. What is
 * asked of AWS once for all (the account, the list of subnets) is asked by whoever holds it; the others find the answer
 * when they get it.
 */
#ifndef AWS_LOCK_H
#define AWS_LOCK_H

#include <stdbool.h>

#include <tfprovider/call.h>
#include <tfprovider/gate.h>

typedef struct aws_lock {
    tf_gate gate;
    bool taken;
} aws_lock;

/** Makes a lock that nobody holds; aws_lock_destroy ends it. */
void aws_lock_init(aws_lock *lock);
void aws_lock_destroy(aws_lock *lock);

/** Waits for the lock. Reports and returns false where `call` is cancelled or out of time before. */
bool aws_lock_acquire(aws_lock *lock, tf_call *call);

/** Hands the lock on. */
void aws_lock_release(aws_lock *lock);

#endif
