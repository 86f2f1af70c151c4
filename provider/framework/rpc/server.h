/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of the rpc layer: the provider being served, its resources with their types, and what the families of calls share.
 */
#ifndef FRAMEWORK_RPC_SERVER_H
#define FRAMEWORK_RPC_SERVER_H

#include <pthread.h>
#include <stdatomic.h>

#include <tfplugin6.pb-c.h>

#include "framework/foundation/call.h"
#include "framework/rpc/rpc.h"
#include "framework/value/types.h"

/** What a call may take, in bytes, and what each byte of Terraform's request adds: values are larger than their msgpack. */
#define RPC_CALL_MEMORY ((size_t)256 * 1024 * 1024)
#define RPC_MEMORY_A_BYTE ((size_t)64)

/** Lets the call with `arena` take what `size` bytes of Terraform's call for. */
void rpc_allow_memory_for(tf_arena *arena, size_t size);

/** What the provider's `configure` made, for as long as a call or the server holds it. */
typedef struct rpc_configuration {
    atomic_size_t references;
    void *configured;
    void (*release)(void *configured);
    tf_deferral deferral; /**< that `configure` asked for */
} rpc_configuration;

typedef struct rpc_resource {
    const tf_resource *resource;
    const tf_type *type;          /**< the object type of its attributes, owned by the server's arena */
    const tf_type *identity_type; /**< likewise of its identity; NULL where it has none */
} rpc_resource;

/** The families of what is offered beside resources and functions; see things.h. */
typedef enum rpc_family {
    RPC_DATA_SOURCE,
    RPC_EPHEMERAL,
    RPC_ACTION,
    RPC_LIST,
    RPC_STATE_STORE,
    RPC_FAMILIES,
} rpc_family;

typedef struct rpc_thing rpc_thing;

typedef struct rpc_things {
    rpc_thing *items;
    size_t count;
} rpc_things;

/** A function; see function.h. */
typedef struct rpc_signature rpc_signature;

/** What is kept of a state store; see state_store.h. */
typedef struct rpc_store rpc_store;

struct rpc_server {
    const tf_provider *provider;
    tf_arena *arena; /**< types and the encoded schema; written under `lock` once calls are running */
    const tf_type *config_type;
    rpc_resource *resources;
    size_t resource_count;
    rpc_things things[RPC_FAMILIES];
    rpc_signature *functions;
    size_t function_count;
    pthread_mutex_t lock; /**< of all that follows */
    rpc_configuration *configuration;
    rpc_store *stores;     /**< of things[RPC_STATE_STORE] */
    const uint8_t *schema; /**< GetProviderSchema's answer, made with the first one; NULL before */
    size_t schema_size;
};

/**
 * Answers one call: the request was read as the method's type, the answer is in the call's arena. NULL after an answer that was
 * streamed.
 */
typedef const ProtobufCMessage *rpc_function(rpc_server *server, tf_call *call, const ProtobufCMessage *request);

/** The calls, by family. */
rpc_function rpc_get_metadata, rpc_get_functions, rpc_get_identity_schemas;
rpc_function rpc_validate_provider, rpc_configure_provider, rpc_stop_provider;
rpc_function rpc_validate_resource, rpc_read_resource, rpc_plan_resource, rpc_apply_resource;
rpc_function rpc_upgrade_resource, rpc_import_resource, rpc_move_resource, rpc_generate_config;
rpc_function rpc_upgrade_identity;
rpc_function rpc_validate_data_source, rpc_read_data_source, rpc_call_function;
rpc_function rpc_validate_ephemeral, rpc_open_ephemeral, rpc_renew_ephemeral, rpc_close_ephemeral;
rpc_function rpc_validate_action, rpc_plan_action, rpc_invoke_action;
rpc_function rpc_validate_list, rpc_list_resource;
rpc_function rpc_validate_store, rpc_configure_store, rpc_get_states, rpc_delete_state, rpc_lock_state;
rpc_function rpc_unlock_state, rpc_read_state, rpc_write_state;

/** What is in `slot`, one of the server's, held until it is released; NULL before anything was kept there. */
rpc_configuration *rpc_hold_configuration(rpc_server *server, rpc_configuration *const *slot);

/** Gives back what was held; `configuration` may be NULL. */
void rpc_release_configuration(rpc_configuration *configuration);

/** Keeps what a configure function has made in `slot`, in place of what was there. */
void rpc_keep_configuration(rpc_server *server, rpc_configuration **slot, void *configured,
                            void (*release)(void *configured), tf_deferral deferral);

/** GetProviderSchema's answer, encoded once for the life of the server. */
const uint8_t *rpc_provider_schema(rpc_server *server, size_t *out_size);

/** Says in `arena` what is wrong with the provider's tables; NULL where they are sound. */
const char *rpc_table_problem(tf_arena *arena, const tf_provider *provider);

/** The resource of that name; NULL after reporting on `call` that there is none. */
const rpc_resource *rpc_find_resource(const rpc_server *server, tf_call *call, const char *type_name);

/** Reports a bug of the provider's, at a path that may be NULL. Returns false. */
bool rpc_report_bug(tf_call *call, const tf_path *path, const char *detail, ...) __attribute__((format(printf, 3, 4)));

/** Whether a function of the provider's succeeded; one that failed without an error gets one that names it by `function`. */
bool rpc_succeeded(tf_call *call, const char *function, bool result);

/** What the server offers beyond the first version of the protocol. */
Tfplugin6__ServerCapabilities *rpc_server_capabilities(tf_arena *arena);

/**
 * Reads a value of `type`, null where the message has none. False after reporting on `call` what is wrong with `what` ("the
 * configuration").
 */
bool rpc_read_value(tf_call *call, const tf_type *type, const Tfplugin6__DynamicValue *message, const char *what,
                    tf_value *out);

/** A value as a message. */
Tfplugin6__DynamicValue *rpc_write_value(tf_arena *arena, const tf_value *value);

/** A value in the provider's own struct, in the call's arena; NULL after reporting where it does not fit. */
void *rpc_bind(tf_call *call, const tf_schema *schema, const tf_value *value);

/**
 * The value, of `type`, of a struct that `function` of the provider's filled in; write-only attributes are null in it, whatever the function
 * left there. False after reporting a bug.
 */
bool rpc_unbind(tf_call *call, const tf_schema *schema, const tf_type *type, const void *source, const char *function,
                tf_value *out);

/** Likewise of a whole state, which has to be known. */
bool rpc_unbind_state(const rpc_resource *found, tf_call *call, const char *function, const void *source,
                      tf_value *out);

/** Notes what the client can do; `capabilities` may be NULL. */
void rpc_note_client(tf_call *call, const Tfplugin6__ClientCapabilities *capabilities);

/** Gives the call the module's `provider_meta` block, `message` may be NULL. False after reporting why it cannot be read. */
bool rpc_note_meta(const rpc_server *server, tf_call *call, const Tfplugin6__DynamicValue *message);

/** Whether everything is put off, since the provider's configuration is not known, and the client can do that. */
bool rpc_provider_is_deferred(const tf_call *call);

/** Reports a bug where something was put off though the client cannot do that. */
bool rpc_check_deferral(tf_call *call);

/** What is put off and why: by the call's own function, else by the provider. NULL where nothing is. */
Tfplugin6__Deferred *rpc_deferral_message(tf_call *call);

#endif
