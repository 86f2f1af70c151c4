/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a create or update makes known only while it is applied, and what it goes on with: a wait that did not finish, a
 * revision of Terraform's that failed. What it says about variables is variables_plan.c's, about `resources`
 * resource_spec.c's.
 */
#include "aws/arn.h"
#include "clients.h"
#include "control_plane/wait_state.h"
#include "image/reference.h"
#include "resources/project/project.h"
#include "resources/project/secret_review.h"

/* A role that an import inferred is a guess at its name: another one of the same account is the same project. */
static void plan_role(tf_call *call, const struct project_byoc *prior, const struct project_byoc *planned)
{
    tf_arena *arena = tf_call_arena(call);
    if (tf_private(call, PROJECT_ROLE_INFERRED) == NULL || !tf_known(prior->role_arn) || !tf_known(planned->role_arn))
        return;
    const char *before = aws_account_of_role(arena, prior->role_arn.value);
    const char *after = aws_account_of_role(arena, planned->role_arn.value);
    if (tf_same_string(tf_string_of(before), tf_string_of(after)))
        tf_allow_update(call, "byoc.role_arn");
}

static bool is_moved(tf_call *call, const struct project_byoc *prior, const struct project_byoc *planned)
{
    const bool same_role =
        tf_same_string(prior->role_arn, planned->role_arn) || tf_private(call, PROJECT_ROLE_INFERRED) != NULL;
    return !same_role || !tf_same_string(prior->region, planned->region)
           || !tf_same_string(prior->external_id, planned->external_id);
}

static bool is_of_another_type(tf_string prior, tf_string planned)
{
    return tf_known(planned) && !(tf_known(prior) && project_same_deployment_type(NULL, prior.value, planned.value));
}

static bool is_replaced(tf_call *call, const struct project *prior, const struct project *planned)
{
    return !tf_same_string(prior->name, planned->name) || prior->byoc.state != planned->byoc.state
           || !tf_same_string(prior->workspace_id, planned->workspace_id)
           || project_is_of_another_source(prior, planned)
           || is_of_another_type(prior->deployment_type, planned->deployment_type)
           || (tf_known(prior->byoc) && is_moved(call, prior->byoc.value, planned->byoc.value));
}

bool project_check_protection(tf_call *call, const struct project *state)
{
    return !tf_known(state->deletion_protection) || !state->deletion_protection.value
           || tf_fail_on(
               call, "deletion_protection", "The Project Is Protected",
               "The project \"%s\" (%s) has `deletion_protection`: it is neither destroyed nor replaced. Where it is "
               "meant to go, set `deletion_protection = false` and apply first.",
               tf_text_of(state->name, ""), tf_text_of(state->id, ""));
}

bool project_plan_destroy(tf_call *call, const void *prior)
{
    return project_check_protection(call, prior);
}

static bool plans_revision(tf_call *call, const struct project *prior, const struct project *planned)
{
    return !tf_same_string(prior->image_uri, planned->image_uri) || project_plans_source(prior, planned)
           || project_plans_resources(call, prior, planned);
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
    planned->secret_versions = prior->secret_versions;
}

bool project_is_to_be_deployed_again(const tf_call *call, const struct project *seen)
{
    const char *made = tf_private(call, PROJECT_MADE);
    return made != NULL && tf_equal(seen->latest_revision_id, made)
           && project_step_of(seen) == CONTROL_PLANE_HAS_FAILED;
}

/* An update is not done before its revision serves; one that others made is their business. */
static bool plan_failed_revision(tf_call *call, const struct project *prior)
{
    if (tf_null(prior->latest_revision_status) || project_step_of(prior) != CONTROL_PLANE_HAS_FAILED)
        return false;
    const bool is_ours = project_is_to_be_deployed_again(call, prior);
    const bool serves = tf_known(prior->active_revision_id);
    tf_warn(call, tf_format(tf_call_arena(call), "The Newest Revision Is %s", prior->latest_revision_status.value),
            "Revision %s of the project \"%s\" (%s) failed, and %s. %s",
            tf_text_of(prior->latest_revision_id, "(unknown)"), tf_text_of(prior->name, ""), tf_text_of(prior->id, ""),
            serves ? "what was deployed before it still serves" : "nothing was deployed before it",
            is_ours ? "It was made by Terraform: the apply deploys again."
                    : "Terraform has nothing to change about it. To deploy again, change what was wrong with it.");
    return is_ours;
}

