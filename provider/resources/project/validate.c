/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "clients.h"
#include "control_plane/endpoint.h"
#include "resources/project/project.h"

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

static const char *const byoc_deployment_types[] = { "dev", "prod", NULL };
static const char *const byoc_resources[] = { "min_scale", "max_scale", "cpu", "memory_mb", NULL };

static bool is_among(const char *text, const char *const *texts)
{
    for (; *texts != NULL; texts++) {
        if (strcmp(text, *texts) == 0)
            return true;
    }
    return false;
}

const char *project_account_of(tf_arena *arena, const char *role_arn)
{
    static const char before[] = ":iam::";
    const char *found = strstr(role_arn, before);
    const char *account = found == NULL ? NULL : found + strlen(before);
    size_t length = account == NULL ? 0 : strcspn(account, ":");
    return length == 0 ? NULL : tf_copy_bytes(arena, account, length);
}

static bool check_variable(tf_call *call, const char *attribute, const tf_string_entry *entry)
{
    const char *where = tf_format(tf_call_arena(call), "%s[\"%s\"]", attribute, entry->key);
    if (*entry->key == '\0' || strpbrk(entry->key, "= \t\n") != NULL)
        return tf_fail_on(call, attribute, "Not a name of an environment variable",
                          "\"%s\" cannot name an environment variable.", entry->key);
    if (is_among(entry->key, reserved_names))
        return tf_fail_on(call, where, "Reserved environment variable",
                          "%s is set by the service itself and cannot be configured. Remove it.", entry->key);
    /* ignore_changes has it planned, but never validated. */
    if (tf_equal(entry->value, PROJECT_OUTSIDE))
        return tf_fail_on(call, where, "Value not known to Terraform",
                          "\"" PROJECT_OUTSIDE
                          "\" only stands for the value that somebody else gave %s. Give it a value, "
                          "remove it, or leave it to others with `lifecycle { ignore_changes = [environment] }`.",
                          entry->key);
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
        if (tf_string_map_get(&config->environment, name) != NULL)
            valid = tf_fail_on(call, "secrets", "A variable that is both plain and secret",
                               "%s is in `environment` and in `secrets`. Keep it in one of them.", name);
    }
    return valid;
}

static bool refuse_with_byoc(tf_call *call, const char *attribute)
{
    return tf_fail_on(call, attribute, "Not available with byoc",
                      "`%s` cannot be set for a project with `byoc`: the API for these projects has no such setting. "
                      "Remove it.",
                      attribute);
}

static bool check_resources_with_byoc(tf_call *call, const struct project_resources *resources)
{
    bool valid = true;
    for (size_t i = 0; i < project_resources_schema.count; i++) {
        const tf_attribute *attribute = &project_resources_schema.attributes[i];
        /* Every kind of field begins with its state. */
        tf_state state = *(const tf_state *)((const char *)resources + attribute->offset);
        if (state != TF_NULL && !is_among(attribute->name, byoc_resources))
            valid = refuse_with_byoc(call, tf_format(tf_call_arena(call), "resources.%s", attribute->name));
    }
    if (tf_known(resources->cpu) && strpbrk(resources->cpu.digits, ".e") != NULL)
        valid =
            tf_fail_on(call, "resources.cpu", "Not a whole number",
                       "With `byoc`, `resources.cpu` has to be a whole number of CPUs, not %s.", resources->cpu.digits);
    return valid;
}

static bool check_byoc(tf_call *call, const struct project *config)
{
    bool valid = true;
    if (!tf_null(config->display_name))
        valid = refuse_with_byoc(call, "display_name");
    if (!tf_null(config->custom_url))
        valid = refuse_with_byoc(call, "custom_url");
    if (tf_known(config->deployment_type) && !is_among(config->deployment_type.value, byoc_deployment_types))
        valid =
            tf_fail_on(call, "deployment_type", "Not available with byoc",
                       "With `byoc`, `deployment_type` is `dev` or `prod`, not `%s`.", config->deployment_type.value);
    if (tf_known(config->resources))
        valid = check_resources_with_byoc(call, config->resources.value) && valid;
    if (tf_known(config->delete_tracing_project) && config->delete_tracing_project.value)
        tf_warn_at(call, tf_path_parse(tf_call_arena(call), "delete_tracing_project"), "No effect with byoc",
                   "The API for projects with `byoc` cannot delete the tracing project: it stays in LangSmith.");
    return valid;
}

bool project_validate(tf_call *call, const void *config)
{
    const struct project *project = config;
    bool valid = check_variables(call, "environment", &project->environment);
    valid = check_variables(call, "secrets", &project->secrets) && valid;
    valid = check_names_are_distinct(call, project) && valid;
    if (tf_known(project->byoc))
        valid = check_byoc(call, project) && valid;
    return valid;
}

static bool check_cloud_names(tf_call *call, const char *attribute, const tf_string_map *variables)
{
    bool valid = true;
    for (size_t i = 0; i < variables->count; i++) {
        const char *name = variables->entries[i].key;
        if (is_among(name, outside_names))
            valid =
                tf_fail_on(call, tf_format(tf_call_arena(call), "%s[\"%s\"]", attribute, name),
                           "Environment variable not allowed in LangChain's cloud",
                           "%s may be set only where the project runs outside LangChain's cloud: with `byoc` or in a "
                           "self-hosted LangSmith. Remove it.",
                           name);
    }
    return valid;
}

bool project_check_cloud(tf_call *call, const struct project *planned)
{
    const struct project *config = tf_config(call);
    if (!clients_know_control_plane(call))
        return true;
    control_plane_client *client = clients_control_plane(call);
    if (!control_plane_client_is_usable(client, call))
        return false;
    const char *endpoint = control_plane_client_endpoint(client);
    if (!tf_null(planned->byoc) || !control_plane_is_cloud(tf_call_arena(call), endpoint))
        return true;
    bool valid = check_cloud_names(call, "environment", &planned->environment);
    return check_cloud_names(call, "secrets", &config->secrets) && valid;
}
