/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a project: what is sent, its name to show, and the wait for its first revision, which wait.c does. What became
 * of a request whose answer was lost is found out by control_plane/operations.c.
 */
#include "aws/arn.h"
#include "control_plane/operations.h"
#include "resources/project/project.h"

/* What a create sends. A display name cannot be sent with it. */
static control_plane_settings settings_to_create(tf_call *call, const struct project *plan,
                                                 const control_plane_variables *variables)
{
    control_plane_settings settings = {
        .name = plan->name.value,
        .image_uri = tf_text_of(plan->image_uri, NULL),
        .deployment_type = tf_text_of(plan->deployment_type, NULL),
        .custom_url = tf_text_of(plan->custom_url, NULL),
        .resources = project_merge_resources(call, plan, NULL),
        .variables = variables,
    };
    project_source_to_create(call, plan, &settings);
    if (tf_known(plan->byoc)) {
        const struct project_byoc *byoc = plan->byoc.value;
        settings.region = byoc->region.value;
        settings.role_arn = byoc->role_arn.value;
        settings.external_id = byoc->external_id.value;
        /* This generation knows the older words only. */
        if (tf_equal(plan->deployment_type, "dedicated"))
            settings.deployment_type = "prod";
        settings.account_id = aws_account_of_role(tf_call_arena(call), byoc->role_arn.value);
    }
    return settings;
}

static bool set_display_name(const control_plane_session *session, const struct project *project,
                             control_plane_project *made, control_plane_error *error)
{
    const bool is_as_wanted = made->display_name != NULL && tf_equal(project->display_name, made->display_name);
    if (!tf_known(project->display_name) || is_as_wanted)
        return true;
    const control_plane_settings settings = { .display_name = project->display_name.value };
    control_plane_project renamed;
    if (!control_plane_change(session, made, &settings, &renamed, error))
        return false;
    *made = renamed;
    return true;
}

/* Until they are sent, private state says so. */
static bool set_sizes(tf_call *call, const control_plane_session *session, const struct project *project,
                      control_plane_project *made, control_plane_error *error)
{
    const control_plane_sizes sizes = project_sizes(call, project);
    control_plane_project resized;
    if (tf_private(call, PROJECT_SIZES_PENDING) == NULL)
        return true;
    if (!control_plane_resize(session, made, &sizes, &resized, error))
        return false;
    tf_set_private(call, PROJECT_SIZES_PENDING, NULL);
    *made = resized;
    return true;
}

/*
 * What is planned stays in the state: a refresh shows that the name is another, and private state that sizes are to be
 * sent.
 */
static bool end_without_all(tf_call *call, struct project *project, const control_plane_project *made,
                            const control_plane_error *error)
{
    project_fill(project, made);
    project_drop_digests(call, project, made);
    if (project->wait_for_ready.value)
        project_take_up_later(call, made->latest_revision_id);
    if (!tf_cancel_fired(tf_call_cancel(call)))
        return project_fail_after(call, TF_CREATE, error);
    tf_warn(call, "Interrupted",
            "The project \"%s\" (%s) was made, but the run was interrupted before %s set. The next apply does it.",
            project->name.value, project->id.value,
            project_has_sizes(project) ? "its display name and sizes were" : "its display name was");
    return true;
}

bool project_create(tf_call *call, void *plan)
{
    struct project *project = plan;
    control_plane_session session;
    project_limit(call, project, TF_CREATE);
    if (!project_preflight(call, NULL, project) || !project_open(call, project, &session))
        return false;
    const control_plane_variables *variables;
    if (!project_variables(call, NULL, project, NULL, &variables))
        return false;
    const control_plane_settings settings = settings_to_create(call, project, variables);
    control_plane_project made;
    control_plane_error error;
    while (!control_plane_create(&session, &settings, &made, &error)) {
        if (!error.existing_is_leaving)
            return project_fail(call, project, &error);
        if (!project_wait_for_name(call, &session, project, error.existing_id))
            return false;
    }
    project->id = tf_string_of(made.id);
    project_identify(call, project->id, tf_string_of(made.workspace_id));
    tf_keep_state(call);
    project_record_variables(call, NULL, project, variables);
    tf_set_private(call, PROJECT_SIZES_PENDING, project_has_sizes(project) ? "true" : NULL);
    /* A wait says itself that the call has ended. */
    const bool is_named = set_display_name(&session, project, &made, &error);
    if (!(is_named && set_sizes(call, &session, project, &made, &error))
        && !(control_plane_session_ended(&session) && project->wait_for_ready.value))
        return end_without_all(call, project, &made, &error);
    return project_wait(call, &session, project, &made, made.latest_revision_id, TF_CREATE);
}
