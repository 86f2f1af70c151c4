/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Waiting for what other threads do, without missing a cancellation or a deadline.
 *
 * A gate is a lock and the news that what it guards has changed. Put it into one struct with that:
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

/** Its members are the functions' own. */
typedef struct tf_gate {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint64_t changes; /**< how often tf_gate_wake was called: nobody who waits for a change oversees one */
} tf_gate;

/** Makes a gate; tf_gate_destroy ends it, when nobody waits any more. */
void tf_gate_init(tf_gate *gate);
void tf_gate_destroy(tf_gate *gate);

/** Takes and gives the lock. No call of a service is made while it is held. */
void tf_gate_lock(tf_gate *gate);
void tf_gate_unlock(tf_gate *gate);

/** With the lock held: tells all who wait that what the gate guards has changed. */
void tf_gate_wake(tf_gate *gate);

/**
 * With the lock held, which it gives while it waits: waits until somebody calls tf_gate_wake, and returns true then,
 * which is to look again. False where `cancel` (NULL: never) has fired or `deadline` (tf_now_ms based, TF_NEVER for
 * none) has come.
 */
bool tf_gate_wait(tf_gate *gate, tf_cancel *cancel, int64_t deadline);

TF_END_DECLS

#endif
