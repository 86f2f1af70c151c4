/* SPDX-License-Identifier: Apache-2.0 */
#include "block.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tfprovider/cancel.h>

#include "control_plane/endpoint.h"
#include "http/url.h"

#define DEFAULT_REQUEST_TIMEOUT_MS 30000
#define DEFAULT_MAX_RETRIES 5
#define DEFAULT_POLL_INTERVAL_MS 5000

static const char *const api_key_variables[] = { "LANGSMITH_API_KEY", "LANGGRAPH_HOST_API_KEY", "LANGCHAIN_API_KEY",
                                                 NULL };
static const char *const workspace_variables[] = { "LANGSMITH_WORKSPACE_ID", "LANGSMITH_TENANT_ID", NULL };
static const char *const ca_bundle_variables[] = { "CURL_CA_BUNDLE", "SSL_CERT_FILE", NULL };
static const char *const data_region_variables[] = { "LANGGRAPH_DATA_REGION", NULL };

static bool knows_list(const tf_string_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (tf_unknown(list->items[i]))
            return false;
    }
    return !tf_unknown(*list);
}

bool provider_block_knows_aws(const struct provider_block *block)
{
    if (tf_unknown(block->aws) || tf_unknown(block->request_timeout))
        return false;
    if (tf_null(block->aws))
        return true;
    const struct aws_block *aws = block->aws.value;
    if (tf_unknown(aws->endpoints)
        || (tf_known(aws->endpoints)
            && (tf_unknown(aws->endpoints.value->iam) || tf_unknown(aws->endpoints.value->ec2)
                || tf_unknown(aws->endpoints.value->sts))))
        return false;
    return !tf_unknown(aws->region) && !tf_unknown(aws->profile) && !tf_unknown(aws->access_key)
           && !tf_unknown(aws->secret_key) && !tf_unknown(aws->token) && knows_list(&aws->shared_config_files)
           && knows_list(&aws->shared_credentials_files) && !tf_string_map_has_unknown(&aws->default_tags)
           && !tf_string_set_has_unknown(&aws->allowed_account_ids)
           && !tf_string_set_has_unknown(&aws->forbidden_account_ids) && !tf_unknown(aws->max_attempts)
           && !tf_unknown(aws->use_fips_endpoint) && !tf_unknown(aws->use_dualstack_endpoint)
           && !tf_unknown(aws->custom_ca_bundle);
}

bool provider_block_knows_control_plane(const struct provider_block *block)
{
    return !tf_unknown(block->api_key) && !tf_unknown(block->workspace_id) && !tf_unknown(block->data_region)
           && !tf_unknown(block->endpoint) && !tf_unknown(block->ca_bundle) && !tf_unknown(block->request_timeout)
           && !tf_unknown(block->max_retries) && !tf_unknown(block->poll_interval);
}

/* The configured text, else the first of the variables that is not empty, whose name goes to `out_variable`; else NULL. */
static const char *text_or_variable(tf_string configured, const char *const *variables, const char **out_variable)
{
    *out_variable = NULL;
    if (tf_known(configured))
        return configured.value;
    for (; *variables != NULL; variables++) {
        const char *value = getenv(*variables);
        if (value != NULL && value[0] != '\0') {
            *out_variable = *variables;
            return value;
        }
    }
    return NULL;
}

static int64_t milliseconds_of(tf_string duration, int64_t fallback)
{
    int64_t milliseconds;
    return tf_known(duration) && tf_parse_duration(duration.value, &milliseconds) ? milliseconds : fallback;
}

bool provider_block_data_region(tf_call *call, const struct provider_block *block, tf_string *out)
{
    const char *variable;
    *out = block->data_region;
    if (!tf_null(*out))
        return true;
    *out = tf_text_or_null(text_or_variable(block->data_region, data_region_variables, &variable));
    if (tf_null(*out))
        *out = tf_text("us");
    return control_plane_cloud_endpoint(out->value) != NULL
           || tf_fail(call, "Not a data region", "%s is \"%s\", which is none of us, eu, apac and aws_us.", variable,
                      out->value);
}

static bool check_file(tf_call *call, const char *attribute, tf_string path)
{
    if (!tf_known(path) || access(path.value, R_OK) == 0)
        return true;
    return tf_fail_on(call, attribute, "File cannot be read",
                      "%s is %s: %s. It has to be the path of a PEM file with certificates.", attribute, path.value,
                      strerrordesc_np(errno));
}

bool provider_block_check_files(tf_call *call, const struct provider_block *block)
{
    return check_file(call, "ca_bundle", block->ca_bundle)
           && (!tf_known(block->aws) || check_file(call, "aws.custom_ca_bundle", block->aws.value->custom_ca_bundle));
}

static const char *const *texts_of(tf_arena *arena, tf_state state, size_t count, const tf_string *items)
{
    if (state != TF_KNOWN)
        return NULL;
    const char **texts = tf_alloc_array(arena, count + 1, sizeof *texts);
    for (size_t i = 0; i < count; i++)
        texts[i] = items[i].value;
    return texts;
}

