/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan after the resource's own plan function had its say.
 */
#include "framework/plan/attributes.h"
#include "framework/plan/plan.h"
#include "framework/plan/semantic_equality.h"
#include "framework/plan/walk.h"

/* Keeps what was before of that which is not configured, down to the attributes of single objects. */
static bool keep_unconfigured(void *context, const plan_at *at, tf_value *value)
{
    if (at->config->state == TF_NULL)
        *value = attribute_keep_meaning(context, at->attribute, at->prior, value);
    const bool is_object = at->attribute->kind == TF_KIND_OBJECT;
    return !is_object || at->config->state != TF_KNOWN || at->prior->state != TF_KNOWN;
}

/*
 * `value` with what equals its counterpart in `kept` replaced by that: equal numbers may be made, and so be sent, in
 * two ways.
 */
static tf_value keep_equal(tf_arena *arena, const tf_value *kept, const tf_value *value)
{
    if (tf_value_equal(kept, value))
        return *kept;
    if (kept->state != TF_KNOWN || value->state != TF_KNOWN || value->type->kind < TF_TYPE_LIST
        || value->type->kind == TF_TYPE_SET || !type_equal(kept->type, value->type))
        return *value;
    tf_value made = items_like(arena, value);
    for (size_t i = 0; i < value->count; i++) {
        const tf_value *counterpart = item_counterpart(value, i, kept);
        made.items[i] = counterpart == NULL ? value->items[i] : keep_equal(arena, counterpart, &value->items[i]);
    }
    return made;
}

tf_value plan_take_refined(tf_arena *arena, const tf_schema *schema, const tf_value *config, const tf_value *prior,
                           const tf_value *proposed, const tf_value *refined)
{
    const tf_value equal = keep_equal(arena, proposed, refined);
    const tf_value kept = plan_keep_meaning(arena, schema, proposed, &equal);
    const plan_transformer keeper = { arena, PLAN_PLANNED, keep_unconfigured, arena };
    if (config->state != TF_KNOWN || prior->state != TF_KNOWN)
        return kept;
    return plan_transform(&keeper, schema, &(plan_at){ .config = config, .prior = prior, .planned = &kept });
}
