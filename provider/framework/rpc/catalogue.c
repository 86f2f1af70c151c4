/* SPDX-License-Identifier: Apache-2.0 */
/* The things of all families in the answers that tell what a provider offers. */
#include "framework/rpc/message.h"
#include "framework/rpc/schema.h"
#include "framework/rpc/things.h"

/* The messages of the families differ in their type only. */
#define TELL_NAMES(response, field, family, message_type, initialize)                           \
    do {                                                                                        \
        const rpc_things *things = &server->things[family];                                     \
        (response)->n_##field = things->count;                                                  \
        (response)->field = tf_alloc_array(arena, things->count, sizeof((response)->field[0])); \
        for (size_t i = 0; i < things->count; i++) {                                            \
            message_type *message = tf_alloc(arena, sizeof *message);                           \
            initialize(message);                                                                \
            message->type_name = message_text(arena, things->items[i].type_name);               \
            (response)->field[i] = message;                                                     \
        }                                                                                       \
    } while (0)

#define TELL_SCHEMAS(response, field, family, message_type, initialize, make)                   \
    do {                                                                                        \
        const rpc_things *things = &server->things[family];                                     \
        (response)->n_##field = things->count;                                                  \
        (response)->field = tf_alloc_array(arena, things->count, sizeof((response)->field[0])); \
        for (size_t i = 0; i < things->count; i++) {                                            \
            message_type *message = tf_alloc(arena, sizeof *message);                           \
            initialize(message);                                                                \
            message->key = message_text(arena, things->items[i].type_name);                     \
            message->value = make(arena, &things->items[i]);                                    \
            (response)->field[i] = message;                                                     \
        }                                                                                       \
    } while (0)

void rpc_tell_thing_names(const rpc_server *server, tf_arena *arena, Tfplugin6__GetMetadata__Response *response)
{
    TELL_NAMES(response, data_sources, RPC_DATA_SOURCE, Tfplugin6__GetMetadata__DataSourceMetadata,
               tfplugin6__get_metadata__data_source_metadata__init);
    TELL_NAMES(response, ephemeral_resources, RPC_EPHEMERAL, Tfplugin6__GetMetadata__EphemeralResourceMetadata,
               tfplugin6__get_metadata__ephemeral_resource_metadata__init);
    TELL_NAMES(response, actions, RPC_ACTION, Tfplugin6__GetMetadata__ActionMetadata,
               tfplugin6__get_metadata__action_metadata__init);
    TELL_NAMES(response, list_resources, RPC_LIST, Tfplugin6__GetMetadata__ListResourceMetadata,
               tfplugin6__get_metadata__list_resource_metadata__init);
    TELL_NAMES(response, state_stores, RPC_STATE_STORE, Tfplugin6__GetMetadata__StateStoreMetadata,
               tfplugin6__get_metadata__state_store_metadata__init);
}

static Tfplugin6__Schema *thing_schema(tf_arena *arena, const rpc_thing *thing)
{
    Tfplugin6__Schema *schema = schema_message(arena, thing->attributes, thing->description, 0);
    schema->block->deprecated = thing->deprecated != NULL;
    schema->block->deprecation_message = message_text(arena, thing->deprecated);
    return schema;
}

static Tfplugin6__ActionSchema *action_schema(tf_arena *arena, const rpc_thing *thing)
{
    Tfplugin6__ActionSchema *message = tf_alloc(arena, sizeof *message);
    tfplugin6__action_schema__init(message);
    message->schema = thing_schema(arena, thing);
    return message;
}

void rpc_tell_thing_schemas(const rpc_server *server, tf_arena *arena, Tfplugin6__GetProviderSchema__Response *response)
{
    TELL_SCHEMAS(response, data_source_schemas, RPC_DATA_SOURCE,
                 Tfplugin6__GetProviderSchema__Response__DataSourceSchemasEntry,
                 tfplugin6__get_provider_schema__response__data_source_schemas_entry__init, thing_schema);
    TELL_SCHEMAS(response, ephemeral_resource_schemas, RPC_EPHEMERAL,
                 Tfplugin6__GetProviderSchema__Response__EphemeralResourceSchemasEntry,
                 tfplugin6__get_provider_schema__response__ephemeral_resource_schemas_entry__init, thing_schema);
    TELL_SCHEMAS(response, action_schemas, RPC_ACTION, Tfplugin6__GetProviderSchema__Response__ActionSchemasEntry,
                 tfplugin6__get_provider_schema__response__action_schemas_entry__init, action_schema);
    TELL_SCHEMAS(response, list_resource_schemas, RPC_LIST,
                 Tfplugin6__GetProviderSchema__Response__ListResourceSchemasEntry,
                 tfplugin6__get_provider_schema__response__list_resource_schemas_entry__init, thing_schema);
    TELL_SCHEMAS(response, state_store_schemas, RPC_STATE_STORE,
                 Tfplugin6__GetProviderSchema__Response__StateStoreSchemasEntry,
                 tfplugin6__get_provider_schema__response__state_store_schemas_entry__init, thing_schema);
}
