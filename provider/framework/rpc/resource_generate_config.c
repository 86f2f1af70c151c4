/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration of an object that was imported. */
#include "framework/plan/plan.h"
#include "framework/rpc/resource_state.h"

/* What the provider's own function leaves of it. */
static bool refine(const rpc_entry *found, tf_call *call, tf_value *config)
{
    const tf_resource *resource = found->resource;
    if (resource->generate == NULL || config->state != TF_KNOWN)
        return true;
    void *target = rpc_bind(call, resource->schema, config);
    return target != NULL && rpc_succeeded(call, "generate", resource->generate(call, target))
           && rpc_unbind(call, resource->schema, found->type, target, "generate", config);
}

void rpc_generate_config(rpc_server *server, tf_call *call, const Tfplugin6__GenerateResourceConfig__Request *asked,
                         Tfplugin6__GenerateResourceConfig__Response *response)
{
    const rpc_entry *found = rpc_find(server, call, RPC_RESOURCE, asked->type_name);
    tf_value state;
    if (found != NULL && rpc_read_value(call, found->type, asked->state, "the state", &state)) {
        tf_value config = plan_configuration(call->arena, found->resource->schema, &state);
        if (refine(found, call, &config))
            response->config = rpc_write_value(call->arena, &config);
    }
}
