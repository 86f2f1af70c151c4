/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hybrid projects and the listener that deploys them: its namespaces at plan, which ones there are, when it was last
 * heard of. The listener itself is the business of langgraph_listener.
 */
#include "clients.h"
#include "control_plane/holdings.h"
#include "control_plane/listeners.h"
#include "resources/project/project.h"

/* A plan waits no longer for the listener, in milliseconds. */
#define LONGEST_LOOK_MS 10000

static const char *namespaces_of(tf_arena *arena, const control_plane_listener *listener)
{
    tf_text_builder text = { .arena = arena };
    for (size_t i = 0; i < listener->k8s_namespaces.count; i++)
        tf_append_format(&text, "%s%s", i == 0 ? "" : ", ", listener->k8s_namespaces.items[i].value);
    return listener->k8s_namespaces.count == 0 ? "no namespace that it tells of" : tf_built_text(&text);
}

static bool fail_as_unserved(tf_call *call, const struct project *planned, const control_plane_listener *listener)
{
    return tf_fail_on(
        call, "k8s_namespace", "Namespace Not Served by the Listener",
        "The listener \"%s\" (%s) does not deploy into the namespace \"%s\", but into: %s. Name one of these, or add the "
        "namespace to `k8s_namespaces` of the `langgraph_listener` first.",
        listener->compute_id, listener->id, planned->k8s_namespace.value, namespaces_of(tf_call_arena(call), listener));
}

bool project_check_namespace(tf_call *call, const struct project *planned)
{
    control_plane_session session;
    control_plane_listener listener;
    control_plane_error error;
    if (!tf_known(planned->listener_id) || !tf_known(planned->k8s_namespace) || !clients_know_control_plane(call))
        return true;
    if (!project_open(call, planned, &session))
        return false;
    /* What it is about to serve, only its own plan knows. */
    if (control_plane_is_held(&session, planned->listener_id.value))
        return true;
    const int64_t give_up_at = tf_deadline_in_ms(LONGEST_LOOK_MS);
    session.deadline = session.deadline < give_up_at ? session.deadline : give_up_at;
    session.max_retries = session.max_retries < 1 ? session.max_retries : 1;
    /* What else is wrong, the look at the workspace says. */
    if (!control_plane_get_listener(&session, planned->listener_id.value, &listener, &error)) {
        return error.kind != CONTROL_PLANE_ERROR_NOT_FOUND
               || tf_fail_on(call, "listener_id", "No Such Listener", "The workspace has no listener %s at %s.%s",
                             planned->listener_id.value, error.endpoint, project_about_listeners(call, planned));
    }
    return tf_null(listener.k8s_namespaces) || tf_string_set_has(&listener.k8s_namespaces, planned->k8s_namespace.value)
           || fail_as_unserved(call, planned, &listener);
}

const char *project_about_listeners(tf_call *call, const struct project *project)
{
    tf_arena *arena = tf_call_arena(call);
    control_plane_session session;
    control_plane_listener_list all;
    control_plane_error error;
    if (!project_open(call, project, &session))
        return "";
    session = control_plane_session_afterwards(&session);
    if (!control_plane_list_listeners(&session, &all, &error))
        return "";
    if (all.count == 0)
        return "\n\nThe workspace has no listener yet: `langgraph_listener` makes one.";
    tf_text_builder text = { .arena = arena };
    tf_append(&text, "\n\nThe workspace's listeners, by their ids:");
    for (size_t i = 0; i < all.count; i++) {
        tf_append_format(&text, "\n  %s: \"%s\", which deploys into %s", all.items[i].id, all.items[i].compute_id,
                         namespaces_of(arena, &all.items[i]));
    }
    return tf_built_text(&text);
}

const char *project_about_silent_listener(const control_plane_session *session, const struct project *project)
{
    const control_plane_session afterwards = control_plane_session_afterwards(session);
    control_plane_listener listener;
    control_plane_error error;
    if (!tf_known(project->listener_id))
        return "";
    if (!control_plane_get_listener(&afterwards, project->listener_id.value, &listener, &error)) {
        return error.kind == CONTROL_PLANE_ERROR_NOT_FOUND
                   ? "\n\nIts listener does not exist any more, so that nothing deploys it."
                   : "";
    }
    return tf_format(
        session->arena,
        "\n\nIt is deployed by the listener \"%s\" (%s), %s, last updated at %s. A listener that cannot reach the control "
        "plane is the usual cause: look at its log in the cluster.",
        listener.compute_id, listener.id,
        listener.version == NULL ? "which has never reported its version"
                                 : tf_format(session->arena, "version %s", listener.version),
        listener.updated_at == NULL ? "a time that is not shown" : listener.updated_at);
}
