/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the parts of a call side by side, and brings memory and diagnostics of the parts back into the call. */
#include <pthread.h>

#include <tfprovider/together.h>

#include "framework/foundation/call.h"

typedef struct running {
    const tf_part *part;
    tf_call call;
    bool has_thread;
    pthread_t thread;
    bool succeeded;
} running;

static void *run(void *context)
{
    running *self = context;
    self->succeeded = self->part->run(&self->call, self->part->context);
    return NULL;
}

static void begin(running *started, tf_call *call, const tf_part *part)
{
    started->part = part;
    tf_call_init(&started->call, tf_arena_new_within(call->arena), call->cancel, call->type_name);
    started->call.type_field = call->type_field;
    started->call.rpc = call->rpc;
    started->call.request_id = tf_call_request_id(call);
    started->call.configured = call->configured;
    started->call.deadline = call->deadline;
    started->call.config = call->config;
}

static void report_on(tf_call *call, const tf_call *part)
{
    if (part->diagnostics == NULL)
        return;
    if (call->last_diagnostic == NULL) {
        call->diagnostics = part->diagnostics;
    } else {
        call->last_diagnostic->next = part->diagnostics;
    }
    call->last_diagnostic = part->last_diagnostic;
    call->failed = call->failed || part->failed;
}

bool tf_run_together(tf_call *call, const tf_part *parts, size_t count)
{
    running *all = tf_alloc_array(call->arena, count, sizeof *all);
    for (size_t i = 0; i < count; i++)
        begin(&all[i], call, &parts[i]);
    /* The first runs on the caller's thread, and so do those for which the system has none. */
    for (size_t i = 1; i < count; i++)
        all[i].has_thread = pthread_create(&all[i].thread, NULL, run, &all[i]) == 0;
    for (size_t i = 0; i < count; i++) {
        if (!all[i].has_thread)
            (void)run(&all[i]);
    }
    bool succeeded = true;
    for (size_t i = 0; i < count; i++) {
        if (all[i].has_thread)
            (void)pthread_join(all[i].thread, NULL);
        if (succeeded)
            report_on(call, &all[i].call);
        succeeded = succeeded && all[i].succeeded;
        tf_arena_adopt(call->arena, all[i].call.arena);
    }
    return succeeded;
}
