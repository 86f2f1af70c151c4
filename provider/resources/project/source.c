/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a project comes from and what Kubernetes gives to it: the repository of `github`, the listener, the references
 * to secrets. Images are read and sent by the files that do the rest.
 */
#include <string.h>

#include "resources/project/project.h"

static const control_plane_repository nowhere = { .integration_id = NULL };

bool project_is_of_another_source(const struct project *prior, const struct project *planned)
{
    if (prior->github.state != planned->github.state || !tf_same_string(prior->listener_id, planned->listener_id)
        || !tf_same_string(prior->k8s_namespace, planned->k8s_namespace))
        return true;
    return tf_known(prior->github)
           && (!tf_same_string(prior->github.value->integration_id, planned->github.value->integration_id)
               || !tf_same_string(prior->github.value->repo_url, planned->github.value->repo_url));
}

static bool differs(tf_string prior, tf_string planned)
{
    return !tf_null(planned) && !tf_same_string(prior, planned);
}

static bool builds_otherwise(const struct project_github *prior, const struct project_github *planned)
{
    return differs(prior->repo_ref, planned->repo_ref) || differs(prior->config_path, planned->config_path)
           || differs(prior->install_command, planned->install_command)
           || differs(prior->build_command, planned->build_command);
}

static bool references_differ(const struct project *prior, const struct project *planned)
{
    if (planned->secret_references.state != TF_KNOWN)
        return planned->secret_references.state == TF_UNKNOWN;
    /* After null it is not known what the service has. */
    if (tf_null(prior->secret_references) || prior->secret_references.count != planned->secret_references.count)
        return true;
    for (size_t i = 0; i < planned->secret_references.count; i++) {
        const struct project_reference *before = &prior->secret_references.items[i];
        const struct project_reference *after = &planned->secret_references.items[i];
        if (!tf_same_string(before->name, after->name) || !tf_same_string(before->secret_name, after->secret_name)
            || !tf_same_string(before->secret_key, after->secret_key))
            return true;
    }
    return false;
}

bool project_plans_source(const struct project *prior, const struct project *planned)
{
    const bool both_build = tf_known(prior->github) && tf_known(planned->github);
    return (both_build && builds_otherwise(prior->github.value, planned->github.value))
           || references_differ(prior, planned);
}

static const control_plane_references *references_to_send(tf_arena *arena, const struct project *plan)
{
    control_plane_references *references = tf_alloc(arena, sizeof *references);
    references->count = plan->secret_references.count;
    references->items = tf_alloc_array(arena, references->count, sizeof *references->items);
    for (size_t i = 0; i < references->count; i++) {
        const struct project_reference *reference = &plan->secret_references.items[i];
        references->items[i] = (control_plane_reference){
            .name = reference->name.value,
            .secret_name = reference->secret_name.value,
            .secret_key = reference->secret_key.value,
        };
    }
    return references;
}

static bool same_references(const control_plane_references *one, const control_plane_references *other)
{
    bool same = one->count == other->count;
    for (size_t i = 0; same && i < one->count; i++) {
        const control_plane_reference *first = &one->items[i];
        const control_plane_reference *second = &other->items[i];
        same = strcmp(first->name, second->name) == 0
               && tf_same_string(tf_string_of(first->secret_name), tf_string_of(second->secret_name))
               && tf_same_string(tf_string_of(first->secret_key), tf_string_of(second->secret_key));
    }
    return same;
}

void project_source_to_create(tf_call *call, const struct project *plan, control_plane_settings *settings)
{
    tf_arena *arena = tf_call_arena(call);
    settings->listener_id = tf_text_of(plan->listener_id, NULL);
    settings->k8s_namespace = tf_text_of(plan->k8s_namespace, NULL);
    if (tf_known(plan->secret_references))
        settings->references = references_to_send(arena, plan);
    if (!tf_known(plan->github))
        return;
    const struct project_github *github = plan->github.value;
    control_plane_repository *repository = tf_alloc(arena, sizeof *repository);
    *repository = (control_plane_repository){
        .integration_id = github->integration_id.value,
        .url = github->repo_url.value,
        .ref = github->repo_ref.value,
        .config_path = github->config_path.value,
        .install_command = tf_text_of(github->install_command, NULL),
        .build_command = tf_text_of(github->build_command, NULL),
        .build_on_push = &github->build_on_push.value,
    };
    settings->repository = repository;
}

