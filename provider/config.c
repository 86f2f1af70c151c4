/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The provider block's table, and what it means together with the environment and a profile. Clients are made of it in
 * clients.c.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tfprovider/cancel.h>

#include "control_plane/endpoint.h"
#include "control_plane/profile.h"
#include "http/checks.h"
#include "http/url.h"

#define DEFAULT_REQUEST_TIMEOUT_MS 30000
#define DEFAULT_MAX_RETRIES 5
#define DEFAULT_POLL_INTERVAL_MS 5000

static const char *const api_key_variables[] = { "LANGSMITH_API_KEY", "LANGGRAPH_HOST_API_KEY", "LANGCHAIN_API_KEY",
                                                 NULL };
static const char *const workspace_variables[] = { "LANGSMITH_WORKSPACE_ID", "LANGSMITH_TENANT_ID", NULL };
static const char *const profile_variables[] = { "LANGSMITH_PROFILE", NULL };
static const char *const url_variables[] = { "LANGGRAPH_HOST_URL", "LANGSMITH_CONTROL_PLANE_URL", "LANGSMITH_ENDPOINT",
                                             NULL };
static const char *const ca_bundle_variables[] = { "CURL_CA_BUNDLE", "SSL_CERT_FILE", NULL };
static const char *const data_region_variables[] = { "LANGGRAPH_DATA_REGION", NULL };

static const char *const data_regions[] = { "us", "eu", "apac", "aws_us", NULL };

static const tf_attribute attributes[] = {
    { TF_STRING(struct provider_config, api_key), .mode = TF_OPTIONAL, .sensitive = true,
      .validators = TF_VALIDATORS(HTTP_IS_KEY),
      .description = "LangSmith API key. Default: `LANGSMITH_API_KEY`, `LANGGRAPH_HOST_API_KEY`, `LANGCHAIN_API_KEY`, "
                     "then the profile's. "
                     "Needed by `langgraph_project` only." },
    { TF_STRING(struct provider_config, profile), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description =
          "Profile of LangSmith's own tools, in `~/.langsmith/config.json`, which is only read. It gives the key, the "
          "workspace and the URL where neither this block nor the environment does. A profile without a key, of "
          "somebody who signed in, does not serve. Default: `LANGSMITH_PROFILE`, then the `current_profile` of "
          "the file." },
    { TF_STRING(struct provider_config, workspace_id), .mode = TF_OPTIONAL,
      .validators =
          TF_VALIDATORS(TF_MATCHES("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", "a workspace's UUID")),
      .description = "Workspace to work in, for keys that belong to a whole organisation. Default: "
                     "`LANGSMITH_WORKSPACE_ID`, `LANGSMITH_TENANT_ID`, then the profile's." },
    { TF_STRING(struct provider_config, data_region), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_ONE_OF(data_regions)),
      .description = "Data region of the LangSmith organisation. Default: "
                     "`LANGGRAPH_DATA_REGION`, then `us`." },
    { TF_STRING(struct provider_config, endpoint), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(HTTP_IS_ENDPOINT),
      .description =
          "URL of the control plane, which may have a path: `https://langsmith.example.com/api-host` for a "
          "self-hosted LangSmith. Plain http is accepted for loopback addresses only. Default: "
          "`LANGGRAPH_HOST_URL`, `LANGSMITH_CONTROL_PLANE_URL`, else by `LANGSMITH_ENDPOINT`, else by the profile's "
          "`api_url`, else by `data_region`." },
    { TF_STRING(struct provider_config, ca_bundle), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "Path of a PEM file with the certificates that are trusted for the control plane. Default: "
                     "`CURL_CA_BUNDLE`, `SSL_CERT_FILE`, then the system's." },
    { TF_STRING(struct provider_config, request_timeout), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_DURATION_AT_LEAST(1)),
      .description = "How long one attempt of a request may take, as a duration such as `90s` or `1h30m`. Default: "
                     "`30s`." },
    { TF_INT64(struct provider_config, max_retries), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_BETWEEN(0, 100)),
      .description = "How often a request to the control plane is repeated where that is safe. Default: 5." },
    { TF_STRING(struct provider_config, poll_interval), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_DURATION_AT_LEAST(100)),
      .description = "How often a wait looks at what it waits for: a duration of at least `100ms`. Default: `5s`." },
    { TF_OBJECT_OF_SCHEMA(struct provider_config, aws, aws_config, &aws_config_schema), .mode = TF_OPTIONAL,
      .block = true,
      .description = "The AWS account in which the network and the roles are. Names and meanings are those of the "
                     "provider hashicorp/aws." },
};

