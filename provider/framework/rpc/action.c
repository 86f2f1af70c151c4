/* SPDX-License-Identifier: Apache-2.0 */
/* Actions: planned, then invoked with lines of progress on the way. */
#include <stdarg.h>

#include "framework/foundation/visible.h"
#include "framework/rpc/diagnostics.h"
#include "framework/rpc/entry_config.h"
#include "framework/rpc/message.h"
#include "framework/rpc/methods.h"
#include "framework/rpc/stream.h"

/* While an action is invoked: the rpc_stream that takes its progress. */
static const char action_family[] = "action";

/*
 * Terraform that is being stopped ends an action at the first line that comes, and then hears neither its end nor its
 * error: from then on nothing is told.
 */
void tf_progress(tf_call *call, const char *text, ...)
{
    rpc_stream *stream = tf_call_family(call, action_family);
    if (stream == NULL || tf_cancel_fired(call->cancel))
        return;
    va_list arguments;
    va_start(arguments, text);
    const char *line = tf_format_list(call->arena, text, arguments);
    va_end(arguments);
    Tfplugin6__InvokeAction__Event__Progress progress = TFPLUGIN6__INVOKE_ACTION__EVENT__PROGRESS__INIT;
    Tfplugin6__InvokeAction__Event event = TFPLUGIN6__INVOKE_ACTION__EVENT__INIT;
    progress.message = message_text(call->arena, shown_text(call->arena, line));
    event.type_case = TFPLUGIN6__INVOKE_ACTION__EVENT__TYPE_PROGRESS;
    event.progress = &progress;
    stream_emit(stream, &event.base);
}

static void plan(tf_call *call, const rpc_entry *entry, const Tfplugin6__DynamicValue *message)
{
    const tf_action *action = entry->action;
    if (rpc_provider_is_deferred(call))
        return;
    const void *config = rpc_bind_config(call, entry, message, NULL);
    if (config != NULL && action->plan != NULL)
        rpc_succeeded(call, "plan", action->plan(call, config));
}

void rpc_plan_action(rpc_server *server, tf_call *call, const Tfplugin6__PlanAction__Request *asked,
                     Tfplugin6__PlanAction__Response *response)
{
    rpc_note_client(call, asked->client_capabilities);
    const rpc_entry *found = rpc_find(server, call, RPC_ACTION, asked->action_type);
    if (found != NULL)
        plan(call, found, asked->config);
    response->deferred = rpc_deferral_message(call);
}

static void invoke(tf_call *call, const rpc_entry *entry, const Tfplugin6__DynamicValue *message, rpc_stream *stream)
{
    const void *config = rpc_bind_known_config(call, entry, message, NULL);
    if (config == NULL)
        return;
    tf_call_set_family(call, action_family, stream);
    rpc_succeeded(call, "invoke", entry->action->invoke(call, config));
    tf_call_set_family(call, action_family, NULL);
}

/* The answer is a stream: what happens on the way, then the end. */
void rpc_invoke_action(rpc_server *server, tf_call *call, const Tfplugin6__InvokeAction__Request *asked,
                       rpc_stream *stream)
{
    const rpc_entry *found = rpc_find(server, call, RPC_ACTION, asked->action_type);
    if (found != NULL)
        invoke(call, found, asked->config, stream);
    Tfplugin6__InvokeAction__Event__Completed completed = TFPLUGIN6__INVOKE_ACTION__EVENT__COMPLETED__INIT;
    Tfplugin6__InvokeAction__Event event = TFPLUGIN6__INVOKE_ACTION__EVENT__INIT;
    completed.diagnostics = diagnostics_message(call, &completed.n_diagnostics);
    event.type_case = TFPLUGIN6__INVOKE_ACTION__EVENT__TYPE_COMPLETED;
    event.completed = &completed;
    stream_emit(stream, &event.base);
}
