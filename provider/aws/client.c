/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A client's life, and what it finds once and keeps: region and credentials. Calls are made in query.c.
 */
#include "aws/client.h"

#include <stdlib.h>
#include <strings.h>

#include <tfprovider/schema.h>

#include "aws/client_internal.h"

#define DEFAULT_MAX_ATTEMPTS 10
#define MOST_ATTEMPTS 100

static tf_bool bool_or_variable(tf_bool configured, const char *variable)
{
    const char *value = aws_environment(variable);
    return tf_known(configured) ? configured : tf_bool_of(value != NULL && strcasecmp(value, "true") == 0);
}

static int64_t attempts_or_variable(tf_int64 configured)
{
    const char *text = aws_environment("AWS_MAX_ATTEMPTS");
    const int64_t attempts = tf_known(configured) ? configured.value : text != NULL ? strtoll(text, NULL, 10) : 0;
    return attempts < 1 ? DEFAULT_MAX_ATTEMPTS : attempts < MOST_ATTEMPTS ? attempts : MOST_ATTEMPTS;
}

static const aws_config *complete_config(tf_arena *arena, const aws_config *configured)
{
    aws_config *config = tf_struct_copy(arena, &aws_config_schema, configured);
    config->max_attempts = tf_int64_of(attempts_or_variable(config->max_attempts));
    config->use_fips_endpoint = bool_or_variable(config->use_fips_endpoint, "AWS_USE_FIPS_ENDPOINT");
    config->use_dualstack_endpoint = bool_or_variable(config->use_dualstack_endpoint, "AWS_USE_DUALSTACK_ENDPOINT");
    if (tf_null(config->custom_ca_bundle))
        config->custom_ca_bundle = tf_text_or_null(tf_copy_text(arena, aws_environment("AWS_CA_BUNDLE")));
    return config;
}

aws_client *aws_client_new(http_engine *engine, const aws_config *config, int64_t request_timeout_ms)
{
    tf_arena *arena = tf_arena_new();
    aws_client *client = tf_alloc(arena, sizeof *client);
    client->engine = engine;
    client->arena = arena;
    client->config = complete_config(arena, config);
    client->request_timeout_ms = request_timeout_ms;
    pthread_mutex_init(&client->lock, NULL);
    aws_turn_init(&client->account_turn);
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
    aws_turn_destroy(&client->account_turn);
    pthread_mutex_destroy(&client->lock);
    tf_arena_free(client->arena);
}

bool aws_client_is_usable(const aws_client *client, tf_call *call)
{
    return client->summary == NULL || tf_fail(call, client->summary, "%s", client->detail);
}

int aws_client_max_retries(const aws_client *client)
{
    return (int)client->config->max_attempts.value - 1;
}

const aws_config *aws_client_config(const aws_client *client)
{
    return client->config;
}

/* Under the lock. */
static bool find_region(aws_client *client, tf_call *call, const char **out)
{
    const char *region = client->config->region.value;
    const char *looked = "";
    if (region == NULL)
        region = aws_environment("AWS_REGION");
    if (region == NULL)
        region = aws_environment("AWS_DEFAULT_REGION");
    if (region == NULL) {
        aws_profile profile;
        if (!aws_load_profile(call, client->arena, client->config, &profile, &looked))
            return false;
        region = profile.region;
    }
    if (region == NULL)
        return tf_fail(call, "No AWS region found",
                       "This needs AWS, and no region was found: `aws.region` in the provider block, AWS_REGION and "
                       "AWS_DEFAULT_REGION are not set, and no profile names one (%s). Set one of them.",
                       looked[0] != '\0' ? looked : "HOME is not set");
    if (aws_is_region(region)) {
        *out = tf_copy_text(client->arena, region);
        return true;
    }
    return tf_fail(call, "Not an AWS region", "\"%s\"%s is not the name of a region. Names look like us-east-1.",
                   region, client->config->region.value != NULL ? " (`aws.region` in the provider block)" : "");
}

bool aws_client_region(aws_client *client, tf_call *call, const char **out)
{
    if (!aws_client_is_usable(client, call))
        return false;
    pthread_mutex_lock(&client->lock);
    const bool found = client->region != NULL || find_region(client, call, &client->region);
    *out = client->region;
    pthread_mutex_unlock(&client->lock);
    return found;
}

bool aws_client_partition(aws_client *client, tf_call *call, const aws_partition **out)
{
    const char *region = NULL;
    if (!aws_client_region(client, call, &region))
        return false;
    *out = aws_partition_of_region(region);
    return true;
}

bool aws_client_credentials(aws_client *client, tf_call *call, const aws_credentials **out)
{
    pthread_mutex_lock(&client->lock);
    if (client->credentials == NULL) {
        tf_text_builder looked = { .arena = tf_call_arena(call) };
        const aws_credentials_request request = {
            .call = call,
            .arena = client->arena,
            .config = client->config,
            .looked = &looked,
        };
        aws_credentials *found = tf_alloc(client->arena, sizeof *found);
        if (aws_find_credentials(&request, found))
            client->credentials = found;
    }
    *out = client->credentials;
    pthread_mutex_unlock(&client->lock);
    return *out != NULL;
}
