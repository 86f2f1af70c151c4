/* SPDX-License-Identifier: Apache-2.0 */
/*
 * langgraph_listener: what deploys into the user's own Kubernetes for a control plane elsewhere (hybrid, self-hosted).
 * The program itself runs in the cluster and is installed there; this is its entry at the control plane.
 */
#include "resources/listener.h"

#include <string.h>

#include "clients.h"
#include "control_plane/api.h"
#include "control_plane/holdings.h"
#include "control_plane/id.h"
#include "control_plane/operations.h"
#include "control_plane/v2.h"

static const char *const compute_types[] = { "k8s", NULL };

static const tf_attribute attributes[] = {
    { TF_STRING(struct listener, id), .mode = TF_COMPUTED, .use_state_for_unknown = true, .identifies = true,
      .validators = TF_VALIDATORS(TF_MATCHES(CONTROL_PLANE_ID, "a UUID")), .description = "The listener's id." },
    { TF_STRING(struct listener, compute_id), .mode = TF_REQUIRED, .requires_replace = true,
      .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description =
          "Name of the cluster, one of a kind in the workspace. The listener's program is configured with it." },
    { TF_STRING_SET(struct listener, k8s_namespaces), .mode = TF_REQUIRED,
      .validators =
          TF_VALIDATORS(TF_MATCHES("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", "a namespace of Kubernetes"), TF_NO_NULL),
      .description = "Namespaces that it may deploy projects into." },
    { TF_STRING(struct listener, compute_type), .mode = TF_OPTIONAL_COMPUTED, .requires_replace = true,
      .default_value = "k8s", .validators = TF_VALIDATORS(TF_ONE_OF(compute_types)),
      .description = "What it deploys into." },
    { TF_STRING(struct listener, workspace_id), .mode = TF_OPTIONAL_COMPUTED, .requires_replace = true,
      .use_state_for_unknown = true, .description = "Workspace that it belongs to, in place of the provider's." },
    { TF_STRING(struct listener, version), .mode = TF_COMPUTED,
      .description =
          "Version that its program reported last; null before it has reached the control plane for the first time." },
    { TF_STRING(struct listener, created_at), .mode = TF_COMPUTED, .use_state_for_unknown = true,
      .description = "When it was made." },
    { TF_STRING(struct listener, updated_at), .mode = TF_COMPUTED,
      .description = "When it or its program changed last." },
};

static const tf_attribute identity_attributes[] = {
    { TF_STRING(struct listener_identity, id), .mode = TF_REQUIRED, .description = "The listener's id." },
    { TF_STRING(struct listener_identity, workspace_id), .mode = TF_OPTIONAL,
      .description = "Its workspace, by default the provider's." },
};

/* The control plane does not show a listener's workspace: it is the one that was asked. */
static control_plane_session open_session(tf_call *call, const struct listener *listener)
{
    return clients_session(call, &control_plane_v2, listener->workspace_id);
}

static void identify(tf_call *call, const struct listener *listener)
{
    struct listener_identity *identity = tf_identity(call);
    identity->id = listener->id;
    identity->workspace_id = listener->workspace_id;
}

void listener_refresh(tf_call *call, struct listener *listener, const control_plane_listener *found,
                      const control_plane_session *session)
{
    listener->id = tf_string_of(found->id);
    listener->compute_id = tf_string_of(found->compute_id);
    listener->compute_type = tf_string_of(found->compute_type);
    listener->k8s_namespaces = found->k8s_namespaces;
    listener->workspace_id = tf_string_of(session->workspace_id);
    listener->version = tf_string_of(found->version);
    listener->created_at = tf_string_of(found->created_at);
    listener->updated_at = tf_string_of(found->updated_at);
    identify(call, listener);
}

static bool listener_plan(tf_call *call, const void *prior, void *planned)
{
    const struct listener *before = prior;
    struct listener *listener = planned;
    const struct listener *config = tf_config(call);
    if (before == NULL)
        return true;
    const char *what = tf_format(tf_call_arena(call), "listener \"%s\"", tf_text_of(before->compute_id, ""));
    if (!clients_check_workspace(call, what, config->workspace_id, before->workspace_id))
        return false;
    listener->version = before->version;
    const control_plane_session session = open_session(call, before);
    if (tf_same_string_set(&before->k8s_namespaces, &listener->k8s_namespaces)) {
        listener->updated_at = before->updated_at;
    } else {
        control_plane_hold(&session, before->id.value);
    }
    return true;
}

static bool fail_as_taken(tf_call *call, const control_plane_error *error)
{
    const char *import = error->existing_id == NULL ? "compute_id=<name>" : error->existing_id;
    return tf_fail_on(call, "compute_id", "Listener Exists Already",
                      "Tried to %s at %s: %s. It was left as it is. To manage it with this resource, import it:\n\n"
                      "import {\n  to = <address of this resource>\n  id = \"%s\"\n}",
                      error->what, error->endpoint, error->detail, import);
}

