/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether two values of an attribute mean the same, asked without making anything, since sets ask it of many pairs; and
 * the one that the user or the prior state has, kept where they do.
 */
#include "framework/plan/semantic_equality.h"

#include <tfprovider/types.h>

#include "framework/plan/attributes.h"
#include "framework/plan/plan.h"
#include "framework/plan/walk.h"
#include "framework/value/kinds.h"

bool attribute_texts_have_meaning(const tf_attribute *attribute)
{
    return attribute->semantic_equals != NULL
           || (attribute->custom_type != NULL && attribute->custom_type->semantic_equals != NULL);
}

static bool same_text(tf_arena *arena, const tf_attribute *attribute, const char *one, const char *other)
{
    if (!attribute_texts_have_meaning(attribute))
        return false;
    return attribute->semantic_equals != NULL ? attribute->semantic_equals(arena, one, other)
                                              : attribute->custom_type->semantic_equals(arena, one, other);
}

static bool same_number(const tf_attribute *attribute, const char *one, const char *other)
{
    const kind_row *kind = kind_of(attribute->kind);
    return kind->same != NULL && kind->same(one, other);
}

/* Two values without attributes of their own: the attribute's, or elements of it. */
static bool same_single(tf_arena *arena, const tf_attribute *attribute, const tf_value *one, const tf_value *other)
{
    if (tf_value_equal(one, other))
        return true;
    if (one->state != TF_KNOWN || other->state != TF_KNOWN || one->type->kind != other->type->kind)
        return false;
    if (one->type->kind == TF_TYPE_STRING)
        return same_text(arena, attribute, one->text, other->text);
    return one->type->kind == TF_TYPE_NUMBER && same_number(attribute, one->digits, other->digits);
}

static bool items_mean_same(tf_arena *arena, const tf_attribute *attribute, const tf_value *one, const tf_value *other);

static bool sets_mean_same(tf_arena *arena, const tf_attribute *attribute, const tf_value *one, const tf_value *other)
{
    const size_t *equals = value_match_items(arena, one, other);
    bool *used = tf_alloc_array(arena, other->count + 1, sizeof *used);
    for (size_t i = 0; i < one->count; i++)
        used[equals[i]] = true;
    for (size_t i = 0; i < one->count; i++) {
        if (equals[i] < other->count)
            continue;
        size_t index = 0;
        while (index < other->count
               && (used[index] || !items_mean_same(arena, attribute, &one->items[i], &other->items[index])))
            index++;
        if (index == other->count)
            return false;
        used[index] = true;
    }
    return true;
}

static bool strings_mean_same(tf_arena *arena, const tf_attribute *attribute, const tf_value *one,
                              const tf_value *other)
{
    for (size_t i = 0; i < one->count; i++) {
        if (!same_single(arena, attribute, &one->items[i], &other->items[i]))
            return false;
    }
    return true;
}

static plan_next go_on_if(bool same)
{
    return same ? PLAN_SKIP : PLAN_STOP;
}

/* Stops where the prior value and the planned one do not mean the same. */
static plan_next compare(void *context, plan_at *at)
{
    tf_arena *arena = context;
    const tf_value *one = at->prior;
    const tf_value *other = at->planned;
    if (one->state != TF_KNOWN || other->state != TF_KNOWN || at->attribute->kind == TF_KIND_VALUE)
        return go_on_if(tf_value_equal(one, other));
    if (at->is_item || at->attribute->kind == TF_KIND_OBJECT)
        return PLAN_DESCEND;
    if (!kind_is_collection(at->attribute->kind))
        return go_on_if(same_single(arena, at->attribute, one, other));
    if (one->type->kind == TF_TYPE_SET)
        return go_on_if(one->count == other->count && sets_mean_same(arena, at->attribute, one, other));
    if (!plan_same_keys(one, other))
        return PLAN_STOP;
    return attribute_is_nested(at->attribute) ? PLAN_DESCEND
                                              : go_on_if(strings_mean_same(arena, at->attribute, one, other));
}

bool attribute_means_same(tf_arena *arena, const tf_attribute *attribute, const tf_value *one, const tf_value *other)
{
    const plan_visitor visitor = { .along = PLAN_PRIOR, .visit = compare, .context = arena };
    return plan_walk_attribute(&visitor, &(plan_at){ .attribute = attribute, .prior = one, .planned = other });
}

