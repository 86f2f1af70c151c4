/* SPDX-License-Identifier: Apache-2.0 */
/* The words for types of deployments. Where which of them is allowed is not said here. */
#include "control_plane/deployment_type.h"

#include <stddef.h>
#include <string.h>

const char *const control_plane_deployment_types[] = { "serverless", "dedicated", "dev_free",      "dev",
                                                       "prod",       "dev_zero",  "dev_free_zero", NULL };

static const char *const synonyms[][2] = { { "dev_zero", "serverless" }, { "prod", "dedicated" } };

/* The newer word for a type, or the only one. */
static const char *newer_word(const char *type)
{
    for (size_t i = 0; i < sizeof synonyms / sizeof synonyms[0]; i++) {
        if (strcmp(type, synonyms[i][0]) == 0)
            return synonyms[i][1];
    }
    return type;
}

bool control_plane_same_deployment_type(const char *one, const char *other)
{
    return strcmp(newer_word(one), newer_word(other)) == 0;
}