const tf_schema provider_config_schema = TF_SCHEMA_INIT(
    struct provider_config, attributes,
    .description =
        "Deploys LangGraph: projects at LangChain's control plane, in its cloud or in your own AWS account, and "
        "the roles and network tags that the latter needs.");

/* The table without its last entry, the block `aws`. */
static const tf_schema control_plane_schema = {
    .attributes = attributes,
    .count = sizeof attributes / sizeof attributes[0] - 1,
    .size = sizeof(struct provider_config),
};

bool provider_config_knows_aws(const struct provider_config *config)
{
    return !tf_unknown(config->request_timeout) && !tf_unknown(config->aws)
           && (tf_null(config->aws) || !tf_struct_has_unknown(&aws_config_schema, config->aws.value));
}

bool provider_config_knows_control_plane(const struct provider_config *config)
{
    return !tf_struct_has_unknown(&control_plane_schema, config);
}

/*
 * The configured text, else the first of the variables that is not empty, whose name goes to `out_variable`; else NULL.
 */
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

bool provider_config_data_region(tf_call *call, const struct provider_config *config, tf_string *out)
{
    const char *variable;
    *out = config->data_region;
    if (!tf_null(*out))
        return true;
    *out = tf_string_or_null(text_or_variable(config->data_region, data_region_variables, &variable));
    if (tf_null(*out))
        *out = tf_string_of("us");
    return control_plane_cloud_endpoint(out->value) != NULL
           || tf_fail(call, "Not a Data Region", "%s is \"%s\", which is none of us, eu, apac and aws_us.", variable,
                      out->value);
}

static bool check_file(tf_call *call, const char *attribute, tf_string path)
{
    if (!tf_known(path) || access(path.value, R_OK) == 0)
        return true;
    return tf_fail_on(call, attribute, "File Cannot Be Read",
                      "%s is %s: %s. It has to be the path of a PEM file with certificates.", attribute, path.value,
                      strerror(errno));
}

bool provider_config_check_files(tf_call *call, const struct provider_config *config)
{
    return check_file(call, "ca_bundle", config->ca_bundle)
           && (!tf_known(config->aws) || check_file(call, "aws.custom_ca_bundle", config->aws.value->custom_ca_bundle));
}

int64_t provider_config_request_timeout_ms(const struct provider_config *config)
{
    return milliseconds_of(config->request_timeout, DEFAULT_REQUEST_TIMEOUT_MS);
}

/* Makes `out` one that fails with this error. */
static void refuse(control_plane_config *out, const char *summary, const char *detail)
{
    out->summary = summary;
    out->detail = detail;
}

/* What does not come of the block went through no check of it. */
static void check_text(tf_arena *arena, const char *text, const char *source, control_plane_config *out)
{
    if (text == NULL || source == NULL || http_is_key(text))
        return;
    refuse(out, "Key or id not accepted",
           tf_format(arena,
                     "The value of %s has blanks, line breaks or characters in it that no key and no id has. Set it "
                     "to the key or id alone.",
                     source));
}

static void check_endpoint(tf_arena *arena, const char *source, control_plane_config *out)
{
    const char *problem = http_endpoint_problem(arena, out->endpoint);
    if (problem != NULL) {
        refuse(out, "URL Not Accepted",
               tf_format(arena, "The control plane's address \"%s\", taken from %s: %s",
                         http_url_shown(arena, out->endpoint), source, problem));
    }
}

/* Where there is no key, the reason. */
static void refuse_without_key(tf_arena *arena, const control_plane_profile *profile, control_plane_config *out)
{
    if (profile->has_oauth) {
        refuse(
            out, "No API key",
            tf_format(
                arena,
                "The profile \"%s\" in ~/.langsmith/config.json has tokens of somebody who signed in, and no API "
                "key. These tokens end within hours and are renewed by LangSmith's tools only. Make a key in LangSmith "
                "under Settings, API Keys, and set it as LANGSMITH_API_KEY, as api_key in the provider block, or "
                "as api_key of the profile.",
                profile->name));
    } else {
        refuse(out, "No API key",
               "The control plane needs a LangSmith API key (lsv2_…), and there is none: neither api_key in the "
               "provider block is set, nor one of the environment variables LANGSMITH_API_KEY, "
               "LANGGRAPH_HOST_API_KEY and LANGCHAIN_API_KEY, nor api_key of a profile in ~/.langsmith/config.json.\n\n"
               "Set LANGSMITH_API_KEY. LangSmith makes keys under Settings, API Keys.");
    }
}

