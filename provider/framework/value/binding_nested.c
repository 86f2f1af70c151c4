/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fields that hold objects, each of which has a table of its own: binding.c goes through those.
 */
#include "framework/value/binding_nested.h"

#include <string.h>

#include "framework/value/binding.h"

static bool decode_items(const value_binding *binding, const tf_path *path, const tf_schema *schema,
                         const tf_value *value, void **out_items)
{
    char *items = tf_alloc_array(binding->arena, value->count, schema->size);
    for (size_t i = 0; i < value->count; i++) {
        const tf_path step = value_item_path(path, value, i);
        if (!binding_decode_object(binding, &step, schema, &value->items[i], items + i * schema->size))
            return false;
    }
    *out_items = items;
    return true;
}

bool decode_object(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                   const tf_value *value, void *field)
{
    object_field object = { .state = value->state };
    if (value->state == TF_KNOWN) {
        object.value = tf_alloc(binding->arena, attribute->attributes->size);
        if (!binding_decode_object(binding, path, attribute->attributes, value, object.value))
            return false;
    }
    memcpy(field, &object, sizeof object);
    return true;
}

bool decode_objects(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                    const tf_value *value, void *field)
{
    objects_field objects = { .state = value->state };
    if (value->state == TF_KNOWN) {
        objects.count = value->count;
        if (!decode_items(binding, path, attribute->attributes, value, &objects.items))
            return false;
    }
    memcpy(field, &objects, sizeof objects);
    return true;
}

bool decode_object_map(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                       const tf_value *value, void *field)
{
    object_map_field map = { .state = value->state };
    if (value->state == TF_KNOWN) {
        map.count = value->count;
        map.keys = tf_alloc_array(binding->arena, value->count, sizeof(const char *));
        for (size_t i = 0; i < value->count; i++)
            map.keys[i] = value->keys[i];
        if (!decode_items(binding, path, attribute->attributes, value, &map.items))
            return false;
    }
    memcpy(field, &map, sizeof map);
    return true;
}

bool decode_any(const value_binding *binding, const tf_path *path, const tf_attribute *attribute, const tf_value *value,
                void *field)
{
    (void)binding;
    (void)path;
    (void)attribute;
    *(tf_value *)field = *value;
    return true;
}

static tf_presence state_of(const tf_attribute *attribute, const void *field)
{
    tf_presence state;
    memcpy(&state, (const char *)field + kind_of(attribute->kind)->state_offset, sizeof state);
    return state;
}

bool encode_object(const value_binding *binding, const tf_path *path, const tf_attribute *attribute, const void *field,
                   tf_value *out)
{
    const nested_items nested = kind_nested_items(kind_of(attribute->kind), field);
    out->state = state_of(attribute, field);
    if (out->state != TF_KNOWN)
        return true;
    if (nested.items == NULL)
        return binding_refuse(binding, path, "a known object without value");
    return binding_encode_object(binding, path, attribute->attributes, out->type, nested.items, out);
}

/* A list, set or map of objects. */
bool encode_objects(const value_binding *binding, const tf_path *path, const tf_attribute *attribute, const void *field,
                    tf_value *out)
{
    const tf_schema *schema = attribute->attributes;
    const nested_items nested = kind_nested_items(kind_of(attribute->kind), field);
    const tf_presence state = state_of(attribute, field);
    const bool is_map = out->type->kind == TF_TYPE_MAP;
    out->state = state == TF_NULL && attribute->block ? TF_KNOWN : state;
    if (state != TF_KNOWN)
        return true;
    if (nested.count > 0 && (nested.items == NULL || (is_map && nested.keys == NULL)))
        return binding_refuse(binding, path, "a known collection without elements");
    out->count = nested.count;
    out->keys = nested.keys;
    if (is_map && !binding_check_keys(binding, path, out))
        return false;
    out->items = tf_alloc_array(binding->arena, out->count, sizeof *out->items);
    for (size_t i = 0; i < out->count; i++) {
        const tf_path step = value_item_path(path, out, i);
        if (!binding_encode_object(binding, &step, schema, out->type->element,
                                   (const char *)nested.items + i * schema->size, &out->items[i]))
            return false;
    }
    return out->type->kind != TF_TYPE_SET || binding_check_distinct(binding, path, out);
}

bool encode_any(const value_binding *binding, const tf_path *path, const tf_attribute *attribute, const void *field,
                tf_value *out)
{
    (void)attribute;
    const tf_type *type = out->type;
    const tf_value *source = field;
    if (source->type != NULL) {
        *out = *source;
    } else {
        out->state = source->state;
    }
    if (source->type == NULL && source->state == TF_KNOWN)
        return binding_refuse(binding, path, "a known value without type");
    if (type->kind != TF_TYPE_DYNAMIC && !type_equal(type, out->type))
        return binding_refuse(binding, path, "a value of another type than the schema's");
    return value_check(binding->arena, path, type, out, binding->error);
}
