/* SPDX-License-Identifier: Apache-2.0 */
/* The call about installations of the GitHub app, which are made in a browser and only read here. */
#include "control_plane/installations.h"

#include "control_plane/list.h"

static const json_t *items_of(const json_t *body)
{
    return json_object_get(body, "items");
}

/* The installations seen so far, in an arena that outlives the pages. */
typedef struct listing {
    tf_arena *arena;
    control_plane_installation_list all;
    size_t capacity;
} listing;

static bool take_installation(tf_arena *page, const json_t *entry, void *taken)
{
    (void)page;
    listing *seen = taken;
    const control_plane_installation installation = {
        .id = arena_json_text(seen->arena, entry, "id"),
        .name = arena_json_text(seen->arena, entry, "name"),
        .installation_id = json_integer_value(json_object_get(entry, "installation_id")),
    };
    if (installation.id == NULL || installation.name == NULL)
        return true;
    seen->all.items = tf_grow(seen->arena, seen->all.items, seen->all.count, &seen->capacity, sizeof *seen->all.items);
    seen->all.items[seen->all.count++] = installation;
    return true;
}

bool control_plane_list_installations(const control_plane_session *session, control_plane_installation_list *out,
                                      control_plane_error *error)
{
    listing seen = { .arena = session->arena };
    const bool listed = control_plane_read_list(session,
                                                &(control_plane_list){
                                                    .path = "/v2/integrations/github/installations",
                                                    .what = "list the installations of the GitHub app",
                                                    .entries = items_of,
                                                    .by_cursor = true,
                                                    .take = take_installation,
                                                    .taken = &seen,
                                                },
                                                error);
    if (listed)
        *out = seen.all;
    return listed;
}
