/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_deferred_action, framework_deferred_action_plan_modification: a resource that puts off its plan, its read
 * and its import; the second plans even where the whole provider is deferred.
 */
#include <string.h>

#include "conformance.h"

struct deferred_action {
    tf_bool modify_plan_deferral;
    tf_bool read_deferral;
    tf_string id;
};

static const tf_attribute attributes[] = {
    { TF_BOOL(struct deferred_action, modify_plan_deferral), .mode = TF_OPTIONAL },
    { TF_BOOL(struct deferred_action, read_deferral), .mode = TF_OPTIONAL },
    { TF_STRING(struct deferred_action, id), .mode = TF_OPTIONAL },
};

static bool deferred_action_plan(tf_call *call, const void *prior, void *planned)
{
    (void)prior;
    const struct deferred_action *action = planned;
    if (tf_known(action->id) && !tf_equal(action->id, "test_id"))
        return tf_fail_on(call, "id", "invalid id value", "The id has to be test_id.");
    if (tf_known(action->modify_plan_deferral) && action->modify_plan_deferral.value && tf_can_defer(call))
        tf_defer(call, TF_RESOURCE_CONFIG_UNKNOWN);
    return true;
}

static bool deferred_action_read(tf_call *call, void *state)
{
    const struct deferred_action *action = state;
    if (tf_known(action->read_deferral) && action->read_deferral.value && tf_can_defer(call))
        tf_defer(call, TF_RESOURCE_CONFIG_UNKNOWN);
    return true;
}

static bool deferred_action_import(tf_call *call, const char *id, void *state)
{
    struct deferred_action *action = state;
    action->id = tf_string_of(id);
    if (strcmp(id, "deferral-id") == 0 && tf_can_defer(call))
        tf_defer(call, TF_RESOURCE_CONFIG_UNKNOWN);
    return true;
}

const tf_resource deferred_action_resource = {
    .type_name = "framework_deferred_action",
    .schema =
        TF_SCHEMA(struct deferred_action, attributes, .description = "Puts off its plan, its read and its import."),
    .plan = deferred_action_plan,
    .create = keep_as_it_is,
    .read = deferred_action_read,
    .update = keep_plan,
    .delete = forget,
    .import = deferred_action_import,
};

const tf_resource deferred_action_plan_modification_resource = {
    .type_name = "framework_deferred_action_plan_modification",
    .schema = TF_SCHEMA(struct deferred_action, attributes,
                        .description = "As framework_deferred_action, but plans although the provider is deferred."),
    .plans_while_deferred = true,
    .plan = deferred_action_plan,
    .create = keep_as_it_is,
    .read = deferred_action_read,
    .update = keep_plan,
    .delete = forget,
    .import = deferred_action_import,
};
