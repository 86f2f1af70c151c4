/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list resource langgraph_project: the projects of a workspace, of both generations, that this provider can manage.
 */
#include "resources/project/project.h"

#include "clients.h"
#include "control_plane/operations.h"
#include "control_plane/v1.h"
#include "control_plane/v2.h"
#include "control_plane/wait_state.h"
#include "lists/lists.h"

struct filter {
    tf_string name_contains;
    tf_string status;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct filter, name_contains), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "Only projects with this text in their name." },
    { TF_STRING(struct filter, status), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "Only projects of this status, such as `READY`." },
};

/* A list under way in one generation. */
struct walk {
    tf_call *call;
    const struct filter *filter;
    control_plane_session session;
    bool is_enough;
};

/* A project that was listed, on its way to Terraform. */
struct listed {
    const control_plane_session *session;
    const control_plane_project *found;
};

static bool read_listed(tf_call *call, const void *source, void *object)
{
    const struct listed *listed = source;
    const control_plane_session session = control_plane_session_in(listed->session, tf_call_arena(call));
    control_plane_project found = *listed->found;
    control_plane_error error;
    struct project *project = object;
    if (!project_take_over(call, session.generation, &found, project))
        return false;
    if (!control_plane_complete(&session, &found, &error))
        return control_plane_fail(call, &error);
    project_refresh(call, project, &found);
    project_identify(call, project->id, project->workspace_id);
    return true;
}

static bool take_project(const control_plane_project *found, void *taken)
{
    struct walk *walk = taken;
    const tf_string status = walk->filter->status;
    if (!project_can_be_taken_over(walk->session.generation, found) || control_plane_is_leaving(found->status)
        || (tf_known(status) && !tf_equal(status, found->status)))
        return true;
    const struct project_identity identity = { .id = tf_string_of(found->id),
                                               .workspace_id = tf_string_of(found->workspace_id) };
    const struct listed listed = { .session = &walk->session, .found = found };
    walk->is_enough = !tf_list_read(walk->call, found->name, &identity, read_listed, &listed);
    return !walk->is_enough;
}

static bool project_list_all(tf_call *call, const void *config)
{
    static const control_plane_generation *const generations[] = { &control_plane_v2, &control_plane_v1 };
    struct walk walk = { .call = call, .filter = config };
    for (size_t i = 0; i < sizeof generations / sizeof generations[0] && !walk.is_enough; i++) {
        control_plane_error error;
        walk.session = clients_session(call, generations[i], tf_string_of(NULL));
        if (!control_plane_walk_projects(&walk.session, tf_text_of(walk.filter->name_contains, NULL), take_project,
                                         &walk, &error))
            return control_plane_fail(call, &error);
    }
    return true;
}

const tf_list_resource project_list = {
    .type_name = "langgraph_project",
    .schema = TF_SCHEMA(
        struct filter, attributes,
        .description =
            "Finds projects of the provider's workspace, whoever deployed them. Left out are those that cannot "
            "be imported: made by LangChain's CLI or in LangSmith, or being deleted."),
    .list = project_list_all,
};
