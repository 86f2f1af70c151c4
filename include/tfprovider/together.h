/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Several things that a call waits for, at the same time.
 */
#ifndef TFPROVIDER_TOGETHER_H
#define TFPROVIDER_TOGETHER_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/call.h>

TF_BEGIN_DECLS

/** A function that does its part with a call of its own, and what it works on, which no other part touches. */
typedef struct tf_part {
    bool (*run)(tf_call *call, void *context);
    void *context;
} tf_part;

/**
 * Runs the parts side by side, each on a thread of its own, and returns when all have ended. Each gets a call with the
 * cancellation, the deadline and the configured clients of `call`, but without private state, and with memory that
 * lives as long as `call`'s. What they report is reported on `call` in their order, up to the first that failed, as if
 * they had run one after the other. Returns whether all succeeded.
 */
bool tf_run_together(tf_call *call, const tf_part *parts, size_t count);

TF_END_DECLS

#endif
