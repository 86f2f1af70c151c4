/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types: constructors, order and the types of schemas.
 */
#include "framework/value/types.h"

#include <stdlib.h>
#include <string.h>

const tf_type tf_type_string = { .kind = TF_TYPE_STRING };
const tf_type tf_type_bool = { .kind = TF_TYPE_BOOL };
const tf_type tf_type_number = { .kind = TF_TYPE_NUMBER };
const tf_type tf_type_dynamic = { .kind = TF_TYPE_DYNAMIC };

static const tf_type *type_of_elements(tf_arena *arena, tf_type_kind kind, const tf_type *element)
{
    tf_type *type = tf_alloc(arena, sizeof *type);
    *type = (tf_type){ .kind = kind, .element = element };
    return type;
}

const tf_type *type_list(tf_arena *arena, const tf_type *element)
{
    return type_of_elements(arena, TF_TYPE_LIST, element);
}

const tf_type *type_set(tf_arena *arena, const tf_type *element)
{
    return type_of_elements(arena, TF_TYPE_SET, element);
}

const tf_type *type_map(tf_arena *arena, const tf_type *element)
{
    return type_of_elements(arena, TF_TYPE_MAP, element);
}

struct member {
    const char *name;
    const tf_type *type;
};

static int compare_members(const void *one, const void *other)
{
    return strcmp(((const struct member *)one)->name, ((const struct member *)other)->name);
}

const tf_type *type_object(tf_arena *arena, size_t count, const char *const *names, const tf_type *const *types)
{
    struct member *members = tf_alloc_array(arena, count, sizeof *members);
    for (size_t i = 0; i < count; i++)
        members[i] = (struct member){ names[i], types[i] };
    qsort(members, count, sizeof *members, compare_members);
    const char **sorted_names = tf_alloc_array(arena, count, sizeof *sorted_names);
    const tf_type **sorted_types = tf_alloc_array(arena, count, sizeof *sorted_types);
    for (size_t i = 0; i < count; i++) {
        sorted_names[i] = members[i].name;
        sorted_types[i] = members[i].type;
    }
    tf_type *type = tf_alloc(arena, sizeof *type);
    *type = (tf_type){ .kind = TF_TYPE_OBJECT, .count = count, .names = sorted_names, .elements = sorted_types };
    return type;
}

const tf_type *type_tuple(tf_arena *arena, size_t count, const tf_type *const *types)
{
    tf_type *type = tf_alloc(arena, sizeof *type);
    *type = (tf_type){ .kind = TF_TYPE_TUPLE, .count = count, .elements = types };
    return type;
}

int type_compare(const tf_type *one, const tf_type *other)
{
    if (one == other)
        return 0;
    if (one->kind != other->kind)
        return one->kind < other->kind ? -1 : 1;
    if (one->element != NULL)
        return type_compare(one->element, other->element);
    if (one->count != other->count)
        return one->count < other->count ? -1 : 1;
    for (size_t i = 0; i < one->count; i++) {
        int order = one->names == NULL ? 0 : strcmp(one->names[i], other->names[i]);
        if (order == 0)
            order = type_compare(one->elements[i], other->elements[i]);
        if (order != 0)
            return order;
    }
    return 0;
}

bool type_equal(const tf_type *one, const tf_type *other)
{
    return type_compare(one, other) == 0;
}

size_t type_attribute_place(const tf_type *type, const char *name)
{
    size_t low = 0;
    size_t high = type->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(type->names[middle], name);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return type->count;
}

const tf_type *type_of_attribute(tf_arena *arena, const tf_attribute *attribute)
{
    switch (attribute->kind) {
    case TF_KIND_STRING:
        return &tf_type_string;
    case TF_KIND_BOOL:
        return &tf_type_bool;
    case TF_KIND_INT32:
    case TF_KIND_INT64:
    case TF_KIND_FLOAT32:
    case TF_KIND_FLOAT64:
    case TF_KIND_NUMBER:
        return &tf_type_number;
    case TF_KIND_STRING_LIST:
        return type_list(arena, &tf_type_string);
    case TF_KIND_STRING_SET:
        return type_set(arena, &tf_type_string);
    case TF_KIND_STRING_MAP:
        return type_map(arena, &tf_type_string);
    case TF_KIND_OBJECT:
        return type_of_schema(arena, attribute->attributes);
    case TF_KIND_OBJECT_LIST:
        return type_list(arena, type_of_schema(arena, attribute->attributes));
    case TF_KIND_OBJECT_SET:
        return type_set(arena, type_of_schema(arena, attribute->attributes));
    case TF_KIND_OBJECT_MAP:
        return type_map(arena, type_of_schema(arena, attribute->attributes));
    case TF_KIND_VALUE:
        return attribute->type;
    }
    return &tf_type_dynamic;
}

const tf_type *type_of_schema(tf_arena *arena, const tf_schema *schema)
{
    const char **names = tf_alloc_array(arena, schema->count, sizeof *names);
    const tf_type **types = tf_alloc_array(arena, schema->count, sizeof *types);
    for (size_t i = 0; i < schema->count; i++) {
        names[i] = schema->attributes[i].name;
        types[i] = type_of_attribute(arena, &schema->attributes[i]);
    }
    return type_object(arena, schema->count, names, types);
}
