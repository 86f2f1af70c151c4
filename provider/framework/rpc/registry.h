/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything that a provider offers, in one list per family: found, named, told of and held to the rules in one way
 * each.
 */
#ifndef FRAMEWORK_RPC_REGISTRY_H
#define FRAMEWORK_RPC_REGISTRY_H

#include <tfplugin6.pb-c.h>

#include <tfprovider/provider.h>

#include "framework/value/type.h"

/** The families of what is offered. */
typedef enum rpc_family {
    RPC_RESOURCE,
    RPC_DATA_SOURCE,
    RPC_EPHEMERAL,
    RPC_ACTION,
    RPC_LIST,
    RPC_STATE_STORE,
    RPC_FUNCTION,
    RPC_FAMILIES,
} rpc_family;

/** A function's parameters and result as attributes; see function_call.h. */
typedef struct rpc_signature rpc_signature;

/** One thing that is offered. */
typedef struct rpc_entry {
    const char *type_name;   /**< of a function its name */
    const tf_schema *schema; /**< NULL for a function */
    bool (*validate)(tf_call *call, const void *config);
    const char *missing; /**< functions that all of the family have and this has not; NULL where there is none */
    union {              /**< the table, of the entry's family */
        const tf_resource *resource;
        const tf_data_source *data_source;
        const tf_ephemeral_resource *ephemeral;
        const tf_action *action;
        const tf_list_resource *list;
        const tf_state_store *state_store;
        const tf_function *function;
    };
    const tf_type *type;            /**< the object type of the attributes */
    const tf_type *identity_type;   /**< of a resource's identity; NULL where it has none */
    const rpc_signature *signature; /**< of a function */
} rpc_entry;

/** What is offered of one family. */
typedef struct rpc_entries {
    rpc_entry *items;
    size_t count;
} rpc_entries;

typedef struct rpc_registry {
    rpc_entries families[RPC_FAMILIES];
} rpc_registry;

/**
 * Fills in the registry from the provider's tables, without types, which want sound tables. Texts and tables are
 * referred to.
 */
void registry_gather(rpc_registry *registry, tf_arena *arena, const tf_provider *provider);

/** Fills in the types. */
void registry_make_types(rpc_registry *registry, tf_arena *arena);

/** The entry of that name; NULL where there is none. */
const rpc_entry *registry_find(const rpc_registry *registry, rpc_family family, const char *type_name);

/** What one of the family is called in texts for users: "data source". */
const char *registry_family_name(rpc_family family);

/** Says in `arena` what is wrong with the provider's tables; NULL where they are sound. */
const char *registry_problem(tf_arena *arena, const tf_provider *provider, const rpc_registry *registry);

#endif
