/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a state tells which object it is about. How the object is found by it is the resource's business. */
#include "framework/plan/plan.h"

static bool is_told(tf_call *call, const tf_attribute *attribute, const tf_value *value)
{
    const tf_path path = { .step = TF_STEP_ATTRIBUTE, .name = attribute->name };
    if (value == NULL || value->state != TF_KNOWN || value->text[0] == '\0') {
        return tf_fail_at(
            call, &path, "A State Without Its Object",
            "The state of this %s has no `%s`, so that it does not tell which object it is about. Take it out "
            "of the state (`terraform state rm`, or a removed block), and import the object.",
            call->type_name, attribute->name);
    }
    bool ok = true;
    for (const tf_validator *check = attribute->validators;
         check != NULL && (check->text != NULL || check->value != NULL); check++)
        ok = (check->text == NULL || check->text(call, &path, value->text, check->argument)) && ok;
    return ok;
}

bool plan_check_identifying(tf_call *call, const tf_schema *schema, const tf_value *state)
{
    bool ok = true;
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        if (attribute->identifies)
            ok = is_told(call, attribute, tf_value_get(state, attribute->name)) && ok;
    }
    return ok;
}
