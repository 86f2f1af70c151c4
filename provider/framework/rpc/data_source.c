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
    tf_value config;
    if (rpc_bind_config(call, thing, message, &config) == NULL)
        return false;
    if (config.state != TF_KNOWN || tf_value_has_unknown(&config))
        return tf_fail(call, "Unknown configuration", "%s cannot be read before its configuration is wholly known.",
                       call->type_name);
    const tf_value expected = rpc_expected_result(call, thing, &config);
    const tf_value begun = rpc_settle(call->arena, thing->attributes, &expected, NULL);
    void *data = rpc_bind(call, thing->attributes, &begun);
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
    const rpc_thing *found = rpc_find_thing(server, call, RPC_DATA_SOURCE, asked->type_name);
    tf_value state;
    if (found != NULL && read_data(call, found, asked->config, &state))
        response->state = rpc_write_value(call->arena, &state);
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}
