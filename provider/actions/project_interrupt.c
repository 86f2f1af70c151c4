/* SPDX-License-Identifier: Apache-2.0 */
/* langgraph_project_interrupt: stops the revision in progress, which is meant for one that is stuck. */
#include "actions/actions.h"
#include "control_plane/id.h"
#include "control_plane/wait_state.h"

struct interrupt {
    tf_string project_id;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct interrupt, project_id), .mode = TF_REQUIRED,
      .validators = TF_VALIDATORS(TF_MATCHES(CONTROL_PLANE_ID, "a UUID")), .description = "The project." },
};

static bool interrupt_invoke(tf_call *call, const void *config)
{
    const struct interrupt *action = config;
    control_plane_session session;
    control_plane_project project;
    control_plane_error error;
    if (!action_find_project(call, action->project_id.value, &session, &project))
        return false;
    const char *status = project.latest_revision_status;
    if (status == NULL || !control_plane_is_moving(status)) {
        return tf_fail_on(call, "project_id", "Nothing to Interrupt",
                          "No revision of the project \"%s\" (%s) is in progress; the newest is %s.", project.name,
                          project.id, status == NULL ? "not known" : status);
    }
    tf_progress(call, "Interrupting revision %s of %s, which is %s", project.latest_revision_id, project.name, status);
    return control_plane_interrupt_revision(&session, project.id, project.latest_revision_id, &error)
           || control_plane_fail(call, &error);
}

const tf_action project_interrupt_action = {
    .type_name = "langgraph_project_interrupt",
    .schema = TF_SCHEMA(
        struct interrupt, attributes,
        .description =
            "Stops the revision of a project that is in progress. It is meant for one that is stuck; what was "
            "deployed before goes on serving."),
    .invoke = interrupt_invoke,
};
