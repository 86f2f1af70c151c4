/* SPDX-License-Identifier: Apache-2.0 */
#include "provider.h"

#include "block.h"
#include "functions/functions.h"

/* What `configure` makes. It does not change afterwards; the clients lock what they change inside. */
struct configured {
    tf_arena *arena;
    http_engine *engine;
    tf_string data_region;
    aws_client *aws; /**< NULL where the configuration is not known */
    bool knows_control_plane;
    control_plane_client *control_plane; /**< NULL where it is not known, or cannot be used */
    const char *summary;                 /**< of the error that says why it cannot be used */
    const char *detail;
};

static void protect(tf_string secret)
{
    if (tf_known(secret))
        tf_log_protect(secret.value);
}

static void release(void *data)
{
    struct configured *configured = data;
    aws_client_free(configured->aws);
    control_plane_client_free(configured->control_plane);
    http_engine_free(configured->engine);
    tf_arena_free(configured->arena);
}

static bool configure(tf_call *call, const void *config, void **out_configured)
{
    const struct provider_block *block = config;
    tf_string data_region;
    if (!provider_block_data_region(call, block, &data_region) || !provider_block_check_files(call, block))
        return false;
    tf_arena *arena = tf_arena_new();
    struct configured *configured = tf_alloc(arena, sizeof *configured);
    configured->arena = arena;
    configured->engine = http_engine_new();
    configured->data_region = data_region;
    if (tf_known(data_region))
        configured->data_region = tf_text(tf_copy_text(arena, data_region.value));
    protect(block->api_key);
    if (tf_known(block->aws)) {
        protect(block->aws.value->secret_key);
        protect(block->aws.value->token);
    }
    if (provider_block_knows_aws(block)) {
        aws_config aws = provider_block_aws(tf_call_arena(call), block);
        configured->aws = aws_client_new(configured->engine, &aws);
    }
    configured->knows_control_plane = provider_block_knows_control_plane(block);
    control_plane_config control_plane;
    if (configured->knows_control_plane
        && provider_block_control_plane(arena, block, data_region.value, &control_plane, &configured->summary,
                                        &configured->detail)) {
        tf_log_protect(control_plane.api_key);
        configured->control_plane = control_plane_client_new(configured->engine, &control_plane);
    }
    *out_configured = configured;
    return true;
}

bool provider_aws_is_known(const tf_call *call)
{
    const struct configured *configured = tf_call_configured(call);
    return configured != NULL && configured->aws != NULL;
}

bool provider_control_plane_is_known(const tf_call *call)
{
    const struct configured *configured = tf_call_configured(call);
    return configured != NULL && configured->knows_control_plane;
}

static void fail_unknown(tf_call *call, const char *what)
{
    tf_fail(
        call, "Provider configuration not known yet",
        "This needs calls of %s, and the provider block has values that only an apply will tell. Apply what they come "
        "from first (terraform apply -target=…).",
        what);
}

aws_client *provider_aws(tf_call *call)
{
    const struct configured *configured = tf_call_configured(call);
    if (provider_aws_is_known(call))
        return configured->aws;
    fail_unknown(call, "AWS");
    return NULL;
}

control_plane_client *provider_control_plane(tf_call *call)
{
    const struct configured *configured = tf_call_configured(call);
    if (!provider_control_plane_is_known(call)) {
        fail_unknown(call, "the control plane");
        return NULL;
    }
    if (configured->control_plane == NULL)
        tf_fail(call, configured->summary, "%s", configured->detail);
    return configured->control_plane;
}

tf_string provider_data_region(const tf_call *call)
{
    const struct configured *configured = tf_call_configured(call);
    return configured == NULL ? tf_unknown_string() : configured->data_region;
}

tf_string_map provider_default_tags(const tf_call *call)
{
    const struct configured *configured = tf_call_configured(call);
    if (!provider_aws_is_known(call))
        return (tf_string_map){ .state = TF_UNKNOWN };
    return *aws_client_default_tags(configured->aws);
}

#define RESOURCE(name) &name##_resource,
static const tf_resource *const resources[] = { PROVIDER_RESOURCES(RESOURCE) NULL };
#undef RESOURCE

#define FUNCTION(name) &name##_function,
static const tf_function *const functions[] = { PROVIDER_FUNCTIONS(FUNCTION) NULL };
#undef FUNCTION

const tf_provider langgraph_provider = {
    .address = "registry.terraform.io/langgraph-community/langgraph",
    .version = PROVIDER_VERSION,
    .description =
        "Deploys LangGraph: projects at LangChain's control plane, in its cloud or in your own AWS account, and "
        "the roles and network tags that the latter needs.",
    .attributes = &provider_block_schema,
    .configure = configure,
    .release = release,
    .resources = resources,
    .functions = functions,
};
