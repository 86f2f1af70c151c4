/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What <tfprovider/schema.h> offers to look at structs by their schema. Between structs and values goes binding.c.
 */
#include <string.h>

#include <tfprovider/schema.h>

#include "framework/value/binding.h"
#include "framework/value/kinds.h"

tf_presence tf_field_state(const tf_schema *schema, size_t index, const void *source)
{
    const tf_attribute *attribute = &schema->attributes[index];
    tf_presence state;
    memcpy(&state, (const char *)source + attribute->offset + kind_of(attribute->kind)->state_offset, sizeof state);
    return state;
}

size_t tf_field_index(const tf_schema *schema, const char *name)
{
    size_t index = 0;
    while (index < schema->count && strcmp(schema->attributes[index].name, name) != 0)
        index++;
    return index;
}

bool tf_field_value(tf_arena *arena, const tf_schema *schema, size_t index, const void *source, tf_value *out)
{
    value_error error;
    const tf_attribute *attribute = &schema->attributes[index];
    const value_binding work = { .arena = arena, .error = &error };
    const tf_path path = { .step = TF_STEP_ATTRIBUTE, .name = attribute->name };
    *out = value_null(type_of_attribute(arena, attribute));
    return kind_of(attribute->kind)->encode(&work, &path, attribute, (const char *)source + attribute->offset, out);
}

bool tf_field_set(tf_arena *arena, const tf_schema *schema, size_t index, const tf_value *value, void *target)
{
    value_error error;
    const tf_attribute *attribute = &schema->attributes[index];
    const kind_row *kind = kind_of(attribute->kind);
    const value_binding work = { .arena = arena, .error = &error };
    const tf_path path = { .step = TF_STEP_ATTRIBUTE, .name = attribute->name };
    void *field = (char *)target + attribute->offset;
    memset(field, 0, kind->size);
    if (kind->decode(&work, &path, attribute, value, field))
        return true;
    memset(field, 0, kind->size);
    return false;
}

static bool field_has_unknown(const tf_attribute *attribute, const kind_row *kind, const void *field)
{
    if (kind->shape == KIND_SINGLE)
        return false;
    if (kind->shape == KIND_ANY)
        return tf_value_has_unknown(field);
    if (kind->type == TF_TYPE_MAP && kind->shape == KIND_STRINGS)
        return tf_string_map_has_unknown(field);
    if (kind->shape == KIND_STRINGS) {
        tf_string_set strings; /* laid out as a list */
        memcpy(&strings, field, sizeof strings);
        return tf_string_set_has_unknown(&strings);
    }
    const nested_items nested = kind_nested_items(kind, field);
    for (size_t i = 0; i < nested.count; i++) {
        if (tf_struct_has_unknown(attribute->attributes, (const char *)nested.items + i * attribute->attributes->size))
            return true;
    }
    return false;
}

bool tf_struct_has_unknown(const tf_schema *schema, const void *source)
{
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        const tf_presence state = tf_field_state(schema, i, source);
        if (state == TF_UNKNOWN)
            return true;
        if (state == TF_KNOWN
            && field_has_unknown(attribute, kind_of(attribute->kind), (const char *)source + attribute->offset))
            return true;
    }
    return false;
}

bool tf_same_struct(tf_arena *arena, const tf_schema *schema, const void *one, const void *other)
{
    value_error error;
    tf_value first;
    tf_value second;
    const tf_type *type = type_of_schema(arena, schema);
    return binding_encode(arena, schema, type, one, &first, &error)
           && binding_encode(arena, schema, type, other, &second, &error) && tf_value_equal(&first, &second);
}

void *tf_struct_copy(tf_arena *arena, const tf_schema *schema, const void *source)
{
    tf_arena *scratch = tf_arena_new();
    value_error error;
    tf_value value;
    void *copy = NULL;
    if (source != NULL && binding_encode(scratch, schema, type_of_schema(scratch, schema), source, &value, &error)) {
        value = value_copy(arena, &value);
        copy = tf_alloc(arena, schema->size);
        if (!binding_decode(arena, schema, &value, copy, &error))
            copy = NULL;
    }
    tf_arena_free(scratch);
    return copy;
}
