/* SPDX-License-Identifier: Apache-2.0 */
/* langgraph_project_redeploy: deploys what a project runs once more, say after a secret in the cluster changed. */
#include "actions/actions.h"
#include "control_plane/id.h"

#define DEFAULT_TIMEOUT "30m"

struct redeploy {
    tf_string project_id;
    tf_string revision_id;
    tf_bool wait;
    tf_string timeout;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct redeploy, project_id), .mode = TF_REQUIRED,
      .validators = TF_VALIDATORS(TF_MATCHES(CONTROL_PLANE_ID, "a UUID")), .description = "The project." },
    { TF_STRING(struct redeploy, revision_id), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_MATCHES(CONTROL_PLANE_ID, "a UUID")),
      .description = "Revision to deploy again. Default: the newest." },
    { TF_BOOL(struct redeploy, wait), .mode = TF_OPTIONAL,
      .description = "Whether to wait until the new revision is deployed. Default: `true`." },
    { TF_STRING(struct redeploy, timeout), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_DURATION_AT_LEAST(1000)),
      .description = "How long that may take, such as `45m`. Default: `30m`." },
};

static bool redeploy_invoke(tf_call *call, const void *config)
{
    const struct redeploy *action = config;
    control_plane_session session;
    control_plane_project project;
    if (!action_find_project(call, action->project_id.value, &session, &project))
        return false;
    const char *revision_id = tf_text_of(action->revision_id, project.latest_revision_id);
    if (revision_id == NULL) {
        return tf_fail_on(call, "project_id", "Nothing to Deploy", "The project \"%s\" (%s) has no revision yet.",
                          project.name, project.id);
    }
    return action_redeploy(call, &session, &project, revision_id, !tf_known(action->wait) || action->wait.value,
                           tf_text_of(action->timeout, DEFAULT_TIMEOUT));
}

const tf_action project_redeploy_action = {
    .type_name = "langgraph_project_redeploy",
    .schema = TF_SCHEMA(
        struct redeploy, attributes,
        .description =
            "Deploys a revision of a project again, by a new revision that is the same: after a push of the same "
            "tag, say, or a change of what its secrets refer to."),
    .invoke = redeploy_invoke,
};
