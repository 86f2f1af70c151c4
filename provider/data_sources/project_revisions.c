/* SPDX-License-Identifier: Apache-2.0 */
/* data.langgraph_project_revisions: what was deployed of a project, newest first. */
#include "clients.h"
#include "control_plane/id.h"
#include "control_plane/operations.h"
#include "control_plane/v1.h"
#include "control_plane/v2.h"
#include "data_sources/data_sources.h"

#define DEFAULT_LIMIT 20
#define MOST 1000

struct revision {
    tf_string id;
    tf_string status;
    tf_string image_uri;
    tf_string repo_commit_sha;
    tf_string created_at;
    tf_string updated_at;
};

struct project_revisions {
    tf_string project_id;
    tf_string status;
    tf_int64 limit;
    tf_string workspace_id;
    TF_OBJECTS_OF(struct revision) revisions;
};

static const tf_attribute revision_attributes[] = {
    { TF_STRING(struct revision, id), .mode = TF_COMPUTED, .description = "Id." },
    { TF_STRING(struct revision, status), .mode = TF_COMPUTED, .description = "Status, such as `DEPLOYED`." },
    { TF_STRING(struct revision, image_uri), .mode = TF_COMPUTED,
      .description = "Image that it runs; null where it is built from source." },
    { TF_STRING(struct revision, repo_commit_sha), .mode = TF_COMPUTED,
      .description = "Commit that it was built from; null where it runs an image." },
    { TF_STRING(struct revision, created_at), .mode = TF_COMPUTED, .description = "When it was made." },
    { TF_STRING(struct revision, updated_at), .mode = TF_COMPUTED, .description = "When its status changed last." },
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct project_revisions, project_id), .mode = TF_REQUIRED,
      .validators = TF_VALIDATORS(TF_MATCHES(CONTROL_PLANE_ID, "a UUID")), .description = "The project." },
    { TF_STRING(struct project_revisions, status), .mode = TF_OPTIONAL,
      .description = "Only revisions of this status, such as `DEPLOYED`." },
    { TF_INT64(struct project_revisions, limit), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_BETWEEN(1, MOST)),
      .description = "At most so many of them. Default: `20`." },
    { TF_STRING(struct project_revisions, workspace_id), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_MATCHES(CONTROL_PLANE_ID, "a UUID")), .description = WORKSPACE_DESCRIPTION },
    { TF_OBJECT_LIST(struct project_revisions, revisions, struct revision, revision_attributes), .mode = TF_COMPUTED,
      .description = "The revisions, newest first." },
};

static void fill_in(tf_arena *arena, struct project_revisions *result, const control_plane_revision_list *found)
{
    result->revisions.state = TF_KNOWN;
    result->revisions.count = found->count;
    result->revisions.items = tf_alloc_array(arena, found->count, sizeof *result->revisions.items);
    for (size_t i = 0; i < found->count; i++) {
        result->revisions.items[i] = (struct revision){
            .id = tf_string_of(found->items[i].id),
            .status = tf_string_of(found->items[i].status),
            .image_uri = tf_string_of(found->items[i].image_uri),
            .repo_commit_sha = tf_string_of(found->items[i].commit_sha),
            .created_at = tf_string_of(found->items[i].created_at),
            .updated_at = tf_string_of(found->items[i].updated_at),
        };
    }
}

static bool project_revisions_read(tf_call *call, void *data)
{
    static const control_plane_generation *const generations[] = { &control_plane_v2, &control_plane_v1 };
    struct project_revisions *result = data;
    const size_t limit = tf_known(result->limit) ? (size_t)result->limit.value : DEFAULT_LIMIT;
    if (!data_source_can_ask(call))
        return true;
    for (size_t i = 0; i < sizeof generations / sizeof generations[0]; i++) {
        const control_plane_session session = clients_session(call, generations[i], result->workspace_id);
        control_plane_revision_list found;
        control_plane_error error;
        if (control_plane_list_revisions(&session, result->project_id.value, tf_text_of(result->status, NULL), limit,
                                         &found, &error)) {
            fill_in(session.arena, result, &found);
            return true;
        }
        if (!control_plane_says_gone(&session, &error))
            return control_plane_fail(call, &error);
    }
    return tf_fail_on(call, "project_id", "No Such Project",
                      "The control plane at %s has no project %s in this workspace.",
                      control_plane_client_endpoint(clients_control_plane(call)), result->project_id.value);
}

const tf_data_source project_revisions_data_source = {
    .type_name = "langgraph_project_revisions",
    .schema = TF_SCHEMA(struct project_revisions, attributes,
                        .description = "What was deployed of a project, and what became of it."),
    .read = project_revisions_read,
};
