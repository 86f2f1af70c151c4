/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of the rpc layer: the provider being served, and what the families of calls share.
 */
#ifndef FRAMEWORK_RPC_SERVER_H
#define FRAMEWORK_RPC_SERVER_H

#include <pthread.h>
#include <stdatomic.h>

#include <tfplugin6.pb-c.h>

#include "framework/foundation/call.h"
#include "framework/rpc/registry.h"
#include "framework/rpc/rpc.h"
#include "framework/value/type.h"

/**
 * What a call may take, in bytes, and what each byte of Terraform's request adds: values are larger than their msgpack.
 */
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

/** What is kept of a state store; see state_store_call.h. */
typedef struct rpc_store rpc_store;

struct rpc_server {
    const tf_provider *provider;
    tf_arena *arena; /**< types and the encoded schema; written under `lock` once calls are running */
    rpc_entry block; /**< the provider's own block, as if it were something on offer */
    rpc_registry registry;
    pthread_mutex_t lock; /**< of all that follows */
    rpc_configuration *configuration;
    rpc_store *stores;     /**< of the registry's state stores, in their order */
    const uint8_t *schema; /**< GetProviderSchema's answer, made with the first one; NULL before */
    size_t schema_size;
};

/** What is in `slot`, one of the server's, held until it is released; NULL before anything was kept there. */
rpc_configuration *rpc_hold_configuration(rpc_server *server, rpc_configuration *const *slot);

/** Gives back what was held; `configuration` may be NULL. */
void rpc_release_configuration(rpc_configuration *configuration);

/** Keeps what a configure function has made in `slot`, in place of what was there. */
void rpc_keep_configuration(rpc_server *server, rpc_configuration **slot, void *configured,
                            void (*release)(void *configured), tf_deferral deferral);

/** Configures the provider by its block and keeps what comes of it. False after reporting what is wrong. */
bool rpc_configure(rpc_server *server, tf_call *call, const Tfplugin6__DynamicValue *config);

/** Reports a bug of the provider's, at a path that may be NULL. Returns false. */
bool rpc_report_bug(tf_call *call, const tf_path *path, const char *detail, ...) __attribute__((format(printf, 3, 4)));

/**
 * Whether a function of the provider's succeeded; one that failed without an error gets one that names it by
 * `function`.
 */
bool rpc_succeeded(tf_call *call, const char *function, bool result);

/**
 * Reads a value of `type`, null where the message has none. False after reporting on `call` what is wrong with `what`
 * ("the configuration").
 */
bool rpc_read_value(tf_call *call, const tf_type *type, const Tfplugin6__DynamicValue *message, const char *what,
                    tf_value *out);

/** A value as a message. */
Tfplugin6__DynamicValue *rpc_write_value(tf_arena *arena, const tf_value *value);

/** A value in the provider's own struct, in the call's arena; NULL after reporting where it does not fit. */
void *rpc_bind(tf_call *call, const tf_schema *schema, const tf_value *value);

/**
 * The value, of `type`, of a struct that `function` of the provider's filled in; write-only attributes are null in it,
 * whatever the function left there. False after reporting a bug.
 */
bool rpc_unbind(tf_call *call, const tf_schema *schema, const tf_type *type, const void *source, const char *function,
                tf_value *out);

/** Likewise with what is write-only, as a configuration has it. */
bool rpc_unbind_whole(tf_call *call, const tf_schema *schema, const tf_type *type, const void *source,
                      const char *function, tf_value *out);

/** Notes what the client can do; `capabilities` may be NULL. */
void rpc_note_client(tf_call *call, const Tfplugin6__ClientCapabilities *capabilities);

/**
 * Gives the call the module's `provider_meta` block, `message` may be NULL. False after reporting why it cannot be
 * read.
 */
bool rpc_note_meta(const rpc_server *server, tf_call *call, const Tfplugin6__DynamicValue *message);

/** Whether everything is put off, since the provider's configuration is not known, and the client can do that. */
bool rpc_provider_is_deferred(const tf_call *call);

/** Reports a bug where something was put off though the client cannot do that. */
bool rpc_check_deferral(tf_call *call);

/** What is put off and why: by the call's own function, else by the provider. NULL where nothing is. */
Tfplugin6__Deferred *rpc_deferral_message(tf_call *call);

#endif
