/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects between value and struct, attribute by attribute. What a kind's field looks like is in the table of kinds.
 */
#include "framework/value/binding.h"

#include <string.h>

/* An object that is null or unknown as a whole, as an element of a list may be, gives fields that are. */
bool binding_decode_object(const value_binding *binding, const tf_path *path, const tf_schema *schema,
                           const tf_value *object, void *target)
{
    memset(target, 0, schema->size);
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        const tf_path step = { .parent = path, .step = TF_STEP_ATTRIBUTE, .name = attribute->name };
        const size_t index = type_index_of(object->type, schema, i);
        if (index == object->type->count)
            return binding_refuse(binding, &step, "an object without the schema's attributes");
        const tf_value absent = { .type = object->type->elements[index], .state = object->state };
        const tf_value *value = object->state == TF_KNOWN ? &object->items[index] : &absent;
        if (!kind_of(attribute->kind)->decode(binding, &step, attribute, value, (char *)target + attribute->offset))
            return false;
    }
    return true;
}

bool binding_decode(tf_arena *arena, const tf_schema *schema, const tf_value *object, void *target, value_error *error)
{
    const value_binding work = { .arena = arena, .error = error };
    return binding_decode_object(&work, NULL, schema, object, target);
}

bool binding_encode_object(const value_binding *binding, const tf_path *path, const tf_schema *schema,
                           const tf_type *type, const void *source, tf_value *out)
{
    *out = (tf_value){ .type = type, .state = TF_KNOWN };
    out->count = type->count;
    out->keys = type->names;
    out->items = tf_alloc_array(binding->arena, type->count, sizeof *out->items);
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        const tf_path step = { .parent = path, .step = TF_STEP_ATTRIBUTE, .name = attribute->name };
        const size_t index = type_index_of(type, schema, i);
        out->items[index] = value_null(type->elements[index]);
        if (!kind_of(attribute->kind)
                 ->encode(binding, &step, attribute, (const char *)source + attribute->offset, &out->items[index]))
            return false;
    }
    return true;
}

bool binding_encode(tf_arena *arena, const tf_schema *schema, const tf_type *type, const void *source, tf_value *out,
                    value_error *error)
{
    const value_binding work = { .arena = arena, .error = error };
    return binding_encode_object(&work, NULL, schema, type, source, out);
}
