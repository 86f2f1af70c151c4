/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls that a unit test makes itself. What goes through a resource's life is in rpc/testing.c.
 */
#include <tfprovider/testing.h>

#include "framework/foundation/call.h"

tf_call *tf_test_call_new(const char *type_name)
{
    tf_arena *arena = tf_arena_new();
    tf_call *call = tf_alloc(arena, sizeof *call);
    tf_call_init(call, arena, tf_cancel_new(), tf_copy_text(arena, type_name));
    return call;
}

void tf_test_call_free(tf_call *call)
{
    if (call == NULL)
        return;
    tf_cancel_release(call->cancel);
    tf_arena_free(call->arena);
}

void tf_test_call_set_configured(tf_call *call, void *configured)
{
    call->configured = configured;
}

void tf_test_call_set_config(tf_call *call, const void *config)
{
    call->config = config;
}

void tf_test_call_reset(tf_call *call)
{
    const tf_call before = *call;
    tf_call_init(call, before.arena, before.cancel, before.type_name);
    call->configured = before.configured;
    call->config = before.config;
    call->privates = before.privates;
    call->identity = before.identity;
}

const char *tf_test_report(const tf_call *call)
{
    tf_text_builder text = { .arena = call->arena };
    for (const tf_diagnostic *each = call->diagnostics; each != NULL; each = each->next) {
        tf_append_format(&text, "%s%s%s: %s: %s\n", each->severity == TF_WARNING ? "warning" : "error",
                         each->path == NULL ? "" : " ", each->path == NULL ? "" : tf_path_text(call->arena, each->path),
                         each->summary, each->detail);
    }
    return tf_built_text(&text);
}
