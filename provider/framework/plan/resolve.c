/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values made fit for a state after a failure, whatever their type.
 */
#include "framework/plan/attributes.h"
#include "framework/plan/plan.h"

/*
 * What `prior` has where `value` is unknown: null where that is unknown too, or of another type. `prior` may be NULL.
 */
static tf_value resolve(tf_arena *arena, const tf_value *value, const tf_value *prior)
{
    const bool fits = prior != NULL && type_equal(prior->type, value->type);
    if (value->state == TF_UNKNOWN)
        return fits && !tf_value_has_unknown(prior) ? *prior : value_null(value->type);
    if (value->state != TF_KNOWN || !tf_value_has_unknown(value))
        return *value;
    const bool has_counterparts = fits && value->type->kind != TF_TYPE_SET;
    tf_value resolved = items_like(arena, value);
    for (size_t i = 0; i < value->count; i++) {
        resolved.items[i] =
            resolve(arena, &value->items[i], has_counterparts ? item_counterpart(value, i, prior) : NULL);
    }
    return resolved;
}

tf_value plan_resolve_unknown(tf_arena *arena, const tf_schema *schema, const tf_value *value, const tf_value *prior)
{
    const tf_value resolved = resolve(arena, value, prior);
    return plan_without_write_only(arena, schema, &resolved);
}
