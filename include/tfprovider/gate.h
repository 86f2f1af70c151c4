/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Waiting for what other threads do, without missing a cancellation or a deadline.
 *
 * A gate is a mutex with a condition variable. Put it into one struct with what it guards:
 *
 *     struct turn { tf_gate gate; bool taken; };
 *
 *     tf_gate_lock(&turn->gate);
 *     while (turn->taken && tf_gate_wait(&turn->gate, tf_call_cancel(call), tf_call_deadline(call)))
 *         ;
 *     const bool got = !turn->taken;
 *     turn->taken = true;
 *     tf_gate_unlock(&turn->gate);
 */
#ifndef TFPROVIDER_GATE_H
#define TFPROVIDER_GATE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include <tfprovider/cancel.h>

TF_BEGIN_DECLS

/** Its members belong to the functions below. */
typedef struct tf_gate {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint64_t changes; /**< calls of tf_gate_wake so far, so that no waiter misses one */
} tf_gate;

/** Makes a gate. End it with tf_gate_destroy, once nobody waits any more. */
void tf_gate_init(tf_gate *gate);
void tf_gate_destroy(tf_gate *gate);

/** Takes and releases the lock. Make no request to a service while you hold it: others could not be cancelled. */
void tf_gate_lock(tf_gate *gate);
void tf_gate_unlock(tf_gate *gate);

/** With the lock held: wakes all who wait, after what the gate guards has changed. */
void tf_gate_wake(tf_gate *gate);

/**
 * With the lock held, which it releases while it waits: waits for the next tf_gate_wake. True when that came: check
 * your condition again. False when `cancel` (NULL: never) has fired or `deadline` (an instant of tf_now_ms, TF_NEVER
 * for none) has passed.
 */
bool tf_gate_wait(tf_gate *gate, tf_cancel *cancel, int64_t deadline);

TF_END_DECLS

#endif
