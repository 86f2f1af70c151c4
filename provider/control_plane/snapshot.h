/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The newest list of a workspace's projects, one for all who ask at the same time: those who wait, those who refresh,
 * and plans that compare names.
 */
#ifndef CONTROL_PLANE_SNAPSHOT_H
#define CONTROL_PLANE_SNAPSHOT_H

#include "control_plane/error.h"
#include "control_plane/session.h"

typedef struct control_plane_snapshot control_plane_snapshot;

/** A snapshot for the sessions of one generation in one workspace. The caller, which is the client, owns it. */
control_plane_snapshot *control_plane_snapshot_new(void);
void control_plane_snapshot_free(control_plane_snapshot *snapshot);

/** Which project is looked for, and how new the list has to be. */
typedef struct control_plane_search {
    const char *id;     /**< NULL where it is looked for by name */
    const char *name;   /**< whole */
    int64_t not_before; /**< instant before which a list is too old; 0 takes any that there is */
    bool after_writes;  /**< so is one that was begun before the last control_plane_snapshot_outdate */
} control_plane_search;

typedef struct control_plane_finding {
    bool found;
    control_plane_project project; /**< where found, in the session's arena */
    int64_t listed_at;             /**< instant of the list */
} control_plane_finding;

/**
 * Looks for a project in the session's snapshot. Where that is too old the list is made anew, by one of those who ask.
 * Fails as the list did, for all who ask for that one, or with CONTROL_PLANE_ERROR_CANCELLED or _DEADLINE as the
 * session ends.
 */
bool control_plane_snapshot_find(const control_plane_session *session, const control_plane_search *search,
                                 control_plane_finding *out, control_plane_error *error);

/**
 * Whether so many projects are being read in this process that a list is cheaper than one more read. Counts the call.
 */
bool control_plane_snapshot_pays(const control_plane_session *session);

/** Notes that something was written just now. */
void control_plane_snapshot_outdate(const control_plane_session *session);

/** Whether the control plane has answered for this workspace before, with a list or a project. */
bool control_plane_snapshot_has_answered(const control_plane_session *session);

/** Notes that it has. */
void control_plane_snapshot_note_answer(const control_plane_session *session);

/** True once: for the first who is to tell that the workspace cannot be listed. */
bool control_plane_snapshot_is_first_to_report(const control_plane_session *session);

/** Whether somebody has been the first. */
bool control_plane_snapshot_was_reported(const control_plane_session *session);

#endif
