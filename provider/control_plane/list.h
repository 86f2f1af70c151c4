/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of the control plane, page by page: whichever way a service pages, however long it goes on.
 */
#ifndef CONTROL_PLANE_LIST_H
#define CONTROL_PLANE_LIST_H

#include "control_plane/error.h"
#include "control_plane/session.h"

typedef struct control_plane_list {
    const char *path; /**< from the endpoint on, escaped, with filters, without what pages ("/v2/listeners?x=y") */
    const char *what; /**< for logs and errors: "list the projects" */
    /** The entries in a body, which hold no reference of their own; NULL where it is no such list. */
    const json_t *(*entries)(const json_t *body);
    /**
     * Pages by `page_size` and `cursor`, the next one being `next_cursor` of the body; else by `limit` and `offset`.
     */
    bool by_cursor;
    /**
     * Takes one entry; `arena` is the page's, and goes with it. False where no more are wanted. An entry that cannot be
     * read is left out, and hides none of the others.
     */
    bool (*take)(tf_arena *arena, const json_t *entry, void *taken);
    void *taken;
} control_plane_list;

/** Asks for the pages one after the other. What was taken before an error stays taken. */
bool control_plane_read_list(const control_plane_session *session, const control_plane_list *list,
                             control_plane_error *error);

/** The entries of v2's lists, `{"resources": […], "offset": n}`. */
const json_t *control_plane_resources_of(const json_t *body);

#endif
