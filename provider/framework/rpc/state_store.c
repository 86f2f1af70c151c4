/* SPDX-License-Identifier: Apache-2.0 */
/* State stores: configured, asked which states there are, and locked. */
#include "framework/rpc/state_store.h"

#include "framework/rpc/diagnostics.h"
#include "framework/rpc/message.h"

/* What Terraform asks for by itself, and the most that it accepts, both in bytes. */
#define USUAL_CHUNK_SIZE (8 << 20)
#define MOST_CHUNK_SIZE (128 << 20)

/* The ids that a store's list function has given, the last first. */
struct rpc_state_ids {
    struct state_id {
        struct state_id *next;
        char *id;
    } * last;
    size_t count;
};

void *tf_call_store(const tf_call *call)
{
    return call->store;
}

void tf_state_id(tf_call *call, const char *id)
{
    struct rpc_state_ids *ids = call->state_ids;
    if (ids == NULL)
        return;
    struct state_id *added = tf_alloc(call->arena, sizeof *added);
    *added = (struct state_id){ .next = ids->last, .id = message_text(call->arena, tf_copy_text(call->arena, id)) };
    ids->last = added;
    ids->count++;
}

bool store_begin(rpc_server *server, tf_call *call, const char *type_name, store_use *out)
{
    const rpc_thing *thing = rpc_find_thing(server, call, RPC_STATE_STORE, type_name);
    if (thing == NULL)
        return false;
    rpc_store *store = &server->stores[thing - server->things[RPC_STATE_STORE].items];
    out->store = thing->of;
    out->configuration = rpc_hold_configuration(server, &store->configuration);
    pthread_mutex_lock(&server->lock);
    out->chunk_size = store->chunk_size;
    pthread_mutex_unlock(&server->lock);
    if (out->configuration == NULL)
        return tf_fail(call, "State store not configured", "%s was used before it was configured.", call->type_name);
    call->store = out->configuration->configured;
    return true;
}

void store_end(store_use *use)
{
    rpc_release_configuration(use->configuration);
}

const ProtobufCMessage *rpc_validate_store(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__ValidateStateStoreConfig__Request *asked = (const void *)request;
    rpc_check_config(server, call, RPC_STATE_STORE, asked->type_name, asked->config);
    Tfplugin6__ValidateStateStoreConfig__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__validate_state_store_config__response__init(response);
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

static int64_t choose_chunk_size(const Tfplugin6__StateStoreClientCapabilities *capabilities)
{
    const int64_t asked = capabilities == NULL ? 0 : capabilities->chunk_size;
    return asked > 0 && asked <= MOST_CHUNK_SIZE ? asked : USUAL_CHUNK_SIZE;
}

static bool configure(rpc_server *server, tf_call *call, const rpc_thing *thing,
                      const Tfplugin6__ConfigureStateStore__Request *asked, int64_t chunk_size)
{
    const tf_state_store *table = thing->of;
    const void *config = rpc_bind_known_config(call, thing, asked->config, NULL);
    void *made = NULL;
    if (config == NULL
        || (table->configure != NULL && !rpc_succeeded(call, "configure", table->configure(call, config, &made))))
        return false;
    rpc_store *store = &server->stores[thing - server->things[RPC_STATE_STORE].items];
    rpc_keep_configuration(server, &store->configuration, made, table->release, TF_NOT_DEFERRED);
    pthread_mutex_lock(&server->lock);
    store->chunk_size = chunk_size;
    pthread_mutex_unlock(&server->lock);
    return true;
}

const ProtobufCMessage *rpc_configure_store(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__ConfigureStateStore__Request *asked = (const void *)request;
    Tfplugin6__ConfigureStateStore__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__configure_state_store__response__init(response);
    const int64_t chunk_size = choose_chunk_size(asked->capabilities);
    const rpc_thing *found = rpc_find_thing(server, call, RPC_STATE_STORE, asked->type_name);
    if (found != NULL && configure(server, call, found, asked, chunk_size)) {
        response->capabilities = tf_alloc(call->arena, sizeof *response->capabilities);
        tfplugin6__state_store_server_capabilities__init(response->capabilities);
        response->capabilities->chunk_size = chunk_size;
    }
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

const ProtobufCMessage *rpc_get_states(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__GetStates__Request *asked = (const void *)request;
    Tfplugin6__GetStates__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__get_states__response__init(response);
    store_use use;
    if (store_begin(server, call, asked->type_name, &use)) {
        struct rpc_state_ids ids = { .last = NULL };
        call->state_ids = &ids;
        rpc_succeeded(call, "list", use.store->list(call));
        call->state_ids = NULL;
        response->n_state_ids = ids.count;
        response->state_ids = tf_alloc_array(call->arena, ids.count, sizeof(response->state_ids[0]));
        for (const struct state_id *each = ids.last; each != NULL; each = each->next)
            response->state_ids[--ids.count] = each->id;
        store_end(&use);
    }
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

const ProtobufCMessage *rpc_delete_state(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__DeleteState__Request *asked = (const void *)request;
    Tfplugin6__DeleteState__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__delete_state__response__init(response);
    store_use use;
    if (store_begin(server, call, asked->type_name, &use)) {
        rpc_succeeded(call, "delete", use.store->delete (call, message_text(call->arena, asked->state_id)));
        store_end(&use);
    }
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

const ProtobufCMessage *rpc_lock_state(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__LockState__Request *asked = (const void *)request;
    Tfplugin6__LockState__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__lock_state__response__init(response);
    store_use use;
    if (store_begin(server, call, asked->type_name, &use)) {
        const char *lock = NULL;
        const bool locked = rpc_succeeded(call, "lock",
                                          use.store->lock(call, message_text(call->arena, asked->state_id),
                                                          message_text(call->arena, asked->operation), &lock));
        if (locked && (lock == NULL || *lock == '\0'))
            rpc_report_bug(call, NULL, "%s: lock left no id of the lock.", call->type_name);
        else if (locked)
            response->lock_id = message_text(call->arena, lock);
        store_end(&use);
    }
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

const ProtobufCMessage *rpc_unlock_state(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__UnlockState__Request *asked = (const void *)request;
    Tfplugin6__UnlockState__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__unlock_state__response__init(response);
    store_use use;
    if (store_begin(server, call, asked->type_name, &use)) {
        rpc_succeeded(call, "unlock",
                      use.store->unlock(call, message_text(call->arena, asked->state_id),
                                        message_text(call->arena, asked->lock_id)));
        store_end(&use);
    }
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}
