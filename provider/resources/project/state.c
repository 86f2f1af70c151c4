/* SPDX-License-Identifier: Apache-2.0 */
/* From what the service shows to the resource's struct, and from that to the generation that a project lives in. */
#include <string.h>

#include "aws/partition.h"
#include "clients.h"
#include "control_plane/v1.h"
#include "control_plane/v2.h"
#include "resources/project/project.h"

/* The name that the control plane expects of the role. */
#define BYOC_ROLE_NAME "LangGraphCloudBYOCRole"

const control_plane_generation *project_generation(const struct project *project)
{
    return tf_null(project->byoc) ? &control_plane_v2 : &control_plane_v1;
}

void project_identify(tf_call *call, tf_string id, tf_string workspace_id)
{
    struct project_identity *identity = tf_identity(call);
    identity->id = id;
    identity->workspace_id = workspace_id;
}

bool project_open(tf_call *call, const struct project *project, control_plane_session *out)
{
    control_plane_client *client = clients_control_plane(call);
    if (!control_plane_client_is_usable(client, call))
        return false;
    *out = clients_session(call, project_generation(project), project->workspace_id);
    return true;
}

control_plane_step project_step_of(const struct project *state)
{
    const control_plane_observation seen = {
        .generation = project_generation(state),
        .project_status = tf_text_of(state->status, NULL),
        .awaited = tf_text_of(state->latest_revision_id, NULL),
        .latest = tf_text_of(state->latest_revision_id, NULL),
        .active = tf_text_of(state->active_revision_id, NULL),
        .revision_status = tf_text_of(state->latest_revision_status, NULL),
    };
    return control_plane_next_step(&seen);
}

static void fill(tf_string *field, const char *text)
{
    if (tf_unknown(*field))
        *field = tf_string_of(text);
}

bool project_same_deployment_type(tf_arena *arena, const char *one, const char *other)
{
    static const char *const pairs[][2] = { { "serverless", "dev_zero" }, { "dedicated", "prod" } };
    (void)arena;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        one = strcmp(one, pairs[i][0]) == 0 ? pairs[i][1] : one;
        other = strcmp(other, pairs[i][0]) == 0 ? pairs[i][1] : other;
    }
    return strcmp(one, other) == 0;
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
