/* SPDX-License-Identifier: Apache-2.0 */
/*
 * langgraph_project: a project at the control plane, deployed from an image: in LangChain's cloud or a self-hosted
 * LangSmith (v2 of the API), or with `byoc` in the user's own AWS account (v1).
 *
 * Create and update write, remember in private state what Terraform must not show, and settle: wait until what they made
 * is deployed. What is written follows from what the service has, not from the prior state, so that nothing makes a
 * revision that does not have to.
 */
#include <string.h>

#include "control_plane/operations.h"
#include "control_plane/v1.h"
#include "control_plane/v2.h"
#include "provider.h"
#include "resources/moved.h"
#include "resources/project/project.h"

/* What a create sends. A display name cannot be sent with it. */
static control_plane_settings settings_to_create(tf_call *call, const struct project *plan)
{
    bool differ = false;
    control_plane_settings settings = {
        .name = plan->name.value,
        .image_uri = plan->image_uri.value,
        .deployment_type = tf_text_of(plan->deployment_type, NULL),
        .custom_url = tf_text_of(plan->custom_url, NULL),
        .resources = project_merge_resources(call, plan, NULL),
        .variables = project_variables(call, NULL, plan, NULL, &differ),
    };
    if (tf_known(plan->byoc)) {
        const struct project_byoc *byoc = plan->byoc.value;
        settings.region = byoc->region.value;
        settings.role_arn = byoc->role_arn.value;
        settings.external_id = byoc->external_id.value;
        settings.account_id = project_account_of(tf_call_arena(call), byoc->role_arn.value);
    }
    return settings;
}

static const char *text_to_change(tf_string prior, tf_string planned, const char *found)
{
    bool same =
        !tf_known(planned) || tf_same_string(prior, planned) || (found != NULL && strcmp(planned.value, found) == 0);
    return same ? NULL : planned.value;
}

/*
 * What an update sends: what was planned to change and is still different at the service. What somebody has changed since
 * the plan, such as the image, is left for the next plan to show. Returns whether there is anything.
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

static bool set_display_name(const control_plane_session *session, const struct project *project,
                             control_plane_project *made, control_plane_error *error)
{
    control_plane_settings settings = {
        .display_name = text_to_change(tf_text(NULL), project->display_name, made->display_name),
    };
    control_plane_project renamed;
    if (settings.display_name == NULL)
        return true;
    if (!control_plane_change(session, made, &settings, &renamed, error))
        return false;
    *made = renamed;
    return true;
}

/* What is planned stays in the state; a refresh shows that the name is another. */
static bool end_without_name(tf_call *call, struct project *project, const control_plane_project *made,
                             const control_plane_error *error)
{
    project_fill(project, made);
    project_drop_digests(call, project, made);
    if (project->wait_for_ready.value)
        project_take_up_later(call, made->latest_revision_id);
    if (!tf_cancel_fired(tf_call_cancel(call)))
        return project_fail_after(call, PROJECT_CREATE, error);
    tf_warn(call, "Interrupted",
            "The project \"%s\" (%s) was made, but the run was interrupted before its display name was set. The next "
            "apply sets it.",
            project->name.value, project->id.value);
    return true;
}

static bool project_create(tf_call *call, void *plan)
{
    struct project *project = plan;
    control_plane_client *client = provider_control_plane(call);
    if (client == NULL)
        return false;
    project_limit(call, project, PROJECT_CREATE);
    const control_plane_session session = project_session(call, client, project);
    const control_plane_settings settings = settings_to_create(call, project);
    control_plane_project made;
    control_plane_error error;
    if (!control_plane_create(&session, &settings, &made, &error))
        return project_fail(call, project, &error);
    project->id = tf_text(made.id);
    tf_keep_state(call);
    project_record_variables(call, settings.variables);
    /* A wait says itself that the call has ended. */
    if (!set_display_name(&session, project, &made, &error)
        && !(control_plane_session_ended(&session) && project->wait_for_ready.value))
        return end_without_name(call, project, &made, &error);
    return project_settle(call, &session, project, &made, made.latest_revision_id, PROJECT_CREATE);
}

