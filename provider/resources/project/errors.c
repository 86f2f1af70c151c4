/* SPDX-License-Identifier: Apache-2.0 */
/* Errors of the control plane on the attributes that they are about. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "resources/project/project.h"

/* Where the fields of a request's body come from. A location that goes on behind a "." goes on in the attribute. */
static const struct {
    const char *location;
    const char *attribute;
    bool goes_on;
} places[] = {
    { "source_config.resource_spec", "resources", true },
    { "container_spec", "resources", true },
    { "source_config.deployment_type", "deployment_type", false },
    { "deployment_type", "deployment_type", false },
    { "source_config.custom_url", "custom_url", false },
    { "source_config.listener_id", "listener_id", false },
    { "source_config.listener_config.k8s_namespace", "k8s_namespace", false },
    { "source_config.integration_id", "github.integration_id", false },
    { "source_config.repo_url", "github.repo_url", false },
    { "source_config.build_on_push", "github.build_on_push", false },
    { "source_config.install_command", "github.install_command", false },
    { "source_config.build_command", "github.build_command", false },
    { "source_revision_config.repo_ref", "github.repo_ref", false },
    { "source_revision_config.langgraph_config_path", "github.config_path", false },
    { "secret_references", "secret_references", false },
    { "source_revision_config.image_uri", "image_uri", false },
    { "image_path", "image_uri", false },
    { "display_name", "display_name", false },
    { "platform.aws_role_arn", "byoc.role_arn", false },
    { "platform.aws_account_id", "byoc.role_arn", false },
    { "platform.region", "byoc.region", false },
    { "platform.aws_external_id", "byoc.external_id", false },
    { "platform", "byoc", false },
    { "secrets", "environment", false },
    { "env_vars", "environment", false },
    { "name", "name", false },
};

static bool is_resources_field(const char *name)
{
    for (size_t i = 0; i < project_resources_schema.count; i++) {
        if (strcmp(project_resources_schema.attributes[i].name, name) == 0)
            return true;
    }
    return false;
}

const char *project_attribute_at(tf_arena *arena, const char *location)
{
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const size_t length = strlen(places[i].location);
        if (strncmp(location, places[i].location, length) != 0)
            continue;
        if (location[length] == '\0' || (location[length] == '.' && !places[i].goes_on))
            return places[i].attribute;
        if (location[length] != '.')
            continue;
        const char *rest = location + length + 1;
        const char *field = tf_copy_bytes(arena, rest, strcspn(rest, "."));
        return is_resources_field(field) ? tf_format(arena, "%s.%s", places[i].attribute, field) : places[i].attribute;
    }
    return NULL;
}

/*
 * The variable that a location in the list of all of them is about: those of the environment come first, then the
 * secrets. The list itself is `environment`'s, unless only secrets are configured. NULL for another location.
 */
static const char *variable_at(tf_arena *arena, const struct project *config, const char *location)
{
    const char *attribute = project_attribute_at(arena, location);
    if (config == NULL || attribute == NULL || strcmp(attribute, "environment") != 0)
        return NULL;
    const char *index = strchr(location, '.');
    const size_t plain = config->environment.count;
    const size_t at = index != NULL && index[1] >= '0' && index[1] <= '9' ? strtoul(index + 1, NULL, 10) : SIZE_MAX;
    if (at < plain)
        return tf_format(arena, "environment[\"%s\"]", config->environment.entries[at].key);
    if (at < plain + config->secrets.count)
        return tf_format(arena, "secrets[\"%s\"]", config->secrets.entries[at - plain].key);
    return plain == 0 && config->secrets.count > 0 ? "secrets" : NULL;
}

/* A 400 names the field that it is about in quotes: "'source_revision_config.image_uri' is required …". */
static const char *attribute_quoted_in(tf_arena *arena, const char *detail)
{
    const char *from = strchr(detail, '\'');
    const char *to = from == NULL ? NULL : strchr(from + 1, '\'');
    return to == NULL ? NULL : project_attribute_at(arena, tf_copy_bytes(arena, from + 1, (size_t)(to - from - 1)));
}

const char *project_about_taint(tf_operation operation)
{
    return operation == TF_CREATE
               ? "\n\nThe project is in Terraform's state, tainted: the next apply makes it anew. To keep it, run terraform "
                 "untaint with this resource's address."
               : "";
}

static bool fail_on_attribute(tf_call *call, const char *attribute, const control_plane_error *error,
                              const char *message, const char *ending)
{
    return tf_fail_on(
        call, attribute, control_plane_error_summary(error),
        "Tried to %s at %s, which answered %d about `%s`: %s.\n\nChange it in the configuration and apply again.%s",
        error->what, error->endpoint, error->status, attribute, message, ending);
}

static bool fail_on_problems(tf_call *call, const control_plane_error *error, const char *ending)
{
    for (size_t i = 0; i < error->problem_count; i++) {
        const control_plane_problem *problem = &error->problems[i];
        const char *attribute = variable_at(tf_call_arena(call), tf_config(call), problem->location);
        if (attribute == NULL)
            attribute = project_attribute_at(tf_call_arena(call), problem->location);
        if (attribute != NULL) {
            (void)fail_on_attribute(call, attribute, error, problem->message, ending);
        } else {
            (void)tf_fail(call, control_plane_error_summary(error),
                          "Tried to %s at %s, which answered %d about \"%s\": %s.%s", error->what, error->endpoint,
                          error->status, problem->location, problem->message, ending);
        }
    }
    return false;
}

const char *project_about_taken_name(tf_arena *arena, const char *name)
{
    return tf_format(
        arena,
        "To manage it with this resource, import it by this block, with the resource's own name in place of <name>:"
        "\n\nimport {\n  to = langgraph_project.<name>\n  id = \"name=%s\"\n}\n\nOtherwise choose another name.",
        name);
}

static bool fail_on_name(tf_call *call, const struct project *project, const control_plane_error *error)
{
    const char *name = tf_text_of(project->name, "");
    return tf_fail_on(call, "name", "The Name Is Taken", "Tried to %s at %s: %s. It was left as it is. %s", error->what,
                      error->endpoint, error->detail, project_about_taken_name(tf_call_arena(call), name));
}

/* `project` is NULL where it is made already, so that its listener is not in question. */
static bool fail_with(tf_call *call, const struct project *project, const control_plane_error *error,
                      const char *ending)
{
    tf_arena *arena = tf_call_arena(call);
    if (error->kind == CONTROL_PLANE_ERROR_INVALID) {
        if (error->problem_count > 0)
            return fail_on_problems(call, error, ending);
        const char *attribute = attribute_quoted_in(arena, error->detail);
        if (attribute != NULL && project != NULL && strcmp(attribute, "listener_id") == 0)
            ending = project_about_listeners(call, project);
        if (attribute != NULL)
            return fail_on_attribute(call, attribute, error, error->detail, ending);
    }
    return tf_fail(call, control_plane_error_summary(error), "%s%s", control_plane_error_text(arena, error), ending);
}

bool project_fail(tf_call *call, const struct project *project, const control_plane_error *error)
{
    if (error->kind == CONTROL_PLANE_ERROR_CONFLICT && tf_known(project->name) && !tf_known(project->id))
        return fail_on_name(call, project, error);
    return fail_with(call, project, error, "");
}

bool project_fail_after(tf_call *call, tf_operation operation, const control_plane_error *error)
{
    return fail_with(call, NULL, error, project_about_taint(operation));
}
