/* SPDX-License-Identifier: Apache-2.0 */
/* Generation 1 of the API as data: what its answers mean and what its bodies hold. api.c makes the calls. */
#include "control_plane/v1.h"

#include <string.h>

#include "control_plane/id.h"

/* Values of secret variables may be left out or empty: then nothing is known of them. */
static bool read_variable(tf_arena *arena, const json_t *variable, control_plane_variable *out)
{
    const char *type = json_string_value(json_object_get(variable, "type"));
    *out = (control_plane_variable){
        .name = arena_json_text(arena, variable, "name"),
        .value = arena_json_text(arena, variable, "value"),
        .secret = type != NULL && strcmp(type, "secret") == 0,
    };
    if (out->secret && out->value != NULL && *out->value == '\0')
        out->value = NULL;
    return out->name != NULL;
}

static bool read_variables(tf_arena *arena, const json_t *variables, control_plane_variables *out)
{
    out->count = json_array_size(variables);
    out->items = tf_alloc_array(arena, out->count, sizeof *out->items);
    for (size_t i = 0; i < out->count; i++) {
        if (!read_variable(arena, json_array_get(variables, i), &out->items[i]))
            return false;
    }
    return true;
}

static bool read_project(tf_arena *arena, const json_t *body, void *out)
{
    control_plane_project *project = out;
    const json_t *metadata = json_object_get(body, "metadata");
    const json_t *resource = json_object_get(body, "resource");
    const json_t *latest = json_object_get(resource, "latest_revision");
    const json_t *active = json_object_get(resource, "latest_active_revision");
    const json_t *variables = json_object_get(latest, "env_vars");
    *project = (control_plane_project){
        .id = arena_json_id(arena, body, "id"),
        .name = arena_json_text(arena, body, "name"),
        .workspace_id = arena_json_text(arena, body, "tenant_id"),
        .source = arena_json_text(arena, metadata, "image_source"),
        .status = arena_json_text(arena, body, "status"),
        .url = arena_json_text(arena, resource, "url"),
        .deployment_type = arena_json_text(arena, metadata, "deployment_type"),
        .created_at = arena_json_text(arena, body, "created_at"),
        .updated_at = arena_json_text(arena, body, "updated_at"),
        .latest_revision_id = arena_json_id(arena, latest, "hosted_langserve_revision_id"),
        .active_revision_id = arena_json_id(arena, active, "hosted_langserve_revision_id"),
        .region = arena_json_text(arena, metadata, "region"),
        .account_id = arena_json_text(arena, metadata, "aws_account_id"),
        .external_id = arena_json_text(arena, metadata, "aws_external_id"),
        .shows_variables = json_is_array(variables),
    };
    return project->id != NULL && project->name != NULL && project->workspace_id != NULL
           && read_variables(arena, variables, &project->variables);
}

static bool read_revision(tf_arena *arena, const json_t *body, void *out)
{
    control_plane_revision *revision = out;
    *revision = (control_plane_revision){
        .id = arena_json_id(arena, body, "id"),
        .status = arena_json_text(arena, body, "status"),
        .message = arena_json_text(arena, body, "status_message"),
        .image_uri = arena_json_text(arena, body, "image_path"),
        .commit_sha = arena_json_text(arena, body, "repo_commit"),
        .resources = arena_json_part(arena, body, "container_spec"),
        .created_at = arena_json_text(arena, body, "created_at"),
        .updated_at = arena_json_text(arena, body, "updated_at"),
    };
    return revision->id != NULL && revision->status != NULL;
}

static const json_t *entries_of_list(const json_t *body)
{
    return body;
}

static json_t *env_vars_of(const control_plane_variables *variables)
{
    json_t *env_vars = arena_json_made(json_array());
    for (size_t i = 0; i < variables->count; i++) {
        json_t *variable = arena_json_made(json_object());
        arena_json_set(variable, "name", variables->items[i].name);
        arena_json_set(variable, "value", variables->items[i].value);
        arena_json_set(variable, "type", variables->items[i].secret ? "secret" : "default");
        (void)json_array_append_new(env_vars, variable);
    }
    return env_vars;
}

/* What creations and revisions have in common. A change is a revision, and has nothing else. */
static json_t *body_of_revision(const control_plane_settings *settings)
{
    json_t *body = arena_json_made(json_object());
    arena_json_set(body, "image_path", settings->image_uri);
    if (settings->variables != NULL)
        (void)json_object_set_new(body, "env_vars", env_vars_of(settings->variables));
    if (settings->resources != NULL) {
        (void)json_object_set_new(body, "container_spec", arena_json_made(json_loads(settings->resources, 0, NULL)));
    }
    return body;
}

/* The reference leaves `platform` open; its names are those under which the metadata of a project shows the same. */
static json_t *platform_of(const control_plane_settings *settings)
{
    json_t *platform = arena_json_made(json_object());
    arena_json_set(platform, "region", settings->region);
    arena_json_set(platform, "aws_account_id", settings->account_id);
    arena_json_set(platform, "aws_role_arn", settings->role_arn);
    arena_json_set(platform, "aws_external_id", settings->external_id);
    return platform;
}

static json_t *body_of_creation(const control_plane_settings *settings)
{
    json_t *body = body_of_revision(settings);
    arena_json_set(body, "name", settings->name);
    arena_json_set(body, "deployment_type", settings->deployment_type);
    (void)json_object_set_new(body, "lc_hosted", json_false());
    (void)json_object_set_new(body, "platform", platform_of(settings));
    return body;
}

static const char *const superseded[] = { "INTERRUPTED", "SKIPPED", "UNKNOWN", NULL };

/* UNKNOWN is final, so that nothing better is to be expected. */
static const char *const ready[] = { "READY", "UNKNOWN", NULL };

const control_plane_generation control_plane_v1 = {
    .collection = "/v1/projects",
    .redeploy = "deploy",
    .changes_by_revision = true,
    .asks_logs_by_post = true,
    .revision_has_the_rest = true,
    .unknown_word_is_final = true,
    .superseded = superseded,
    .ready = ready,
    .read_project = read_project,
    .read_revision = read_revision,
    .entries_of_list = entries_of_list,
    .body_of_creation = body_of_creation,
    .body_of_change = body_of_revision,
};
