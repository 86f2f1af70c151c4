/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of variables that the service takes, and what secrets look like that were pasted. Nothing here shows a value.
 */
#include <string.h>

#include "clients.h"
#include "control_plane/endpoint.h"
#include "resources/project/project.h"
#include "resources/project/variable_rules.h"

/* Names that the service sets itself, or refuses. */
static const char *const reserved_names[] = {
    "LANGCHAIN_TRACING_V2",
    "LANGSMITH_TRACING_V2",
    "LANGCHAIN_ENDPOINT",
    "LANGCHAIN_PROJECT",
    "LANGSMITH_PROJECT",
    "LANGSMITH_LANGGRAPH_GIT_REPO",
    "LANGGRAPH_GIT_REPO_PATH",
    "LANGCHAIN_API_KEY",
    "LANGSMITH_CONTROL_PLANE_API_KEY",
    "POSTGRES_URI",
    "POSTGRES_PASSWORD",
    "DATABASE_URI",
    "LANGSMITH_LANGGRAPH_GIT_REF",
    "LANGSMITH_LANGGRAPH_GIT_REF_SHA",
    "LANGGRAPH_AUTH_TYPE",
    "LANGSMITH_AUTH_ENDPOINT",
    "LANGSMITH_TENANT_ID",
    "LANGSMITH_AUTH_VERIFY_TENANT_ID",
    "LANGSMITH_HOST_PROJECT_ID",
    "LANGSMITH_HOST_PROJECT_NAME",
    "LANGSMITH_HOST_REVISION_ID",
    "LOG_JSON",
    "LOG_DICT_TRACEBACKS",
    "REDIS_URI",
    "LANGCHAIN_CALLBACKS_BACKGROUND",
    "DD_TRACE_PSYCOPG_ENABLED",
    "DD_TRACE_REDIS_ENABLED",
    "LANGSMITH_DEPLOYMENT_NAME",
    "LANGGRAPH_CLOUD_LICENSE_KEY",
    NULL,
};

/* Names that LangChain's cloud refuses, and only it. */
static const char *const outside_names[] = {
    "LANGSMITH_API_KEY",
    "LANGSMITH_ENDPOINT",
    "POSTGRES_URI_CUSTOM",
    "REDIS_URI_CUSTOM",
    "PATH",
    "PORT",
    "MOUNT_PREFIX",
    "LSD_ENV",
    "LSD_DD_API_KEY",
    "LSD_DD_ENDPOINT",
    "LSD_DEPLOYMENT_TYPE",
    NULL,
};

bool project_check_variable_name(tf_call *call, const char *where, const char *name)
{
    if (*name == '\0' || strpbrk(name, "= \t\n") != NULL) {
        return tf_fail_on(call, where, "Not a Name of an Environment Variable",
                          "\"%s\" cannot name an environment variable.", name);
    }
    return !project_is_among(name, reserved_names)
           || tf_fail_on(call, where, "Reserved Environment Variable",
                         "%s is set by the service itself and cannot be configured. Remove it.", name);
}

static bool check_variable(tf_call *call, const char *attribute, const tf_string_entry *entry)
{
    const char *where = tf_format(tf_call_arena(call), "%s[\"%s\"]", attribute, entry->key);
    if (!project_check_variable_name(call, where, entry->key))
        return false;
    /* ignore_changes has it planned, but never validated. */
    if (tf_equal(entry->value, PROJECT_OUTSIDE)) {
        return tf_fail_on(call, where, "Value Not Known to Terraform",
                          "\"" PROJECT_OUTSIDE
                          "\" only stands for the value that somebody else gave %s. Give it a value, "
                          "remove it, or leave it to others with `lifecycle { ignore_changes = [environment] }`.",
                          entry->key);
    }
    return true;
}

static bool check_variables(tf_call *call, const char *attribute, const tf_string_map *variables)
{
    bool valid = true;
    for (size_t i = 0; i < variables->count; i++)
        valid = check_variable(call, attribute, &variables->entries[i]) && valid;
    return valid;
}

static bool check_names_are_distinct(tf_call *call, const struct project *config)
{
    bool valid = true;
    for (size_t i = 0; i < config->secrets.count; i++) {
        const char *name = config->secrets.entries[i].key;
        if (tf_string_map_get(&config->environment, name) != NULL) {
            valid = tf_fail_on(call, "secrets", "A Variable That Is Both Plain and Secret",
                               "%s is in `environment` and in `secrets`. Keep it in one of them.", name);
        }
    }
    return valid;
}

/* A key that was read from a file brings the file's last line end along, and no service accepts it then. */
static void warn_of_line_ends(tf_call *call, const tf_string_map *secrets)
{
    for (size_t i = 0; i < secrets->count; i++) {
        const char *value = tf_text_of(secrets->entries[i].value, "");
        const size_t length = strlen(value);
        /* Not on the attribute: Terraform would show its line, and maybe the value. */
        if (length > 0 && (value[length - 1] == '\n' || value[length - 1] == '\r')) {
            tf_warn(
                call, "A Secret Ends in a Line End",
                "The value of `secrets[\"%s\"]` ends in a line end, which is sent with it. If it was read from a file, "
                "cut it off: `trimspace(file(…))`.",
                secrets->entries[i].key);
        }
    }
}

bool project_validate_variables(tf_call *call, const struct project *config)
{
    bool valid = check_variables(call, "environment", &config->environment);
    valid = check_variables(call, "secrets", &config->secrets) && valid;
    valid = check_names_are_distinct(call, config) && valid;
    warn_of_line_ends(call, &config->secrets);
    return valid;
}

static bool check_cloud_names(tf_call *call, const char *attribute, const tf_string_map *variables)
{
    bool valid = true;
    for (size_t i = 0; i < variables->count; i++) {
        const char *name = variables->entries[i].key;
        if (project_is_among(name, outside_names)) {
            valid =
                tf_fail_on(call, tf_format(tf_call_arena(call), "%s[\"%s\"]", attribute, name),
                           "Environment Variable Not Allowed in LangChain's Cloud",
                           "%s may be set only where the project runs outside LangChain's cloud: with `byoc` or in a "
                           "self-hosted LangSmith. Remove it.",
                           name);
        }
    }
    return valid;
}

static bool check_type_is_given(tf_call *call, const struct project *config)
{
    return tf_null(config->github) || !tf_null(config->deployment_type)
           || tf_fail_on(call, "deployment_type", "Missing Deployment Type",
                         "LangChain's cloud asks for `deployment_type` beside `github`: `serverless` or `dedicated`.");
}

bool project_check_variables(tf_call *call, const struct project *planned)
{
    const struct project *config = tf_config(call);
    bool in_cloud = false;
    if (clients_know_control_plane(call)) {
        control_plane_client *client = clients_control_plane(call);
        if (!control_plane_client_is_usable(client, call))
            return false;
        in_cloud = tf_null(planned->byoc) && tf_null(planned->listener_id)
                   && control_plane_is_cloud(tf_call_arena(call), control_plane_client_endpoint(client));
    }
    bool valid = true;
    if (in_cloud) {
        valid = check_type_is_given(call, config);
        valid = check_cloud_names(call, "environment", &planned->environment) && valid;
        valid = check_cloud_names(call, "secrets", &config->secrets) && valid;
    }
    return variable_rules_check(call, &planned->environment, &config->secrets, in_cloud) && valid;
}
