/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration of an object that was imported. */
#include "framework/plan/plan.h"
#include "framework/rpc/diagnostics.h"
#include "framework/rpc/server.h"

const ProtobufCMessage *rpc_generate_config(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__GenerateResourceConfig__Request *asked = (const void *)request;
    Tfplugin6__GenerateResourceConfig__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__generate_resource_config__response__init(response);
    const rpc_resource *found = rpc_find_resource(server, call, asked->type_name);
    tf_value state;
    if (found != NULL && rpc_read_value(call, found->type, asked->state, "the state", &state)) {
        const tf_value config = plan_configuration(call->arena, found->resource->attributes, &state);
        response->config = rpc_write_value(call->arena, &config);
    }
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}
