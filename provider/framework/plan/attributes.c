/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the table says of an attribute, and the pairing of items. No step of planning is in here.
 */
#include "framework/plan/attributes.h"

#include "framework/value/kinds.h"

bool attribute_is_computed(const tf_attribute *attribute)
{
    return !attribute->block && (attribute->mode == TF_COMPUTED || attribute->mode == TF_OPTIONAL_COMPUTED);
}

bool attribute_is_nested(const tf_attribute *attribute)
{
    return kind_of(attribute->kind)->shape == KIND_NESTED;
}

bool kind_holds_strings(tf_kind number)
{
    const kind_row *kind = kind_of(number);
    return kind->shape == KIND_STRINGS || kind->type == TF_TYPE_STRING;
}

bool kind_is_collection(tf_kind number)
{
    const kind_row *kind = kind_of(number);
    return kind->shape == KIND_STRINGS || (kind->shape == KIND_NESTED && kind->type != TF_TYPE_OBJECT);
}

const tf_value *item_counterpart(const tf_value *collection, size_t index, const tf_value *other)
{
    if (other->state != TF_KNOWN)
        return NULL;
    if (collection->type->kind == TF_TYPE_MAP)
        return tf_value_get(other, collection->keys[index]);
    return index < other->count ? &other->items[index] : NULL;
}

tf_value items_like(tf_arena *arena, const tf_value *collection)
{
    tf_value made = *collection;
    made.items = tf_alloc_array(arena, collection->count, sizeof *made.items);
    return made;
}
