/* SPDX-License-Identifier: Apache-2.0 */
/*
 * langgraph_listener: its structs, and what a list of listeners shares with the resource.
 */
#ifndef RESOURCES_LISTENER_H
#define RESOURCES_LISTENER_H

#include <tfprovider/resource.h>

#include "control_plane/listeners.h"

struct listener {
    tf_string id;
    tf_string compute_id;
    tf_string compute_type;
    tf_string_set k8s_namespaces;
    tf_string workspace_id;
    tf_string version;
    tf_string created_at;
    tf_string updated_at;
};

/** What tells a listener from all others. */
struct listener_identity {
    tf_string id;
    tf_string workspace_id;
};

/**
 * Brings `listener`, and its identity, up to date with what the control plane shows, which is not the workspace: that
 * is the one that `session` asked.
 */
void listener_refresh(tf_call *call, struct listener *listener, const control_plane_listener *found,
                      const control_plane_session *session);

#endif
