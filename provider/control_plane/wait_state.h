/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a waiter does next, as a function of what it sees: no calls, no time.
 */
#ifndef CONTROL_PLANE_WAIT_STATE_H
#define CONTROL_PLANE_WAIT_STATE_H

#include "control_plane/generation.h"

/** What a look at a project shows, all that the next step depends on. */
typedef struct control_plane_observation {
    const control_plane_generation *generation;
    const char *project_status;  /**< NULL where none is shown, which v1 may do with one that serves */
    const char *awaited;         /**< revision waited for; NULL for the newest, whichever that is */
    const char *latest;          /**< newest revision; NULL where there is none yet */
    const char *active;          /**< revision that serves; NULL where there is none yet */
    const char *revision_status; /**< of `awaited`; NULL where it was not looked at */
    bool revision_missing;       /**< `awaited` was looked for and is not there */
} control_plane_observation;

typedef enum control_plane_step {
    CONTROL_PLANE_KEEP_WAITING = 1,
    CONTROL_PLANE_IS_READY,         /**< the project shows the awaited revision as the one that serves, and is ready */
    CONTROL_PLANE_FOLLOW_LATEST,    /**< the awaited revision was superseded by the newest */
    CONTROL_PLANE_HAS_FAILED,       /**< the awaited revision will never be deployed */
    CONTROL_PLANE_IS_BEING_DELETED, /**< the whole project is on its way out */
} control_plane_step;

/** What a waiter does next. */
control_plane_step control_plane_next_step(const control_plane_observation *seen);

/** Whether a revision of this status is on its way, and not held up or at an end. */
bool control_plane_is_moving(const char *revision_status);

/** Whether a project of this status (NULL: none shown) is on its way out. */
bool control_plane_is_leaving(const char *project_status);

#endif
