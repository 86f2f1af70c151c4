/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The calls of the API, from what the session's generation says of them. What is made of several calls is
 * operations.h's.
 */
#include "control_plane/api.h"

#include <string.h>

#include "control_plane/id.h"
#include "control_plane/list.h"
#include "control_plane/request.h"
#include "http/body.h"
#include "http/url.h"

static const char *project_path(const control_plane_session *session, const char *id)
{
    return tf_format(session->arena, "%s/%s", session->generation->collection, http_escape(session->arena, id));
}

static const char *revision_path(const control_plane_session *session, const char *id, const char *revision_id)
{
    return tf_format(session->arena, "%s/revisions/%s", project_path(session, id),
                     http_escape(session->arena, revision_id));
}

bool control_plane_create_project(const control_plane_session *session, const control_plane_settings *settings,
                                  control_plane_project *out, control_plane_error *error)
{
    return control_plane_send(session,
                              &(control_plane_request){
                                  .method = "POST",
                                  .path = session->generation->collection,
                                  .body = session->generation->body_of_creation(settings),
                                  .what = tf_format(session->arena, "create the project \"%s\"", settings->name),
                                  .decode = session->generation->read_project,
                                  .out = out,
                              },
                              error);
}

bool control_plane_get_project(const control_plane_session *session, const char *id, control_plane_project *out,
                               control_plane_error *error)
{
    return control_plane_send(session,
                              &(control_plane_request){
                                  .method = "GET",
                                  .path = project_path(session, id),
                                  .what = tf_format(session->arena, "read the project %s", id),
                                  .idempotent = true,
                                  .decode = session->generation->read_project,
                                  .out = out,
                              },
                              error);
}

/* A list that is being walked. */
typedef struct walk {
    const control_plane_generation *generation;
    tf_arena *arena; /* for what is taken; NULL for that of each page, which goes with it */
    control_plane_project_taker take;
    void *taken;
} walk;

static bool take_entry(tf_arena *arena, const json_t *entry, void *taken)
{
    const walk *walked = taken;
    control_plane_project project;
    return !walked->generation->read_project(walked->arena == NULL ? arena : walked->arena, entry, &project)
           || walked->take(&project, walked->taken);
}

static bool walk_at(const control_plane_session *session, const char *path, walk *walked, control_plane_error *error)
{
    walked->generation = session->generation;
    return control_plane_read_list(session,
                                   &(control_plane_list){
                                       .path = path,
                                       .what = "list the projects",
                                       .entries = session->generation->entries_of_list,
                                       .take = take_entry,
                                       .taken = walked,
                                   },
                                   error);
}

static const char *path_of_list(const control_plane_session *session, const char *contained)
{
    const char *collection = session->generation->collection;
    if (contained == NULL)
        return collection;
    return tf_format(session->arena, "%s?name_contains=%s", collection, http_escape(session->arena, contained));
}

bool control_plane_walk_projects(const control_plane_session *session, const char *contained,
                                 control_plane_project_taker take, void *taken, control_plane_error *error)
{
    walk walked = { .take = take, .taken = taken };
    return walk_at(session, path_of_list(session, contained), &walked, error);
}

/* The projects seen so far. */
typedef struct listing {
    tf_arena *arena;
    control_plane_project_list all;
    size_t capacity;
} listing;

static bool keep_project(const control_plane_project *project, void *taken)
{
    listing *seen = taken;
    seen->all.items = tf_grow(seen->arena, seen->all.items, seen->all.count, &seen->capacity, sizeof *seen->all.items);
    seen->all.items[seen->all.count++] = *project;
    return true;
}

static bool list_at(const control_plane_session *session, const char *path, control_plane_project_list *out,
                    control_plane_error *error)
{
    listing seen = { .arena = session->arena };
    walk walked = { .arena = session->arena, .take = keep_project, .taken = &seen };
    const bool listed = walk_at(session, path, &walked, error);
    if (listed)
        *out = seen.all;
    return listed;
}

bool control_plane_list_projects(const control_plane_session *session, const char *contained,
                                 control_plane_project_list *out, control_plane_error *error)
{
    return list_at(session, path_of_list(session, contained), out, error);
}

