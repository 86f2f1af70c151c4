/* SPDX-License-Identifier: Apache-2.0 */
/* Follows a list from page to page. What an entry is, and where it is kept, is the caller's business. */
#include "control_plane/list.h"

#include <string.h>

#include "control_plane/request.h"
#include "http/pages.h"
#include "http/url.h"

/* Entries on a page; the most that the service accepts. */
#define PAGE 100

/* Where a list stands. Texts are in the page's arena, but for `first_of_all`. */
typedef struct progress {
    const control_plane_list *list;
    tf_arena *arena;
    const char *first_of_all; /* what the list begins with */
    size_t size;              /* entries of the page that was read last */
    size_t offset;            /* where the next page begins */
    const char *cursor;       /* likewise; NULL where there is none */
    const char *first;        /* what the page that was read last begins with, by which it is known again */
    bool is_enough;
} progress;

static bool read_page(tf_arena *arena, const json_t *body, void *out)
{
    progress *at = out;
    const json_t *entries = at->list->entries(body);
    if (!json_is_array(entries))
        return false;
    at->first = arena_json_text(arena, json_array_get(entries, 0), "id");
    /* Who heeds no offset answers with the same page for ever. */
    const bool begins_anew = at->first_of_all != NULL && at->first != NULL && strcmp(at->first, at->first_of_all) == 0;
    if (at->first_of_all == NULL)
        at->first_of_all = tf_copy_text(at->arena, at->first);
    at->size = begins_anew ? 0 : json_array_size(entries);
    at->offset += at->size;
    at->cursor = arena_json_text(arena, body, "next_cursor");
    for (size_t i = 0; i < at->size && !at->is_enough; i++)
        at->is_enough = !at->list->take(arena, json_array_get(entries, i), at->list->taken);
    return true;
}

static const char *page_path(tf_arena *arena, const control_plane_list *list, size_t offset, const char *cursor)
{
    const char *separator = strchr(list->path, '?') == NULL ? "?" : "&";
    if (!list->by_cursor)
        return tf_format(arena, "%s%slimit=%d&offset=%zu", list->path, separator, PAGE, offset);
    const char *next = cursor == NULL ? "" : tf_format(arena, "&cursor=%s", http_escape(arena, cursor));
    return tf_format(arena, "%s%spage_size=%d%s", list->path, separator, PAGE, next);
}

static bool fail_as_endless(const control_plane_session *session, const control_plane_list *list, const char *problem,
                            control_plane_error *error)
{
    *error = (control_plane_error){
        .kind = CONTROL_PLANE_ERROR_FOREIGN,
        .what = list->what,
        .endpoint = session->config->endpoint,
        .detail = problem,
    };
    return false;
}

static bool goes_on(const progress *at)
{
    return !at->is_enough && (at->list->by_cursor ? at->cursor != NULL : at->size == PAGE);
}

/* Reads the page at `*at`. `*out_last` is true where none follows. */
static bool list_page(const control_plane_session *session, progress *at, http_pages *pages, bool *out_last,
                      control_plane_error *error)
{
    tf_arena *arena = tf_arena_new_within(session->arena);
    const control_plane_session page = control_plane_session_in(session, arena);
    const char *cursor = at->list->by_cursor ? http_pages_last_mark(pages) : NULL;
    const char *problem = NULL;
    bool listed = control_plane_send(&page,
                                     &(control_plane_request){
                                         .method = "GET",
                                         .path = page_path(arena, at->list, at->offset, cursor),
                                         .what = at->list->what,
                                         .idempotent = true,
                                         .decode = read_page,
                                         .out = at,
                                     },
                                     error);
    *out_last = listed && !goes_on(at);
    if (!listed) {
        *error = control_plane_error_copy(session->arena, error);
    } else if (!*out_last
               && !http_pages_note(pages, at->size, at->list->by_cursor ? at->cursor : at->first, &problem)) {
        listed = fail_as_endless(session, at->list, problem, error);
    }
    tf_arena_free(arena);
    return listed;
}

bool control_plane_read_list(const control_plane_session *session, const control_plane_list *list,
                             control_plane_error *error)
{
    progress at = { .list = list, .arena = session->arena };
    http_pages pages = { .arena = session->arena };
    bool is_last = false;
    while (!is_last) {
        if (!list_page(session, &at, &pages, &is_last, error))
            return false;
    }
    return true;
}

const json_t *control_plane_resources_of(const json_t *body)
{
    return json_is_integer(json_object_get(body, "offset")) ? json_object_get(body, "resources") : NULL;
}
