/* SPDX-License-Identifier: Apache-2.0 */
/* From what the service shows to the resource's struct, and to the generation that a project lives in. */
#include <string.h>

#include "aws/partition.h"
#include "control_plane/v1.h"
#include "control_plane/v2.h"
#include "control_plane/wait_state.h"
#include "resources/project/project.h"

/* The name that the control plane expects of the role. */
#define BYOC_ROLE_NAME "LangGraphCloudBYOCRole"

static const control_plane_generation *generation_of(const struct project *project)
{
    return tf_null(project->byoc) ? &control_plane_v2 : &control_plane_v1;
}

control_plane_session project_session_of(tf_call *call, control_plane_client *client,
                                         const control_plane_generation *generation)
{
    return control_plane_client_session(client, generation, tf_call_arena(call), tf_call_cancel(call),
                                        tf_call_deadline(call));
}

control_plane_session project_session(tf_call *call, control_plane_client *client, const struct project *project)
{
    return project_session_of(call, client, generation_of(project));
}

static void fill(tf_string *field, const char *text)
{
    if (tf_unknown(*field))
        *field = tf_text(text);
}

void project_fill(struct project *project, const control_plane_project *found)
{
    fill(&project->id, found->id);
    fill(&project->deployment_type, found->deployment_type);
    fill(&project->display_name, found->display_name);
    fill(&project->custom_url, found->custom_url);
    fill(&project->workspace_id, found->workspace_id);
    fill(&project->url, found->url);
    fill(&project->status, found->status);
    fill(&project->latest_revision_id, found->latest_revision_id);
    fill(&project->active_revision_id, found->active_revision_id);
    fill(&project->latest_revision_status, found->latest_revision_status);
    fill(&project->created_at, found->created_at);
    fill(&project->updated_at, found->updated_at);
}

const char *project_role_of(tf_arena *arena, const control_plane_project *found)
{
    const aws_partition *partition = aws_partition_of_region(found->region == NULL ? "" : found->region);
    return tf_format(arena, "arn:%s:iam::%s:role/%s", partition->name, found->account_id, BYOC_ROLE_NAME);
}

/* The role is not shown; it is another one only if the account is. */
static void refresh_byoc(tf_call *call, struct project_byoc *byoc, const control_plane_project *found)
{
    tf_arena *arena = tf_call_arena(call);
    if (found->region != NULL)
        byoc->region = tf_text(found->region);
    if (found->external_id != NULL)
        byoc->external_id = tf_text(found->external_id);
    const char *account = tf_known(byoc->role_arn) ? project_account_of(arena, byoc->role_arn.value) : NULL;
    if (account != NULL && found->account_id != NULL && strcmp(account, found->account_id) != 0)
        byoc->role_arn = tf_text(project_role_of(arena, found));
}

static void clear_wait_that_is_over(tf_call *call, const struct project *state, const control_plane_project *found)
{
    const char *awaited = tf_private(call, PROJECT_AWAITED);
    if (awaited == NULL || found->latest_revision_status == NULL)
        return;
    const control_plane_observation seen = {
        .generation = generation_of(state),
        .project_status = found->status,
        .awaited = found->latest_revision_id,
        .latest = found->latest_revision_id,
        .active = found->active_revision_id,
        .revision_status = found->latest_revision_status,
    };
    if (control_plane_next_step(&seen) == CONTROL_PLANE_IS_READY)
        tf_set_private(call, PROJECT_AWAITED, NULL);
}

void project_refresh(tf_call *call, struct project *state, const control_plane_project *found)
{
    state->name = tf_text(found->name);
    if (found->image_uri != NULL)
        state->image_uri = tf_text(found->image_uri);
    if (tf_known(state->byoc))
        refresh_byoc(call, state->byoc.value, found);
    if (tf_known(state->resources))
        project_refresh_resources(call, state->resources.value, found->resources);
    project_refresh_variables(call, state, found);
    tf_string *const shown[] = {
        &state->deployment_type,
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
    project_fill(state, found);
    clear_wait_that_is_over(call, state, found);
}
