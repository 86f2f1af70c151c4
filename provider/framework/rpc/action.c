/* SPDX-License-Identifier: Apache-2.0 */
/* Actions: planned, then invoked with lines of progress on the way. */
#include <stdarg.h>

#include "framework/foundation/visible.h"
#include "framework/rpc/diagnostics.h"
#include "framework/rpc/message.h"
#include "framework/rpc/stream.h"
#include "framework/rpc/things.h"

void tf_progress(tf_call *call, const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    const char *line = tf_format_list(call->arena, text, arguments);
    va_end(arguments);
    Tfplugin6__InvokeAction__Event__Progress progress = TFPLUGIN6__INVOKE_ACTION__EVENT__PROGRESS__INIT;
    Tfplugin6__InvokeAction__Event event = TFPLUGIN6__INVOKE_ACTION__EVENT__INIT;
    progress.message = message_text(call->arena, shown_text(call->arena, line));
    event.type_case = TFPLUGIN6__INVOKE_ACTION__EVENT__TYPE_PROGRESS;
    event.progress = &progress;
    stream_emit(call, &event.base);
}

const ProtobufCMessage *rpc_validate_action(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__ValidateActionConfig__Request *asked = (const void *)request;
    rpc_check_config(server, call, RPC_ACTION, asked->action_type, asked->config);
    Tfplugin6__ValidateActionConfig__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__validate_action_config__response__init(response);
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

static void plan(tf_call *call, const rpc_thing *thing, const Tfplugin6__DynamicValue *message)
{
    const tf_action *action = thing->of;
    if (rpc_provider_is_deferred(call))
        return;
    const void *config = rpc_bind_config(call, thing, message, NULL);
    if (config != NULL && action->plan != NULL)
        rpc_succeeded(call, "plan", action->plan(call, config));
}

const ProtobufCMessage *rpc_plan_action(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__PlanAction__Request *asked = (const void *)request;
    rpc_note_client(call, asked->client_capabilities);
    const rpc_thing *found = rpc_find_thing(server, call, RPC_ACTION, asked->action_type);
    if (found != NULL)
        plan(call, found, asked->config);
    Tfplugin6__PlanAction__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__plan_action__response__init(response);
    response->deferred = rpc_deferral_message(call);
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

static void invoke(tf_call *call, const rpc_thing *thing, const Tfplugin6__DynamicValue *message)
{
    const tf_action *action = thing->of;
    const void *config = rpc_bind_known_config(call, thing, message, NULL);
    if (config != NULL)
        rpc_succeeded(call, "invoke", action->invoke(call, config));
}

/* The answer is a stream: what happens on the way, then the end. */
const ProtobufCMessage *rpc_invoke_action(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__InvokeAction__Request *asked = (const void *)request;
    const rpc_thing *found = rpc_find_thing(server, call, RPC_ACTION, asked->action_type);
    if (found != NULL)
        invoke(call, found, asked->config);
    Tfplugin6__InvokeAction__Event__Completed completed = TFPLUGIN6__INVOKE_ACTION__EVENT__COMPLETED__INIT;
    Tfplugin6__InvokeAction__Event event = TFPLUGIN6__INVOKE_ACTION__EVENT__INIT;
    completed.diagnostics = diagnostics_message(call, &completed.n_diagnostics);
    event.type_case = TFPLUGIN6__INVOKE_ACTION__EVENT__TYPE_COMPLETED;
    event.completed = &completed;
    stream_emit(call, &event.base);
    return NULL;
}