static const char *profile_path(tf_arena *arena)
{
    const char *home = getenv("HOME");
    return tf_format(arena, "%s/.langsmith/config.json", home == NULL ? "~" : home);
}

/* The profile, which is not looked for where none is named and `all_is_given`. NULL, or why it is not to be had. */
static const char *read_profile(tf_arena *arena, const struct provider_config *config, bool all_is_given,
                                control_plane_profile *out)
{
    const char *variable;
    const char *name = text_or_variable(config->profile, profile_variables, &variable);
    *out = (control_plane_profile){ .name = NULL };
    if (name == NULL && all_is_given)
        return NULL;
    const char *problem = control_plane_profile_read(arena, profile_path(arena), name, out);
    if (problem == NULL)
        return NULL;
    if (name == NULL)
        return tf_format(arena, "%s Mend it, or name a profile that it has by LANGSMITH_PROFILE.", problem);
    return tf_format(arena, "The profile \"%s\" is named by %s. %s", name,
                     variable == NULL ? "profile in the provider block" : variable, problem);
}

/* `*text` becomes the profile's where it is not given, and `*source` says so. */
static void take_from_profile(const char *of_profile, const char *words, const char **text, const char **source)
{
    if (*text != NULL || of_profile == NULL)
        return;
    *text = of_profile;
    *source = words;
}

static const char *endpoint_of(tf_arena *arena, const struct provider_config *config,
                               const control_plane_profile *profile, const char *data_region, const char **out_source)
{
    const control_plane_endpoint_sources sources = {
        .configured = config->endpoint.value,
        .host_url = getenv("LANGGRAPH_HOST_URL"),
        .control_plane_url = getenv("LANGSMITH_CONTROL_PLANE_URL"),
        .langsmith_endpoint = getenv("LANGSMITH_ENDPOINT"),
        .profile_api_url = profile->api_url,
        .data_region = data_region,
    };
    return control_plane_endpoint(arena, &sources, out_source);
}

control_plane_config provider_config_control_plane(tf_arena *arena, const struct provider_config *config,
                                                   const char *data_region)
{
    const char *variable;
    const char *key_source;
    const char *workspace_source;
    const char *endpoint_source;
    control_plane_profile profile;
    control_plane_config made = {
        .api_key = text_or_variable(config->api_key, api_key_variables, &key_source),
        .workspace_id = text_or_variable(config->workspace_id, workspace_variables, &workspace_source),
        .ca_bundle = text_or_variable(config->ca_bundle, ca_bundle_variables, &variable),
        .request_timeout_ms = provider_config_request_timeout_ms(config),
        .max_retries = tf_known(config->max_retries) ? (int)config->max_retries.value : DEFAULT_MAX_RETRIES,
        .poll_interval_ms = milliseconds_of(config->poll_interval, DEFAULT_POLL_INTERVAL_MS),
    };
    const bool all_is_given = made.api_key != NULL && made.workspace_id != NULL
                              && text_or_variable(config->endpoint, url_variables, &variable) != NULL;
    const char *problem = read_profile(arena, config, all_is_given, &profile);
    take_from_profile(profile.api_key, "api_key of the profile", &made.api_key, &key_source);
    take_from_profile(profile.workspace_id, "workspace_id of the profile", &made.workspace_id, &workspace_source);
    made.endpoint = endpoint_of(arena, config, &profile, data_region, &endpoint_source);
    made.endpoint_from = endpoint_source;
    made.api_key_from = key_source;
    made.workspace_from = workspace_source;
    check_endpoint(arena, endpoint_source, &made);
    check_text(arena, made.workspace_id, workspace_source, &made);
    check_text(arena, made.api_key, key_source, &made);
    if (made.api_key == NULL)
        refuse_without_key(arena, &profile, &made);
    if (problem != NULL)
        refuse(&made, "Profile not found", problem);
    return made;
}
