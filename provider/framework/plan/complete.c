/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What create and update may rely on in their plan.
 */
#include "framework/plan/attributes.h"
#include "framework/plan/plan.h"

static bool check_object(tf_call *call, const tf_path *path, const tf_schema *schema, const tf_value *planned);

static bool check_attribute(tf_call *call, const tf_path *path, const tf_attribute *attribute, const tf_value *planned)
{
    if (attribute->write_only)
        return true;
    if (planned->state != TF_KNOWN)
        return attribute->block || attribute->mode != TF_REQUIRED
               || tf_fail_at(call, path, "Incomplete plan",
                             "Terraform asks to apply a plan of %s in which %s, which is required, has no value. "
                             "Terraform and the provider may not fit together; please report it.",
                             call->type_name, tf_path_text(call->arena, path));
    if (!attribute_is_nested(attribute))
        return true;
    if (attribute->kind == TF_KIND_OBJECT)
        return check_object(call, path, attribute->attributes, planned);
    bool complete = true;
    for (size_t i = 0; i < planned->count; i++) {
        const tf_path step = value_item_path(path, planned, i);
        complete &= check_object(call, &step, attribute->attributes, &planned->items[i]);
    }
    return complete;
}

static bool check_object(tf_call *call, const tf_path *path, const tf_schema *schema, const tf_value *planned)
{
    bool complete = true;
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        const tf_path step = { .parent = path, .step = TF_STEP_ATTRIBUTE, .name = attribute->name };
        const tf_value value = attribute_of(planned, attribute);
        complete &= check_attribute(call, &step, attribute, &value);
    }
    return complete;
}

bool plan_check_complete(tf_call *call, const tf_schema *schema, const tf_value *planned)
{
    return check_object(call, NULL, schema, planned);
}
