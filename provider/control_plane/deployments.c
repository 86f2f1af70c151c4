/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "control_plane/logs.h"
#include "control_plane/project.h"
#include "control_plane/request.h"
#include "http/url.h"

#define PAGE 100

static bool read_variable(tf_arena *arena, const json_t *secret, control_plane_variable *out)
{
    *out = (control_plane_variable){
        .name = control_plane_json_text(arena, secret, "name"),
        .value = control_plane_json_text(arena, secret, "value"),
    };
    return out->name != NULL;
}

/* A service that hides values may show "" for each: then an empty one tells nothing. */
static void hide_values_if_all_are_empty(control_plane_variables *variables)
{
    for (size_t i = 0; i < variables->count; i++) {
        if (variables->items[i].value != NULL && variables->items[i].value[0] != '\0')
            return;
    }
    for (size_t i = 0; i < variables->count; i++)
        variables->items[i].value = NULL;
}

static bool read_variables(tf_arena *arena, const json_t *secrets, control_plane_variables *out)
{
    out->count = json_array_size(secrets);
    out->items = tf_alloc_array(arena, out->count, sizeof *out->items);
    for (size_t i = 0; i < out->count; i++) {
        if (!read_variable(arena, json_array_get(secrets, i), &out->items[i]))
            return false;
    }
    hide_values_if_all_are_empty(out);
    return true;
}

bool control_plane_read_deployment(tf_arena *arena, const json_t *body, void *out)
{
    control_plane_project *project = out;
    const json_t *config = json_object_get(body, "source_config");
    *project = (control_plane_project){
        .id = control_plane_json_text(arena, body, "id"),
        .name = control_plane_json_text(arena, body, "name"),
        .display_name = control_plane_json_text(arena, body, "display_name"),
        .workspace_id = control_plane_json_text(arena, body, "tenant_id"),
        .source = control_plane_json_text(arena, body, "source"),
        .status = control_plane_json_text(arena, body, "status"),
        .url = control_plane_json_text(arena, config, "custom_url"),
        .custom_url = control_plane_json_text(arena, config, "custom_url"),
        .deployment_type = control_plane_json_text(arena, config, "deployment_type"),
        .created_at = control_plane_json_text(arena, body, "created_at"),
        .updated_at = control_plane_json_text(arena, body, "updated_at"),
        .latest_revision_id = control_plane_json_text(arena, body, "latest_revision_id"),
        .active_revision_id = control_plane_json_text(arena, body, "active_revision_id"),
        .image_uri = control_plane_json_text(arena, json_object_get(body, "source_revision_config"), "image_uri"),
        .resources = control_plane_json_part(arena, config, "resource_spec"),
    };
    const json_t *secrets = json_object_get(body, "secrets");
    project->shows_variables = json_is_array(secrets) && project->latest_revision_id != NULL;
    return project->id != NULL && project->name != NULL && project->status != NULL && json_is_object(config)
           && read_variables(arena, secrets, &project->variables);
}

static bool read_revision(tf_arena *arena, const json_t *body, void *out)
{
    control_plane_revision *revision = out;
    *revision = (control_plane_revision){
        .id = control_plane_json_text(arena, body, "id"),
        .status = control_plane_json_text(arena, body, "status"),
        .image_uri = control_plane_json_text(arena, json_object_get(body, "source_revision_config"), "image_uri"),
    };
    return revision->id != NULL && revision->status != NULL;
}

/* A page of a list: the projects seen so far, and where the next page begins. */
typedef struct page {
    control_plane_project_list all;
    size_t size;
    json_int_t next_offset;
} page;

static bool read_page(tf_arena *arena, const json_t *body, void *out)
{
    page *seen = out;
    const json_t *resources = json_object_get(body, "resources");
    const json_t *offset = json_object_get(body, "offset");
    if (!json_is_array(resources) || !json_is_integer(offset))
        return false;
    seen->size = json_array_size(resources);
    seen->next_offset = json_integer_value(offset);
    control_plane_project *items = tf_alloc_array(arena, seen->all.count + seen->size, sizeof *items);
    if (seen->all.count > 0)
        memcpy(items, seen->all.items, seen->all.count * sizeof *items);
    seen->all.items = items;
    /* One that cannot be read hides none of the others. */
    for (size_t i = 0; i < seen->size; i++) {
        if (control_plane_read_deployment(arena, json_array_get(resources, i), &items[seen->all.count]))
            seen->all.count++;
    }
    return true;
}

static json_t *secrets_of(const control_plane_variables *variables)
{
    json_t *secrets = control_plane_json_made(json_array());
    for (size_t i = 0; i < variables->count; i++) {
        json_t *secret = control_plane_json_made(json_object());
        control_plane_json_set(secret, "name", variables->items[i].name);
        control_plane_json_set(secret, "value", variables->items[i].value);
        (void)json_array_append_new(secrets, secret);
    }
    return secrets;
}

/* What creations and changes have in common. */
static json_t *body_of(const control_plane_settings *settings)
{
    json_t *body = control_plane_json_made(json_object());
    json_t *config = control_plane_json_made(json_object());
    control_plane_json_set(config, "deployment_type", settings->deployment_type);
    control_plane_json_set(config, "custom_url", settings->custom_url);
    if (settings->resources != NULL)
        (void)json_object_set_new(config, "resource_spec",
                                  control_plane_json_made(json_loads(settings->resources, 0, NULL)));
    json_t *revision_config = control_plane_json_made(json_object());
    control_plane_json_set(revision_config, "image_uri", settings->image_uri);
    (void)json_object_set_new(body, "source_config", config);
    (void)json_object_set_new(body, "source_revision_config", revision_config);
    if (settings->variables != NULL)
        (void)json_object_set_new(body, "secrets", secrets_of(settings->variables));
    return body;
}

