/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether two values of an attribute mean the same, asked without making anything: sets ask it of many pairs.
 */
#include <tfprovider/types.h>

#include "framework/plan/attributes.h"
#include "framework/value/kinds.h"

bool attribute_texts_have_meaning(const tf_attribute *attribute)
{
    return attribute->same_meaning != NULL
           || (attribute->text_type != NULL && attribute->text_type->same_meaning != NULL);
}

static bool same_text(tf_arena *arena, const tf_attribute *attribute, const char *one, const char *other)
{
    if (!attribute_texts_have_meaning(attribute))
        return false;
    return attribute->same_meaning != NULL ? attribute->same_meaning(arena, one, other)
                                           : attribute->text_type->same_meaning(arena, one, other);
}

static bool same_number(const tf_attribute *attribute, const char *one, const char *other)
{
    const kind_row *kind = kind_of(attribute->kind);
    return kind->same != NULL && kind->same(one, other);
}

static bool objects_mean_same(tf_arena *arena, const tf_schema *schema, const tf_value *one, const tf_value *other)
{
    for (size_t i = 0; i < schema->count; i++) {
        const size_t place = type_attribute_place(one->type, schema->attributes[i].name);
        if (!attribute_means_same(arena, &schema->attributes[i], &one->items[place], &other->items[place]))
            return false;
    }
    return true;
}

bool item_means_same(tf_arena *arena, const tf_attribute *attribute, const tf_value *one, const tf_value *other)
{
    if (one->state != TF_KNOWN || other->state != TF_KNOWN || !type_equal(one->type, other->type))
        return tf_value_equal(one, other);
    switch (one->type->kind) {
    case TF_TYPE_OBJECT:
        return attribute_is_nested(attribute) ? objects_mean_same(arena, attribute->attributes, one, other)
                                              : tf_value_equal(one, other);
    case TF_TYPE_STRING:
        return tf_value_equal(one, other) || same_text(arena, attribute, one->text, other->text);
    case TF_TYPE_NUMBER:
        return tf_value_equal(one, other) || same_number(attribute, one->digits, other->digits);
    default:
        return tf_value_equal(one, other);
    }
}

static bool sets_mean_same(tf_arena *arena, const tf_attribute *attribute, const tf_value *one, const tf_value *other)
{
    const size_t *equals = value_match_items(arena, one, other);
    bool *used = tf_alloc_array(arena, other->count + 1, sizeof *used);
    for (size_t i = 0; i < one->count; i++)
        used[equals[i]] = true;
    for (size_t i = 0; i < one->count; i++) {
        if (equals[i] < other->count)
            continue;
        size_t place = 0;
        while (place < other->count
               && (used[place] || !item_means_same(arena, attribute, &one->items[i], &other->items[place])))
            place++;
        if (place == other->count)
            return false;
        used[place] = true;
    }
    return true;
}

bool attribute_means_same(tf_arena *arena, const tf_attribute *attribute, const tf_value *one, const tf_value *other)
{
    if (one->state != TF_KNOWN || other->state != TF_KNOWN || attribute->kind == TF_KIND_VALUE)
        return tf_value_equal(one, other);
    if (!kind_is_collection(attribute->kind))
        return item_means_same(arena, attribute, one, other);
    if (one->count != other->count)
        return false;
    if (one->type->kind == TF_TYPE_SET)
        return sets_mean_same(arena, attribute, one, other);
    for (size_t i = 0; i < one->count; i++) {
        const tf_value *counterpart = item_counterpart(one, i, other);
        if (counterpart == NULL || !item_means_same(arena, attribute, &one->items[i], counterpart))
            return false;
    }
    return true;
}
