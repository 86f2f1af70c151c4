/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The recursion over schemas and values. It has no rule of its own.
 */
#include "framework/plan/walk.h"

#include <string.h>

#include "framework/plan/attributes.h"
#include "framework/value/kinds.h"

static bool descend(const plan_visitor *visitor, const plan_at *at);
static tf_value transform_object(const plan_transformer *transformer, const tf_schema *schema, const plan_at *object);

/* The attribute of `object`; null or unknown, in `*absent`, where the object is. */
static const tf_value *attribute_in(const tf_value *object, const tf_schema *schema, size_t i, tf_value *absent)
{
    if (object == NULL)
        return NULL;
    const size_t index = type_index_of(object->type, schema, i);
    if (object->state == TF_KNOWN)
        return &object->items[index];
    *absent = (tf_value){ .type = object->type->elements[index], .state = object->state };
    return absent;
}

/* The item of `other` that goes with item `i` of `collection`; null, in `*absent`, where there is none. */
static const tf_value *item_in(const tf_value *collection, size_t i, const tf_value *other, tf_value *absent)
{
    if (other == NULL)
        return NULL;
    const bool is_set = collection->type->kind == TF_TYPE_SET && other != collection;
    const tf_value *found = is_set ? NULL : item_counterpart(collection, i, other);
    if (found != NULL)
        return found;
    *absent = value_null(collection->type->element);
    return absent;
}

/* Where attribute `i` of the object is; `*step` and `absent` are for what the result refers to. */
static plan_at enter_attribute(const plan_at *object, const tf_schema *schema, size_t i, tf_path *step,
                               tf_value absent[PLAN_SIDES])
{
    const tf_attribute *attribute = &schema->attributes[i];
    *step = (tf_path){ .parent = object->path, .step = TF_STEP_ATTRIBUTE, .name = attribute->name };
    plan_at at = { .outer = object, .path = step, .attribute = attribute };
    for (size_t side = 0; side < PLAN_SIDES; side++)
        at.side[side] = attribute_in(object->side[side], schema, i, &absent[side]);
    return at;
}

/* Likewise of item `i` of the attribute's collection, as it is on the side that leads. */
static plan_at enter_item(const plan_at *attribute, plan_side along, size_t i, tf_path *step,
                          tf_value absent[PLAN_SIDES])
{
    const tf_value *collection = attribute->side[along];
    *step = value_item_path(attribute->path, collection, i);
    plan_at at = { .outer = attribute, .path = step, .attribute = attribute->attribute, .is_item = true };
    for (size_t side = 0; side < PLAN_SIDES; side++)
        at.side[side] = item_in(collection, i, attribute->side[side], &absent[side]);
    return at;
}

bool plan_walk_attribute(const plan_visitor *visitor, plan_at *at)
{
    const plan_next next = visitor->visit(visitor->context, at);
    return next == PLAN_DESCEND ? descend(visitor, at) : next == PLAN_SKIP;
}

bool plan_walk(const plan_visitor *visitor, const tf_schema *schema, const plan_at *root)
{
    for (size_t i = 0; i < schema->count; i++) {
        tf_path step;
        tf_value absent[PLAN_SIDES];
        plan_at at = enter_attribute(root, schema, i, &step, absent);
        if (!plan_walk_attribute(visitor, &at))
            return false;
    }
    return true;
}

static bool descend(const plan_visitor *visitor, const plan_at *at)
{
    const tf_value *leading = at->side[visitor->along];
    if (!attribute_is_nested(at->attribute) || leading->state != TF_KNOWN)
        return true;
    if (at->is_item || at->attribute->kind == TF_KIND_OBJECT)
        return plan_walk(visitor, at->attribute->attributes, at);
    for (size_t i = 0; i < leading->count; i++) {
        tf_path step;
        tf_value absent[PLAN_SIDES];
        plan_at item = enter_item(at, visitor->along, i, &step, absent);
        if (!plan_walk_attribute(visitor, &item))
            return false;
    }
    return true;
}

tf_value plan_transform_attribute(const plan_transformer *transformer, const plan_at *at)
{
    tf_value value = *at->side[transformer->along];
    if (transformer->change(transformer->context, at, &value) || !attribute_is_nested(at->attribute)
        || value.state != TF_KNOWN)
        return value;
    plan_at changed = *at;
    changed.side[transformer->along] = &value;
    if (at->attribute->kind == TF_KIND_OBJECT)
        return transform_object(transformer, at->attribute->attributes, &changed);
    tf_value made = items_like(transformer->arena, &value);
    for (size_t i = 0; i < value.count; i++) {
        tf_path step;
        tf_value absent[PLAN_SIDES];
        const plan_at item = enter_item(&changed, transformer->along, i, &step, absent);
        made.items[i] = plan_transform(transformer, at->attribute->attributes, &item);
    }
    return made;
}

static tf_value transform_object(const plan_transformer *transformer, const tf_schema *schema, const plan_at *object)
{
    const tf_value *leading = object->side[transformer->along];
    tf_value made = items_like(transformer->arena, leading);
    for (size_t i = 0; i < schema->count; i++) {
        tf_path step;
        tf_value absent[PLAN_SIDES];
        const plan_at at = enter_attribute(object, schema, i, &step, absent);
        made.items[type_index_of(leading->type, schema, i)] = plan_transform_attribute(transformer, &at);
    }
    return made;
}

tf_value plan_transform(const plan_transformer *transformer, const tf_schema *schema, const plan_at *root)
{
    const tf_value *leading = root->side[transformer->along];
    return leading->state == TF_KNOWN ? transform_object(transformer, schema, root) : *leading;
}

bool plan_same_keys(const tf_value *one, const tf_value *other)
{
    if (one->count != other->count)
        return false;
    for (size_t i = 0; one->type->kind == TF_TYPE_MAP && i < one->count; i++) {
        if (strcmp(one->keys[i], other->keys[i]) != 0)
            return false;
    }
    return true;
}
