/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "control_plane/logs.h"
#include "control_plane/project.h"
#include "control_plane/request.h"
#include "http/url.h"

#define PAGE 100

/* Values of secret variables may be left out or empty: then nothing is known of them. */
static bool read_variable(tf_arena *arena, const json_t *variable, control_plane_variable *out)
{
    const char *type = json_string_value(json_object_get(variable, "type"));
    *out = (control_plane_variable){
        .name = control_plane_json_text(arena, variable, "name"),
        .value = control_plane_json_text(arena, variable, "value"),
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

bool control_plane_read_project(tf_arena *arena, const json_t *body, void *out)
{
    control_plane_project *project = out;
    const json_t *metadata = json_object_get(body, "metadata");
    const json_t *resource = json_object_get(body, "resource");
    const json_t *latest = json_object_get(resource, "latest_revision");
    const json_t *active = json_object_get(resource, "latest_active_revision");
    const json_t *variables = json_object_get(latest, "env_vars");
    *project = (control_plane_project){
        .id = control_plane_json_text(arena, body, "id"),
        .name = control_plane_json_text(arena, body, "name"),
        .workspace_id = control_plane_json_text(arena, body, "tenant_id"),
        .source = control_plane_json_text(arena, metadata, "image_source"),
        .status = control_plane_json_text(arena, body, "status"),
        .url = control_plane_json_text(arena, resource, "url"),
        .deployment_type = control_plane_json_text(arena, metadata, "deployment_type"),
        .created_at = control_plane_json_text(arena, body, "created_at"),
        .updated_at = control_plane_json_text(arena, body, "updated_at"),
        .latest_revision_id = control_plane_json_text(arena, latest, "hosted_langserve_revision_id"),
        .active_revision_id = control_plane_json_text(arena, active, "hosted_langserve_revision_id"),
        .region = control_plane_json_text(arena, metadata, "region"),
        .account_id = control_plane_json_text(arena, metadata, "aws_account_id"),
        .external_id = control_plane_json_text(arena, metadata, "aws_external_id"),
        .shows_variables = json_is_array(variables),
    };
    return project->id != NULL && project->name != NULL && project->workspace_id != NULL
           && read_variables(arena, variables, &project->variables);
}

bool control_plane_read_project_revision(tf_arena *arena, const json_t *body, void *out)
{
    control_plane_revision *revision = out;
    *revision = (control_plane_revision){
        .id = control_plane_json_text(arena, body, "id"),
        .status = control_plane_json_text(arena, body, "status"),
        .message = control_plane_json_text(arena, body, "status_message"),
        .image_uri = control_plane_json_text(arena, body, "image_path"),
        .resources = control_plane_json_part(arena, body, "container_spec"),
    };
    return revision->id != NULL && revision->status != NULL;
}

/* The projects seen so far, how many the last page had, and where the next one begins. */
typedef struct page {
    control_plane_project_list all;
    size_t size;
    size_t offset;
} page;

/* Whether the page begins with what the list begins with: who heeds no offset answers with the same page for ever. */
static bool begins_anew(const page *seen, const json_t *body)
{
    const char *first = json_string_value(json_object_get(json_array_get(body, 0), "id"));
    return seen->all.count > 0 && first != NULL && strcmp(first, seen->all.items[0].id) == 0;
}

static bool read_page(tf_arena *arena, const json_t *body, void *out)
{
    page *seen = out;
    if (!json_is_array(body))
        return false;
    seen->size = begins_anew(seen, body) ? 0 : json_array_size(body);
    control_plane_project *items = tf_alloc_array(arena, seen->all.count + seen->size, sizeof *items);
    if (seen->all.count > 0)
        memcpy(items, seen->all.items, seen->all.count * sizeof *items);
    seen->all.items = items;
    seen->offset += seen->size;
    /* One that cannot be read hides none of the others. */
    for (size_t i = 0; i < seen->size; i++) {
        if (control_plane_read_project(arena, json_array_get(body, i), &items[seen->all.count]))
            seen->all.count++;
    }
    return true;
}

static json_t *env_vars_of(const control_plane_variables *variables)
{
    json_t *env_vars = control_plane_json_made(json_array());
    for (size_t i = 0; i < variables->count; i++) {
        json_t *variable = control_plane_json_made(json_object());
        control_plane_json_set(variable, "name", variables->items[i].name);
        control_plane_json_set(variable, "value", variables->items[i].value);
        control_plane_json_set(variable, "type", variables->items[i].secret ? "secret" : "default");
        (void)json_array_append_new(env_vars, variable);
    }
    return env_vars;
}

/* What creations and revisions have in common. */
static json_t *body_of(const control_plane_settings *settings)
{
    json_t *body = control_plane_json_made(json_object());
    control_plane_json_set(body, "image_path", settings->image_uri);
    if (settings->variables != NULL)
        (void)json_object_set_new(body, "env_vars", env_vars_of(settings->variables));
    if (settings->resources != NULL)
        (void)json_object_set_new(body, "container_spec",
                                  control_plane_json_made(json_loads(settings->resources, 0, NULL)));
    return body;
}

/* The reference leaves `platform` open; its names are those under which the metadata of a project shows the same. */
static json_t *platform_of(const control_plane_settings *settings)
{
    json_t *platform = control_plane_json_made(json_object());
    control_plane_json_set(platform, "region", settings->region);
    control_plane_json_set(platform, "aws_account_id", settings->account_id);
    control_plane_json_set(platform, "aws_role_arn", settings->role_arn);
    control_plane_json_set(platform, "aws_external_id", settings->external_id);
    return platform;
}

static bool create_project(const control_plane_session *session, const control_plane_settings *settings,
                           control_plane_project *out, control_plane_error *error)
{
    json_t *body = body_of(settings);
    control_plane_json_set(body, "name", settings->name);
    control_plane_json_set(body, "deployment_type", settings->deployment_type);
    (void)json_object_set_new(body, "lc_hosted", json_false());
    (void)json_object_set_new(body, "platform", platform_of(settings));
    return control_plane_send(session,
                              &(control_plane_request){
                                  .method = "POST",
                                  .path = "/v1/projects",
                                  .body = body,
                                  .what = tf_format(session->arena, "create the project \"%s\"", settings->name),
                                  .decode = control_plane_read_project,
                                  .out = out,
                              },
                              error);
}

static const char *project_path(tf_arena *arena, const char *id)
{
    return tf_format(arena, "/v1/projects/%s", http_escape(arena, id));
}

static bool get_project(const control_plane_session *session, const char *id, control_plane_project *out,
                        control_plane_error *error)
{
    return control_plane_send(session,
                              &(control_plane_request){
                                  .method = "GET",
                                  .path = project_path(session->arena, id),
                                  .what = tf_format(session->arena, "read the project %s", id),
                                  .idempotent = true,
                                  .decode = control_plane_read_project,
                                  .out = out,
                              },
                              error);
}

static bool list_projects(const control_plane_session *session, const char *name, control_plane_project_list *out,
                          control_plane_error *error)
{
    page seen = { .size = PAGE };
    const char *filter =
        name == NULL ? "" : tf_format(session->arena, "&name_contains=%s", http_escape(session->arena, name));
    while (seen.size == PAGE) {
        if (!control_plane_send(
                session,
                &(control_plane_request){
                    .method = "GET",
                    .path = tf_format(session->arena, "/v1/projects?limit=%d&offset=%zu%s", PAGE, seen.offset, filter),
                    .what = "list the projects",
                    .idempotent = true,
                    .decode = read_page,
                    .out = &seen,
                },
                error))
            return false;
    }
    *out = seen.all;
    return true;
}

/* The id of the newest revision, which a list begins with. */
static bool read_newest_id(tf_arena *arena, const json_t *body, void *out)
{
    const char **id = out;
    *id = control_plane_json_text(arena, json_array_get(body, 0), "id");
    return *id != NULL;
}

/* The answer is the project, which need not show the new revision yet: the list of revisions does. */
static bool add_revision(const control_plane_session *session, const char *id, const control_plane_settings *settings,
                         control_plane_project *out, control_plane_error *error)
{
    const char *path = tf_format(session->arena, "%s/revisions", project_path(session->arena, id));
    if (!control_plane_send(session,
                            &(control_plane_request){
                                .method = "POST",
                                .path = path,
                                .body = body_of(settings),
                                .what = tf_format(session->arena, "make a revision of the project %s", id),
                                .decode = control_plane_read_project,
                                .out = out,
                            },
                            error))
        return false;
    const char *newest = NULL;
    control_plane_error unlisted;
    if (control_plane_send(session,
                           &(control_plane_request){
                               .method = "GET",
                               .path = tf_format(session->arena, "%s?limit=1", path),
                               .what = tf_format(session->arena, "list the revisions of the project %s", id),
                               .idempotent = true,
                               .decode = read_newest_id,
                               .out = &newest,
                           },
                           &unlisted))
        out->latest_revision_id = newest;
    return true;
}

static bool remove_project(const control_plane_session *session, const char *id, bool delete_tracing_project,
                           control_plane_error *error)
{
    (void)delete_tracing_project;
    return control_plane_send(session,
                              &(control_plane_request){
                                  .method = "DELETE",
                                  .path = project_path(session->arena, id),
                                  .what = tf_format(session->arena, "delete the project %s", id),
                                  .idempotent = true,
                              },
                              error);
}

static const char *revision_path(tf_arena *arena, const char *id, const char *revision_id)
{
    return tf_format(arena, "%s/revisions/%s", project_path(arena, id), http_escape(arena, revision_id));
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
                                  .decode = control_plane_read_project_revision,
                                  .out = out,
                              },
                              error);
}

static bool get_log(const control_plane_session *session, const char *id, const char *revision_id, const char *kind,
                    int lines, const char **out, control_plane_error *error)
{
    json_t *body = control_plane_json_made(json_object());
    control_plane_json_set(body, "order", "desc");
    (void)json_object_set_new(body, "limit", control_plane_json_made(json_integer(lines)));
    return control_plane_send(
        session,
        &(control_plane_request){
            .method = "POST",
            .path = tf_format(session->arena, "%s/%s_logs", revision_path(session->arena, id, revision_id), kind),
            .body = body,
            .what = tf_format(session->arena, "read the %s log of the revision %s", kind, revision_id),
            .idempotent = true,
            .decode = control_plane_read_log,
            .out = out,
        },
        error);
}

const control_plane_generation control_plane_projects = {
    .number = 1,
    .create = create_project,
    .get = get_project,
    .list = list_projects,
    .change = add_revision,
    .remove = remove_project,
    .get_revision = get_revision,
    .get_log = get_log,
};
