/* SPDX-License-Identifier: Apache-2.0 */
/* data.langgraph_github_installations: the accounts at GitHub that a workspace reaches repositories of. */
#include <stdlib.h>
#include <string.h>

#include "clients.h"
#include "control_plane/id.h"
#include "control_plane/installations.h"
#include "control_plane/v2.h"
#include "data_sources/data_sources.h"

struct installation {
    tf_string id;
    tf_string name;
    tf_int64 installation_id;
};

struct github_installations {
    tf_string workspace_id;
    TF_OBJECTS_OF(struct installation) installations;
};

static const tf_attribute installation_attributes[] = {
    { TF_STRING(struct installation, id), .mode = TF_COMPUTED,
      .description = "Id of the integration, for a project's `github.integration_id`." },
    { TF_STRING(struct installation, name), .mode = TF_COMPUTED,
      .description = "The account or organisation at GitHub." },
    { TF_INT64(struct installation, installation_id), .mode = TF_COMPUTED, .description = "GitHub's own number." },
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct github_installations, workspace_id), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_MATCHES(CONTROL_PLANE_ID, "a UUID")), .description = WORKSPACE_DESCRIPTION },
    { TF_OBJECT_LIST(struct github_installations, installations, struct installation, installation_attributes),
      .mode = TF_COMPUTED, .description = "The installations, in the order of their names." },
};

static int compare(const void *one, const void *other)
{
    const control_plane_installation *first = one;
    const control_plane_installation *second = other;
    const int names = strcmp(first->name, second->name);
    return names != 0 ? names : strcmp(first->id, second->id);
}

static bool github_installations_read(tf_call *call, void *data)
{
    struct github_installations *result = data;
    if (!data_source_can_ask(call))
        return true;
    const control_plane_session session = clients_session(call, &control_plane_v2, result->workspace_id);
    control_plane_installation_list found;
    control_plane_error error;
    if (!control_plane_list_installations(&session, &found, &error))
        return control_plane_fail(call, &error);
    if (found.count > 0)
        qsort(found.items, found.count, sizeof *found.items, compare);
    result->installations.state = TF_KNOWN;
    result->installations.count = found.count;
    result->installations.items = tf_alloc_array(session.arena, found.count, sizeof *result->installations.items);
    for (size_t i = 0; i < found.count; i++) {
        result->installations.items[i] = (struct installation){
            .id = tf_string_of(found.items[i].id),
            .name = tf_string_of(found.items[i].name),
            .installation_id = tf_int64_of(found.items[i].installation_id),
        };
    }
    return true;
}

const tf_data_source github_installations_data_source = {
    .type_name = "langgraph_github_installations",
    .schema = TF_SCHEMA(
        struct github_installations, attributes,
        .description =
            "The installations of LangChain's GitHub app in a workspace, by which projects are built from repositories."),
    .read = github_installations_read,
};
