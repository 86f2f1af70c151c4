/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes a project. What is written follows from what the service has, not from the prior state, so that nothing makes
 * a revision that does not have to; the wait for one that was made is wait.c's.
 */
#include <string.h>

#include "control_plane/operations.h"
#include "control_plane/wait_state.h"
#include "resources/project/project.h"

static const char *text_to_change(tf_string prior, tf_string planned, const char *found)
{
    const bool same =
        !tf_known(planned) || tf_same_string(prior, planned) || (found != NULL && strcmp(planned.value, found) == 0);
    return same ? NULL : planned.value;
}

/*
 * What an update sends: what was planned to change and is still different at the service. What somebody has changed
 * since the plan, such as the image, is left for the next plan to show. Returns whether there is anything.
 */
static bool settings_to_change(const struct project *prior, const struct project *plan,
                               const control_plane_project *found, const char *resources,
                               const control_plane_variables *variables, control_plane_settings *out)
{
    *out = (control_plane_settings){
        .image_uri = text_to_change(prior->image_uri, plan->image_uri, found->image_uri),
        .resources = resources,
        .variables = variables,
    };
    if (tf_null(plan->byoc)) {
        out->display_name = text_to_change(prior->display_name, plan->display_name, found->display_name);
        out->custom_url = text_to_change(prior->custom_url, plan->custom_url, found->custom_url);
    }
    return out->image_uri != NULL || resources != NULL || variables != NULL || out->display_name != NULL
           || out->custom_url != NULL;
}

/* Whether the failed revision that the plan has seen is still the newest. What is waited for is reported before. */
static bool deploys_again(const tf_call *call, const struct project *prior, const control_plane_project *found)
{
    return tf_private(call, PROJECT_AWAITED) == NULL && project_is_to_be_deployed_again(call, prior)
           && tf_same_string(prior->latest_revision_id, tf_string_of(found->latest_revision_id))
           && tf_same_string(prior->latest_revision_status, tf_string_of(found->latest_revision_status));
}

/* Tells the service what is to be told. `*out_made` says whether that made a revision. */
static bool change(tf_call *call, const control_plane_session *session, const struct project *prior,
                   struct project *project, const control_plane_project *found, control_plane_project *after,
                   bool *out_made)
{
    const control_plane_variables *variables = NULL;
    if (project_plans_variables(call, prior, project) && !project_variables(call, prior, project, found, &variables))
        return false;
    const bool plans_resources = project_plans_resources(call, prior, project);
    const char *resources = plans_resources ? project_merge_resources(call, project, found->resources) : NULL;
    control_plane_settings settings;
    control_plane_error error;
    bool differs = settings_to_change(prior, project, found, resources, variables, &settings);
    *after = *found;
    differs = project_source_to_change(call, prior, project, found, &settings) || differs;
    *out_made = control_plane_settings_make_revision(&settings);
    if (!*out_made && deploys_again(call, prior, found)) {
        /* A source makes a revision, the same one too. */
        project_source_to_create(call, project, &settings);
        settings.image_uri = tf_text_of(project->image_uri, NULL);
        differs = *out_made = true;
    }
    if (differs && !control_plane_change(session, found, &settings, after, &error))
        return project_fail(call, project, &error);
    tf_keep_state(call);
    project_record_variables(call, prior, project, variables);
    return true;
}

/* Sizes have a request of their own, and a revision: the service asks to wait for the one before. */
static bool resize(tf_call *call, const control_plane_session *session, const struct project *prior,
                   const struct project *project, control_plane_project *after, bool *out_made)
{
    const control_plane_sizes sizes = project_sizes(call, project);
    const control_plane_project before = *after;
    control_plane_error error;
    if (!project_plans_sizes(call, prior, project))
        return true;
    *out_made = true;
    tf_set_private(call, PROJECT_SIZES_PENDING, "true");
    if (!control_plane_resize(session, &before, &sizes, after, &error))
        return project_fail(call, project, &error);
    tf_set_private(call, PROJECT_SIZES_PENDING, NULL);
    return true;
}

bool project_update(tf_call *call, const void *prior, void *plan)
{
    struct project *project = plan;
    control_plane_session session;
    project_limit(call, project, TF_UPDATE);
    if (!project_preflight(call, prior, project) || !project_open(call, project, &session))
        return false;
    control_plane_project found;
    control_plane_project after;
    control_plane_error error;
    bool makes_revision = false;
    if (!control_plane_describe(&session, project->id.value, &found, &error))
        return project_fail(call, project, &error);
    if (control_plane_is_leaving(found.status))
        return project_fail_as_gone(call, project);
    if (!change(call, &session, prior, project, &found, &after, &makes_revision)
        || !resize(call, &session, prior, project, &after, &makes_revision))
        return false;
    tf_set_private(call, PROJECT_ROLE_INFERRED, NULL);
    if (makes_revision)
        tf_set_private(call, PROJECT_MADE, after.latest_revision_id);
    if (makes_revision || tf_private(call, PROJECT_AWAITED) != NULL || project_has_wait_left(call, project))
        return project_wait(call, &session, project, &after, after.latest_revision_id, TF_UPDATE);
    after.latest_revision_status = found.latest_revision_status;
    project_fill(project, &after);
    project_drop_digests(call, project, &after);
    return true;
}
