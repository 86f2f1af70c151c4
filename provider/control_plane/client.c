/* SPDX-License-Identifier: Apache-2.0 */
#include "control_plane/client.h"

#include <string.h>

#include "control_plane/poller.h"
#include "control_plane/request.h"

/* How long finding out what became of a request may take after the call itself has ended. */
#define AFTERWARDS_MS 8000

struct control_plane_client {
    tf_arena *arena; /* of the configuration */
    http_engine *engine;
    control_plane_config config;
    control_plane_poller *deployments;
    control_plane_poller *projects;
};

control_plane_client *control_plane_client_new(http_engine *engine, const control_plane_config *config)
{
    tf_arena *arena = tf_arena_new();
    control_plane_client *client = tf_alloc(arena, sizeof *client);
    size_t length = strlen(config->endpoint);
    while (length > 0 && config->endpoint[length - 1] == '/')
        length--;
    *client = (control_plane_client){
        .arena = arena,
        .engine = engine,
        .config = *config,
        .deployments = control_plane_poller_new(config->poll_interval_ms),
        .projects = control_plane_poller_new(config->poll_interval_ms),
    };
    if (client->config.tell_interval_ms == 0)
        client->config.tell_interval_ms = CONTROL_PLANE_DEFAULT_TELL_INTERVAL_MS;
    client->config.endpoint = tf_copy_bytes(arena, config->endpoint, length);
    client->config.api_key = tf_copy_text(arena, config->api_key);
    client->config.workspace_id = tf_copy_text(arena, config->workspace_id);
    client->config.ca_bundle = tf_copy_text(arena, config->ca_bundle);
    tf_log_protect(client->config.api_key);
    return client;
}

void control_plane_client_free(control_plane_client *client)
{
    if (client == NULL)
        return;
    control_plane_poller_free(client->deployments);
    control_plane_poller_free(client->projects);
    tf_arena_free(client->arena);
}

const control_plane_config *control_plane_client_config(const control_plane_client *client)
{
    return &client->config;
}

http_engine *control_plane_client_engine(const control_plane_client *client)
{
    return client->engine;
}

control_plane_poller *control_plane_client_poller(control_plane_client *client,
                                                  const control_plane_generation *generation)
{
    return generation->number == 1 ? client->projects : client->deployments;
}

control_plane_session control_plane_session_of(control_plane_client *client, const tf_call *call)
{
    return (control_plane_session){
        .client = client,
        .arena = tf_call_arena(call),
        .cancel = tf_call_cancel(call),
        .deadline = tf_call_deadline(call),
    };
}

bool control_plane_session_ended(const control_plane_session *session)
{
    return tf_cancel_fired(session->cancel) || tf_now_ms() >= session->deadline;
}

control_plane_session control_plane_session_afterwards(const control_plane_session *session)
{
    if (!control_plane_session_ended(session))
        return *session;
    control_plane_session afterwards = *session;
    afterwards.cancel = NULL;
    afterwards.deadline = tf_deadline_in_ms(AFTERWARDS_MS);
    return afterwards;
}
