/* SPDX-License-Identifier: Apache-2.0 */
/* The calls about the provider itself. */
#include <string.h>

#include "framework/plan/plan.h"
#include "framework/rpc/diagnostics.h"
#include "framework/rpc/function.h"
#include "framework/rpc/message.h"
#include "framework/rpc/things.h"

Tfplugin6__ServerCapabilities *rpc_server_capabilities(tf_arena *arena)
{
    Tfplugin6__ServerCapabilities *capabilities = tf_alloc(arena, sizeof *capabilities);
    tfplugin6__server_capabilities__init(capabilities);
    capabilities->plan_destroy = true;
    capabilities->get_provider_schema_optional = true;
    capabilities->move_resource_state = true;
    capabilities->generate_resource_config = true;
    return capabilities;
}

const ProtobufCMessage *rpc_get_metadata(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    (void)request;
    Tfplugin6__GetMetadata__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__get_metadata__response__init(response);
    response->server_capabilities = rpc_server_capabilities(call->arena);
    response->n_resources = server->resource_count;
    response->resources = tf_alloc_array(call->arena, server->resource_count, sizeof(response->resources[0]));
    for (size_t i = 0; i < server->resource_count; i++) {
        Tfplugin6__GetMetadata__ResourceMetadata *metadata = tf_alloc(call->arena, sizeof *metadata);
        tfplugin6__get_metadata__resource_metadata__init(metadata);
        metadata->type_name = message_text(call->arena, server->resources[i].resource->type_name);
        response->resources[i] = metadata;
    }
    rpc_tell_thing_names(server, call->arena, response);
    function_tell_names(server, call->arena, response);
    return &response->base;
}

static void validate_provider(const rpc_server *server, tf_call *call, const Tfplugin6__DynamicValue *config)
{
    const tf_provider *provider = server->provider;
    tf_value value;
    if (!rpc_read_value(call, server->config_type, config, "the provider's configuration", &value))
        return;
    const void *bound = rpc_bind(call, provider->attributes, &value);
    const bool sound = value.state != TF_KNOWN || plan_validate(call, provider->attributes, &value, true);
    call->config = bound;
    if (bound != NULL && sound && provider->validate != NULL)
        rpc_succeeded(call, "validate", provider->validate(call, bound));
}

const ProtobufCMessage *rpc_validate_provider(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__ValidateProviderConfig__Request *asked = (const void *)request;
    validate_provider(server, call, asked->config);
    Tfplugin6__ValidateProviderConfig__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__validate_provider_config__response__init(response);
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}
