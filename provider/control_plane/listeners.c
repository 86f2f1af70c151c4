/* SPDX-License-Identifier: Apache-2.0 */
/* The calls about listeners. Which projects one deploys, projects tell. */
#include "control_plane/listeners.h"

#include <string.h>

#include "control_plane/id.h"
#include "control_plane/list.h"
#include "control_plane/request.h"
#include "http/url.h"

#define COLLECTION "/v2/listeners"

static tf_string_set read_texts(tf_arena *arena, const json_t *texts)
{
    tf_string_set set = { .state = json_is_array(texts) ? TF_KNOWN : TF_NULL };
    size_t index;
    json_t *text;
    json_array_foreach(texts, index, text)
    {
        if (json_is_string(text))
            tf_string_set_add(arena, &set, json_string_value(text));
    }
    return set;
}

static bool read_listener(tf_arena *arena, const json_t *body, void *out)
{
    control_plane_listener *listener = out;
    *listener = (control_plane_listener){
        .id = arena_json_id(arena, body, "id"),
        .compute_id = arena_json_text(arena, body, "compute_id"),
        .compute_type = arena_json_text(arena, body, "compute_type"),
        .k8s_namespaces = read_texts(arena, json_object_get(json_object_get(body, "compute_config"), "k8s_namespaces")),
        .version = arena_json_text(arena, body, "version"),
        .created_at = arena_json_text(arena, body, "created_at"),
        .updated_at = arena_json_text(arena, body, "updated_at"),
    };
    return listener->id != NULL && listener->compute_id != NULL && listener->compute_type != NULL;
}

static const char *listener_path(const control_plane_session *session, const char *id)
{
    return tf_format(session->arena, COLLECTION "/%s", http_escape(session->arena, id));
}

/* A list that is being walked. */
typedef struct walk {
    tf_arena *arena; /* of what is handed on; NULL for that of its page */
    control_plane_listener_taker take;
    void *taken;
} walk;

static bool take_entry(tf_arena *page, const json_t *entry, void *taken)
{
    const walk *walked = taken;
    control_plane_listener listener;
    tf_arena *arena = walked->arena == NULL ? page : walked->arena;
    return !read_listener(arena, entry, &listener) || walked->take(&listener, walked->taken);
}

static bool walk_through(const control_plane_session *session, walk *walked, control_plane_error *error)
{
    return control_plane_read_list(session,
                                   &(control_plane_list){
                                       .path = COLLECTION,
                                       .what = "list the listeners",
                                       .entries = control_plane_resources_of,
                                       .take = take_entry,
                                       .taken = walked,
                                   },
                                   error);
}

bool control_plane_walk_listeners(const control_plane_session *session, control_plane_listener_taker take, void *taken,
                                  control_plane_error *error)
{
    return walk_through(session, &(walk){ .take = take, .taken = taken }, error);
}

/* The listeners seen so far, in an arena that outlives the pages. */
typedef struct listing {
    tf_arena *arena;
    control_plane_listener_list all;
    size_t capacity;
} listing;

static bool keep_listener(const control_plane_listener *listener, void *taken)
{
    listing *seen = taken;
    seen->all.items = tf_grow(seen->arena, seen->all.items, seen->all.count, &seen->capacity, sizeof *seen->all.items);
    seen->all.items[seen->all.count++] = *listener;
    return true;
}

bool control_plane_list_listeners(const control_plane_session *session, control_plane_listener_list *out,
                                  control_plane_error *error)
{
    listing seen = { .arena = session->arena };
    walk walked = { .arena = session->arena, .take = keep_listener, .taken = &seen };
    const bool listed = walk_through(session, &walked, error);
    if (listed)
        *out = seen.all;
    return listed;
}