static const char *text_to_change(tf_string prior, tf_string planned, const char *found)
{
    const bool is_there = found != NULL && tf_equal(planned, found);
    return tf_known(planned) && differs(prior, planned) && !is_there ? planned.value : NULL;
}

static const control_plane_repository *repository_to_change(tf_arena *arena, const struct project_github *prior,
                                                            const struct project_github *plan,
                                                            const control_plane_repository *found)
{
    const bool pushes = plan->build_on_push.value;
    const bool same_pushes = found->build_on_push != NULL && *found->build_on_push == pushes;
    control_plane_repository *repository = tf_alloc(arena, sizeof *repository);
    *repository = (control_plane_repository){
        .ref = text_to_change(prior->repo_ref, plan->repo_ref, found->ref),
        .config_path = text_to_change(prior->config_path, plan->config_path, found->config_path),
        .install_command = text_to_change(prior->install_command, plan->install_command, found->install_command),
        .build_command = text_to_change(prior->build_command, plan->build_command, found->build_command),
        .build_on_push = same_pushes ? NULL : &plan->build_on_push.value,
    };
    return memcmp(repository, &nowhere, sizeof nowhere) == 0 ? NULL : repository;
}

bool project_source_to_change(tf_call *call, const struct project *prior, const struct project *plan,
                              const control_plane_project *found, control_plane_settings *settings)
{
    tf_arena *arena = tf_call_arena(call);
    const control_plane_references *references = references_to_send(arena, plan);
    if (references_differ(prior, plan) && !same_references(references, &found->references))
        settings->references = references;
    if (tf_known(prior->github) && tf_known(plan->github))
        settings->repository = repository_to_change(arena, prior->github.value, plan->github.value, &found->repository);
    return settings->references != NULL || settings->repository != NULL;
}

static void refresh_text(tf_string *field, const char *found, bool always)
{
    if (always || tf_known(*field))
        *field = tf_string_of(found);
}

static void refresh_github(struct project_github *github, const control_plane_repository *found)
{
    refresh_text(&github->integration_id, found->integration_id, true);
    refresh_text(&github->repo_url, found->url, true);
    refresh_text(&github->repo_ref, found->ref, true);
    refresh_text(&github->config_path, found->config_path, true);
    /* Once set they cannot be taken away: what the configuration does not name is the service's. */
    refresh_text(&github->install_command, found->install_command, false);
    refresh_text(&github->build_command, found->build_command, false);
    github->build_on_push = tf_bool_of(found->build_on_push != NULL && *found->build_on_push);
}

void project_import_github(tf_call *call, struct project *state, const control_plane_repository *found)
{
    state->github.state = TF_KNOWN;
    state->github.value = tf_alloc(tf_call_arena(call), sizeof *state->github.value);
    state->github.value->install_command = tf_string_of(found->install_command);
    state->github.value->build_command = tf_string_of(found->build_command);
    refresh_github(state->github.value, found);
}

static void refresh_references(tf_arena *arena, struct project *state, const control_plane_references *found)
{
    state->secret_references.count = found->count;
    state->secret_references.items = tf_alloc_array(arena, found->count, sizeof *state->secret_references.items);
    for (size_t i = 0; i < found->count; i++) {
        state->secret_references.items[i] = (struct project_reference){
            .name = tf_string_of(found->items[i].name),
            .secret_name = tf_string_of(found->items[i].secret_name),
            .secret_key = tf_string_of(found->items[i].secret_key),
        };
    }
}

void project_refresh_source(tf_call *call, struct project *state, const control_plane_project *found)
{
    if (tf_known(state->github)) {
        refresh_github(state->github.value, &found->repository);
    } else if (found->image_uri != NULL) {
        state->image_uri = tf_string_of(found->image_uri);
    }
    if (tf_null(state->byoc)) {
        state->listener_id = tf_string_of(found->listener_id);
        state->k8s_namespace = tf_string_of(found->k8s_namespace);
    }
    if (tf_known(state->secret_references))
        refresh_references(tf_call_arena(call), state, &found->references);
}
