/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A configuration made from the state of an imported object (`terraform plan -generate-config-out`).
 *
 * What a user cannot or need not write is left out: computed, write-only and deprecated attributes, and defaults that
 * the provider would fill in itself.
 */
#include "framework/plan/defaults.h"
#include "framework/plan/plan.h"
#include "framework/plan/walk.h"

static bool leave_out(void *context, const plan_at *at, tf_value *value)
{
    const tf_attribute *attribute = at->attribute;
    tf_value preset;
    const bool is_default =
        attribute_default(context, attribute, value->type, &preset) && tf_value_equal(&preset, value);
    if (attribute->mode == TF_COMPUTED || attribute->write_only || attribute->deprecated != NULL || is_default)
        *value = value_null(value->type);
    return false;
}

tf_value plan_configuration(tf_arena *arena, const tf_schema *schema, const tf_value *state)
{
    const plan_transformer transformer = { .arena = arena, .along = PLAN_PRIOR, .change = leave_out, .context = arena };
    return plan_transform(&transformer, schema, &(const plan_at){ .prior = state });
}
