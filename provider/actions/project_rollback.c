/* SPDX-License-Identifier: Apache-2.0 */
/* langgraph_project_rollback: deploys what was deployed before. */
#include <string.h>

#include "actions/actions.h"
#include "control_plane/id.h"

#define TIMEOUT "30m"

/* How far back the last good revision is looked for. */
#define MOST_REVISIONS 1000

struct rollback {
    tf_string project_id;
    tf_string to_revision_id;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct rollback, project_id), .mode = TF_REQUIRED,
      .validators = TF_VALIDATORS(TF_MATCHES(CONTROL_PLANE_ID, "a UUID")), .description = "The project." },
    { TF_STRING(struct rollback, to_revision_id), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_MATCHES(CONTROL_PLANE_ID, "a UUID")),
      .description = "Revision to go back to. Default: the last one that was deployed before the active one." },
};

/* The last revision that was deployed before the active one; without an active one, the last that ever was. */
static bool find_last_good(tf_call *call, const control_plane_session *session, const control_plane_project *project,
                           const char **out)
{
    control_plane_revision_list deployed;
    control_plane_error error;
    if (!control_plane_list_revisions(session, project->id, "DEPLOYED", MOST_REVISIONS, &deployed, &error))
        return control_plane_fail(call, &error);
    size_t i = 0;
    const char *active = project->active_revision_id;
    while (active != NULL && i < deployed.count && strcmp(deployed.items[i].id, active) != 0)
        i++;
    i += active != NULL;
    if (i >= deployed.count) {
        return tf_fail_on(call, "project_id", "Nothing to Go Back To",
                          "No revision of the project \"%s\" (%s) was deployed before the one that serves.",
                          project->name, project->id);
    }
    *out = deployed.items[i].id;
    return true;
}

static bool rollback_invoke(tf_call *call, const void *config)
{
    const struct rollback *action = config;
    control_plane_session session;
    control_plane_project project;
    const char *revision_id = tf_text_of(action->to_revision_id, NULL);
    if (!action_find_project(call, action->project_id.value, &session, &project)
        || (revision_id == NULL && !find_last_good(call, &session, &project, &revision_id))
        || !action_redeploy(call, &session, &project, revision_id, true, TIMEOUT))
        return false;
    tf_progress(
        call,
        "%s runs what revision %s was. Its configuration is what it was: the next apply rolls forward, unless that "
        "is changed, too.",
        project.name, revision_id);
    return true;
}

const tf_action project_rollback_action = {
    .type_name = "langgraph_project_rollback",
    .schema = TF_SCHEMA(
        struct rollback, attributes,
        .description =
            "Deploys again what was deployed before, and waits until it serves. Terraform's configuration is not "
            "changed by that: the next apply rolls forward."),
    .invoke = rollback_invoke,
};
