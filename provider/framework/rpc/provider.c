/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The calls about the provider itself: what it offers, and its own block. The schema as a message is in schema.c.
 */
#include "framework/rpc/entry_config.h"
#include "framework/rpc/function_call.h"
#include "framework/rpc/message.h"
#include "framework/rpc/methods.h"
#include "framework/rpc/schema_message.h"

/* In which fields of the answers a family is told of. */
static const struct {
    const char *names;   /* of GetMetadata's */
    const char *schemas; /* of GetProviderSchema's */
    const char *name;    /* of one of `names` */
} fields[RPC_FAMILIES] = {
    [RPC_RESOURCE] = { "resources", "resource_schemas", "type_name" },
    [RPC_DATA_SOURCE] = { "data_sources", "data_source_schemas", "type_name" },
    [RPC_EPHEMERAL] = { "ephemeral_resources", "ephemeral_resource_schemas", "type_name" },
    [RPC_ACTION] = { "actions", "action_schemas", "type_name" },
    [RPC_LIST] = { "list_resources", "list_resource_schemas", "type_name" },
    [RPC_STATE_STORE] = { "state_stores", "state_store_schemas", "type_name" },
    [RPC_FUNCTION] = { "functions", "functions", "name" },
};

/* What the server offers beyond the first version of the protocol. */
static Tfplugin6__ServerCapabilities *server_capabilities(tf_arena *arena)
{
    Tfplugin6__ServerCapabilities *capabilities = tf_alloc(arena, sizeof *capabilities);
    tfplugin6__server_capabilities__init(capabilities);
    capabilities->plan_destroy = true;
    capabilities->get_provider_schema_optional = true;
    capabilities->move_resource_state = true;
    capabilities->generate_resource_config = true;
    return capabilities;
}

void rpc_get_metadata(rpc_server *server, tf_call *call, const Tfplugin6__GetMetadata__Request *asked,
                      Tfplugin6__GetMetadata__Response *response)
{
    (void)asked;
    response->server_capabilities = server_capabilities(call->arena);
    for (rpc_family family = 0; family < RPC_FAMILIES; family++) {
        const rpc_entries *entries = &server->registry.families[family];
        ProtobufCMessage **messages =
            message_new_list(call->arena, &response->base, fields[family].names, entries->count);
        for (size_t i = 0; i < entries->count; i++)
            message_set(messages[i], fields[family].name, message_text(call->arena, entries->items[i].type_name));
    }
}

/* A function's signature, an action's schema in a message of its own, or the schema. */
static ProtobufCMessage *schema_of(tf_arena *arena, rpc_family family, const rpc_entry *entry)
{
    if (family == RPC_FUNCTION)
        return &function_message(arena, entry->signature)->base;
    Tfplugin6__Schema *schema = schema_message(arena, entry->schema);
    if (family != RPC_ACTION)
        return &schema->base;
    Tfplugin6__ActionSchema *action = tf_alloc(arena, sizeof *action);
    tfplugin6__action_schema__init(action);
    action->schema = schema;
    return &action->base;
}

static void describe_schemas(const rpc_server *server, tf_arena *arena, rpc_family family, ProtobufCMessage *response)
{
    const rpc_entries *entries = &server->registry.families[family];
    ProtobufCMessage **messages = message_new_list(arena, response, fields[family].schemas, entries->count);
    for (size_t i = 0; i < entries->count; i++) {
        message_set(messages[i], "key", message_text(arena, entries->items[i].type_name));
        message_set(messages[i], "value", schema_of(arena, family, &entries->items[i]));
    }
}

void rpc_get_functions(rpc_server *server, tf_call *call, const Tfplugin6__GetFunctions__Request *asked,
                       Tfplugin6__GetFunctions__Response *response)
{
    (void)asked;
    describe_schemas(server, call->arena, RPC_FUNCTION, &response->base);
}

static const uint8_t *encode_schema(const rpc_server *server, tf_arena *arena, size_t *out_size)
{
    Tfplugin6__GetProviderSchema__Response response = TFPLUGIN6__GET_PROVIDER_SCHEMA__RESPONSE__INIT;
    response.provider = schema_message(arena, server->provider->schema);
    if (server->provider->meta != NULL)
        response.provider_meta = schema_message(arena, server->provider->meta);
    response.server_capabilities = server_capabilities(arena);
    for (rpc_family family = 0; family < RPC_FAMILIES; family++)
        describe_schemas(server, arena, family, &response.base);
    return message_pack(arena, &response.base, out_size);
}

const uint8_t *rpc_provider_schema(rpc_server *server, size_t *out_size)
{
    pthread_mutex_lock(&server->lock);
    if (server->schema == NULL) {
        tf_arena *arena = tf_arena_new();
        size_t size = 0;
        const uint8_t *encoded = encode_schema(server, arena, &size);
        server->schema = (const uint8_t *)tf_copy_bytes(server->arena, encoded, size);
        server->schema_size = size;
        tf_arena_free(arena);
    }
    pthread_mutex_unlock(&server->lock);
    *out_size = server->schema_size;
    return server->schema;
}

void rpc_validate_provider(rpc_server *server, tf_call *call, const Tfplugin6__ValidateProviderConfig__Request *asked,
                           Tfplugin6__ValidateProviderConfig__Response *response)
{
    (void)response;
    rpc_check_entry_config(call, &server->block, asked->config, true);
}

bool rpc_configure(rpc_server *server, tf_call *call, const Tfplugin6__DynamicValue *message)
{
    const tf_provider *provider = server->provider;
    const void *config = rpc_bind_config(call, &server->block, message, NULL);
    void *configured = NULL;
    if (config == NULL || provider->configure == NULL)
        return config != NULL;
    if (!rpc_succeeded(call, "configure", provider->configure(call, config, &configured)) || !rpc_check_deferral(call))
        return false;
    rpc_keep_configuration(server, &server->configuration, configured, provider->release, call->deferral);
    return true;
}

void rpc_configure_provider(rpc_server *server, tf_call *call, const Tfplugin6__ConfigureProvider__Request *asked,
                            Tfplugin6__ConfigureProvider__Response *response)
{
    (void)response;
    tf_log(TF_LOG_DEBUG, "provider.rpc", "configured by Terraform %s", asked->terraform_version);
    rpc_note_client(call, asked->client_capabilities);
    (void)rpc_configure(server, call, asked->config);
}

void rpc_stop_provider(rpc_server *server, tf_call *call, const Tfplugin6__StopProvider__Request *asked,
                       Tfplugin6__StopProvider__Response *response)
{
    (void)server;
    (void)call;
    (void)asked;
    (void)response;
}
