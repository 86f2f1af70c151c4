/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The makers of fields, types and values that <tfprovider/value.h> offers for what has no table. Strings, whole numbers
 * and floats of tables are made in fields.c.
 */
#include <stdlib.h>
#include <string.h>

#include <tfprovider/value.h>

#include "framework/value/decimal.h"
#include "framework/value/type.h"

tf_number tf_number_of(tf_arena *arena, const char *text)
{
    const char *digits = text == NULL ? NULL : decimal_canonical(arena, text);
    return (tf_number){ .state = digits == NULL ? TF_NULL : TF_KNOWN, .digits = digits };
}

tf_string_list tf_string_list_of(tf_arena *arena, const char *const *texts)
{
    tf_string_list list = { .state = TF_KNOWN };
    while (texts[list.count] != NULL)
        list.count++;
    list.items = tf_alloc_array(arena, list.count, sizeof *list.items);
    for (size_t i = 0; i < list.count; i++)
        list.items[i] = tf_string_of(tf_copy_text(arena, texts[i]));
    return list;
}

const tf_type *tf_type_list_of(tf_arena *arena, const tf_type *element)
{
    return type_list(arena, element);
}

const tf_type *tf_type_set_of(tf_arena *arena, const tf_type *element)
{
    return type_set(arena, element);
}

const tf_type *tf_type_map_of(tf_arena *arena, const tf_type *element)
{
    return type_map(arena, element);
}

const tf_type *tf_type_object_of(tf_arena *arena, size_t count, const char *const *names, const tf_type *const *types)
{
    return type_object(arena, count, names, types);
}

const tf_type *tf_type_tuple_of(tf_arena *arena, size_t count, const tf_type *const *types)
{
    return type_tuple(arena, count, types);
}

tf_value tf_value_null(const tf_type *type)
{
    return value_null(type);
}

tf_value tf_value_unknown(const tf_type *type)
{
    return value_unknown(type);
}

tf_value tf_value_string(const char *text)
{
    return text == NULL ? value_null(&tf_type_string) : value_string(text);
}

tf_value tf_value_bool(bool truth)
{
    return value_bool(truth);
}

tf_value tf_value_int64(tf_arena *arena, int64_t value)
{
    return value_number(decimal_from_int64(arena, value));
}

tf_value tf_value_float64(tf_arena *arena, double value)
{
    return value_of_double(arena, value);
}

tf_value tf_value_number(tf_arena *arena, const char *text)
{
    const char *digits = text == NULL ? NULL : decimal_canonical(arena, text);
    return digits == NULL ? value_null(&tf_type_number) : value_number(digits);
}

static tf_value collection_of(tf_arena *arena, const tf_type *type, size_t count, const tf_value *items)
{
    tf_value made = { .type = type, .state = TF_KNOWN };
    made.count = count;
    made.items = tf_alloc_array(arena, count, sizeof *made.items);
    if (count > 0)
        memcpy(made.items, items, count * sizeof *items);
    return made;
}

tf_value tf_value_list(tf_arena *arena, const tf_type *element, size_t count, const tf_value *items)
{
    return collection_of(arena, type_list(arena, element), count, items);
}

tf_value tf_value_set(tf_arena *arena, const tf_type *element, size_t count, const tf_value *items)
{
    return collection_of(arena, type_set(arena, element), count, items);
}

struct entry {
    const char *key;
    const tf_value *value;
};

static int compare_entries(const void *one, const void *other)
{
    return strcmp(((const struct entry *)one)->key, ((const struct entry *)other)->key);
}

tf_value tf_value_map(tf_arena *arena, const tf_type *element, size_t count, const char *const *keys,
                      const tf_value *items)
{
    struct entry *entries = tf_alloc_array(arena, count, sizeof *entries);
    for (size_t i = 0; i < count; i++)
        entries[i] = (struct entry){ keys[i], &items[i] };
    if (count > 0)
        qsort(entries, count, sizeof *entries, compare_entries);
    const char **sorted = tf_alloc_array(arena, count, sizeof *sorted);
    tf_value made = { .type = type_map(arena, element), .state = TF_KNOWN };
    made.count = count;
    made.keys = sorted;
    made.items = tf_alloc_array(arena, count, sizeof *made.items);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = entries[i].key;
        made.items[i] = *entries[i].value;
    }
    return made;
}

static const tf_type **types_of(tf_arena *arena, size_t count, const tf_value *items)
{
    const tf_type **types = tf_alloc_array(arena, count, sizeof *types);
    for (size_t i = 0; i < count; i++)
        types[i] = items[i].type;
    return types;
}

tf_value tf_value_object(tf_arena *arena, size_t count, const char *const *names, const tf_value *items)
{
    const tf_type *type = type_object(arena, count, names, types_of(arena, count, items));
    tf_value made = { .type = type, .state = TF_KNOWN };
    made.count = count;
    made.keys = type->names;
    made.items = tf_alloc_array(arena, count, sizeof *made.items);
    for (size_t i = 0; i < count; i++)
        made.items[type->order[i]] = items[i];
    return made;
}

tf_value tf_value_tuple(tf_arena *arena, size_t count, const tf_value *items)
{
    return collection_of(arena, type_tuple(arena, count, types_of(arena, count, items)), count, items);
}
