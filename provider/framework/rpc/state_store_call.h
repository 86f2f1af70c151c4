/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the calls of a state store have in common.
 */
#ifndef FRAMEWORK_RPC_STATE_STORE_CALL_H
#define FRAMEWORK_RPC_STATE_STORE_CALL_H

#include "framework/rpc/entry_config.h"

/** What the server keeps of a state store, under its lock. */
struct rpc_store {
    rpc_configuration *configuration;
    int64_t chunk_size; /**< bytes of a state that one message holds; 0 before the store was configured */
};

/** The use of a state store by one call. */
typedef struct store_use {
    const tf_state_store *store;
    rpc_configuration *configuration;
    int64_t chunk_size;
    struct state_id *last_id; /**< of what the list function has given so far */
    size_t id_count;
} store_use;

/**
 * Begins a call's use of the state store of that name, for tf_call_store. False after reporting that there is none or
 * that it is not configured; then there is nothing to end.
 */
bool store_begin(rpc_server *server, tf_call *call, const char *type_name, store_use *out);

/** Ends what was begun. */
void store_end(tf_call *call, store_use *use);

#endif
