/* SPDX-License-Identifier: Apache-2.0 */
/* The words in which the control plane tells how far a project and its revisions are. */
#include "control_plane/wait_state.h"

#include <string.h>

static const char *const leaving[] = { "AWAITING_DELETE", "AWAITING_FINAL_DELETE", NULL };
static const char *const moving[] = { "CREATING",  "QUEUED", "AWAITING_BUILD", "BUILDING", "AWAITING_DEPLOY",
                                      "DEPLOYING", NULL };
static const char *const failed[] = { "CREATE_FAILED", "BUILD_FAILED", "DEPLOY_FAILED", NULL };

static bool is_one_of(const char *status, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(status, *words) == 0)
            return true;
    }
    return false;
}

static bool same(const char *one, const char *other)
{
    return one != NULL && other != NULL && strcmp(one, other) == 0;
}

bool control_plane_is_leaving(const char *project_status)
{
    return project_status != NULL && is_one_of(project_status, leaving);
}

bool control_plane_is_moving(const char *revision_status)
{
    return is_one_of(revision_status, moving);
}

static bool project_is_ready(const control_plane_observation *seen)
{
    return seen->project_status == NULL || is_one_of(seen->project_status, seen->generation->ready);
}

static control_plane_step follow_newer_or(const control_plane_observation *seen, control_plane_step otherwise)
{
    const bool is_newer = seen->latest != NULL && !same(seen->latest, seen->awaited);
    return is_newer ? CONTROL_PLANE_FOLLOW_LATEST : otherwise;
}

static control_plane_step step_of_revision(const control_plane_observation *seen)
{
    const bool is_final = is_one_of(seen->revision_status, failed)
                          || (seen->generation->unknown_word_is_final && !is_one_of(seen->revision_status, moving));
    const control_plane_step step = is_final ? CONTROL_PLANE_HAS_FAILED : CONTROL_PLANE_KEEP_WAITING;
    return is_one_of(seen->revision_status, seen->generation->superseded) ? follow_newer_or(seen, step) : step;
}

control_plane_step control_plane_next_step(const control_plane_observation *seen)
{
    if (control_plane_is_leaving(seen->project_status))
        return CONTROL_PLANE_IS_BEING_DELETED;
    if (seen->awaited == NULL)
        return follow_newer_or(seen, CONTROL_PLANE_KEEP_WAITING);
    if (same(seen->active, seen->awaited))
        return project_is_ready(seen) ? CONTROL_PLANE_IS_READY : CONTROL_PLANE_KEEP_WAITING;
    if (seen->revision_missing)
        return follow_newer_or(seen, CONTROL_PLANE_KEEP_WAITING);
    /* A look at the revision may be newer than the project's, which is then yet to show what serves. */
    if (seen->revision_status == NULL || same(seen->revision_status, "DEPLOYED"))
        return same(seen->active, seen->latest) ? CONTROL_PLANE_FOLLOW_LATEST : CONTROL_PLANE_KEEP_WAITING;
    return step_of_revision(seen);
}