static bool create_deployment(const control_plane_session *session, const control_plane_settings *settings,
                              control_plane_project *out, control_plane_error *error)
{
    json_t *body = body_of(settings);
    control_plane_json_set(body, "name", settings->name);
    control_plane_json_set(body, "source", "external_docker");
    if (settings->resources == NULL)
        (void)json_object_set_new(json_object_get(body, "source_config"), "resource_spec",
                                  control_plane_json_made(json_object()));
    return control_plane_send(session,
                              &(control_plane_request){
                                  .method = "POST",
                                  .path = "/v2/deployments",
                                  .body = body,
                                  .what = tf_format(session->arena, "create the project \"%s\"", settings->name),
                                  .decode = control_plane_read_deployment,
                                  .out = out,
                              },
                              error);
}

static bool get_deployment(const control_plane_session *session, const char *id, control_plane_project *out,
                           control_plane_error *error)
{
    return control_plane_send(
        session,
        &(control_plane_request){
            .method = "GET",
            .path = tf_format(session->arena, "/v2/deployments/%s", http_escape(session->arena, id)),
            .what = tf_format(session->arena, "read the project %s", id),
            .idempotent = true,
            .decode = control_plane_read_deployment,
            .out = out,
        },
        error);
}

static const char *list_path(tf_arena *arena, const char *name, json_int_t offset)
{
    const char *filter = "";
    if (name != NULL) {
        const char *escaped = http_escape(arena, name);
        filter = tf_format(arena, "&name=%s&name_contains=%s", escaped, escaped);
    }
    return tf_format(arena, "/v2/deployments?limit=%d&offset=%lld%s", PAGE, (long long)offset, filter);
}

static bool list_deployments(const control_plane_session *session, const char *name, control_plane_project_list *out,
                             control_plane_error *error)
{
    page seen = { .size = PAGE };
    json_int_t offset = 0;
    do {
        offset = seen.next_offset;
        if (!control_plane_send(session,
                                &(control_plane_request){
                                    .method = "GET",
                                    .path = list_path(session->arena, name, offset),
                                    .what = "list the projects",
                                    .idempotent = true,
                                    .decode = read_page,
                                    .out = &seen,
                                },
                                error))
            return false;
    } while (seen.size == PAGE && seen.next_offset > offset);
    *out = seen.all;
    return true;
}

static bool change_deployment(const control_plane_session *session, const char *id,
                              const control_plane_settings *settings, control_plane_project *out,
                              control_plane_error *error)
{
    json_t *body = body_of(settings);
    control_plane_json_set(body, "display_name", settings->display_name);
    bool makes_revision = settings->image_uri != NULL || settings->variables != NULL || settings->resources != NULL;
    return control_plane_send(
        session,
        &(control_plane_request){
            .method = "PATCH",
            .path = tf_format(session->arena, "/v2/deployments/%s", http_escape(session->arena, id)),
            .body = body,
            .what = tf_format(session->arena, "change the project %s", id),
            .idempotent = !makes_revision,
            .decode = control_plane_read_deployment,
            .out = out,
        },
        error);
}

static bool remove_deployment(const control_plane_session *session, const char *id, bool delete_tracing_project,
                              control_plane_error *error)
{
    return control_plane_send(
        session,
        &(control_plane_request){
            .method = "DELETE",
            .path = tf_format(session->arena, "/v2/deployments/%s%s", http_escape(session->arena, id),
                              delete_tracing_project ? "?delete_tracing_project=true" : ""),
            .what = tf_format(session->arena, "delete the project %s", id),
            .idempotent = true,
        },
        error);
}

static const char *revision_path(tf_arena *arena, const char *id, const char *revision_id)
{
    return tf_format(arena, "/v2/deployments/%s/revisions/%s", http_escape(arena, id), http_escape(arena, revision_id));
}

static bool get_revision(const control_plane_session *session, const char *id, const char *revision_id,
                         control_plane_revision *out, control_plane_error *error)
{
    return control_plane_send(session,
                              &(control_plane_request){
                                  .method = "GET",
                                  .path = revision_path(session->arena, id, revision_id),
                                  .what = tf_format(session->arena, "read the revision %s", revision_id),
                                  .idempotent = true,
                                  .decode = read_revision,
                                  .out = out,
                              },
                              error);
}

static bool get_log(const control_plane_session *session, const char *id, const char *revision_id, const char *kind,
                    int lines, const char **out, control_plane_error *error)
{
    const char *path = revision_path(session->arena, id, revision_id);
    return control_plane_send(
        session,
        &(control_plane_request){
            .method = "GET",
            .path = tf_format(session->arena, "%s/logs?type=%s&order=desc&limit=%d", path, kind, lines),
            .what = tf_format(session->arena, "read the %s log of the revision %s", kind, revision_id),
            .idempotent = true,
            .decode = control_plane_read_log,
            .out = out,
        },
        error);
}

const control_plane_generation control_plane_deployments = {
    .number = 2,
    .create = create_deployment,
    .get = get_deployment,
    .list = list_deployments,
    .change = change_deployment,
    .remove = remove_deployment,
    .get_revision = get_revision,
    .get_log = get_log,
};
