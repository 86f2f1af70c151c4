/* SPDX-License-Identifier: Apache-2.0 */
/*
 * General values: constructors, order, copies and the way to a value inside another.
 */
#include <stdlib.h>
#include <string.h>

#include "framework/value/decimal.h"
#include "framework/value/type.h"

tf_value value_null(const tf_type *type)
{
    return (tf_value){ .type = type, .state = TF_NULL };
}

tf_value value_unknown(const tf_type *type)
{
    return (tf_value){ .type = type, .state = TF_UNKNOWN };
}

tf_value value_string(const char *text)
{
    return (tf_value){ .type = &tf_type_string, .state = TF_KNOWN, .text = text };
}

tf_value value_bool(bool truth)
{
    return (tf_value){ .type = &tf_type_bool, .state = TF_KNOWN, .truth = truth };
}

tf_value value_number(const char *digits)
{
    return (tf_value){ .type = &tf_type_number, .state = TF_KNOWN, .digits = digits };
}

tf_value value_of_double(tf_arena *arena, double value)
{
    tf_value number = value_number(decimal_from_double(arena, value));
    if (number.digits == NULL)
        return value_null(&tf_type_number);
    number.shortest = decimal_shortest_double(arena, value);
    return number;
}

bool value_refuse(tf_arena *arena, value_error *error, const tf_path *path, const char *message)
{
    *error = (value_error){ .message = message, .path = tf_path_copy(arena, path) };
    return false;
}

bool value_refuse_duplicate(tf_arena *arena, value_error *error, const tf_path *path)
{
    value_refuse(arena, error, path, "a set that has an element twice");
    error->is_duplicate = true;
    return false;
}

static int compare_sizes(size_t one, size_t other)
{
    return (one > other) - (one < other);
}

static int compare_items(const tf_value *one, const tf_value *other)
{
    for (size_t i = 0; i < one->count && i < other->count; i++) {
        int order = one->type->kind == TF_TYPE_MAP ? strcmp(one->keys[i], other->keys[i]) : 0;
        if (order == 0)
            order = value_compare(&one->items[i], &other->items[i]);
        if (order != 0)
            return order;
    }
    return compare_sizes(one->count, other->count);
}

/* Sets as they come are mostly in one order; otherwise they are compared in ascending order. */
static int compare_sets(const tf_value *one, const tf_value *other)
{
    if (one->count != other->count)
        return compare_sizes(one->count, other->count);
    if (compare_items(one, other) == 0)
        return 0;
    tf_arena *arena = tf_arena_new();
    const tf_value **left = value_sorted_items(arena, one);
    const tf_value **right = value_sorted_items(arena, other);
    int order = 0;
    for (size_t i = 0; i < one->count && order == 0; i++)
        order = value_compare(left[i], right[i]);
    tf_arena_free(arena);
    return order;
}

int value_compare(const tf_value *one, const tf_value *other)
{
    if (one->state != other->state)
        return one->state < other->state ? -1 : 1;
    const int order = type_compare(one->type, other->type);
    if (order != 0 || one->state != TF_KNOWN)
        return order;
    switch (one->type->kind) {
    case TF_TYPE_STRING:
        return strcmp(one->text, other->text);
    case TF_TYPE_BOOL:
        return (int)one->truth - (int)other->truth;
    case TF_TYPE_NUMBER:
        return decimal_compare(one->digits, other->digits);
    case TF_TYPE_SET:
        return compare_sets(one, other);
    case TF_TYPE_LIST:
    case TF_TYPE_MAP:
    case TF_TYPE_OBJECT:
    case TF_TYPE_TUPLE:
    case TF_TYPE_DYNAMIC:
        break;
    }
    return compare_items(one, other);
}

bool tf_value_equal(const tf_value *one, const tf_value *other)
{
    return value_compare(one, other) == 0;
}

static int compare_pointed(const void *one, const void *other)
{
    return value_compare(*(const tf_value *const *)one, *(const tf_value *const *)other);
}

const tf_value **value_sorted_items(tf_arena *arena, const tf_value *value)
{
    const tf_value **items = tf_alloc_array(arena, value->count, sizeof(const tf_value *));
    for (size_t i = 0; i < value->count; i++)
        items[i] = &value->items[i];
    qsort(items, value->count, sizeof(const tf_value *), compare_pointed);
    return items;
}

size_t *value_match_items(tf_arena *arena, const tf_value *one, const tf_value *other)
{
    const tf_value **left = value_sorted_items(arena, one);
    const tf_value **right = value_sorted_items(arena, other);
    size_t *positions = tf_alloc_array(arena, one->count, sizeof *positions);
    size_t next = 0;
    for (size_t i = 0; i < one->count; i++) {
        int order = -1;
        while (next < other->count && (order = value_compare(right[next], left[i])) < 0)
            next++;
        const bool matches = next < other->count && order == 0;
        positions[left[i] - one->items] = matches ? (size_t)(right[next] - other->items) : other->count;
        next += matches;
    }
    return positions;
}

bool value_has_duplicate(tf_arena *arena, const tf_value *set)
{
    const tf_value **sorted = value_sorted_items(arena, set);
    for (size_t i = 1; i < set->count; i++) {
        if (tf_value_equal(sorted[i - 1], sorted[i]) && !tf_value_has_unknown(sorted[i]))
            return true;
    }
    return false;
}

