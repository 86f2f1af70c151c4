/* SPDX-License-Identifier: Apache-2.0 */
#include "resources/project/project.h"

/* A role that an import inferred is a guess at its name: another one of the same account is the same project. */
static void plan_role(tf_call *call, const struct project_byoc *prior, const struct project_byoc *planned)
{
    tf_arena *arena = tf_call_arena(call);
    if (tf_private(call, PROJECT_ROLE_INFERRED) == NULL || !tf_known(prior->role_arn) || !tf_known(planned->role_arn))
        return;
    const char *before = project_account_of(arena, prior->role_arn.value);
    const char *after = project_account_of(arena, planned->role_arn.value);
    if (tf_same_string(tf_text(before), tf_text(after)))
        tf_allow_update(call, "byoc.role_arn");
}

static bool is_replaced(const struct project *prior, const struct project *planned)
{
    if (!tf_same_string(prior->name, planned->name) || prior->byoc.state != planned->byoc.state)
        return true;
    return tf_known(planned->deployment_type) && !tf_same_string(prior->deployment_type, planned->deployment_type);
}

static bool plans_revision(tf_call *call, const struct project *prior, const struct project *planned)
{
    return !tf_same_string(prior->image_uri, planned->image_uri) || project_plans_resources(prior, planned)
           || project_plans_variables(call, prior, planned);
}

/* What a wait brings to light. */
static void plan_wait(const struct project *prior, struct project *planned)
{
    planned->status = tf_unknown_string();
    planned->latest_revision_status = tf_unknown_string();
    planned->active_revision_id = tf_unknown_string();
    planned->updated_at = tf_unknown_string();
    if (tf_null(prior->url))
        planned->url = tf_unknown_string();
}

/* What an update does not change unless something below says so, null included. */
static void keep_prior(const struct project *config, const struct project *prior, struct project *planned)
{
    if (tf_null(config->display_name))
        planned->display_name = prior->display_name;
    if (tf_null(config->custom_url))
        planned->custom_url = prior->custom_url;
    if (tf_null(config->deployment_type))
        planned->deployment_type = prior->deployment_type;
    planned->url = prior->url;
    planned->active_revision_id = prior->active_revision_id;
    planned->latest_revision_id = prior->latest_revision_id;
    planned->latest_revision_status = prior->latest_revision_status;
}

static void plan_update(tf_call *call, const struct project *prior, struct project *planned)
{
    keep_prior(tf_config(call), prior, planned);
    bool makes_revision = plans_revision(call, prior, planned);
    bool waits = tf_private(call, PROJECT_AWAITED) != NULL && planned->wait_for_ready.value;
    bool moves = !tf_same_string(prior->custom_url, planned->custom_url);
    bool renames = !tf_same_string(prior->display_name, planned->display_name);
    if (makes_revision || waits)
        plan_wait(prior, planned);
    if (makes_revision)
        planned->latest_revision_id = tf_unknown_string();
    if (waits || moves)
        planned->url = tf_unknown_string();
    if (moves || renames || project_releases_variables(call, planned))
        planned->updated_at = tf_unknown_string();
}

bool project_plan(tf_call *call, const void *prior, void *planned)
{
    const struct project *before = prior;
    struct project *project = planned;
    if (!project_check_cloud(call, project))
        return false;
    if (before == NULL) {
        if (tf_known(project->byoc)) {
            project->display_name = tf_text(NULL);
            project->custom_url = tf_text(NULL);
        }
        return true;
    }
    /* A block that comes or goes has no attribute of its own to compare. */
    if (before->byoc.state != project->byoc.state)
        tf_require_replace(call, "byoc");
    if (tf_known(before->byoc) && tf_known(project->byoc))
        plan_role(call, before->byoc.value, project->byoc.value);
    if (!is_replaced(before, project) && !project_check_last_variable(call, project))
        return false;
    plan_update(call, before, project);
    return true;
}
