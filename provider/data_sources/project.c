/* SPDX-License-Identifier: Apache-2.0 */
/* data.langgraph_project: one project, by id or name, whichever generation of the API it lives in. */
#include <string.h>

#include "clients.h"
#include "control_plane/id.h"
#include "control_plane/operations.h"
#include "control_plane/v1.h"
#include "control_plane/v2.h"
#include "data_sources/data_sources.h"

struct project {
    tf_string id;
    tf_string name;
    tf_string workspace_id;
    tf_string source;
    tf_string image_uri;
    tf_string listener_id;
    tf_string deployment_type;
    tf_string display_name;
    tf_string custom_url;
    tf_string url;
    tf_string status;
    tf_string latest_revision_id;
    tf_string latest_revision_status;
    tf_string active_revision_id;
    tf_string region;
    tf_string account_id;
    tf_string_set variable_names;
    tf_string created_at;
    tf_string updated_at;
};

static const char *const ways[] = { "id", "name", NULL };

#define SHOWN(field, text)                                                           \
    {                                                                                \
        TF_STRING(struct project, field), .mode = TF_COMPUTED, .description = (text) \
    }

static const tf_attribute attributes[] = {
    { TF_STRING(struct project, id), .mode = TF_OPTIONAL_COMPUTED,
      .validators = TF_VALIDATORS(TF_EXACTLY_ONE_OF(ways), TF_MATCHES(CONTROL_PLANE_ID, "a UUID")),
      .description = "The project's id. Exactly one of `id` and `name` is needed." },
    { TF_STRING(struct project, name), .mode = TF_OPTIONAL_COMPUTED, .description = "The project's name." },
    { TF_STRING(struct project, workspace_id), .mode = TF_OPTIONAL_COMPUTED,
      .validators = TF_VALIDATORS(TF_MATCHES(CONTROL_PLANE_ID, "a UUID")), .description = WORKSPACE_DESCRIPTION },
    SHOWN(source, "What it is made from: `external_docker`, `github`, `internal_docker`, `internal_source` or "
                  "`internal_template`."),
    SHOWN(image_uri, "Image of the newest revision; null where it is built from source."),
    SHOWN(listener_id, "Listener that deploys it; null where none does."),
    SHOWN(deployment_type, "Type of the deployment."),
    SHOWN(display_name, "Name shown in LangSmith; null where it has none of its own."),
    SHOWN(custom_url, "Its own URL; null where it has none."),
    SHOWN(url, "Where the deployed project answers; null before it is deployed for the first time."),
    SHOWN(status, "Status of the project."),
    SHOWN(latest_revision_id, "Newest revision."),
    SHOWN(latest_revision_status, "Its status; null where the service no longer has it."),
    SHOWN(active_revision_id, "Revision that serves."),
    SHOWN(region, "AWS region of a BYOC project; null for others."),
    SHOWN(account_id, "AWS account of a BYOC project; null for others."),
    { TF_STRING_SET(struct project, variable_names), .mode = TF_COMPUTED,
      .description = "Names of its environment variables, secret or not. Values are never read." },
    SHOWN(created_at, "When it was made."),
    SHOWN(updated_at, "When it changed last."),
};

/* Looks in one generation. `out->id` is NULL where there is no such project. */
static bool look_up(const control_plane_session *session, const struct project *wanted, control_plane_project *out,
                    control_plane_error *error)
{
    *out = (control_plane_project){ .id = NULL };
    if (!tf_known(wanted->id)) {
        return control_plane_find(session, wanted->name.value, out, error)
               && (out->id == NULL || control_plane_describe(session, out->id, out, error));
    }
    return control_plane_describe(session, wanted->id.value, out, error) || control_plane_says_gone(session, error);
}

static tf_string_set names_of(tf_arena *arena, const control_plane_project *found)
{
    tf_string_set names = { .state = found->shows_variables ? TF_KNOWN : TF_NULL };
    for (size_t i = 0; i < found->variables.count; i++)
        tf_string_set_add(arena, &names, found->variables.items[i].name);
    return names;
}

static void fill_in(tf_arena *arena, struct project *project, const control_plane_project *found)
{
    *project = (struct project){
        .id = tf_string_of(found->id),
        .name = tf_string_of(found->name),
        .workspace_id = tf_string_of(found->workspace_id),
        .source = tf_string_of(found->source),
        .image_uri = tf_string_of(found->image_uri),
        .listener_id = tf_string_of(found->listener_id),
        .deployment_type = tf_string_of(found->deployment_type),
        .display_name = tf_string_of(found->display_name),
        .custom_url = tf_string_of(found->custom_url),
        .url = tf_string_of(found->url),
        .status = tf_string_of(found->status),
        .latest_revision_id = tf_string_of(found->latest_revision_id),
        .latest_revision_status = tf_string_of(found->latest_revision_status),
        .active_revision_id = tf_string_of(found->active_revision_id),
        .region = tf_string_of(found->region),
        .account_id = tf_string_of(found->account_id),
        .variable_names = names_of(arena, found),
        .created_at = tf_string_of(found->created_at),
        .updated_at = tf_string_of(found->updated_at),
    };
}

static bool project_read(tf_call *call, void *data)
{
    static const control_plane_generation *const generations[] = { &control_plane_v2, &control_plane_v1 };
    struct project *project = data;
    if (!data_source_can_ask(call))
        return true;
    for (size_t i = 0; i < sizeof generations / sizeof generations[0]; i++) {
        const control_plane_session session = clients_session(call, generations[i], project->workspace_id);
        control_plane_project found;
        control_plane_error error;
        if (!look_up(&session, project, &found, &error))
            return control_plane_fail(call, &error);
        if (found.id == NULL)
            continue;
        fill_in(session.arena, project, &found);
        return true;
    }
    const bool by_id = tf_known(project->id);
    return tf_fail_on(call, by_id ? "id" : "name", "No Such Project",
                      "The control plane at %s has no project of the %s \"%s\" in this workspace.",
                      control_plane_client_endpoint(clients_control_plane(call)), by_id ? "id" : "name",
                      by_id ? project->id.value : project->name.value);
}

const tf_data_source project_data_source = {
    .type_name = "langgraph_project",
    .schema = TF_SCHEMA(
        struct project, attributes,
        .description =
            "A project that is managed elsewhere: by another configuration, by LangChain's client, or in the browser."),
    .read = project_read,
};
