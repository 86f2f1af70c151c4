/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks of single attributes that the framework does not have: images, CPUs, lists as JSON.
 */
#ifndef RESOURCES_PROJECT_CHECKS_H
#define RESOURCES_PROJECT_CHECKS_H

#include <tfprovider/schema.h>

/** An image's reference: without blanks, and without a scheme in front, which clients of registries do not take. */
#define PROJECT_IS_IMAGE            \
    {                               \
        .text = project_check_image \
    }
bool project_check_image(tf_call *call, const tf_path *path, const char *text, const void *unused);

/** A number of CPUs: within a tf_decimal_range, with at most one decimal, since the service rounds to that. */
#define PROJECT_IS_CPUS(least_text, most_text)                                                       \
    {                                                                                                \
        .value = project_check_cpus, .kinds = TF_NUMBER_KINDS, .argument = &(const tf_decimal_range) \
        {                                                                                            \
            (least_text), (most_text)                                                                \
        }                                                                                            \
    }
bool project_check_cpus(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                        const void *range);

/** JSON text of a list of objects. */
#define PROJECT_IS_JSON_LIST            \
    {                                   \
        .text = project_check_json_list \
    }
bool project_check_json_list(tf_call *call, const tf_path *path, const char *text, const void *unused);

#endif
