/* SPDX-License-Identifier: Apache-2.0 */
/* What a client can do, and what is put off to a later plan. */
#include "framework/rpc/server.h"

void rpc_note_client(tf_call *call, const Tfplugin6__ClientCapabilities *capabilities)
{
    call->can_defer = capabilities != NULL && capabilities->deferral_allowed;
}

bool rpc_provider_is_deferred(const tf_call *call)
{
    return call->can_defer && call->provider_deferral != TF_NOT_DEFERRED;
}

bool rpc_check_deferral(tf_call *call)
{
    if (call->deferral == TF_NOT_DEFERRED || call->can_defer)
        return true;
    return rpc_report_bug(call, NULL, "%s was put off to a later plan, which this Terraform does not know.",
                          *call->type_name == '\0' ? "The provider" : call->type_name);
}

Tfplugin6__Deferred *rpc_deferral_message(tf_call *call)
{
    const tf_deferral reason = call->deferral == TF_NOT_DEFERRED ? call->provider_deferral : call->deferral;
    if (call->failed || reason == TF_NOT_DEFERRED || !rpc_check_deferral(call) || !call->can_defer)
        return NULL;
    Tfplugin6__Deferred *message = tf_alloc(call->arena, sizeof *message);
    tfplugin6__deferred__init(message);
    message->reason = (Tfplugin6__Deferred__Reason)reason;
    return message;
}

bool rpc_note_meta(const rpc_server *server, tf_call *call, const Tfplugin6__DynamicValue *message)
{
    const tf_schema *schema = server->provider->meta;
    tf_value meta;
    if (schema == NULL || message == NULL)
        return true;
    if (!rpc_read_value(call, type_of_schema(call->arena, schema), message, "the provider_meta block", &meta))
        return false;
    if (meta.state != TF_KNOWN)
        return true;
    call->meta = rpc_bind(call, schema, &meta);
    return call->meta != NULL;
}
