/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values that mean the same although they are not equal: the one that the user or the prior state has is kept.
 */
#include "framework/plan/attributes.h"
#include "framework/plan/plan.h"

/* A string, a number, or an object of a collection. */
static tf_value keep_single(tf_arena *arena, const tf_attribute *attribute, const tf_value *kept, const tf_value *value)
{
    if (kept->state != TF_KNOWN || value->state != TF_KNOWN)
        return *value;
    if (attribute_is_nested(attribute))
        return plan_keep_meaning(arena, attribute->attributes, kept, value);
    /* A number that was made stays so where it is equal: how it is sent depends on that (see tf_value). */
    const bool was_made = value->type->kind == TF_TYPE_NUMBER && value->shortest != NULL;
    if (was_made && tf_value_equal(kept, value))
        return *value;
    return item_means_same(arena, attribute, kept, value) ? *kept : *value;
}

/* Elements that are equal find each other first, so that none of them is taken for what only means the same. */
static tf_value keep_in_set(tf_arena *arena, const tf_attribute *attribute, const tf_value *kept, const tf_value *value)
{
    tf_value made = items_like(arena, value);
    size_t *places = value_match_items(arena, value, kept);
    bool *used = tf_alloc_array(arena, kept->count + 1, sizeof *used);
    for (size_t i = 0; i < value->count; i++) {
        made.items[i] = value->items[i];
        used[places[i]] = true;
    }
    for (size_t i = 0; i < value->count; i++)
        for (size_t j = 0; j < kept->count && places[i] == kept->count; j++) {
            if (used[j] || !item_means_same(arena, attribute, &kept->items[j], &value->items[i]))
                continue;
            made.items[i] = kept->items[j];
            used[j] = true;
            places[i] = j;
        }
    return made;
}

tf_value attribute_keep_meaning(tf_arena *arena, const tf_attribute *attribute, const tf_value *kept,
                                const tf_value *value)
{
    if (kept->state != TF_KNOWN || value->state != TF_KNOWN || attribute->kind == TF_KIND_VALUE
        || (kind_holds_strings(attribute->kind) && !attribute_texts_have_meaning(attribute))
        || value->type->kind == TF_TYPE_BOOL)
        return *value;
    if (!kind_is_collection(attribute->kind))
        return keep_single(arena, attribute, kept, value);
    if (value->type->kind == TF_TYPE_SET)
        return keep_in_set(arena, attribute, kept, value);
    tf_value made = items_like(arena, value);
    for (size_t i = 0; i < value->count; i++) {
        const tf_value *counterpart = item_counterpart(value, i, kept);
        made.items[i] =
            counterpart == NULL ? value->items[i] : keep_single(arena, attribute, counterpart, &value->items[i]);
    }
    return made;
}

tf_value plan_keep_meaning(tf_arena *arena, const tf_schema *schema, const tf_value *kept, const tf_value *value)
{
    if (kept->state != TF_KNOWN || value->state != TF_KNOWN)
        return *value;
    tf_value made = items_like(arena, value);
    for (size_t i = 0; i < schema->count; i++) {
        size_t place = type_attribute_place(value->type, schema->attributes[i].name);
        made.items[place] =
            attribute_keep_meaning(arena, &schema->attributes[i], &kept->items[place], &value->items[place]);
    }
    return made;
}

/* Keeps what was before of that which is not configured, down to the attributes of single objects. */
static tf_value keep_unconfigured(tf_arena *arena, const tf_schema *schema, const tf_value *config,
                                  const tf_value *prior, const tf_value *value)
{
    if (config->state != TF_KNOWN || prior->state != TF_KNOWN || value->state != TF_KNOWN)
        return *value;
    tf_value made = items_like(arena, value);
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        const size_t place = type_attribute_place(value->type, attribute->name);
        const tf_value *configured = &config->items[place];
        const tf_value *before = &prior->items[place];
        made.items[place] = value->items[place];
        if (configured->state == TF_NULL)
            made.items[place] = attribute_keep_meaning(arena, attribute, before, &value->items[place]);
        else if (attribute->kind == TF_KIND_OBJECT)
            made.items[place] =
                keep_unconfigured(arena, attribute->attributes, configured, before, &value->items[place]);
    }
    return made;
}

/* `value` with what equals its counterpart in `kept` replaced by that: equal numbers may be made, and so be sent, in two ways. */
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

tf_value plan_settle(tf_arena *arena, const tf_schema *schema, const tf_value *config, const tf_value *prior,
                     const tf_value *proposed, const tf_value *refined)
{
    const tf_value equal = keep_equal(arena, proposed, refined);
    const tf_value kept = plan_keep_meaning(arena, schema, proposed, &equal);
    return keep_unconfigured(arena, schema, config, prior, &kept);
}
