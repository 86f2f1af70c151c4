/* SPDX-License-Identifier: Apache-2.0 */
/* data.langgraph_listeners: the listeners of a workspace, by name. */
#include "control_plane/listeners.h"

#include <stdlib.h>
#include <string.h>

#include "clients.h"
#include "control_plane/id.h"
#include "control_plane/v2.h"
#include "data_sources/data_sources.h"

struct listener {
    tf_string id;
    tf_string compute_id;
    tf_string compute_type;
    tf_string_set k8s_namespaces;
    tf_string version;
    tf_string created_at;
    tf_string updated_at;
};

struct listeners {
    tf_string workspace_id;
    TF_OBJECTS_OF(struct listener) listeners;
};

static const tf_attribute listener_attributes[] = {
    { TF_STRING(struct listener, id), .mode = TF_COMPUTED, .description = "Id, which projects are given." },
    { TF_STRING(struct listener, compute_id), .mode = TF_COMPUTED, .description = "Name of the cluster." },
    { TF_STRING(struct listener, compute_type), .mode = TF_COMPUTED, .description = "What it deploys into." },
    { TF_STRING_SET(struct listener, k8s_namespaces), .mode = TF_COMPUTED,
      .description = "Namespaces that it may deploy into; null where it does not say." },
    { TF_STRING(struct listener, version), .mode = TF_COMPUTED,
      .description = "Version of its program; null before that has reached the control plane." },
    { TF_STRING(struct listener, created_at), .mode = TF_COMPUTED, .description = "When it was made." },
    { TF_STRING(struct listener, updated_at), .mode = TF_COMPUTED, .description = "When it changed last." },
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct listeners, workspace_id), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_MATCHES(CONTROL_PLANE_ID, "a UUID")), .description = WORKSPACE_DESCRIPTION },
    { TF_OBJECT_LIST(struct listeners, listeners, struct listener, listener_attributes), .mode = TF_COMPUTED,
      .description = "The listeners, in the order of their `compute_id`." },
};

static int compare(const void *one, const void *other)
{
    return strcmp(((const control_plane_listener *)one)->compute_id,
                  ((const control_plane_listener *)other)->compute_id);
}

static bool listeners_read(tf_call *call, void *data)
{
    struct listeners *result = data;
    if (!data_source_can_ask(call))
        return true;
    const control_plane_session session = clients_session(call, &control_plane_v2, result->workspace_id);
    control_plane_listener_list found;
    control_plane_error error;
    if (!control_plane_list_listeners(&session, &found, &error))
        return control_plane_fail(call, &error);
    if (found.count > 0)
        qsort(found.items, found.count, sizeof *found.items, compare);
    result->listeners.state = TF_KNOWN;
    result->listeners.count = found.count;
    result->listeners.items = tf_alloc_array(session.arena, found.count, sizeof *result->listeners.items);
    for (size_t i = 0; i < found.count; i++) {
        result->listeners.items[i] = (struct listener){
            .id = tf_string_of(found.items[i].id),
            .compute_id = tf_string_of(found.items[i].compute_id),
            .compute_type = tf_string_of(found.items[i].compute_type),
            .k8s_namespaces = found.items[i].k8s_namespaces,
            .version = tf_string_of(found.items[i].version),
            .created_at = tf_string_of(found.items[i].created_at),
            .updated_at = tf_string_of(found.items[i].updated_at),
        };
    }
    return true;
}

const tf_data_source listeners_data_source = {
    .type_name = "langgraph_listeners",
    .schema = TF_SCHEMA(
        struct listeners, attributes,
        .description =
            "The listeners of a workspace, through which its projects are deployed into your own Kubernetes."),
    .read = listeners_read,
};
