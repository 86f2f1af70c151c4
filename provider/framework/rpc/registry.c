/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gathers what a provider offers. Whether its tables can work is the matter of registry_check.c.
 */
#include "framework/rpc/registry.h"

#include <string.h>

#include "framework/rpc/function_call.h"

static const char *const family_names[RPC_FAMILIES] = {
    [RPC_RESOURCE] = "resource type", [RPC_DATA_SOURCE] = "data source", [RPC_EPHEMERAL] = "ephemeral resource",
    [RPC_ACTION] = "action",          [RPC_LIST] = "list resource",      [RPC_STATE_STORE] = "state store",
    [RPC_FUNCTION] = "function",
};

const char *registry_family_name(rpc_family family)
{
    return family_names[family];
}

/* Every kind of table has these members, which the compiler checks. */
#define ENTRY(table, member, complete, needs)                                                      \
    (rpc_entry)                                                                                    \
    {                                                                                              \
        .type_name = (table)->type_name, .schema = (table)->schema, .validate = (table)->validate, \
        .missing = (complete) ? NULL : (needs), .member = (table)                                  \
    }

/* The entries of one family, from a list of tables that ends with NULL and may itself be NULL. */
#define GATHER(family, tables, each, entry)                                                                        \
    for (size_t i = 0; (tables) != NULL && (tables)[i] != NULL; i++)                                               \
        registry->families[family].count++;                                                                        \
    registry->families[family].items = tf_alloc_array(arena, registry->families[family].count, sizeof(rpc_entry)); \
    for (size_t i = 0; (tables) != NULL && (tables)[i] != NULL; i++) {                                             \
        each = (tables)[i];                                                                                        \
        registry->families[family].items[i] = (entry);                                                             \
    }

static rpc_entry resource_entry(const tf_resource *resource)
{
    const bool complete = resource->create != NULL && resource->read != NULL && resource->delete != NULL;
    return ENTRY(resource, resource, complete, "create, read or delete");
}

static bool is_complete_store(const tf_state_store *store)
{
    return store->list != NULL && store->read != NULL && store->write != NULL && store->delete != NULL
           && store->lock != NULL && store->unlock != NULL;
}

static rpc_entry function_entry(const tf_function *function)
{
    return (rpc_entry){
        .type_name = function->name,
        .missing = function->run == NULL ? "run" : NULL,
        .function = function,
    };
}

void registry_gather(rpc_registry *registry, tf_arena *arena, const tf_provider *provider)
{
    GATHER(RPC_RESOURCE, provider->resources, const tf_resource *resource, resource_entry(resource))
    GATHER(RPC_DATA_SOURCE, provider->data_sources, const tf_data_source *source,
           ENTRY(source, data_source, source->read != NULL, "read"))
    GATHER(RPC_EPHEMERAL, provider->ephemerals, const tf_ephemeral_resource *ephemeral,
           ENTRY(ephemeral, ephemeral, ephemeral->open != NULL, "open"))
    GATHER(RPC_ACTION, provider->actions, const tf_action *action,
           ENTRY(action, action, action->invoke != NULL, "invoke"))
    GATHER(RPC_LIST, provider->lists, const tf_list_resource *list, ENTRY(list, list, list->list != NULL, "list"))
    GATHER(RPC_STATE_STORE, provider->state_stores, const tf_state_store *store,
           ENTRY(store, state_store, is_complete_store(store), "list, read, write, delete, lock or unlock"))
    GATHER(RPC_FUNCTION, provider->functions, const tf_function *function, function_entry(function))
}

static void make_types(tf_arena *arena, rpc_entry *entry, rpc_family family)
{
    if (entry->schema != NULL)
        entry->type = type_of_schema(arena, entry->schema);
    if (family == RPC_RESOURCE && entry->resource->identity != NULL)
        entry->identity_type = type_of_schema(arena, entry->resource->identity);
    if (family == RPC_FUNCTION)
        entry->signature = function_signature(arena, entry->function);
}

void registry_make_types(rpc_registry *registry, tf_arena *arena)
{
    for (rpc_family family = 0; family < RPC_FAMILIES; family++) {
        for (size_t i = 0; i < registry->families[family].count; i++)
            make_types(arena, &registry->families[family].items[i], family);
    }
}

const rpc_entry *registry_find(const rpc_registry *registry, rpc_family family, const char *type_name)
{
    const rpc_entries *entries = &registry->families[family];
    for (size_t i = 0; i < entries->count; i++) {
        if (strcmp(entries->items[i].type_name, type_name) == 0)
            return &entries->items[i];
    }
    return NULL;
}
