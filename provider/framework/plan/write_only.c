/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Write-only values, which stand in the configuration only.
 */
#include "framework/plan/attributes.h"
#include "framework/plan/plan.h"

static tf_value attribute_without_write_only(tf_arena *arena, const tf_attribute *attribute, const tf_value *value)
{
    if (attribute->write_only)
        return value_null(value->type);
    if (!attribute_is_nested(attribute) || value->state != TF_KNOWN)
        return *value;
    if (attribute->kind == TF_KIND_OBJECT)
        return plan_without_write_only(arena, attribute->attributes, value);
    tf_value made = items_like(arena, value);
    for (size_t i = 0; i < value->count; i++)
        made.items[i] = plan_without_write_only(arena, attribute->attributes, &value->items[i]);
    return made;
}

tf_value plan_without_write_only(tf_arena *arena, const tf_schema *schema, const tf_value *value)
{
    if (value->state != TF_KNOWN)
        return *value;
    tf_value made = items_like(arena, value);
    for (size_t i = 0; i < schema->count; i++) {
        size_t place = type_attribute_place(value->type, schema->attributes[i].name);
        made.items[place] = attribute_without_write_only(arena, &schema->attributes[i], &value->items[place]);
    }
    return made;
}
