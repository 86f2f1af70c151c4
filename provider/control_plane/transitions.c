/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "control_plane/wait.h"

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

static bool project_is_leaving(const control_plane_sight *sight)
{
    static const char *const leaving[] = { "AWAITING_DELETE", "AWAITING_FINAL_DELETE", NULL };
    return sight->project_status != NULL && is_one_of(sight->project_status, leaving);
}

/* In v1 UNKNOWN is final, so that nothing better is to be expected. A v1 project may show no status at all. */
static bool project_is_ready(const control_plane_sight *sight)
{
    if (sight->project_status == NULL)
        return sight->generation == 1;
    return strcmp(sight->project_status, "READY") == 0
           || (sight->generation == 1 && strcmp(sight->project_status, "UNKNOWN") == 0);
}

static control_plane_step follow_newer_or(const control_plane_sight *sight, control_plane_step otherwise)
{
    bool is_newer = sight->latest != NULL && !same(sight->latest, sight->awaited);
    return is_newer ? CONTROL_PLANE_FOLLOW_LATEST : otherwise;
}

static control_plane_step step_of_second_generation(const control_plane_sight *sight)
{
    static const char *const failed[] = { "CREATE_FAILED", "BUILD_FAILED", "DEPLOY_FAILED", NULL };
    if (is_one_of(sight->revision_status, failed))
        return CONTROL_PLANE_HAS_FAILED;
    if (strcmp(sight->revision_status, "SKIPPED") == 0)
        return follow_newer_or(sight, CONTROL_PLANE_KEEP_WAITING);
    return CONTROL_PLANE_KEEP_WAITING;
}

/* All statuses but the moving ones are final, and a superseded revision is INTERRUPTED. */
static control_plane_step step_of_first_generation(const control_plane_sight *sight)
{
    static const char *const moving[] = { "CREATING",  "QUEUED", "AWAITING_BUILD", "BUILDING", "AWAITING_DEPLOY",
                                          "DEPLOYING", NULL };
    static const char *const superseded[] = { "INTERRUPTED", "SKIPPED", "UNKNOWN", NULL };
    if (is_one_of(sight->revision_status, moving))
        return CONTROL_PLANE_KEEP_WAITING;
    if (is_one_of(sight->revision_status, superseded))
        return follow_newer_or(sight, CONTROL_PLANE_HAS_FAILED);
    return CONTROL_PLANE_HAS_FAILED;
}

control_plane_step control_plane_next_step(const control_plane_sight *sight)
{
    if (project_is_leaving(sight))
        return CONTROL_PLANE_IS_BEING_DELETED;
    if (sight->awaited == NULL)
        return follow_newer_or(sight, CONTROL_PLANE_KEEP_WAITING);
    if (same(sight->active, sight->awaited) || same(sight->revision_status, "DEPLOYED"))
        return project_is_ready(sight) ? CONTROL_PLANE_IS_READY : CONTROL_PLANE_KEEP_WAITING;
    if (sight->revision_missing)
        return follow_newer_or(sight, CONTROL_PLANE_KEEP_WAITING);
    if (sight->revision_status == NULL)
        return same(sight->active, sight->latest) ? CONTROL_PLANE_FOLLOW_LATEST : CONTROL_PLANE_KEEP_WAITING;
    return sight->generation == 1 ? step_of_first_generation(sight) : step_of_second_generation(sight);
}
