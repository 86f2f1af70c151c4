/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the clients of the provider block, and gives them to resources. What the block means is said in config.c.
 */
#include "clients.h"

#include <pthread.h>
#include <stdatomic.h>

#include <tfprovider/log.h>

#include "config.h"

/* What `configure` makes. It does not change afterwards; the clients lock what they change inside. */
struct clients {
    tf_arena *arena;
    http_engine *engine;
    tf_string data_region;
    bool know_aws;
    aws_client *aws;
    ec2_client *ec2;
    bool know_control_plane;
    control_plane_client *control_plane;
    atomic_flag *unpinned_image; /* set by the first that is planned */
};

#define NOT_KNOWN "Provider configuration not known yet"
#define NOT_KNOWN_DETAIL(whose)                                                                                 \
    "This needs calls of " whose ", and the provider block has values that only an apply will tell. Apply what" \
    " they come from first (terraform apply -target=…)."

static aws_client *make_aws(const struct clients *clients, const struct provider_config *config)
{
    static const aws_config nothing;
    if (config == NULL || !clients->know_aws)
        return aws_client_unusable(clients->arena, NOT_KNOWN, NOT_KNOWN_DETAIL("AWS"));
    return aws_client_new(clients->engine, tf_known(config->aws) ? config->aws.value : &nothing,
                          provider_config_request_timeout_ms(config));
}

static control_plane_client *make_control_plane(const struct clients *clients, const struct provider_config *config)
{
    control_plane_config settings = {
        .endpoint = "",
        .summary = NOT_KNOWN,
        .detail = NOT_KNOWN_DETAIL("the control plane"),
    };
    if (clients->know_control_plane)
        settings = provider_config_control_plane(clients->arena, config, clients->data_region.value);
    return control_plane_client_new(clients->engine, &settings);
}

/* `config` is NULL where the provider was not configured. */
static struct clients *make_clients(const struct provider_config *config, tf_string data_region)
{
    tf_arena *arena = tf_arena_new();
    struct clients *clients = tf_alloc(arena, sizeof *clients);
    clients->arena = arena;
    clients->engine = http_engine_new();
    clients->data_region = data_region;
    if (tf_known(data_region))
        clients->data_region = tf_string_of(tf_copy_text(arena, data_region.value));
    clients->know_aws = config != NULL && provider_config_knows_aws(config);
    clients->know_control_plane = config != NULL && provider_config_knows_control_plane(config);
    clients->aws = make_aws(clients, config);
    clients->ec2 = ec2_client_new(clients->aws);
    clients->control_plane = make_control_plane(clients, config);
    clients->unpinned_image = tf_alloc(arena, sizeof *clients->unpinned_image);
    atomic_flag_clear(clients->unpinned_image);
    return clients;
}

static void protect(tf_string secret)
{
    if (tf_known(secret))
        tf_log_protect(secret.value);
}

bool clients_configure(tf_call *call, const void *config, void **out_configured)
{
    const struct provider_config *block = config;
    tf_string data_region;
    if (!provider_config_data_region(call, block, &data_region) || !provider_config_check_files(call, block))
        return false;
    protect(block->api_key);
    if (tf_known(block->aws)) {
        protect(block->aws.value->secret_key);
        protect(block->aws.value->token);
    }
    *out_configured = make_clients(block, data_region);
    return true;
}

void clients_release(void *configured)
{
    struct clients *clients = configured;
    ec2_client_free(clients->ec2);
    aws_client_free(clients->aws);
    control_plane_client_free(clients->control_plane);
    http_engine_free(clients->engine);
    tf_arena_free(clients->arena);
}

/* For calls before the provider is configured: made once, and kept as long as the process. */
static struct clients *unconfigured;

static void make_unconfigured(void)
{
    unconfigured = make_clients(NULL, tf_unknown_string());
}

static const struct clients *clients_of(const tf_call *call)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    const struct clients *configured = tf_call_configured(call);
    if (configured != NULL)
        return configured;
    (void)pthread_once(&once, make_unconfigured);
    return unconfigured;
}

bool clients_know_aws(const tf_call *call)
{
    return clients_of(call)->know_aws;
}

bool clients_know_control_plane(const tf_call *call)
{
    return clients_of(call)->know_control_plane;
}

aws_client *clients_aws(const tf_call *call)
{
    return clients_of(call)->aws;
}

ec2_client *clients_ec2(const tf_call *call)
{
    return clients_of(call)->ec2;
}

control_plane_client *clients_control_plane(const tf_call *call)
{
    return clients_of(call)->control_plane;
}

control_plane_session clients_session(tf_call *call, const control_plane_generation *generation, tf_string workspace_id)
{
    return control_plane_client_session(clients_control_plane(call), generation, tf_text_of(workspace_id, NULL),
                                        tf_call_arena(call), tf_call_cancel(call), tf_call_deadline(call));
}

tf_string clients_workspace_id(const tf_call *call)
{
    if (!clients_know_control_plane(call))
        return tf_unknown_string();
    return tf_string_of(control_plane_client_workspace_id(clients_control_plane(call)));
}

bool clients_check_workspace(tf_call *call, const char *what, tf_string configured, tf_string current)
{
    const tf_string others = clients_workspace_id(call);
    if (!tf_null(configured) || !tf_known(others) || !tf_known(current) || tf_equal(current, others.value))
        return true;
    return tf_fail(
        call, "Another Workspace",
        "The %s is in the workspace %s, and the provider is configured for the workspace %s. Set `workspace_id` of "
        "the resource to the former to keep it there, or configure the provider for that one "
        "(LANGSMITH_WORKSPACE_ID).",
        what, current.value, others.value);
}

bool clients_is_first_unpinned_image(const tf_call *call)
{
    return !atomic_flag_test_and_set(clients_of(call)->unpinned_image);
}

tf_string clients_data_region(const tf_call *call)
{
    return clients_of(call)->data_region;
}

tf_string_map clients_default_tags(const tf_call *call)
{
    if (!clients_know_aws(call))
        return (tf_string_map){ .state = TF_UNKNOWN };
    const aws_config *config = aws_client_config(clients_aws(call));
    if (!tf_known(config->default_tags) || tf_null(config->default_tags.value->tags))
        return tf_empty_string_map();
    return config->default_tags.value->tags;
}
