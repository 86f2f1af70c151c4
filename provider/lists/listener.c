/* SPDX-License-Identifier: Apache-2.0 */
/* The list resource langgraph_listener: the listeners of a workspace. */
#include "resources/listener.h"

#include "clients.h"
#include "control_plane/v2.h"
#include "lists/lists.h"

/* Nothing narrows the list. A struct without fields is none in C. */
/* A list under way. */
struct walk {
    tf_call *call;
    control_plane_session session;
};

/* A listener that was listed, on its way to Terraform. */
struct listed {
    const control_plane_session *session;
    const control_plane_listener *found;
};

static bool read_listed(tf_call *call, const void *source, void *object)
{
    const struct listed *listed = source;
    listener_refresh(call, object, listed->found, listed->session);
    return true;
}

static bool take_listener(const control_plane_listener *found, void *taken)
{
    const struct walk *walk = taken;
    const struct listener_identity identity = {
        .id = tf_string_of(found->id),
        .workspace_id = tf_string_of(walk->session.workspace_id),
    };
    const struct listed listed = { .session = &walk->session, .found = found };
    return tf_list_read(walk->call, found->compute_id, &identity, read_listed, &listed);
}

static bool listener_list_all(tf_call *call, const void *config)
{
    (void)config;
    struct walk walk = { .call = call, .session = clients_session(call, &control_plane_v2, tf_string_of(NULL)) };
    control_plane_error error;
    return control_plane_walk_listeners(&walk.session, take_listener, &walk, &error)
           || control_plane_fail(call, &error);
}

const tf_list_resource listener_list = {
    .type_name = "langgraph_listener",
    .schema = &(const tf_schema){ .description = "Finds the listeners of the provider's workspace." },
    .list = listener_list_all,
};
