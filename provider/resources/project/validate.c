/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How attributes of a configuration go together: what there is with `byoc`, requests and limits of `resources`.
 * Variables have a file of their own, single attributes are checked by their table.
 */
#include <stdlib.h>
#include <string.h>

#include "resources/project/project.h"

static const char *const byoc_deployment_types[] = { "dev", "prod", "dedicated", NULL };
static const char *const byoc_resources[] = { "min_scale", "max_scale", "cpu", "memory_mb", NULL };

bool project_is_among(const char *text, const char *const *texts)
{
    for (; *texts != NULL; texts++) {
        if (strcmp(text, *texts) == 0)
            return true;
    }
    return false;
}

/* Of each pair in `resources`, the first is at most the second. */
static const char *const ordered[][2] = {
    { "min_scale", "max_scale" },
    { "queue_min_scale", "queue_max_scale" },
    { "cpu", "cpu_limit" },
    { "queue_cpu", "queue_cpu_limit" },
    { "redis_cpu", "redis_cpu_limit" },
    { "db_cpu", "db_cpu_limit" },
    { "memory_mb", "memory_limit_mb" },
    { "queue_memory_mb", "queue_memory_limit_mb" },
    { "redis_memory_mb", "redis_memory_limit_mb" },
    { "db_memory_mb", "db_memory_limit_mb" },
};

/* A known number of `resources` by its name. */
static bool number_of(tf_arena *arena, const struct project_resources *resources, const char *name, double *out)
{
    tf_value value;
    const size_t index = tf_field_index(&project_resources_schema, name);
    if (!tf_field_value(arena, &project_resources_schema, index, resources, &value) || value.state != TF_KNOWN)
        return false;
    *out = strtod(value.digits, NULL);
    return true;
}

static bool check_order(tf_call *call, const struct project_resources *resources)
{
    tf_arena *arena = tf_call_arena(call);
    bool valid = true;
    for (size_t i = 0; i < sizeof ordered / sizeof ordered[0]; i++) {
        double less;
        double more;
        if (number_of(arena, resources, ordered[i][0], &less) && number_of(arena, resources, ordered[i][1], &more)
            && less > more) {
            valid = tf_fail_on(call, tf_format(arena, "resources.%s", ordered[i][1]), "Less Than Its Minimum",
                               "`resources.%s` is %g, which is less than `resources.%s` (%g).", ordered[i][1], more,
                               ordered[i][0], less);
        }
    }
    return valid;
}

static bool refuse_with_byoc(tf_call *call, const char *attribute)
{
    return tf_fail_on(call, attribute, "Not Available with byoc",
                      "`%s` cannot be set for a project with `byoc`: the API for these projects has no such setting. "
                      "Remove it.",
                      attribute);
}

static bool check_resources_with_byoc(tf_call *call, const struct project_resources *resources)
{
    bool valid = true;
    for (size_t i = 0; i < project_resources_schema.count; i++) {
        const char *name = project_resources_schema.attributes[i].name;
        if (tf_field_state(&project_resources_schema, i, resources) != TF_NULL
            && !project_is_among(name, byoc_resources))
            valid = refuse_with_byoc(call, tf_format(tf_call_arena(call), "resources.%s", name));
    }
    if (tf_known(resources->cpu) && strpbrk(resources->cpu.digits, ".e") != NULL) {
        valid =
            tf_fail_on(call, "resources.cpu", "Not a Whole Number",
                       "With `byoc`, `resources.cpu` has to be a whole number of CPUs, not %s.", resources->cpu.digits);
    }
    return valid;
}

static bool check_byoc(tf_call *call, const struct project *config)
{
    bool valid = true;
    if (!tf_null(config->display_name))
        valid = refuse_with_byoc(call, "display_name");
    if (!tf_null(config->custom_url))
        valid = refuse_with_byoc(call, "custom_url");
    if (tf_known(config->deployment_type) && !project_is_among(config->deployment_type.value, byoc_deployment_types)) {
        valid = tf_fail_on(call, "deployment_type", "Not Available with byoc",
                           "With `byoc`, `deployment_type` is `dev`, `prod` or `dedicated`, not `%s`.",
                           config->deployment_type.value);
    }
    if (tf_known(config->resources))
        valid = check_resources_with_byoc(call, config->resources.value) && valid;
    if (tf_known(config->delete_tracing_project) && config->delete_tracing_project.value) {
        tf_warn_on(call, "delete_tracing_project", "No Effect with byoc",
                   "The API for projects with `byoc` cannot delete the tracing project: it stays in LangSmith.");
    }
    return valid;
}

static bool check_waits(tf_call *call, const struct project *config)
{
    const bool waits = !tf_known(config->wait_for_ready) || config->wait_for_ready.value;
    return waits || !tf_known(config->wait_for_healthy) || !config->wait_for_healthy.value
           || tf_fail_on(
               call, "wait_for_healthy", "Nothing to Wait After",
               "`wait_for_healthy` waits after `wait_for_ready`, which is false. Set `wait_for_ready = true` or "
               "remove `wait_for_healthy`.");
}

bool project_validate(tf_call *call, const void *config)
{
    const struct project *project = config;
    bool valid = project_validate_variables(call, project);
    valid = project_validate_source(call, project) && valid;
    valid = project_validate_sizes(call, project) && valid;
    valid = check_waits(call, project) && valid;
    if (tf_known(project->resources))
        valid = check_order(call, project->resources.value) && valid;
    if (tf_known(project->byoc))
        valid = check_byoc(call, project) && valid;
    return valid;
}
