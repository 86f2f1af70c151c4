/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Write-only values, which stand in the configuration only.
 */
#include "framework/plan/plan.h"
#include "framework/plan/walk.h"

static bool drop_write_only(void *context, const plan_at *at, tf_value *value)
{
    (void)context;
    if (at->attribute->write_only)
        *value = value_null(value->type);
    return at->attribute->write_only;
}

tf_value plan_without_write_only(tf_arena *arena, const tf_schema *schema, const tf_value *value)
{
    const plan_transformer transformer = { .arena = arena, .along = PLAN_PLANNED, .change = drop_write_only };
    return plan_transform(&transformer, schema, &(const plan_at){ .planned = value });
}
