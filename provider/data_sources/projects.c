/* SPDX-License-Identifier: Apache-2.0 */
/* data.langgraph_projects: the projects of a workspace, of both generations of the API, by name. */
#include <stdlib.h>
#include <string.h>

#include "clients.h"
#include "control_plane/api.h"
#include "control_plane/deployment_type.h"
#include "control_plane/id.h"
#include "control_plane/v1.h"
#include "control_plane/v2.h"
#include "data_sources/data_sources.h"

struct listed_project {
    tf_string id;
    tf_string name;
    tf_string url;
    tf_string status;
    tf_string deployment_type;
    tf_string image_uri;
    tf_string latest_revision_id;
    tf_string active_revision_id;
};

struct projects {
    tf_string name_contains;
    tf_string status;
    tf_string deployment_type;
    tf_string workspace_id;
    TF_OBJECTS_OF(struct listed_project) projects;
};

#define SHOWN(field, text)                                                                  \
    {                                                                                       \
        TF_STRING(struct listed_project, field), .mode = TF_COMPUTED, .description = (text) \
    }

static const tf_attribute project_attributes[] = {
    SHOWN(id, "Id."),
    SHOWN(name, "Name."),
    SHOWN(url, "Where it answers; null before it is deployed for the first time."),
    SHOWN(status, "Status of the project."),
    SHOWN(deployment_type, "Type of the deployment."),
    SHOWN(image_uri,
          "Image; null where it is built from source, and for BYOC projects, which a list does not show it of."),
    SHOWN(latest_revision_id, "Newest revision."),
    SHOWN(active_revision_id, "Revision that serves."),
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct projects, name_contains), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "Only projects with this text in their name." },
    { TF_STRING(struct projects, status), .mode = TF_OPTIONAL,
      .description = "Only projects of this status, such as `READY`." },
    { TF_STRING(struct projects, deployment_type), .mode = TF_OPTIONAL,
      .description =
          "Only projects of this type; `serverless` and `dev_zero` are one, as are `dedicated` and `prod`." },
    { TF_STRING(struct projects, workspace_id), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_MATCHES(CONTROL_PLANE_ID, "a UUID")), .description = WORKSPACE_DESCRIPTION },
    { TF_OBJECT_LIST(struct projects, projects, struct listed_project, project_attributes), .mode = TF_COMPUTED,
      .description = "The projects, in the order of their names." },
};

static bool is_wanted(const struct projects *filter, const control_plane_project *project)
{
    if (tf_known(filter->status) && !tf_equal(filter->status, project->status))
        return false;
    return !tf_known(filter->deployment_type)
           || (project->deployment_type != NULL
               && control_plane_same_deployment_type(filter->deployment_type.value, project->deployment_type));
}

static struct listed_project shown(const control_plane_project *project)
{
    return (struct listed_project){
        .id = tf_string_of(project->id),
        .name = tf_string_of(project->name),
        .url = tf_string_of(project->url),
        .status = tf_string_of(project->status),
        .deployment_type = tf_string_of(project->deployment_type),
        .image_uri = tf_string_of(project->image_uri),
        .latest_revision_id = tf_string_of(project->latest_revision_id),
        .active_revision_id = tf_string_of(project->active_revision_id),
    };
}

static int compare(const void *one, const void *other)
{
    const struct listed_project *first = one;
    const struct listed_project *second = other;
    const int names = strcmp(first->name.value, second->name.value);
    return names != 0 ? names : strcmp(first->id.value, second->id.value);
}

static bool projects_read(tf_call *call, void *data)
{
    static const control_plane_generation *const generations[] = { &control_plane_v2, &control_plane_v1 };
    struct projects *result = data;
    size_t capacity = 0;
    if (!data_source_can_ask(call))
        return true;
    result->projects.state = TF_KNOWN;
    for (size_t i = 0; i < sizeof generations / sizeof generations[0]; i++) {
        const control_plane_session session = clients_session(call, generations[i], result->workspace_id);
        control_plane_project_list found;
        control_plane_error error;
        if (!control_plane_list_projects(&session, tf_text_of(result->name_contains, NULL), &found, &error))
            return control_plane_fail(call, &error);
        for (size_t j = 0; j < found.count; j++) {
            if (!is_wanted(result, &found.items[j]))
                continue;
            result->projects.items = tf_grow(session.arena, result->projects.items, result->projects.count, &capacity,
                                             sizeof *result->projects.items);
            result->projects.items[result->projects.count++] = shown(&found.items[j]);
        }
    }
    if (result->projects.count > 0)
        qsort(result->projects.items, result->projects.count, sizeof *result->projects.items, compare);
    return true;
}

const tf_data_source projects_data_source = {
    .type_name = "langgraph_projects",
    .schema =
        TF_SCHEMA(struct projects, attributes, .description = "The projects of a workspace, deployed by whomever."),
    .read = projects_read,
};
