/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration of an object that was imported. */
#include "framework/plan/plan.h"
#include "framework/rpc/resource_state.h"

void rpc_generate_config(rpc_server *server, tf_call *call, const Tfplugin6__GenerateResourceConfig__Request *asked,
                         Tfplugin6__GenerateResourceConfig__Response *response)
{
    const rpc_entry *found = rpc_find(server, call, RPC_RESOURCE, asked->type_name);
    tf_value state;
    if (found != NULL && rpc_read_value(call, found->type, asked->state, "the state", &state)) {
        const tf_value config = plan_configuration(call->arena, found->resource->attributes, &state);
        response->config = rpc_write_value(call->arena, &config);
    }
}
