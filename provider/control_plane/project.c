/* SPDX-License-Identifier: Apache-2.0 */
/* Looks into projects and what they are to be. */
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
