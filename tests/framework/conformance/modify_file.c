/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_modify_file_action: writes a file.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "conformance.h"
#include "things.h"

struct modify_file {
    tf_string filename;
    tf_string content;
    tf_bool plan_error;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct modify_file, filename), .mode = TF_REQUIRED },
    { TF_STRING(struct modify_file, content), .mode = TF_REQUIRED },
    { TF_BOOL(struct modify_file, plan_error), .mode = TF_OPTIONAL },
};

static bool modify_file_plan(tf_call *call, const void *config)
{
    const struct modify_file *action = config;
    if (tf_known(action->plan_error) && action->plan_error.value)
        return tf_fail(call, "ModifyPlan error", "The configuration asks for an error (plan_error).");
    return true;
}

static bool modify_file_invoke(tf_call *call, const void *config)
{
    const struct modify_file *action = config;
    tf_progress(call, "Writing %s", action->filename.value);
    FILE *file = fopen(action->filename.value, "we");
    if (file == NULL) {
        return tf_fail_on(call, "filename", "Failed to create the file", "%s: %s.", action->filename.value,
                          strerror(errno));
    }
    const bool written = fputs(action->content.value, file) >= 0;
    if (fclose(file) != 0 || !written) {
        return tf_fail_on(call, "content", "Failed to write the file", "%s: %s.", action->filename.value,
                          strerror(errno));
    }
    return true;
}

const tf_action modify_file_action = {
    .type_name = "framework_modify_file_action",
    .schema = TF_SCHEMA(struct modify_file, attributes, .description = "Writes a file."),
    .plan = modify_file_plan,
    .invoke = modify_file_invoke,
};
