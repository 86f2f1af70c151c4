/* SPDX-License-Identifier: Apache-2.0 */
/* Takes a project away. The wait until it is gone is wait.c's. */
#include "control_plane/operations.h"
#include "resources/project/project.h"

bool project_delete(tf_call *call, const void *state)
{
    const struct project *project = state;
    control_plane_session session;
    /* A plan with -replace, or of a tainted project, has not been asked. */
    if (!project_check_protection(call, project))
        return false;
    project_limit(call, project, TF_DELETE);
    if (!project_open(call, project, &session))
        return false;
    control_plane_error error;
    if (!control_plane_remove(&session, project->id.value, project->delete_tracing_project.value, &error))
        return control_plane_says_gone(&session, &error) || project_fail(call, project, &error);
    tf_set_private(call, PROJECT_DELETING, "true");
    return project_wait_until_gone(call, &session, project);
}
