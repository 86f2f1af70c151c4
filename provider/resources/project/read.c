/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Brings the state up to date with what the service shows. Variables and `resources` have files of their own for that.
 */
#include <string.h>

#include "aws/arn.h"
#include "clients.h"
#include "control_plane/operations.h"
#include "resources/project/project.h"

/* The role is not shown; it is another one only if the account is. */
static void refresh_byoc(tf_call *call, struct project_byoc *byoc, const control_plane_project *found)
{
    tf_arena *arena = tf_call_arena(call);
    if (found->region != NULL)
        byoc->region = tf_string_of(found->region);
    if (found->external_id != NULL)
        byoc->external_id = tf_string_of(found->external_id);
    const char *account = tf_known(byoc->role_arn) ? aws_account_of_role(arena, byoc->role_arn.value) : NULL;
    if (account != NULL && found->account_id != NULL && strcmp(account, found->account_id) != 0)
        byoc->role_arn = tf_string_of(project_role_of(arena, found));
}

static void clear_wait_that_is_over(tf_call *call, const struct project *state)
{
    if (tf_private(call, PROJECT_AWAITED) != NULL && tf_known(state->latest_revision_status)
        && project_step_of(state) == CONTROL_PLANE_IS_READY)
        tf_set_private(call, PROJECT_AWAITED, NULL);
}

void project_refresh(tf_call *call, struct project *state, const control_plane_project *found)
{
    state->name = tf_string_of(found->name);
    project_refresh_source(call, state, found);
    if (tf_known(state->byoc))
        refresh_byoc(call, state->byoc.value, found);
    if (tf_known(state->resources))
        project_refresh_resources(call, state->resources.value, found->resources);
    project_refresh_variables(call, state, found);
    const tf_string type = state->deployment_type;
    const bool keeps_type = tf_known(type) && found->deployment_type != NULL
                            && project_same_deployment_type(tf_call_arena(call), type.value, found->deployment_type);
    state->deployment_type = keeps_type ? type : tf_unknown_string();
    tf_string *const shown[] = {
        &state->display_name,
        &state->custom_url,
        &state->workspace_id,
        &state->url,
        &state->status,
        &state->latest_revision_id,
        &state->active_revision_id,
        &state->created_at,
        &state->updated_at,
        &state->latest_revision_status,
    };
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
        *shown[i] = tf_unknown_string();
    /* A state of an earlier version has none. */
    if (tf_null(state->wait_for_healthy))
        state->wait_for_healthy = tf_bool_of(false);
    if (tf_null(state->preflight))
        state->preflight = tf_bool_of(true);
    if (tf_null(state->deletion_protection))
        state->deletion_protection = tf_bool_of(false);
    project_fill(state, found);
    clear_wait_that_is_over(call, state);
}

bool project_read(tf_call *call, void *state)
{
    struct project *project = state;
    if (!clients_know_control_plane(call)) {
        project_identify(call, project->id, project->workspace_id);
        return true;
    }
    control_plane_session session;
    if (!project_open(call, project, &session))
        return false;
    control_plane_project found;
    control_plane_error error;
    if (!control_plane_refresh(&session, project->id.value, &found, &error))
        return control_plane_says_gone(&session, &error) ? tf_gone(call) : project_fail(call, project, &error);
    /* What somebody else deletes is gone; what a destroy has begun to delete is waited for by the next one. */
    if (control_plane_is_leaving(found.status) && tf_private(call, PROJECT_DELETING) == NULL)
        return tf_gone(call);
    project_refresh(call, project, &found);
    project_identify(call, project->id, project->workspace_id);
    return true;
}