bool control_plane_get_listener(const control_plane_session *session, const char *id, control_plane_listener *out,
                                control_plane_error *error)
{
    return control_plane_send(session,
                              &(control_plane_request){
                                  .method = "GET",
                                  .path = listener_path(session, id),
                                  .what = tf_format(session->arena, "read the listener %s", id),
                                  .idempotent = true,
                                  .decode = read_listener,
                                  .out = out,
                              },
                              error);
}

bool control_plane_find_listener(const control_plane_session *session, const char *compute_id,
                                 control_plane_listener *out, control_plane_error *error)
{
    *out = (control_plane_listener){ .id = NULL };
    control_plane_listener_list all;
    if (!control_plane_list_listeners(session, &all, error))
        return false;
    for (size_t i = 0; i < all.count && out->id == NULL; i++) {
        if (strcmp(all.items[i].compute_id, compute_id) == 0)
            *out = all.items[i];
    }
    return true;
}

static json_t *config_of(const tf_string_set *namespaces)
{
    json_t *names = arena_json_made(json_array());
    for (size_t i = 0; i < namespaces->count; i++)
        (void)json_array_append_new(names, arena_json_made(json_string(namespaces->items[i].value)));
    json_t *config = arena_json_made(json_object());
    (void)json_object_set_new(config, "k8s_namespaces", names);
    return config;
}

static bool fail_as_taken(const control_plane_session *session, const control_plane_listener *existing,
                          control_plane_error *error)
{
    *error = (control_plane_error){
        .kind = CONTROL_PLANE_ERROR_CONFLICT,
        .what = tf_format(session->arena, "create the listener \"%s\"", existing->compute_id),
        .endpoint = session->config->endpoint,
        .detail =
            tf_format(session->arena, "the workspace has a listener of that compute_id already, %s", existing->id),
        .existing_id = existing->id,
    };
    return false;
}

bool control_plane_create_listener(const control_plane_session *session, const control_plane_listener *listener,
                                   control_plane_listener *out, control_plane_error *error)
{
    if (!control_plane_find_listener(session, listener->compute_id, out, error))
        return false;
    if (out->id != NULL)
        return fail_as_taken(session, out, error);
    json_t *body = arena_json_made(json_object());
    arena_json_set(body, "compute_type", listener->compute_type);
    arena_json_set(body, "compute_id", listener->compute_id);
    (void)json_object_set_new(body, "compute_config", config_of(&listener->k8s_namespaces));
    if (control_plane_send(session,
                           &(control_plane_request){
                               .method = "POST",
                               .path = COLLECTION,
                               .body = body,
                               .what = tf_format(session->arena, "create the listener \"%s\"", listener->compute_id),
                               .decode = read_listener,
                               .out = out,
                           },
                           error))
        return true;
    /* The name was free a moment ago: what has it now is what this request made. */
    const control_plane_session afterwards = control_plane_session_afterwards(session);
    control_plane_error unread;
    return error->outcome_unknown && control_plane_find_listener(&afterwards, listener->compute_id, out, &unread)
           && out->id != NULL;
}

bool control_plane_change_listener(const control_plane_session *session, const char *id,
                                   const tf_string_set *namespaces, control_plane_listener *out,
                                   control_plane_error *error)
{
    json_t *body = arena_json_made(json_object());
    (void)json_object_set_new(body, "compute_config", config_of(namespaces));
    return control_plane_send(session,
                              &(control_plane_request){
                                  .method = "PATCH",
                                  .path = listener_path(session, id),
                                  .body = body,
                                  .what = tf_format(session->arena, "change the listener %s", id),
                                  .idempotent = true,
                                  .decode = read_listener,
                                  .out = out,
                              },
                              error);
}

bool control_plane_remove_listener(const control_plane_session *session, const char *id, control_plane_error *error)
{
    return control_plane_send(session,
                              &(control_plane_request){
                                  .method = "DELETE",
                                  .path = listener_path(session, id),
                                  .what = tf_format(session->arena, "delete the listener %s", id),
                                  .idempotent = true,
                              },
                              error);
}
