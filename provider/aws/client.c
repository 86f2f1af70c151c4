/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "aws/client_parts.h"
#include "aws/ec2_cache.h"

#define DEFAULT_MAX_ATTEMPTS 10
#define MOST_ATTEMPTS 100

static const char *const *copy_list(tf_arena *arena, const char *const *list)
{
    if (list == NULL)
        return NULL;
    size_t count = 0;
    while (list[count] != NULL)
        count++;
    const char **copy = tf_alloc_array(arena, count + 1, sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = tf_copy_text(arena, list[i]);
    return copy;
}

static tf_string_map copy_tags(tf_arena *arena, const tf_string_map *tags)
{
    tf_string_map_builder copy = { .arena = arena };
    for (size_t i = 0; tf_known(*tags) && i < tags->count; i++) {
        if (tf_known(tags->entries[i].value))
            tf_add_entry(&copy, tags->entries[i].key, tags->entries[i].value.value);
    }
    return tf_built_string_map(&copy);
}

static tf_bool bool_or_variable(tf_bool configured, const char *variable)
{
    const char *value = aws_environment(variable);
    return tf_known(configured) ? configured : tf_bool_of(value != NULL && strcasecmp(value, "true") == 0);
}

static aws_config copy_config(tf_arena *arena, const aws_config *config)
{
    return (aws_config){
        .region = tf_copy_text(arena, config->region),
        .profile = tf_copy_text(arena, config->profile),
        .access_key = tf_copy_text(arena, config->access_key),
        .secret_key = tf_copy_text(arena, config->secret_key),
        .token = tf_copy_text(arena, config->token),
        .shared_config_files = copy_list(arena, config->shared_config_files),
        .shared_credentials_files = copy_list(arena, config->shared_credentials_files),
        .iam_endpoint = tf_copy_text(arena, config->iam_endpoint),
        .ec2_endpoint = tf_copy_text(arena, config->ec2_endpoint),
        .sts_endpoint = tf_copy_text(arena, config->sts_endpoint),
        .default_tags = copy_tags(arena, &config->default_tags),
        .allowed_account_ids = copy_list(arena, config->allowed_account_ids),
        .forbidden_account_ids = copy_list(arena, config->forbidden_account_ids),
        .max_attempts = config->max_attempts,
        .use_fips_endpoint = bool_or_variable(config->use_fips_endpoint, "AWS_USE_FIPS_ENDPOINT"),
        .use_dualstack_endpoint = bool_or_variable(config->use_dualstack_endpoint, "AWS_USE_DUALSTACK_ENDPOINT"),
        .custom_ca_bundle = tf_copy_text(arena, config->custom_ca_bundle != NULL ? config->custom_ca_bundle
                                                                                 : aws_environment("AWS_CA_BUNDLE")),
        .request_timeout_ms = config->request_timeout_ms,
    };
}

static int64_t max_attempts_from_environment(void)
{
    const char *text = aws_environment("AWS_MAX_ATTEMPTS");
    return text != NULL ? strtoll(text, NULL, 10) : 0;
}

aws_client *aws_client_new(http_engine *engine, const aws_config *config)
{
    aws_client *client = calloc(1, sizeof *client);
    if (client == NULL) {
        fputs("out of memory\n", stderr);
        abort();
    }
    client->engine = engine;
    client->arena = tf_arena_new();
    client->config = copy_config(client->arena, config);
    if (client->config.max_attempts < 1)
        client->config.max_attempts = max_attempts_from_environment();
    if (client->config.max_attempts < 1)
        client->config.max_attempts = DEFAULT_MAX_ATTEMPTS;
    pthread_mutex_init(&client->lock, NULL);
    aws_turn_init(&client->account_turn);
    client->ec2_cache = ec2_cache_new();
    return client;
}

void aws_client_free(aws_client *client)
{
    if (client == NULL)
        return;
    ec2_cache_free(client->ec2_cache);
    aws_turn_destroy(&client->account_turn);
    pthread_mutex_destroy(&client->lock);
    tf_arena_free(client->arena);
    free(client);
}

int aws_client_max_retries(const aws_client *client)
{
    const int64_t attempts = client->config.max_attempts;
    return (int)(attempts < MOST_ATTEMPTS ? attempts : MOST_ATTEMPTS) - 1;
}

const tf_string_map *aws_client_default_tags(const aws_client *client)
{
    return &client->config.default_tags;
}

/* Under the lock. */
static bool find_region(aws_client *client, tf_call *call, const char **out)
{
    const char *region = client->config.region;
    const char *looked = "";
    if (region == NULL)
        region = aws_environment("AWS_REGION");
    if (region == NULL)
        region = aws_environment("AWS_DEFAULT_REGION");
    if (region == NULL) {
        aws_profile profile;
        if (!aws_load_profile(call, client->arena, &client->config, &profile, &looked))
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
                   region, client->config.region != NULL ? " (`aws.region` in the provider block)" : "");
}

bool aws_client_region(aws_client *client, tf_call *call, const char **out)
{
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
            .config = &client->config,
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
