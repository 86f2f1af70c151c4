/* SPDX-License-Identifier: Apache-2.0 */
/* State stores: configured, asked which states there are, and locked. */
#include "framework/rpc/state_store_call.h"

#include "framework/rpc/message.h"

/* What Terraform asks for by itself, and the most that it accepts, both in bytes. */
#define USUAL_CHUNK_SIZE (8 << 20)
#define MOST_CHUNK_SIZE (128 << 20)

/* While a function of a store runs: its store_use. */
static const char store_family[] = "state store";

/* One of the ids that a store's list function has given. */
struct state_id {
    struct state_id *next;
    char *id;
};

void *tf_call_store(const tf_call *call)
{
    const store_use *use = tf_call_family(call, store_family);
    return use == NULL ? NULL : use->configuration->configured;
}

void tf_state_id(tf_call *call, const char *id)
{
    store_use *use = tf_call_family(call, store_family);
    if (use == NULL)
        return;
    struct state_id *added = tf_alloc(call->arena, sizeof *added);
    *added = (struct state_id){ .next = use->last_id, .id = message_text(call->arena, tf_copy_text(call->arena, id)) };
    use->last_id = added;
    use->id_count++;
}

bool store_begin(rpc_server *server, tf_call *call, const char *type_name, store_use *out)
{
    const rpc_entry *entry = rpc_find(server, call, RPC_STATE_STORE, type_name);
    if (entry == NULL)
        return false;
    rpc_store *store = &server->stores[entry - server->registry.families[RPC_STATE_STORE].items];
    *out = (store_use){ .store = entry->state_store };
    out->configuration = rpc_hold_configuration(server, &store->configuration);
    pthread_mutex_lock(&server->lock);
    out->chunk_size = store->chunk_size;
    pthread_mutex_unlock(&server->lock);
    if (out->configuration == NULL)
        return tf_fail(call, "State Store Not Configured", "%s was used before it was configured.", call->type_name);
    tf_call_set_family(call, store_family, out);
    return true;
}

void store_end(tf_call *call, store_use *use)
{
    tf_call_set_family(call, store_family, NULL);
    rpc_release_configuration(use->configuration);
}

static int64_t choose_chunk_size(const Tfplugin6__StateStoreClientCapabilities *capabilities)
{
    const int64_t asked = capabilities == NULL ? 0 : capabilities->chunk_size;
    return asked > 0 && asked <= MOST_CHUNK_SIZE ? asked : USUAL_CHUNK_SIZE;
}

static bool configure(rpc_server *server, tf_call *call, const rpc_entry *entry,
                      const Tfplugin6__ConfigureStateStore__Request *asked, int64_t chunk_size)
{
    const tf_state_store *table = entry->state_store;
    const void *config = rpc_bind_known_config(call, entry, asked->config, NULL);
    void *made = NULL;
    if (config == NULL
        || (table->configure != NULL && !rpc_succeeded(call, "configure", table->configure(call, config, &made))))
        return false;
    rpc_store *store = &server->stores[entry - server->registry.families[RPC_STATE_STORE].items];
    rpc_keep_configuration(server, &store->configuration, made, table->release, TF_NOT_DEFERRED);
    pthread_mutex_lock(&server->lock);
    store->chunk_size = chunk_size;
    pthread_mutex_unlock(&server->lock);
    return true;
}

void rpc_configure_store(rpc_server *server, tf_call *call, const Tfplugin6__ConfigureStateStore__Request *asked,
                         Tfplugin6__ConfigureStateStore__Response *response)
{
    const int64_t chunk_size = choose_chunk_size(asked->capabilities);
    const rpc_entry *found = rpc_find(server, call, RPC_STATE_STORE, asked->type_name);
    if (found != NULL && configure(server, call, found, asked, chunk_size)) {
        response->capabilities = tf_alloc(call->arena, sizeof *response->capabilities);
        tfplugin6__state_store_server_capabilities__init(response->capabilities);
        response->capabilities->chunk_size = chunk_size;
    }
}

void rpc_get_states(rpc_server *server, tf_call *call, const Tfplugin6__GetStates__Request *asked,
                    Tfplugin6__GetStates__Response *response)
{
    store_use use;
    if (store_begin(server, call, asked->type_name, &use)) {
        rpc_succeeded(call, "list", use.store->list(call));
        response->n_state_ids = use.id_count;
        response->state_ids = tf_alloc_array(call->arena, use.id_count, sizeof(response->state_ids[0]));
        for (const struct state_id *each = use.last_id; each != NULL; each = each->next)
            response->state_ids[--use.id_count] = each->id;
        store_end(call, &use);
    }
}

void rpc_delete_state(rpc_server *server, tf_call *call, const Tfplugin6__DeleteState__Request *asked,
                      Tfplugin6__DeleteState__Response *response)
{
    (void)response;
    store_use use;
    if (store_begin(server, call, asked->type_name, &use)) {
        rpc_succeeded(call, "delete", use.store->delete (call, message_text(call->arena, asked->state_id)));
        store_end(call, &use);
    }
}

void rpc_lock_state(rpc_server *server, tf_call *call, const Tfplugin6__LockState__Request *asked,
                    Tfplugin6__LockState__Response *response)
{
    store_use use;
    if (store_begin(server, call, asked->type_name, &use)) {
        const char *lock = NULL;
        const bool locked = rpc_succeeded(call, "lock",
                                          use.store->lock(call, message_text(call->arena, asked->state_id),
                                                          message_text(call->arena, asked->operation), &lock));
        if (locked && (lock == NULL || *lock == '\0')) {
            rpc_report_bug(call, NULL, "%s: lock left no id of the lock.", call->type_name);
        } else if (locked) {
            response->lock_id = message_text(call->arena, lock);
        }
        store_end(call, &use);
    }
}

void rpc_unlock_state(rpc_server *server, tf_call *call, const Tfplugin6__UnlockState__Request *asked,
                      Tfplugin6__UnlockState__Response *response)
{
    (void)response;
    store_use use;
    if (store_begin(server, call, asked->type_name, &use)) {
        rpc_succeeded(call, "unlock",
                      use.store->unlock(call, message_text(call->arena, asked->state_id),
                                        message_text(call->arena, asked->lock_id)));
        store_end(call, &use);
    }
}