static bool listener_create(tf_call *call, void *plan)
{
    struct listener *listener = plan;
    const control_plane_session session = open_session(call, listener);
    const control_plane_listener wanted = {
        .compute_id = listener->compute_id.value,
        .compute_type = listener->compute_type.value,
        .k8s_namespaces = listener->k8s_namespaces,
    };
    control_plane_listener made;
    control_plane_error error;
    if (!control_plane_create_listener(&session, &wanted, &made, &error)) {
        return error.kind == CONTROL_PLANE_ERROR_CONFLICT ? fail_as_taken(call, &error)
                                                          : control_plane_fail(call, &error);
    }
    listener_refresh(call, listener, &made, &session);
    return true;
}

static bool listener_read(tf_call *call, void *state)
{
    struct listener *listener = state;
    if (!clients_know_control_plane(call)) {
        identify(call, listener);
        return true;
    }
    const control_plane_session session = open_session(call, listener);
    control_plane_listener found;
    control_plane_error error;
    if (!control_plane_get_listener(&session, listener->id.value, &found, &error))
        return control_plane_says_gone(&session, &error) ? tf_gone(call) : control_plane_fail(call, &error);
    listener_refresh(call, listener, &found, &session);
    return true;
}

static bool listener_update(tf_call *call, const void *prior, void *plan)
{
    (void)prior;
    struct listener *listener = plan;
    const control_plane_session session = open_session(call, listener);
    control_plane_listener changed;
    control_plane_error error;
    if (!control_plane_change_listener(&session, listener->id.value, &listener->k8s_namespaces, &changed, &error))
        return control_plane_fail(call, &error);
    listener_refresh(call, listener, &changed, &session);
    return true;
}

/* Names of the projects that the listener deploys, one a line; "" for none. */
static bool name_projects(const control_plane_session *session, const char *id, const char **out,
                          control_plane_error *error)
{
    control_plane_project_list projects;
    if (!control_plane_list_projects(session, NULL, &projects, error))
        return false;
    tf_text_builder names = { .arena = session->arena };
    for (size_t i = 0; i < projects.count; i++) {
        if (projects.items[i].listener_id != NULL && strcmp(projects.items[i].listener_id, id) == 0)
            tf_append_format(&names, "\n  - %s", projects.items[i].name);
    }
    *out = tf_built_text(&names);
    return true;
}

static bool listener_delete(tf_call *call, const void *state)
{
    const struct listener *listener = state;
    const control_plane_session session = open_session(call, listener);
    const char *names;
    control_plane_error error;
    if (!name_projects(&session, listener->id.value, &names, &error))
        return control_plane_fail(call, &error);
    if (*names != '\0') {
        return tf_fail(
            call, "Listener Is in Use",
            "The listener \"%s\" deploys projects, which nothing would deploy any more:%s\n\nDestroy them first, or "
            "give them another listener. Nothing was deleted.",
            listener->compute_id.value, names);
    }
    return control_plane_remove_listener(&session, listener->id.value, &error)
           || control_plane_says_gone(&session, &error) || control_plane_fail(call, &error);
}

static bool listener_import(tf_call *call, const char *id, void *state)
{
    struct listener *listener = state;
    const struct listener_identity *identity = tf_identity(call);
    if (id == NULL) {
        id = identity->id.value;
        listener->workspace_id = identity->workspace_id;
    }
    const control_plane_session session = open_session(call, listener);
    control_plane_listener found = { .id = NULL };
    control_plane_error error;
    if (control_plane_is_id(id)) {
        listener->id = tf_string_of(id);
        return true;
    }
    if (!tf_starts_with(id, "compute_id=")) {
        return tf_fail(
            call, "Not a Listener's ID",
            "\"%s\" is no UUID. Import by the listener's id, or by its compute_id as compute_id=<compute_id>.", id);
    }
    if (!control_plane_find_listener(&session, id + strlen("compute_id="), &found, &error))
        return control_plane_fail(call, &error);
    if (found.id == NULL) {
        return tf_fail(call, "No Such Listener",
                       "The control plane at %s has no listener of compute_id \"%s\" in this workspace.",
                       session.config->endpoint, id + strlen("compute_id="));
    }
    listener->id = tf_string_of(found.id);
    return true;
}

const tf_resource listener_resource = {
    .type_name = "langgraph_listener",
    .import_id =
        "The listener's id, such as `5b0f9c7e-6a4e-4d0c-9f0c-3c1d5a6b7e8f`, or `compute_id=` and its compute_id, "
        "such as `compute_id=production`.",
    .schema = TF_SCHEMA(
        struct listener, attributes,
        .description =
            "A listener: what deploys projects into your own Kubernetes for a control plane elsewhere. Install "
            "its program in the cluster with the same `compute_id`, and give projects its id."),
    .identity = TF_SCHEMA(struct listener_identity, identity_attributes),
    .plan = listener_plan,
    .create = listener_create,
    .read = listener_read,
    .update = listener_update,
    .delete = listener_delete,
    .import = listener_import,
};
