/* SPDX-License-Identifier: Apache-2.0 */
/* Looks into projects, and copies of them for what outlives the arena of a look. */
#include "control_plane/project.h"

#include <string.h>

bool control_plane_settings_make_revision(const control_plane_settings *settings)
{
    const control_plane_repository *repository = settings->repository;
    const bool builds = repository != NULL
                        && (repository->ref != NULL || repository->config_path != NULL
                            || repository->install_command != NULL || repository->build_command != NULL);
    return builds || settings->image_uri != NULL || settings->variables != NULL || settings->resources != NULL
           || settings->references != NULL;
}

const control_plane_variable *control_plane_find_variable(const control_plane_variables *variables, const char *name)
{
    for (size_t i = 0; i < variables->count; i++) {
        if (strcmp(variables->items[i].name, name) == 0)
            return &variables->items[i];
    }
    return NULL;
}

control_plane_project control_plane_project_copy(tf_arena *arena, const control_plane_project *project)
{
    control_plane_project copy = *project;
    const char **texts[] = {
        &copy.id,
        &copy.name,
        &copy.display_name,
        &copy.workspace_id,
        &copy.source,
        &copy.status,
        &copy.url,
        &copy.custom_url,
        &copy.deployment_type,
        &copy.listener_id,
        &copy.created_at,
        &copy.updated_at,
        &copy.latest_revision_id,
        &copy.active_revision_id,
        &copy.image_uri,
        &copy.k8s_namespace,
        &copy.repository.integration_id,
        &copy.repository.url,
        &copy.repository.ref,
        &copy.repository.config_path,
        &copy.repository.install_command,
        &copy.repository.build_command,
        &copy.resources,
        &copy.region,
        &copy.account_id,
        &copy.external_id,
        &copy.latest_revision_status,
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i] = tf_copy_text(arena, *texts[i]);
    copy.variables.items = tf_alloc_array(arena, copy.variables.count, sizeof *copy.variables.items);
    for (size_t i = 0; i < copy.variables.count; i++) {
        copy.variables.items[i] = (control_plane_variable){
            .name = tf_copy_text(arena, project->variables.items[i].name),
            .value = tf_copy_text(arena, project->variables.items[i].value),
            .secret = project->variables.items[i].secret,
        };
    }
    copy.references.items = tf_alloc_array(arena, copy.references.count, sizeof *copy.references.items);
    for (size_t i = 0; i < copy.references.count; i++) {
        const control_plane_reference *reference = &project->references.items[i];
        copy.references.items[i] = (control_plane_reference){
            .name = tf_copy_text(arena, reference->name),
            .secret_name = tf_copy_text(arena, reference->secret_name),
            .secret_key = tf_copy_text(arena, reference->secret_key),
        };
    }
    return copy;
}
