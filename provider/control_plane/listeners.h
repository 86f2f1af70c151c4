/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Listeners: what deploys into a customer's own Kubernetes for a control plane elsewhere (`/v2/listeners`).
 */
#ifndef CONTROL_PLANE_LISTENERS_H
#define CONTROL_PLANE_LISTENERS_H

#include <tfprovider/value.h>

#include "control_plane/error.h"
#include "control_plane/session.h"

typedef struct control_plane_listener {
    const char *id;
    const char *compute_id;       /**< its name, one of a kind in a workspace */
    const char *compute_type;     /**< "k8s" */
    tf_string_set k8s_namespaces; /**< that it deploys into; null where it does not say */
    const char *version;          /**< of its program; NULL before it has reported for the first time */
    const char *created_at;
    const char *updated_at;
} control_plane_listener;

typedef struct control_plane_listener_list {
    size_t count;
    control_plane_listener *items;
} control_plane_listener_list;

/** All listeners of the session's workspace, in the service's order. */
bool control_plane_list_listeners(const control_plane_session *session, control_plane_listener_list *out,
                                  control_plane_error *error);

/** Takes one listener, which goes with its page. False where no more are wanted. */
typedef bool (*control_plane_listener_taker)(const control_plane_listener *listener, void *taken);

/** The same listeners, each handed on as its page comes. What was taken before an error stays taken. */
bool control_plane_walk_listeners(const control_plane_session *session, control_plane_listener_taker take, void *taken,
                                  control_plane_error *error);

bool control_plane_get_listener(const control_plane_session *session, const char *id, control_plane_listener *out,
                                control_plane_error *error);

/** The listener of that `compute_id`; `out->id` is NULL where there is none. */
bool control_plane_find_listener(const control_plane_session *session, const char *compute_id,
                                 control_plane_listener *out, control_plane_error *error);

/**
 * Makes a listener of `compute_type`, `compute_id` and `k8s_namespaces`. A `compute_id` that is taken is a conflict,
 * with `error->existing_id`. Where the answer is lost, the listener is looked up, cancelled or not.
 */
bool control_plane_create_listener(const control_plane_session *session, const control_plane_listener *listener,
                                   control_plane_listener *out, control_plane_error *error);

/** Gives it other namespaces. */
bool control_plane_change_listener(const control_plane_session *session, const char *id,
                                   const tf_string_set *namespaces, control_plane_listener *out,
                                   control_plane_error *error);

/** Takes it away. Projects that it deploys are not asked about. */
bool control_plane_remove_listener(const control_plane_session *session, const char *id, control_plane_error *error);

#endif