static void plan_update(tf_call *call, const struct project *prior, struct project *planned)
{
    keep_prior(tf_config(call), prior, planned);
    const bool waits = project_has_wait_left(call, planned);
    const bool deploys_again = !waits && plan_failed_revision(call, prior);
    const bool changes =
        waits || deploys_again || !tf_same_struct(tf_call_arena(call), &project_schema, prior, planned);
    const bool sets_variables = project_plan_variables(call, prior, planned, changes);
    const bool makes_revision = plans_revision(call, prior, planned) || sets_variables || deploys_again
                                || project_plans_sizes(call, prior, planned);
    const bool moves = !tf_same_string(prior->custom_url, planned->custom_url);
    const bool renames = !tf_same_string(prior->display_name, planned->display_name);
    if (makes_revision || waits)
        plan_wait(prior, planned);
    if (makes_revision)
        planned->latest_revision_id = tf_unknown_string();
    if (waits || moves)
        planned->url = tf_unknown_string();
    if (moves || renames)
        planned->updated_at = tf_unknown_string();
}

/* Not where nothing is planned of the image: it was said when the project got it. */
static void warn_unless_pinned(tf_call *call, const struct project *before, const struct project *planned)
{
    image_reference image;
    const char *problem = NULL;
    if (!tf_known(planned->image_uri) || (before != NULL && tf_same_string(before->image_uri, planned->image_uri))
        || !image_parse_reference(tf_call_arena(call), planned->image_uri.value, &image, &problem)
        || image.digest != NULL || !clients_is_first_unpinned_image(call))
        return;
    tf_warn_on(
        call, "image_uri", "Image Not Pinned by Digest",
        "%s names no digest: when the tag is pushed again, Terraform sees no change and makes no revision, and what "
        "runs may be the old image or the new one. Name the image by its digest (…@sha256:…); for one in ECR "
        "the data source `langgraph_image` finds it: image_uri = data.langgraph_image.agent.pinned_uri. This "
        "is said once, for the first such image of a plan.",
        planned->image_uri.value);
}

static void plan_create(tf_call *call, struct project *planned)
{
    const secret_review review = secret_review_of(call, NULL, planned);
    planned->secret_versions = secret_review_versions(&review, NULL, planned, tf_config(call), false);
    if (!tf_known(planned->byoc))
        return;
    planned->display_name = tf_string_of(NULL);
    planned->custom_url = tf_string_of(NULL);
}

bool project_plan(tf_call *call, const void *prior, void *planned)
{
    const struct project *before = prior;
    struct project *project = planned;
    if (!project_check_variables(call, project))
        return false;
    project_warn_of_shared_database(call, project);
    warn_unless_pinned(call, before, project);
    if (before == NULL) {
        plan_create(call, project);
        return project_plan_preflight(call, NULL, project) && project_look_ahead(call, NULL, project)
               && project_check_namespace(call, project);
    }
    project_note_held(call, before);
    const struct project *config = tf_config(call);
    const char *what = tf_format(tf_call_arena(call), "project \"%s\"", tf_text_of(before->name, ""));
    if (!clients_check_workspace(call, what, config->workspace_id, before->workspace_id))
        return false;
    /* A block that comes or goes has no attribute of its own to compare. */
    if (before->github.state != project->github.state)
        tf_require_replace(call, "github");
    if (before->byoc.state != project->byoc.state)
        tf_require_replace(call, "byoc");
    /* A destroy that did not come to its end: what is left of it serves nobody. */
    if (control_plane_is_leaving(tf_text_of(before->status, NULL))) {
        project->status = tf_unknown_string();
        tf_require_replace(call, "status");
        return true;
    }
    if (tf_known(before->byoc) && tf_known(project->byoc))
        plan_role(call, before->byoc.value, project->byoc.value);
    /* Terraform asks again for the new project. */
    if (is_replaced(call, before, project))
        return project_check_protection(call, before);
    if (!project_check_last_variable(call, project) || !project_check_database(call, before, project))
        return false;
    plan_update(call, before, project);
    return project_plan_preflight(call, before, project) && project_look_ahead(call, before, project);
}