bool control_plane_list_projects_named(const control_plane_session *session, const char *name,
                                       control_plane_project_list *out, control_plane_error *error)
{
    const char *escaped = http_escape(session->arena, name);
    const char *exact = session->generation->finds_exact_names ? tf_format(session->arena, "&name=%s", escaped) : "";
    const char *path =
        tf_format(session->arena, "%s?name_contains=%s%s", session->generation->collection, escaped, exact);
    return list_at(session, path, out, error);
}

/* The id of the newest revision, which a list begins with. */
static bool read_newest_id(tf_arena *arena, const json_t *body, void *out)
{
    const char **id = out;
    *id = arena_json_id(arena, json_array_get(body, 0), "id");
    return *id != NULL;
}

/* The answer is the project, which need not show the new revision yet: the list of revisions does. */
static bool add_revision(const control_plane_session *session, const char *id, const control_plane_settings *settings,
                         control_plane_project *out, control_plane_error *error)
{
    const char *path = tf_format(session->arena, "%s/revisions", project_path(session, id));
    if (!control_plane_send(session,
                            &(control_plane_request){
                                .method = "POST",
                                .path = path,
                                .body = session->generation->body_of_change(settings),
                                .what = tf_format(session->arena, "make a revision of the project %s", id),
                                .decode = session->generation->read_project,
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

bool control_plane_change_project(const control_plane_session *session, const char *id,
                                  const control_plane_settings *settings, control_plane_project *out,
                                  control_plane_error *error)
{
    if (session->generation->changes_by_revision)
        return add_revision(session, id, settings, out, error);
    const bool makes_revision = control_plane_settings_make_revision(settings);
    return control_plane_send(session,
                              &(control_plane_request){
                                  .method = "PATCH",
                                  .path = project_path(session, id),
                                  .body = session->generation->body_of_change(settings),
                                  .what = tf_format(session->arena, "change the project %s", id),
                                  .idempotent = !makes_revision,
                                  .decode = session->generation->read_project,
                                  .out = out,
                              },
                              error);
}

bool control_plane_resize_project(const control_plane_session *session, const char *id,
                                  const control_plane_sizes *sizes, control_plane_project *out,
                                  control_plane_error *error)
{
    json_t *body = arena_json_made(json_object());
    arena_json_set(body, "compute_tier", sizes->compute);
    arena_json_set(body, "database_tier", sizes->database);
    return control_plane_send(session,
                              &(control_plane_request){
                                  .method = "PATCH",
                                  .path = tf_format(session->arena, "%s/resource-tiers", project_path(session, id)),
                                  .body = body,
                                  .what = tf_format(session->arena, "change the sizes of the project %s", id),
                                  .decode = session->generation->read_project,
                                  .out = out,
                              },
                              error);
}

bool control_plane_remove_project(const control_plane_session *session, const char *id, bool delete_tracing_project,
                                  control_plane_error *error)
{
    const bool with_tracing = delete_tracing_project && session->generation->forgets_tracing;
    return control_plane_send(session,
                              &(control_plane_request){
                                  .method = "DELETE",
                                  .path = tf_format(session->arena, "%s%s", project_path(session, id),
                                                    with_tracing ? "?delete_tracing_project=true" : ""),
                                  .what = tf_format(session->arena, "delete the project %s", id),
                                  .idempotent = true,
                              },
                              error);
}

bool control_plane_get_revision(const control_plane_session *session, const char *id, const char *revision_id,
                                control_plane_revision *out, control_plane_error *error)
{
    return control_plane_send(session,
                              &(control_plane_request){
                                  .method = "GET",
                                  .path = revision_path(session, id, revision_id),
                                  .what = tf_format(session->arena, "read the revision %s", revision_id),
                                  .idempotent = true,
                                  .decode = session->generation->read_revision,
                                  .out = out,
                              },
                              error);
}

/* The revisions taken so far, in an arena that outlives the pages. */
typedef struct revision_listing {
    const control_plane_generation *generation;
    tf_arena *arena;
    const char *status;
    size_t limit;
    control_plane_revision_list taken;
} revision_listing;

static bool take_revision(tf_arena *page, const json_t *entry, void *taken)
{
    (void)page;
    revision_listing *seen = taken;
    control_plane_revision revision;
    if (seen->generation->read_revision(seen->arena, entry, &revision)
        && (seen->status == NULL || strcmp(revision.status, seen->status) == 0))
        seen->taken.items[seen->taken.count++] = revision;
    return seen->taken.count < seen->limit;
}

bool control_plane_list_revisions(const control_plane_session *session, const char *id, const char *status,
                                  size_t limit, control_plane_revision_list *out, control_plane_error *error)
{
    revision_listing seen = {
        .generation = session->generation,
        .arena = session->arena,
        .status = status,
        .limit = limit,
        .taken = { .items = tf_alloc_array(session->arena, limit, sizeof(control_plane_revision)) },
    };
    const bool listed =
        control_plane_read_list(session,
                                &(control_plane_list){
                                    .path = tf_format(session->arena, "%s/revisions", project_path(session, id)),
                                    .what = tf_format(session->arena, "list the revisions of the project %s", id),
                                    .entries = session->generation->entries_of_list,
                                    .take = take_revision,
                                    .taken = &seen,
                                },
                                error);
    if (listed)
        *out = seen.taken;
    return listed;
}

static bool ask_of_revision(const control_plane_session *session, const char *id, const char *revision_id,
                            const char *verb, const char *what, bool idempotent, control_plane_error *error)
{
    return control_plane_send(
        session,
        &(control_plane_request){
            .method = "POST",
            .path = tf_format(session->arena, "%s/%s", revision_path(session, id, revision_id), verb),
            .what = tf_format(session->arena, "%s the revision %s", what, revision_id),
            .idempotent = idempotent,
        },
        error);
}

bool control_plane_redeploy_revision(const control_plane_session *session, const char *id, const char *revision_id,
                                     control_plane_error *error)
{
    return ask_of_revision(session, id, revision_id, session->generation->redeploy, "deploy again", false, error);
}

bool control_plane_interrupt_revision(const control_plane_session *session, const char *id, const char *revision_id,
                                      control_plane_error *error)
{
    return ask_of_revision(session, id, revision_id, "interrupt", "interrupt", true, error);
}

static const char *without_line_end(tf_arena *arena, const char *message)
{
    size_t length = strlen(message);
    while (length > 0 && (message[length - 1] == '\n' || message[length - 1] == '\r'))
        length--;
    return tf_copy_bytes(arena, message, length);
}

bool control_plane_read_log(tf_arena *arena, const json_t *body, void *out)
{
    control_plane_log *log = out;
    const json_t *entries = json_object_get(body, "logs");
    if (!json_is_array(entries))
        return false;
    *log = (control_plane_log){ .entries = tf_alloc_array(arena, json_array_size(entries), sizeof *log->entries) };
    for (size_t left = json_array_size(entries); left > 0; left--) {
        const json_t *entry = json_array_get(entries, left - 1);
        const char *message = json_string_value(json_object_get(entry, "message"));
        if (message != NULL) {
            log->entries[log->count++] = (control_plane_log_entry){
                .id = arena_json_text(arena, entry, "id"),
                .message = without_line_end(arena, http_quote(arena, message)),
            };
        }
    }
    return true;
}

bool control_plane_get_log(const control_plane_session *session, const char *id, const char *revision_id,
                           const char *kind, int lines, control_plane_log *out, control_plane_error *error)
{
    const char *path = revision_path(session, id, revision_id);
    control_plane_request request = {
        .what = tf_format(session->arena, "read the %s log of the revision %s", kind, revision_id),
        .idempotent = true,
        .decode = control_plane_read_log,
        .out = out,
    };
    if (session->generation->asks_logs_by_post) {
        request.method = "POST";
        request.path = tf_format(session->arena, "%s/%s_logs", path, kind);
        request.body = arena_json_made(json_object());
        arena_json_set(request.body, "order", "desc");
        (void)json_object_set_new(request.body, "limit", arena_json_made(json_integer(lines)));
    } else {
        request.method = "GET";
        request.path = tf_format(session->arena, "%s/logs?type=%s&order=desc&limit=%d", path, kind, lines);
    }
    return control_plane_send(session, &request, error);
}