/* Two elements of a set. */
static bool items_mean_same(tf_arena *arena, const tf_attribute *attribute, const tf_value *one, const tf_value *other)
{
    if (!attribute_is_nested(attribute))
        return same_single(arena, attribute, one, other);
    const plan_visitor visitor = { .along = PLAN_PRIOR, .visit = compare, .context = arena };
    plan_at at = { .attribute = attribute, .is_item = true, .prior = one, .planned = other };
    return plan_walk_attribute(&visitor, &at);
}

static tf_value keep_single(tf_arena *arena, const tf_attribute *attribute, const tf_value *kept, const tf_value *value)
{
    if (kept->state != TF_KNOWN || value->state != TF_KNOWN)
        return *value;
    /* A number that was made stays so where it is equal: how it is sent depends on that (see tf_value). */
    const bool was_made = value->type->kind == TF_TYPE_NUMBER && value->shortest != NULL;
    if (was_made && tf_value_equal(kept, value))
        return *value;
    return same_single(arena, attribute, kept, value) ? *kept : *value;
}

/* Elements that are equal find each other first, so that none of them is taken for what only means the same. */
static tf_value keep_in_set(tf_arena *arena, const tf_attribute *attribute, const tf_value *kept, const tf_value *value)
{
    tf_value made = items_like(arena, value);
    size_t *matches = value_match_items(arena, value, kept);
    bool *used = tf_alloc_array(arena, kept->count + 1, sizeof *used);
    for (size_t i = 0; i < value->count; i++) {
        made.items[i] = value->items[i];
        used[matches[i]] = true;
    }
    for (size_t i = 0; i < value->count; i++) {
        for (size_t j = 0; j < kept->count && matches[i] == kept->count; j++) {
            if (used[j] || !items_mean_same(arena, attribute, &kept->items[j], &value->items[i]))
                continue;
            made.items[i] = kept->items[j];
            used[j] = true;
            matches[i] = j;
        }
    }
    return made;
}

static tf_value keep_in_strings(tf_arena *arena, const tf_attribute *attribute, const tf_value *kept,
                                const tf_value *value)
{
    tf_value made = items_like(arena, value);
    for (size_t i = 0; i < value->count; i++) {
        const tf_value *counterpart = item_counterpart(value, i, kept);
        made.items[i] =
            counterpart == NULL ? value->items[i] : keep_single(arena, attribute, counterpart, &value->items[i]);
    }
    return made;
}

/* The prior value is the one that is kept. */
static bool keep_meaning(void *context, const plan_at *at, tf_value *value)
{
    const tf_attribute *attribute = at->attribute;
    if (at->prior->state != TF_KNOWN || value->state != TF_KNOWN || attribute->kind == TF_KIND_VALUE
        || (kind_holds_strings(attribute->kind) && !attribute_texts_have_meaning(attribute))
        || value->type->kind == TF_TYPE_BOOL)
        return true;
    if (value->type->kind == TF_TYPE_SET) {
        *value = keep_in_set(context, attribute, at->prior, value);
    } else if (attribute_is_nested(attribute)) {
        return false;
    } else if (kind_is_collection(attribute->kind)) {
        *value = keep_in_strings(context, attribute, at->prior, value);
    } else {
        *value = keep_single(context, attribute, at->prior, value);
    }
    return true;
}

tf_value attribute_keep_meaning(tf_arena *arena, const tf_attribute *attribute, const tf_value *kept,
                                const tf_value *value)
{
    const plan_transformer keeper = { arena, PLAN_PLANNED, keep_meaning, arena };
    return plan_transform_attribute(&keeper, &(plan_at){ .attribute = attribute, .prior = kept, .planned = value });
}

tf_value plan_keep_meaning(tf_arena *arena, const tf_schema *schema, const tf_value *kept, const tf_value *value)
{
    const plan_transformer keeper = { arena, PLAN_PLANNED, keep_meaning, arena };
    if (kept->state != TF_KNOWN)
        return *value;
    return plan_transform(&keeper, schema, &(plan_at){ .prior = kept, .planned = value });
}