aws_config provider_block_aws(tf_arena *arena, const struct provider_block *block)
{
    static const struct aws_block nothing;
    static const struct aws_endpoints no_endpoints;
    const struct aws_block *aws = tf_known(block->aws) ? block->aws.value : &nothing;
    const struct aws_endpoints *endpoints = tf_known(aws->endpoints) ? aws->endpoints.value : &no_endpoints;
    return (aws_config){
        .region = aws->region.value,
        .profile = aws->profile.value,
        .access_key = aws->access_key.value,
        .secret_key = aws->secret_key.value,
        .token = aws->token.value,
        .shared_config_files = texts_of(arena, aws->shared_config_files.state, aws->shared_config_files.count,
                                        aws->shared_config_files.items),
        .shared_credentials_files = texts_of(arena, aws->shared_credentials_files.state,
                                             aws->shared_credentials_files.count, aws->shared_credentials_files.items),
        .iam_endpoint = endpoints->iam.value,
        .ec2_endpoint = endpoints->ec2.value,
        .sts_endpoint = endpoints->sts.value,
        .default_tags = aws->default_tags,
        .allowed_account_ids = texts_of(arena, aws->allowed_account_ids.state, aws->allowed_account_ids.count,
                                        aws->allowed_account_ids.items),
        .forbidden_account_ids = texts_of(arena, aws->forbidden_account_ids.state, aws->forbidden_account_ids.count,
                                          aws->forbidden_account_ids.items),
        .max_attempts = aws->max_attempts.value,
        .use_fips_endpoint = aws->use_fips_endpoint,
        .use_dualstack_endpoint = aws->use_dualstack_endpoint,
        .custom_ca_bundle = aws->custom_ca_bundle.value,
        .request_timeout_ms = milliseconds_of(block->request_timeout, DEFAULT_REQUEST_TIMEOUT_MS),
    };
}

/* What comes of an environment variable went through no check of the block. */
static bool check_variable(tf_arena *arena, const char *text, const char *variable, const char **out_summary,
                           const char **out_detail)
{
    if (text == NULL || variable == NULL || provider_block_is_key(text))
        return true;
    *out_summary = "Environment variable not accepted";
    *out_detail =
        tf_format(arena,
                  "The value of %s has blanks, line breaks or characters in it that no key and no id has. Set it "
                  "to the key or id alone.",
                  variable);
    return false;
}

bool provider_block_control_plane(tf_arena *arena, const struct provider_block *block, const char *data_region,
                                  control_plane_config *out, const char **out_summary, const char **out_detail)
{
    const char *variable;
    const char *key_variable;
    const char *workspace_variable;
    const char *host_url = getenv("LANGGRAPH_HOST_URL");
    const char *langsmith_endpoint = getenv("LANGSMITH_ENDPOINT");
    *out = (control_plane_config){
        .endpoint = control_plane_endpoint(arena,
                                           &(const control_plane_endpoint_sources){
                                               .configured = block->endpoint.value,
                                               .host_url = host_url,
                                               .langsmith_endpoint = langsmith_endpoint,
                                               .data_region = data_region,
                                           }),
        .api_key = text_or_variable(block->api_key, api_key_variables, &key_variable),
        .workspace_id = text_or_variable(block->workspace_id, workspace_variables, &workspace_variable),
        .ca_bundle = text_or_variable(block->ca_bundle, ca_bundle_variables, &variable),
        .request_timeout_ms = milliseconds_of(block->request_timeout, DEFAULT_REQUEST_TIMEOUT_MS),
        .max_retries = tf_known(block->max_retries) ? (int)block->max_retries.value : DEFAULT_MAX_RETRIES,
        .poll_interval_ms = milliseconds_of(block->poll_interval, DEFAULT_POLL_INTERVAL_MS),
    };
    if (out->api_key == NULL) {
        *out_summary = "No API key";
        *out_detail = "The control plane needs a LangSmith API key (lsv2_…), and there is none: neither api_key in the "
                      "provider block is set, nor one of the environment variables LANGSMITH_API_KEY, "
                      "LANGGRAPH_HOST_API_KEY and LANGCHAIN_API_KEY. LangSmith makes keys under Settings, API Keys.";
        return false;
    }
    if (!check_variable(arena, out->api_key, key_variable, out_summary, out_detail)
        || !check_variable(arena, out->workspace_id, workspace_variable, out_summary, out_detail))
        return false;
    const char *problem = http_endpoint_problem(arena, out->endpoint);
    if (problem != NULL) {
        const char *source = host_url != NULL && host_url[0] != '\0' ? "LANGGRAPH_HOST_URL" : "LANGSMITH_ENDPOINT";
        *out_summary = "URL not accepted";
        *out_detail = tf_format(arena, "The control plane's address \"%s\", taken from %s: %s", out->endpoint,
                                tf_known(block->endpoint) ? "endpoint in the provider block" : source, problem);
        return false;
    }
    return true;
}
