/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A client's life, and its settings, which it reads once. Credentials are kept by credentials_renewal.c; calls are made
 * in query.c.
 */
#include "aws/client.h"

#include <tfprovider/schema.h>

#include "aws/client_internal.h"

aws_client *aws_client_new(http_engine *engine, const aws_config *config, int64_t request_timeout_ms)
{
    tf_arena *arena = tf_arena_new();
    aws_client *client = tf_alloc(arena, sizeof *client);
    client->engine = engine;
    client->arena = arena;
    client->config = tf_struct_copy(arena, &aws_config_schema, config);
    client->request_timeout_ms = request_timeout_ms;
    client->account.arena = tf_arena_new();
    aws_lock_init(&client->settings.lock);
    aws_lock_init(&client->account.lock);
    aws_lock_init(&client->credentials.search_lock);
    pthread_mutex_init(&client->credentials.lock, NULL);
    client->managed_roles.arena = tf_arena_new();
    pthread_mutex_init(&client->managed_roles.lock, NULL);
    for (size_t i = 0; i < AWS_SERVICE_COUNT; i++)
        http_pace_init(&client->paces[i]);
    return client;
}

aws_client *aws_client_unusable(tf_arena *arena, const char *summary, const char *detail)
{
    static const aws_config nothing;
    aws_client *client = tf_alloc(arena, sizeof *client);
    client->summary = summary;
    client->detail = detail;
    client->config = &nothing;
    return client;
}

void aws_client_free(aws_client *client)
{
    if (client == NULL || client->summary != NULL)
        return;
    aws_lock_destroy(&client->settings.lock);
    aws_lock_destroy(&client->account.lock);
    aws_lock_destroy(&client->credentials.search_lock);
    pthread_mutex_destroy(&client->credentials.lock);
    pthread_mutex_destroy(&client->managed_roles.lock);
    tf_arena_free(client->managed_roles.arena);
    tf_arena_free(client->settings.arena);
    tf_arena_free(client->account.arena);
    tf_arena_free(client->credentials.arena);
    tf_arena_free(client->credentials.failure);
    for (size_t i = 0; i < AWS_SERVICE_COUNT; i++)
        http_pace_destroy(&client->paces[i]);
    tf_arena_free(client->arena);
}

bool aws_client_is_usable(const aws_client *client, tf_call *call)
{
    return client->summary == NULL || tf_fail(call, client->summary, "%s", client->detail);
}

const aws_config *aws_client_config(const aws_client *client)
{
    return client->config;
}

/* With the lock. */
static bool load_settings(aws_client *client, tf_call *call)
{
    tf_arena *arena = tf_arena_new();
    aws_settings *settings = tf_alloc(arena, sizeof *settings);
    if (!aws_settings_load(call, arena, client->config, settings)) {
        tf_arena_free(arena);
        return false;
    }
    client->settings.arena = arena;
    client->settings.loaded = settings;
    return true;
}

bool aws_client_settings(aws_client *client, tf_call *call, const aws_settings **out)
{
    if (!aws_client_is_usable(client, call) || !aws_lock_acquire(&client->settings.lock, call))
        return false;
    const bool loaded = client->settings.loaded != NULL || load_settings(client, call);
    *out = client->settings.loaded;
    aws_lock_release(&client->settings.lock);
    return loaded;
}

bool aws_client_region(aws_client *client, tf_call *call, const char **out)
{
    const aws_settings *settings = NULL;
    if (!aws_client_settings(client, call, &settings))
        return false;
    *out = settings->region;
    return *out != NULL
           || tf_fail(
               call, "No AWS Region Found",
               "This needs AWS, and no region was found: `aws.region` in the provider block, AWS_REGION and "
               "AWS_DEFAULT_REGION are not set, and profile \"%s\" names none (%s).\n\nSet one of them, such as AWS_REGION.",
               settings->profile, settings->shared.looked);
}

const char *aws_client_region_source(aws_client *client, tf_call *call)
{
    const aws_settings *settings = NULL;
    return aws_client_settings(client, call, &settings) ? settings->region_from : NULL;
}

bool aws_client_partition(aws_client *client, tf_call *call, const aws_partition **out)
{
    const char *region = NULL;
    if (!aws_client_region(client, call, &region))
        return false;
    *out = aws_partition_of_region(region);
    return true;
}