tf_path value_item_path(const tf_path *parent, const tf_value *value, size_t index)
{
    switch (value->type->kind) {
    case TF_TYPE_OBJECT:
        return (tf_path){ .parent = parent, .step = TF_STEP_ATTRIBUTE, .name = value->type->names[index] };
    case TF_TYPE_MAP:
        return (tf_path){ .parent = parent, .step = TF_STEP_KEY, .name = value->keys[index] };
    case TF_TYPE_SET:
        return (tf_path){ .parent = parent, .step = TF_STEP_ELEMENT, .element = &value->items[index] };
    default:
        return (tf_path){ .parent = parent, .step = TF_STEP_INDEX, .index = (int64_t)index };
    }
}

static bool has_items(const tf_value *value)
{
    return value->state == TF_KNOWN && value->type->kind != TF_TYPE_STRING && value->type->kind != TF_TYPE_BOOL
           && value->type->kind != TF_TYPE_NUMBER;
}

bool tf_value_has_unknown(const tf_value *value)
{
    if (has_items(value)) {
        for (size_t i = 0; i < value->count; i++) {
            if (tf_value_has_unknown(&value->items[i]))
                return true;
        }
    }
    return value->state == TF_UNKNOWN;
}

static size_t key_index(const tf_value *map, const char *key)
{
    return type_find_name(map->keys, map->count, key);
}

const tf_value *tf_value_get(const tf_value *value, const char *name)
{
    if (!has_items(value))
        return NULL;
    size_t index = value->count;
    if (value->type->kind == TF_TYPE_OBJECT) {
        index = type_attribute_index(value->type, name);
    } else if (value->type->kind == TF_TYPE_MAP) {
        index = key_index(value, name);
    }
    return index < value->count ? &value->items[index] : NULL;
}

static const tf_value *step_into(const tf_value *value, const tf_path *step)
{
    switch (step->step) {
    case TF_STEP_ATTRIBUTE:
    case TF_STEP_KEY:
        return tf_value_get(value, step->name);
    case TF_STEP_INDEX:
        if (!has_items(value) || (value->type->kind != TF_TYPE_LIST && value->type->kind != TF_TYPE_TUPLE)
            || step->index < 0 || (uint64_t)step->index >= value->count)
            return NULL;
        return &value->items[step->index];
    case TF_STEP_ELEMENT:
        break;
    }
    for (size_t i = 0; has_items(value) && i < value->count; i++) {
        if (tf_value_equal(&value->items[i], step->element))
            return &value->items[i];
    }
    return NULL;
}

const tf_value *value_at(const tf_value *value, const tf_path *path)
{
    if (path == NULL)
        return value;
    const tf_value *outer = value_at(value, path->parent);
    if (outer == NULL || outer->state != TF_KNOWN)
        return outer;
    return step_into(outer, path);
}

static const char *const *copy_names(tf_arena *arena, size_t count, const char *const *names)
{
    const char **copies = tf_alloc_array(arena, count, sizeof(const char *));
    for (size_t i = 0; i < count; i++)
        copies[i] = tf_copy_text(arena, names[i]);
    return copies;
}

static const tf_type *copy_type(tf_arena *arena, const tf_type *type)
{
    static const tf_type *const simple[] = { &tf_type_string, &tf_type_bool, &tf_type_number, &tf_type_dynamic };
    for (size_t i = 0; i < sizeof simple / sizeof simple[0]; i++) {
        if (type->kind == simple[i]->kind)
            return simple[i];
    }
    tf_type *copy = tf_alloc(arena, sizeof *copy);
    *copy = *type;
    copy->order = NULL;
    if (type->element != NULL)
        copy->element = copy_type(arena, type->element);
    if (type->elements != NULL) {
        const tf_type **elements = tf_alloc_array(arena, type->count, sizeof(const tf_type *));
        for (size_t i = 0; i < type->count; i++)
            elements[i] = copy_type(arena, type->elements[i]);
        copy->elements = elements;
    }
    if (type->names != NULL)
        copy->names = copy_names(arena, type->count, type->names);
    return copy;
}

/* `type` is the copy of the value's type. */
static tf_value copy_as(tf_arena *arena, const tf_value *value, const tf_type *type)
{
    tf_value copy = *value;
    copy.type = type;
    if (value->state != TF_KNOWN)
        return copy;
    if (type->kind == TF_TYPE_STRING)
        copy.text = tf_copy_text(arena, value->text);
    if (type->kind == TF_TYPE_NUMBER) {
        copy.digits = tf_copy_text(arena, value->digits);
        copy.shortest = tf_copy_text(arena, value->shortest);
    }
    if (!has_items(value))
        return copy;
    copy.items = tf_alloc_array(arena, value->count, sizeof *copy.items);
    copy.keys = type->names;
    if (type->kind == TF_TYPE_MAP)
        copy.keys = copy_names(arena, value->count, value->keys);
    for (size_t i = 0; i < value->count; i++) {
        const tf_type *item = type->element != NULL ? type->element : type->elements[i];
        if (item->kind == TF_TYPE_DYNAMIC)
            item = copy_type(arena, value->items[i].type);
        copy.items[i] = copy_as(arena, &value->items[i], item);
    }
    return copy;
}

tf_value value_copy(tf_arena *arena, const tf_value *value)
{
    return copy_as(arena, value, copy_type(arena, value->type));
}
