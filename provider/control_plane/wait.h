/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Waiting for a project: until a revision is deployed, or until the project is gone. One place for create, update and
 * delete.
 *
 * Where many wait at the same time, they share their looks: see poller.h.
 */
#ifndef CONTROL_PLANE_WAIT_H
#define CONTROL_PLANE_WAIT_H

#include "control_plane/error.h"
#include "control_plane/session.h"

typedef enum control_plane_outcome {
    CONTROL_PLANE_DEPLOYED = 1,
    CONTROL_PLANE_FAILED,      /**< the revision failed */
    CONTROL_PLANE_INTERRUPTED, /**< the call was cancelled */
    CONTROL_PLANE_TIMED_OUT,   /**< the call's deadline passed */
    CONTROL_PLANE_GONE,        /**< the project does not exist any more, or is being deleted */
    CONTROL_PLANE_WAIT_ERROR,  /**< the control plane could not be asked */
} control_plane_outcome;

/** What came of a wait. */
typedef struct control_plane_wait {
    control_plane_outcome outcome;
    /**
     * As it was seen last; `id` is NULL where it never was. Of CONTROL_PLANE_DEPLOYED: one look that shows what serves.
     */
    control_plane_project project;
    const char *revision_id;     /**< awaited at the end; NULL where there never was one */
    const char *revision_status; /**< as it was seen last; NULL where it never was */
    const char *message;         /**< v1: why the revision has that status; NULL where it does not say */
    const char *log;             /**< of CONTROL_PLANE_FAILED: last lines with a newline after each; "" for none */
    const char *stood_as;        /**< status in which the revision stood still for long; NULL where it never did */
    int64_t waited_ms;
    control_plane_error error; /**< of CONTROL_PLANE_WAIT_ERROR */
} control_plane_wait;

/** Who wants to know how a wait goes. */
typedef struct control_plane_watcher {
    /** After each look at the awaited revision; `session` has the arena of the look, which goes with it. */
    void (*looked)(void *context, const control_plane_session *session, const char *revision_id, const char *status);
    void *context;
} control_plane_watcher;

/**
 * Waits until the project is ready and shows `revision_id` (NULL: the newest) as the one that serves, following
 * revisions that supersede it. `watcher` may be NULL.
 */
control_plane_wait control_plane_wait_until_deployed(const control_plane_session *session, const char *id,
                                                     const char *name, const char *revision_id,
                                                     const control_plane_watcher *watcher);

/** Waits until the project does not exist any more: CONTROL_PLANE_GONE is the good end. */
control_plane_wait control_plane_wait_until_gone(const control_plane_session *session, const char *id,
                                                 const char *name);

#endif