static bool project_read(tf_call *call, void *state)
{
    struct project *project = state;
    if (!provider_control_plane_is_known(call))
        return true;
    control_plane_client *client = provider_control_plane(call);
    if (client == NULL)
        return false;
    const control_plane_session session = project_session(call, client, project);
    control_plane_project found;
    control_plane_error error;
    if (!control_plane_describe(&session, project->id.value, &found, &error))
        return control_plane_says_gone(&session, &error) ? tf_gone(call) : project_fail(call, project, &error);
    project_refresh(call, project, &found);
    return true;
}

static bool project_update(tf_call *call, const void *prior, void *plan)
{
    struct project *project = plan;
    control_plane_client *client = provider_control_plane(call);
    if (client == NULL)
        return false;
    project_limit(call, project, PROJECT_UPDATE);
    const control_plane_session session = project_session(call, client, project);
    control_plane_project found;
    control_plane_error error;
    if (!control_plane_describe(&session, project->id.value, &found, &error))
        return project_fail(call, project, &error);
    /* What was unknown in the plan may leave no variable. */
    if (!project_check_last_variable(call, project))
        return false;

    bool variables_differ = false;
    const control_plane_variables *variables = project_variables(call, prior, project, &found, &variables_differ);
    bool plans_resources = project_plans_resources(prior, project);
    const char *resources = plans_resources ? project_merge_resources(call, project, found.resources) : NULL;
    control_plane_settings settings;
    control_plane_project after = found;
    variables_differ = variables_differ && project_plans_variables(call, prior, project);
    if (settings_to_change(prior, project, &found, resources, variables_differ ? variables : NULL, &settings)
        && !control_plane_change(&session, &found, &settings, &after, &error))
        return project_fail(call, project, &error);
    tf_keep_state(call);
    project_record_variables(call, variables);
    tf_set_private(call, PROJECT_ROLE_INFERRED, NULL);

    const char *awaited = tf_private(call, PROJECT_AWAITED);
    if (settings.image_uri != NULL || resources != NULL || settings.variables != NULL || awaited != NULL)
        return project_settle(call, &session, project, &after, after.latest_revision_id, PROJECT_UPDATE);
    after.latest_revision_status = found.latest_revision_status;
    project_fill(project, &after);
    project_drop_digests(call, project, &after);
    return true;
}

static bool project_delete(tf_call *call, const void *state)
{
    const struct project *project = state;
    control_plane_client *client = provider_control_plane(call);
    if (client == NULL)
        return false;
    project_limit(call, project, PROJECT_DELETE);
    const control_plane_session session = project_session(call, client, project);
    control_plane_error error;
    if (!control_plane_remove_project(&session, project->id.value, project->delete_tracing_project.value, &error))
        return control_plane_says_gone(&session, &error) || project_fail(call, project, &error);
    return project_wait_until_gone(call, &session, project);
}

/* Looks for the project in one generation, by id or by name. Where there is none, `out->id` is NULL. */
static bool look_up(const control_plane_session *session, const char *id, control_plane_project *out,
                    control_plane_error *error)
{
    *out = (control_plane_project){ .id = NULL };
    if (tf_starts_with(id, "name="))
        return control_plane_find(session, id + strlen("name="), out, error);
    return control_plane_get_project(session, id, out, error) || error->kind == CONTROL_PLANE_ERROR_NOT_FOUND
           || error->kind == CONTROL_PLANE_ERROR_INVALID;
}

static bool import_byoc(tf_call *call, const control_plane_project *found, struct project *project)
{
    if (found->account_id == NULL || found->region == NULL)
        return tf_fail(call, "Not a BYOC project",
                       "The project %s is one of the first generation that does not run in an AWS account of yours: it "
                       "cannot be managed with this resource.",
                       found->id);
    project->byoc.state = TF_KNOWN;
    project->byoc.value = tf_alloc(tf_call_arena(call), sizeof *project->byoc.value);
    project->byoc.value->role_arn = tf_text(project_role_of(tf_call_arena(call), found));
    project->byoc.value->region = tf_text(found->region);
    project->byoc.value->external_id = tf_text(found->external_id);
    tf_set_private(call, PROJECT_ROLE_INFERRED, "true");
    return true;
}

