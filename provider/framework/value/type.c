/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types: constructors, order and the types of schemas.
 */
#include "framework/value/type.h"

#include <stdlib.h>
#include <string.h>

#include "framework/value/kinds.h"

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
    size_t given; /* where it was among the arguments */
};

static int compare_members(const void *one, const void *other)
{
    return strcmp(((const struct member *)one)->name, ((const struct member *)other)->name);
}

const tf_type *type_object(tf_arena *arena, size_t count, const char *const *names, const tf_type *const *types)
{
    struct member *members = tf_alloc_array(arena, count, sizeof *members);
    for (size_t i = 0; i < count; i++)
        members[i] = (struct member){ names[i], types[i], i };
    qsort(members, count, sizeof *members, compare_members);
    const char **sorted_names = tf_alloc_array(arena, count, sizeof *sorted_names);
    const tf_type **sorted_types = tf_alloc_array(arena, count, sizeof *sorted_types);
    size_t *order = tf_alloc_array(arena, count, sizeof *order);
    for (size_t i = 0; i < count; i++) {
        sorted_names[i] = members[i].name;
        sorted_types[i] = members[i].type;
        order[members[i].given] = i;
    }
    tf_type *type = tf_alloc(arena, sizeof *type);
    *type = (tf_type){
        .kind = TF_TYPE_OBJECT,
        .count = count,
        .names = sorted_names,
        .elements = sorted_types,
        .order = order,
    };
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

size_t type_find_name(const char *const *names, size_t count, const char *name)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = strcmp(names[middle], name);
        if (order == 0)
            return middle;
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return count;
}

size_t type_attribute_index(const tf_type *type, const char *name)
{
    return type_find_name(type->names, type->count, name);
}

size_t type_index_of(const tf_type *type, const tf_schema *schema, size_t attribute)
{
    const char *name = schema->attributes[attribute].name;
    const bool has_order = type->order != NULL && attribute < type->count;
    if (has_order && type->names[type->order[attribute]] == name)
        return type->order[attribute];
    return type_attribute_index(type, name);
}

/* What a value of the attribute is made of: itself, where it is no collection. */
static const tf_type *element_type(tf_arena *arena, const tf_attribute *attribute, kind_shape shape)
{
    return shape == KIND_NESTED ? type_of_schema(arena, attribute->attributes) : &tf_type_string;
}

const tf_type *type_of_attribute(tf_arena *arena, const tf_attribute *attribute)
{
    static const tf_type *const simple[] = {
        [TF_TYPE_STRING] = &tf_type_string,
        [TF_TYPE_BOOL] = &tf_type_bool,
        [TF_TYPE_NUMBER] = &tf_type_number,
    };
    const kind_row *kind = kind_of(attribute->kind);
    if (kind->shape == KIND_ANY)
        return attribute->type;
    if (kind->shape == KIND_SINGLE)
        return simple[kind->type];
    const tf_type *element = element_type(arena, attribute, kind->shape);
    return kind->type == TF_TYPE_OBJECT ? element : type_of_elements(arena, kind->type, element);
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
