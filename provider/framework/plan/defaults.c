/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the defaults of tables. When they count is the matter of propose.c, set_match.c and validate.c.
 */
#include "framework/plan/defaults.h"

#include <string.h>

#include "framework/plan/walk.h"
#include "framework/value/json.h"

bool attribute_default(tf_arena *arena, const tf_attribute *attribute, const tf_type *type, tf_value *out)
{
    if (attribute->default_value == NULL)
        return false;
    if (attribute->kind == TF_KIND_STRING) {
        *out = value_string(attribute->default_value);
        return true;
    }
    value_error error;
    return value_from_json(arena, type, attribute->default_value, strlen(attribute->default_value), false, out, &error);
}

static bool fill_in(void *context, const plan_at *at, tf_value *value)
{
    if (value->state == TF_NULL)
        attribute_default(context, at->attribute, value->type, value);
    return false;
}

tf_value object_with_defaults(tf_arena *arena, const tf_schema *schema, const tf_value *config)
{
    const plan_transformer transformer = { .arena = arena, .along = PLAN_CONFIG, .change = fill_in, .context = arena };
    return plan_transform(&transformer, schema, &(const plan_at){ .config = config });
}
