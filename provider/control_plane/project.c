/* SPDX-License-Identifier: Apache-2.0 */
/* Looks into projects, and copies of them for what outlives the arena of a look. */
#include "control_plane/project.h"

#include <string.h>

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
    return copy;
}
