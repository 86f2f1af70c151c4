/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What build and deploy logs of revisions say: why one failed, and what happens while it moves.
 */
#ifndef CONTROL_PLANE_LOGS_H
#define CONTROL_PLANE_LOGS_H

#include "control_plane/session.h"

/**
 * The last lines of the log that tells why a revision of this status failed: the build's or the deployment's, with a
 * newline after each. "" where there are none, or they cannot be read.
 */
const char *control_plane_failure_log(const control_plane_session *session, const char *id, const char *revision_id,
                                      const char *status);

/** How far a log was read. Start from `{ .arena = arena }`, of an arena that outlives the reads. */
typedef struct control_plane_log_tail {
    tf_arena *arena;
    const char *last[2]; /**< id of the last line that was given, of the build's log and the deployment's */
    bool is_built;       /**< whether the revision was being built at the last read */
} control_plane_log_tail;

/**
 * Gives the lines that came since the last time, oldest first, of the log that a revision of this status writes, behind
 * those with which a build has ended since. Where more came than a read shows, the newest; what cannot be read is left
 * to the next time.
 */
void control_plane_follow_log(const control_plane_session *session, const char *id, const char *revision_id,
                              const char *status, control_plane_log_tail *tail,
                              void (*give)(void *context, const char *line), void *context);

#endif
