/* SPDX-License-Identifier: Apache-2.0 */
/* Ephemeral resources: opened, renewed as long as a command takes, and closed. */
#include <time.h>

#include "framework/rpc/diagnostics.h"
#include "framework/rpc/private.h"
#include "framework/rpc/things.h"

/* The end of the year 9999, beyond which a timestamp in protobuf means nothing. */
#define LAST_SECOND INT64_C(253402300799)

void tf_renew_after(tf_call *call, int64_t milliseconds)
{
    call->renews = true;
    call->renew_milliseconds = milliseconds < 0 ? 0 : milliseconds;
}

const ProtobufCMessage *rpc_validate_ephemeral(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__ValidateEphemeralResourceConfig__Request *asked = (const void *)request;
    rpc_check_config(server, call, RPC_EPHEMERAL, asked->type_name, asked->config);
    Tfplugin6__ValidateEphemeralResourceConfig__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__validate_ephemeral_resource_config__response__init(response);
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

/* The instant at which renew is to be called; NULL where it is not, or has failed. */
static Tfplugin6__Timestamp *renewal_message(const tf_call *call)
{
    if (!call->renews || call->failed)
        return NULL;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    const int64_t nanoseconds = now.tv_nsec + call->renew_milliseconds % 1000 * 1000000;
    Tfplugin6__Timestamp *message = tf_alloc(call->arena, sizeof *message);
    tfplugin6__timestamp__init(message);
    message->seconds = now.tv_sec + call->renew_milliseconds / 1000 + nanoseconds / 1000000000;
    if (message->seconds > LAST_SECOND)
        message->seconds = LAST_SECOND;
    message->nanos = (int32_t)(nanoseconds % 1000000000);
    return message;
}

static bool open_thing(tf_call *call, const rpc_thing *thing, const Tfplugin6__DynamicValue *config, tf_value *out)
{
    const tf_ephemeral *ephemeral = thing->of;
    if (rpc_provider_is_deferred(call)) {
        *out = value_unknown(thing->type);
        return true;
    }
    tf_value expected;
    void *result = rpc_begin_result(call, thing, config, &expected);
    if (result == NULL || !rpc_succeeded(call, "open", ephemeral->open(call, result)))
        return false;
    if (call->renews && ephemeral->renew == NULL)
        return rpc_report_bug(call, NULL, "%s asks to be renewed, and has no renew.", call->type_name);
    return rpc_take_result(call, thing, "open", result, &expected, out);
}

const ProtobufCMessage *rpc_open_ephemeral(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__OpenEphemeralResource__Request *asked = (const void *)request;
    Tfplugin6__OpenEphemeralResource__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__open_ephemeral_resource__response__init(response);
    rpc_note_client(call, asked->client_capabilities);
    const rpc_thing *found = rpc_find_thing(server, call, RPC_EPHEMERAL, asked->type_name);
    tf_value result;
    if (found != NULL && open_thing(call, found, asked->config, &result)) {
        response->result = rpc_write_value(call->arena, &result);
        response->optional_private_case = TFPLUGIN6__OPEN_EPHEMERAL_RESOURCE__RESPONSE__OPTIONAL_PRIVATE_PRIVATE;
        response->private_ = private_write(call);
        response->renew_at = renewal_message(call);
        response->deferred = rpc_deferral_message(call);
    }
    if (response->renew_at != NULL)
        response->optional_renew_at_case = TFPLUGIN6__OPEN_EPHEMERAL_RESOURCE__RESPONSE__OPTIONAL_RENEW_AT_RENEW_AT;
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

static void renew(tf_call *call, const rpc_thing *thing, ProtobufCBinaryData private)
{
    const tf_ephemeral *ephemeral = thing->of;
    private_read(call, private);
    if (ephemeral->renew == NULL)
        tf_fail(call, "Nothing to renew", "%s is not renewed.", call->type_name);
    else
        rpc_succeeded(call, "renew", ephemeral->renew(call));
}

const ProtobufCMessage *rpc_renew_ephemeral(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__RenewEphemeralResource__Request *asked = (const void *)request;
    Tfplugin6__RenewEphemeralResource__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__renew_ephemeral_resource__response__init(response);
    const rpc_thing *found = rpc_find_thing(server, call, RPC_EPHEMERAL, asked->type_name);
    if (found != NULL)
        renew(call, found, asked->private_);
    response->optional_private_case = TFPLUGIN6__RENEW_EPHEMERAL_RESOURCE__RESPONSE__OPTIONAL_PRIVATE_PRIVATE;
    response->private_ = private_write(call);
    response->renew_at = renewal_message(call);
    if (response->renew_at != NULL)
        response->optional_renew_at_case = TFPLUGIN6__RENEW_EPHEMERAL_RESOURCE__RESPONSE__OPTIONAL_RENEW_AT_RENEW_AT;
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

const ProtobufCMessage *rpc_close_ephemeral(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__CloseEphemeralResource__Request *asked = (const void *)request;
    const rpc_thing *found = rpc_find_thing(server, call, RPC_EPHEMERAL, asked->type_name);
    const tf_ephemeral *ephemeral = found == NULL ? NULL : found->of;
    if (ephemeral != NULL && ephemeral->close != NULL) {
        private_read(call, asked->private_);
        rpc_succeeded(call, "close", ephemeral->close(call));
    }
    Tfplugin6__CloseEphemeralResource__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__close_ephemeral_resource__response__init(response);
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}