/* `id` for texts, `source` as the service names it; NULL where it does not tell. */
static bool check_is_from_image(tf_call *call, const char *id, const char *source)
{
    if (source == NULL || (strcmp(source, "github") != 0 && strcmp(source, "internal_template") != 0))
        return true;
    return tf_fail(
        call, "Not made from an image",
        "The project %s is built from source (%s): this resource manages projects that are deployed from an image.", id,
        source);
}

static void take_over(struct project *project, const char *id, const char *name)
{
    project->id = tf_text(id);
    project->name = tf_text(name);
    project->wait_for_ready = tf_bool_of(true);
    project->delete_tracing_project = tf_bool_of(false);
}

static bool project_import(tf_call *call, const char *id, void *state)
{
    struct project *project = state;
    control_plane_client *client = provider_control_plane(call);
    if (client == NULL)
        return false;
    const control_plane_session first = project_session_of(call, client, &control_plane_v1);
    const control_plane_session second = project_session_of(call, client, &control_plane_v2);
    control_plane_project found = { .id = NULL };
    control_plane_error error;
    bool is_first = false;
    if (!look_up(&second, id, &found, &error))
        return control_plane_fail(call, &error);
    if (found.id == NULL) {
        is_first = true;
        if (!look_up(&first, id, &found, &error))
            return control_plane_fail(call, &error);
    }
    if (found.id == NULL)
        return tf_fail(
            call, "No such project",
            "The control plane at %s has no project \"%s\" in this workspace. Import by its id, or by its name as "
            "name=<name>.",
            control_plane_client_endpoint(client), id);
    if (!check_is_from_image(call, found.id, found.source))
        return false;
    take_over(project, found.id, found.name);
    return !is_first || import_byoc(call, &found, project);
}

struct langsmith_source_config {
    tf_string deployment_type;
};

struct langsmith_deployment {
    tf_string id;
    tf_string name;
    tf_string source;
    TF_OBJECT_OF(struct langsmith_source_config) source_config;
};

static const tf_attribute langsmith_source_config_attributes[] = {
    { TF_STRING(struct langsmith_source_config, deployment_type), .mode = TF_OPTIONAL },
};

static const tf_attribute langsmith_deployment_attributes[] = {
    { TF_STRING(struct langsmith_deployment, id), .mode = TF_REQUIRED },
    { TF_STRING(struct langsmith_deployment, name), .mode = TF_REQUIRED },
    { TF_STRING(struct langsmith_deployment, source), .mode = TF_REQUIRED },
    { TF_OBJECT(struct langsmith_deployment, source_config, struct langsmith_source_config,
                langsmith_source_config_attributes),
      .mode = TF_REQUIRED },
};

/* What a change replaces the project for is taken over, so that nothing does where no read follows (-refresh=false). */
static bool project_move(tf_call *call, const tf_move_source *source, void *state)
{
    struct project *project = state;
    struct langsmith_deployment moved;
    if (!moved_is_from(call, source, "langchain-ai/langsmith", "langsmith_deployment")
        || !tf_decode_json(call, TF_ATTRIBUTES(struct langsmith_deployment, langsmith_deployment_attributes),
                           source->state, &moved)
        || !check_is_from_image(call, tf_text_of(moved.id, ""), tf_text_of(moved.source, NULL)))
        return false;
    take_over(project, moved.id.value, moved.name.value);
    if (tf_known(moved.source_config))
        project->deployment_type = moved.source_config.value->deployment_type;
    return true;
}

const tf_resource project_resource = {
    .type_name = "langgraph_project",
    .description =
        "A LangGraph project, deployed from an image and running when `terraform apply` returns: in LangChain's "
        "cloud, in a self-hosted LangSmith, or with `byoc` in your own AWS account. A `moved` block takes over a "
        "`langsmith_deployment` of langchain-ai/langsmith that is deployed from an image.",
    .import_id = "the project's id, such as `0f9c5f2e-6a4e-4d0c-9f0c-3c1d5a6b7e8f`, or `name=` and its name, such as "
                 "`name=support-agent`",
    .attributes = &project_schema,
    .validate = project_validate,
    .plan = project_plan,
    .create = project_create,
    .read = project_read,
    .update = project_update,
    .delete = project_delete,
    .import = project_import,
    .move = project_move,
};
