/* SPDX-License-Identifier: Apache-2.0 */
/* Data sources: what exists outside is read during a plan or an apply. */
#include "framework/rpc/diagnostics.h"
#include "framework/rpc/things.h"

const ProtobufCMessage *rpc_validate_data_source(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__ValidateDataResourceConfig__Request *asked = (const void *)request;
    rpc_check_config(server, call, RPC_DATA_SOURCE, asked->type_name, asked->config);
    Tfplugin6__ValidateDataResourceConfig__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__validate_data_resource_config__response__init(response);
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

static bool read_data(tf_call *call, const rpc_thing *thing, const Tfplugin6__DynamicValue *message, tf_value *out)
{
    const tf_data_source *source = thing->of;
    if (rpc_provider_is_deferred(call)) {
        *out = value_unknown(thing->type);
        return true;
    }
    tf_value expected;
    void *data = rpc_begin_result(call, thing, message, &expected);
    if (data == NULL || !rpc_succeeded(call, "read", source->read(call, data)))
        return false;
    if (call->gone)
        return rpc_report_bug(call, NULL, "%s: read succeeded and said that the object is gone.", call->type_name);
    return rpc_take_result(call, thing, "read", data, &expected, out);
}

const ProtobufCMessage *rpc_read_data_source(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__ReadDataSource__Request *asked = (const void *)request;
    Tfplugin6__ReadDataSource__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__read_data_source__response__init(response);
    rpc_note_client(call, asked->client_capabilities);
    const rpc_thing *found = rpc_find_thing(server, call, RPC_DATA_SOURCE, asked->type_name);
    tf_value state;
    if (found != NULL && rpc_note_meta(server, call, asked->provider_meta)
        && read_data(call, found, asked->config, &state)) {
        response->state = rpc_write_value(call->arena, &state);
        response->deferred = rpc_deferral_message(call);
    }
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}
