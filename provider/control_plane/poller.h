/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks at projects, shared by those who wait at the same time: few waiters look each at their own project; from
 * POLLER_SHARED_FROM on, one list an interval serves all of them, and each looks at its revision, of which a list does
 * not show the failure, in every fourth interval only.
 */
#ifndef CONTROL_PLANE_POLLER_H
#define CONTROL_PLANE_POLLER_H

#include "control_plane/error.h"
#include "control_plane/session.h"

/** From this many waiters on they share lists. */
#define POLLER_SHARED_FROM 8

/** Looks of a waiter between two that include its revision, while lists are shared. */
#define POLLER_REVISION_EVERY 4

typedef struct control_plane_poller control_plane_poller;

/** A poller for those who wait for projects of one generation. The caller, which is the client, owns it. */
control_plane_poller *control_plane_poller_new(int64_t interval_ms);
void control_plane_poller_free(control_plane_poller *poller);

/** Somebody who waits. Lives on the waiter's stack between control_plane_poller_join and control_plane_poller_leave. */
typedef struct control_plane_waiter {
    control_plane_poller *poller;
    const control_plane_session *session;
    const char *id;    /**< of the project */
    uint64_t turn;     /**< counts this waiter's looks; waiters start at different turns */
    int64_t next_poll; /**< instant */
} control_plane_waiter;

/** A look. */
typedef struct control_plane_poll {
    bool found;                    /**< whether the project exists */
    bool with_revision;            /**< whether it is this waiter's turn to look at its revision */
    bool from_list;                /**< whether `project` comes from a list, which may still show what is gone */
    control_plane_project project; /**< where found, in the arena given */
} control_plane_poll;

/** Joins those who wait at the session's poller. `session` and `id` stay valid until control_plane_poller_leave. */
void control_plane_poller_join(const control_plane_session *session, const char *id, control_plane_waiter *out);

void control_plane_poller_leave(control_plane_waiter *waiter);

/**
 * Blocks until the next look is due and makes it, or takes part in one of another's. Fails with
 * CONTROL_PLANE_ERROR_CANCELLED or _DEADLINE when the session ends, or as the request did.
 */
bool control_plane_poller_next(control_plane_waiter *waiter, tf_arena *arena, control_plane_poll *out,
                               control_plane_error *error);

#endif
