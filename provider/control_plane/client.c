/* SPDX-License-Identifier: Apache-2.0 */
/* The client: the configuration and what sessions share. Requests are made in request.c. */
#include "control_plane/client.h"

#include <pthread.h>
#include <string.h>

#include <tfprovider/log.h>

#include "control_plane/claims.h"
#include "control_plane/holdings.h"
#include "control_plane/poller.h"
#include "control_plane/snapshot.h"
#include "http/pace.h"

/* What the sessions of one generation in one workspace share. */
typedef struct shared {
    const control_plane_generation *generation;
    const char *workspace_id; /* NULL where the key tells */
    control_plane_poller *poller;
    control_plane_snapshot *snapshot;
    struct shared *next;
} shared;

struct control_plane_client {
    tf_arena *arena; /* of the configuration */
    http_engine *engine;
    http_pace pace;
    control_plane_config config;
    control_plane_holdings *holdings;
    control_plane_claims *claims;
    struct {
        pthread_mutex_t lock;
        shared *first;
    } shared;
};

control_plane_client *control_plane_client_new(http_engine *engine, const control_plane_config *config)
{
    tf_arena *arena = tf_arena_new();
    control_plane_client *client = tf_alloc(arena, sizeof *client);
    size_t length = strlen(config->endpoint);
    while (length > 0 && config->endpoint[length - 1] == '/')
        length--;
    *client = (control_plane_client){ .arena = arena, .engine = engine, .config = *config };
    http_pace_init(&client->pace);
    client->holdings = control_plane_holdings_new();
    client->claims = control_plane_claims_new();
    pthread_mutex_init(&client->shared.lock, NULL);
    if (client->config.log_interval_ms == 0)
        client->config.log_interval_ms = CONTROL_PLANE_DEFAULT_LOG_INTERVAL_MS;
    if (client->config.perform == NULL)
        client->config.perform = http_perform;
    client->config.endpoint = tf_copy_bytes(arena, config->endpoint, length);
    client->config.api_key = tf_copy_text(arena, config->api_key);
    client->config.workspace_id = tf_copy_text(arena, config->workspace_id);
    client->config.ca_bundle = tf_copy_text(arena, config->ca_bundle);
    client->config.summary = tf_copy_text(arena, config->summary);
    client->config.detail = tf_copy_text(arena, config->detail);
    if (config->api_key != NULL)
        tf_log_protect(client->config.api_key);
    return client;
}

void control_plane_client_free(control_plane_client *client)
{
    if (client == NULL)
        return;
    for (const shared *part = client->shared.first; part != NULL; part = part->next) {
        control_plane_poller_free(part->poller);
        control_plane_snapshot_free(part->snapshot);
    }
    control_plane_holdings_free(client->holdings);
    control_plane_claims_free(client->claims);
    http_pace_destroy(&client->pace);
    pthread_mutex_destroy(&client->shared.lock);
    tf_arena_free(client->arena);
}

bool control_plane_client_is_usable(const control_plane_client *client, tf_call *call)
{
    const control_plane_config *config = &client->config;
    return config->summary == NULL || tf_fail(call, config->summary, "%s", config->detail);
}

const char *control_plane_client_endpoint(const control_plane_client *client)
{
    return client->config.endpoint;
}

const char *control_plane_client_workspace_id(const control_plane_client *client)
{
    return client->config.workspace_id;
}

static bool is_of(const shared *part, const control_plane_generation *generation, const char *workspace_id)
{
    const char *other = part->workspace_id;
    return part->generation == generation
           && (workspace_id == NULL || other == NULL ? workspace_id == other : strcmp(workspace_id, other) == 0);
}

static const shared *shared_of(control_plane_client *client, const control_plane_generation *generation,
                               const char *workspace_id)
{
    pthread_mutex_lock(&client->shared.lock);
    shared *part = client->shared.first;
    while (part != NULL && !is_of(part, generation, workspace_id))
        part = part->next;
    if (part == NULL) {
        part = tf_alloc(client->arena, sizeof *part);
        *part = (shared){
            .generation = generation,
            .workspace_id = tf_copy_text(client->arena, workspace_id),
            .poller = control_plane_poller_new(client->config.poll_interval_ms),
            .snapshot = control_plane_snapshot_new(),
            .next = client->shared.first,
        };
        client->shared.first = part;
    }
    pthread_mutex_unlock(&client->shared.lock);
    return part;
}

control_plane_session control_plane_client_session(control_plane_client *client,
                                                   const control_plane_generation *generation, const char *workspace_id,
                                                   tf_arena *arena, tf_cancel *cancel, int64_t deadline)
{
    const char *workspace = workspace_id == NULL ? client->config.workspace_id : workspace_id;
    const shared *part = shared_of(client, generation, workspace);
    return (control_plane_session){
        .config = &client->config,
        .engine = client->engine,
        .pace = &client->pace,
        .poller = part->poller,
        .snapshot = part->snapshot,
        .holdings = client->holdings,
        .claims = client->claims,
        .generation = generation,
        .workspace_id = workspace,
        .arena = arena,
        .cancel = cancel,
        .deadline = deadline,
        .max_retries = client->config.max_retries,
    };
}
