/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_dynamic_computed_type_change: a computed value whose type differs after an update.
 */
#include "conformance.h"

struct type_change {
    tf_value required_dynamic;
    tf_value computed_dynamic_type_changes;
};

static const tf_attribute attributes[] = {
    { TF_VALUE(struct type_change, required_dynamic), .type = &tf_type_dynamic, .mode = TF_REQUIRED },
    { TF_VALUE(struct type_change, computed_dynamic_type_changes), .type = &tf_type_dynamic, .mode = TF_COMPUTED },
};

static bool type_change_create(tf_call *call, void *plan)
{
    (void)call;
    struct type_change *change = plan;
    change->computed_dynamic_type_changes = (tf_value){ .type = &tf_type_bool, .state = TF_KNOWN, .truth = true };
    return true;
}

static bool type_change_update(tf_call *call, const void *prior, void *plan)
{
    (void)call;
    (void)prior;
    struct type_change *change = plan;
    change->computed_dynamic_type_changes = (tf_value){ .type = &tf_type_number, .state = TF_KNOWN, .digits = "200" };
    return true;
}

const tf_resource dynamic_computed_type_change_resource = {
    .type_name = "framework_dynamic_computed_type_change",
    .schema = TF_SCHEMA(struct type_change, attributes,
                        .description = "A computed value of dynamic type: a bool when created, a number once updated."),
    .create = type_change_create,
    .read = keep_as_it_is,
    .update = type_change_update,
    .delete = forget,
};
