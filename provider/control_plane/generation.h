/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a generation of the API is: paths, shapes and abilities, as data. The calls themselves are made in api.h, the
 * same for all generations; v1.h and v2.h have the two that there are.
 */
#ifndef CONTROL_PLANE_GENERATION_H
#define CONTROL_PLANE_GENERATION_H

#include "json/arena_json.h"

/** Reads `body` into `out`, copying what it keeps into `arena`. False where it is not what is expected. */
typedef bool (*control_plane_decoder)(tf_arena *arena, const json_t *body, void *out);
#include "control_plane/project.h"

typedef struct control_plane_generation {
    const char *collection;        /**< path of the list of projects; with "/<id>" behind it, of one */
    bool finds_exact_names;        /**< a list heeds `name` beside `name_contains` */
    bool changes_by_revision;      /**< a change is a new revision, and the answer does not tell which; else a PATCH */
    const char *redeploy;          /**< last segment of the path that deploys a revision again */
    bool forgets_tracing;          /**< a deletion heeds `delete_tracing_project` */
    bool asks_logs_by_post;        /**< `…/<kind>_logs` with a body; else `…/logs` with a query */
    bool revision_has_the_rest;    /**< image and resources are shown by a revision, not by its project */
    bool unknown_word_is_final;    /**< a revision's status that says neither that it moves nor how it ended ends it */
    const char *const *superseded; /**< statuses of a revision that gave way to a newer one, up to a NULL */
    const char *const *ready;      /**< statuses of a project that serves what is deployed, up to a NULL */

    control_plane_decoder read_project;  /**< into a control_plane_project */
    control_plane_decoder read_revision; /**< into a control_plane_revision */
    /** The entries in the body of a list, which hold no reference of their own; NULL where it is no list. */
    const json_t *(*entries_of_list)(const json_t *body);
    /** Bodies of a creation and of a change; the caller owns them. */
    json_t *(*body_of_creation)(const control_plane_settings *settings);
    json_t *(*body_of_change)(const control_plane_settings *settings);
} control_plane_generation;

#endif
