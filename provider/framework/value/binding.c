/* SPDX-License-Identifier: Apache-2.0 */
#include "framework/value/binding.h"

#include <string.h>

#include "framework/value/decimal.h"
#include "framework/value/utf8.h"

/*
 * The TF_OBJECT_OF and TF_OBJECTS_OF fields of all structs are laid out alike but for what their pointers point to. They
 * are copied in and out as these.
 */
struct object_field {
    tf_state state;
    void *value;
};

struct objects_field {
    tf_state state;
    size_t count;
    void *items;
};

struct object_map_field {
    tf_state state;
    size_t count;
    const char **keys;
    void *items;
};

struct context {
    tf_arena *arena;
    value_error *error;
};

static bool decode_object(struct context *context, const tf_path *path, const tf_schema *schema, const tf_value *object,
                          void *target);

static tf_string string_of(const tf_value *value)
{
    return (tf_string){ .state = value->state, .value = value->state == TF_KNOWN ? value->text : NULL };
}

static tf_string *strings_of(tf_arena *arena, const tf_value *value)
{
    tf_string *items = tf_alloc_array(arena, value->count, sizeof *items);
    for (size_t i = 0; i < value->count; i++)
        items[i] = string_of(&value->items[i]);
    return items;
}

static tf_string_map map_of(tf_arena *arena, const tf_value *value)
{
    tf_string_map map = { .state = value->state };
    if (value->state != TF_KNOWN)
        return map;
    map.count = value->count;
    map.entries = tf_alloc_array(arena, value->count, sizeof *map.entries);
    for (size_t i = 0; i < value->count; i++)
        map.entries[i] = (tf_string_entry){ .key = value->keys[i], .value = string_of(&value->items[i]) };
    return map;
}

static bool decode_int64(struct context *context, const tf_path *path, const tf_value *value, tf_int64 *target)
{
    target->state = value->state;
    return value->state != TF_KNOWN || decimal_to_int64(value->digits, &target->value)
           || value_refuse(context->arena, context->error, path, "a whole number of 64 bits is required");
}

static bool decode_int32(struct context *context, const tf_path *path, const tf_value *value, tf_int32 *target)
{
    int64_t wide = 0;
    target->state = value->state;
    if (value->state == TF_KNOWN && (!decimal_to_int64(value->digits, &wide) || wide < INT32_MIN || wide > INT32_MAX))
        return value_refuse(context->arena, context->error, path, "a whole number of 32 bits is required");
    target->value = (int32_t)wide;
    return true;
}

static bool decode_float64(struct context *context, const tf_path *path, const tf_value *value, tf_float64 *target)
{
    *target = (tf_float64){ .state = value->state, .digits = value->state == TF_KNOWN ? value->digits : NULL };
    return value->state != TF_KNOWN || decimal_to_double(value->digits, &target->value)
           || value_refuse(context->arena, context->error, path, "a number within the range of a double is required");
}

static bool decode_float32(struct context *context, const tf_path *path, const tf_value *value, tf_float32 *target)
{
    *target = (tf_float32){ .state = value->state, .digits = value->state == TF_KNOWN ? value->digits : NULL };
    return value->state != TF_KNOWN || decimal_to_float(value->digits, &target->value)
           || value_refuse(context->arena, context->error, path,
                           "a number within the range of a float of 32 bits is required");
}

static bool decode_items(struct context *context, const tf_path *path, const tf_schema *schema, const tf_value *value,
                         void **out_items)
{
    char *items = tf_alloc_array(context->arena, value->count, schema->size);
    for (size_t i = 0; i < value->count; i++) {
        tf_path step = value_item_path(path, value, i);
        if (!decode_object(context, &step, schema, &value->items[i], items + i * schema->size))
            return false;
    }
    *out_items = items;
    return true;
}

static bool decode_single(struct context *context, const tf_path *path, const tf_attribute *attribute,
                          const tf_value *value, void *target)
{
    struct object_field field = { .state = value->state };
    if (value->state == TF_KNOWN) {
        field.value = tf_alloc(context->arena, attribute->attributes->size);
        if (!decode_object(context, path, attribute->attributes, value, field.value))
            return false;
    }
    memcpy(target, &field, sizeof field);
    return true;
}

static bool decode_collection(struct context *context, const tf_path *path, const tf_attribute *attribute,
                              const tf_value *value, void *target)
{
    struct objects_field field = { .state = value->state };
    if (value->state == TF_KNOWN) {
        field.count = value->count;
        if (!decode_items(context, path, attribute->attributes, value, &field.items))
            return false;
    }
    memcpy(target, &field, sizeof field);
    return true;
}

static bool decode_object_map(struct context *context, const tf_path *path, const tf_attribute *attribute,
                              const tf_value *value, void *target)
{
    struct object_map_field field = { .state = value->state };
    if (value->state == TF_KNOWN) {
        field.count = value->count;
        field.keys = tf_alloc_array(context->arena, value->count, sizeof(const char *));
        for (size_t i = 0; i < value->count; i++)
            field.keys[i] = value->keys[i];
        if (!decode_items(context, path, attribute->attributes, value, &field.items))
            return false;
    }
    memcpy(target, &field, sizeof field);
    return true;
}

static bool decode_attribute(struct context *context, const tf_path *path, const tf_attribute *attribute,
                             const tf_value *value, void *target)
{
    bool known = value->state == TF_KNOWN;
    size_t count = known ? value->count : 0;
    switch (attribute->kind) {
    case TF_KIND_STRING:
        *(tf_string *)target = string_of(value);
        return true;
    case TF_KIND_BOOL:
        *(tf_bool *)target = (tf_bool){ .state = value->state, .value = known && value->truth };
        return true;
    case TF_KIND_INT32:
        return decode_int32(context, path, value, target);
    case TF_KIND_INT64:
        return decode_int64(context, path, value, target);
    case TF_KIND_FLOAT32:
        return decode_float32(context, path, value, target);
    case TF_KIND_FLOAT64:
        return decode_float64(context, path, value, target);
    case TF_KIND_NUMBER:
        *(tf_number *)target = (tf_number){ .state = value->state, .digits = known ? value->digits : NULL };
        return true;
    case TF_KIND_STRING_LIST:
        *(tf_string_list *)target =
            (tf_string_list){ value->state, count, known ? strings_of(context->arena, value) : NULL };
        return true;
    case TF_KIND_STRING_SET:
        *(tf_string_set *)target =
            (tf_string_set){ value->state, count, known ? strings_of(context->arena, value) : NULL };
        return true;
    case TF_KIND_STRING_MAP:
        *(tf_string_map *)target = map_of(context->arena, value);
        return true;
    case TF_KIND_OBJECT:
        return decode_single(context, path, attribute, value, target);
    case TF_KIND_OBJECT_LIST:
    case TF_KIND_OBJECT_SET:
        return decode_collection(context, path, attribute, value, target);
    case TF_KIND_OBJECT_MAP:
        return decode_object_map(context, path, attribute, value, target);
    case TF_KIND_VALUE:
        *(tf_value *)target = *value;
        return true;
    }
    return value_refuse(context->arena, context->error, path, "an attribute of no kind");
}

/* An object that is null or unknown as a whole, as an element of a list may be, gives fields that are. */
static bool decode_object(struct context *context, const tf_path *path, const tf_schema *schema, const tf_value *object,
                          void *target)
{
    memset(target, 0, schema->size);
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        tf_path step = { .parent = path, .step = TF_STEP_ATTRIBUTE, .name = attribute->name };
        tf_value absent = { .type = type_of_attribute(context->arena, attribute), .state = object->state };
        const tf_value *value = object->state == TF_KNOWN ? tf_value_get(object, attribute->name) : &absent;
        if (value == NULL)
            return value_refuse(context->arena, context->error, &step, "an object without the schema's attributes");
        if (!decode_attribute(context, &step, attribute, value, (char *)target + attribute->offset))
            return false;
    }
    return true;
}

bool binding_decode(tf_arena *arena, const tf_schema *schema, const tf_value *object, void *target, value_error *error)
{
    struct context context = { .arena = arena, .error = error };
    return decode_object(&context, NULL, schema, object, target);
}

static bool encode_object(struct context *context, const tf_path *path, const tf_schema *schema, const tf_type *type,
                          const void *source, tf_value *out);

static bool refuse(struct context *context, const tf_path *path, const char *message)
{
    return value_refuse(context->arena, context->error, path, message);
}

static bool encode_string(struct context *context, const tf_path *path, tf_string field, tf_value *out)
{
    *out = (tf_value){ .type = &tf_type_string, .state = field.state, .text = field.value };
    if (!tf_known(field))
        return true;
    if (field.value == NULL)
        return refuse(context, path, "a known string without text");
    return utf8_is_text(field.value, strlen(field.value)) || refuse(context, path, "a text that is not UTF-8");
}

static bool encode_number(struct context *context, const tf_path *path, tf_state state, const char *digits,
                          tf_value *out)
{
    out->state = state;
    out->digits = digits;
    return state != TF_KNOWN || (digits != NULL && decimal_is_canonical(context->arena, digits))
           || refuse(context, path, "a number that is not finite, or not in canonical form");
}

/* Digits that a float was read from stay its own until it gets another value. */
static bool encode_float(struct context *context, const tf_path *path, tf_state state, double value,
                         const char *digits_of_value, tf_value *out)
{
    if (state != TF_KNOWN || digits_of_value != NULL)
        return encode_number(context, path, state, digits_of_value, out);
    *out = value_of_double(context->arena, value);
    return out->state == TF_KNOWN || refuse(context, path, "a number that is not finite");
}

static bool encode_float32(struct context *context, const tf_path *path, const tf_float32 *field, tf_value *out)
{
    float read = 0;
    const bool is_own = field->digits != NULL && decimal_to_float(field->digits, &read) && read == field->value;
    return encode_float(context, path, field->state, (double)field->value, is_own ? field->digits : NULL, out);
}

static bool encode_float64(struct context *context, const tf_path *path, const tf_float64 *field, tf_value *out)
{
    double read = 0;
    const bool is_own = field->digits != NULL && decimal_to_double(field->digits, &read) && read == field->value;
    return encode_float(context, path, field->state, field->value, is_own ? field->digits : NULL, out);
}

static bool check_distinct(struct context *context, const tf_path *path, const tf_value *set)
{
    return !value_has_duplicate(context->arena, set) || value_refuse_duplicate(context->arena, context->error, path);
}

static bool encode_strings(struct context *context, const tf_path *path, tf_string_list list, tf_value *out)
{
    out->state = list.state;
    if (!tf_known(list))
        return true;
    if (list.count > 0 && list.items == NULL)
        return refuse(context, path, "a known collection without elements");
    out->count = list.count;
    out->items = tf_alloc_array(context->arena, list.count, sizeof *out->items);
    for (size_t i = 0; i < list.count; i++) {
        tf_path step = value_item_path(path, out, i);
        if (!encode_string(context, &step, list.items[i], &out->items[i]))
            return false;
    }
    return out->type->kind != TF_TYPE_SET || check_distinct(context, path, out);
}

static bool check_keys(struct context *context, const tf_path *path, const tf_value *map)
{
    for (size_t i = 0; i < map->count; i++) {
        if (map->keys[i] == NULL || !utf8_is_text(map->keys[i], strlen(map->keys[i])))
            return refuse(context, path, "a key that is not UTF-8");
        if (i > 0 && strcmp(map->keys[i - 1], map->keys[i]) >= 0)
            return refuse(context, path, "a map whose keys are not in ascending order");
    }
    return true;
}

static bool encode_string_map(struct context *context, const tf_path *path, tf_string_map map, tf_value *out)
{
    out->state = map.state;
    if (!tf_known(map))
        return true;
    const char **keys = tf_alloc_array(context->arena, map.count, sizeof(const char *));
    out->count = map.count;
    out->keys = keys;
    out->items = tf_alloc_array(context->arena, map.count, sizeof *out->items);
    for (size_t i = 0; i < map.count; i++) {
        keys[i] = map.entries[i].key;
        tf_path step = { .parent = path, .step = TF_STEP_KEY, .name = keys[i] };
        if (!encode_string(context, &step, map.entries[i].value, &out->items[i]))
            return false;
    }
    return check_keys(context, path, out);
}

static bool encode_items(struct context *context, const tf_path *path, const tf_schema *schema, const void *items,
                         tf_value *out)
{
    out->items = tf_alloc_array(context->arena, out->count, sizeof *out->items);
    for (size_t i = 0; i < out->count; i++) {
        tf_path step = value_item_path(path, out, i);
        if (!encode_object(context, &step, schema, out->type->element, (const char *)items + i * schema->size,
                           &out->items[i]))
            return false;
    }
    return out->type->kind != TF_TYPE_SET || check_distinct(context, path, out);
}

static bool encode_single(struct context *context, const tf_path *path, const tf_attribute *attribute,
                          const void *source, tf_value *out)
{
    struct object_field field;
    memcpy(&field, source, sizeof field);
    out->state = field.state;
    if (field.state != TF_KNOWN)
        return true;
    if (field.value == NULL)
        return refuse(context, path, "a known object without value");
    return encode_object(context, path, attribute->attributes, out->type, field.value, out);
}

static bool encode_collection(struct context *context, const tf_path *path, const tf_attribute *attribute,
                              const void *source, tf_value *out)
{
    struct objects_field field;
    memcpy(&field, source, sizeof field);
    out->state = field.state == TF_NULL && attribute->block ? TF_KNOWN : field.state;
    if (field.state != TF_KNOWN)
        return true;
    if (field.count > 0 && field.items == NULL)
        return refuse(context, path, "a known collection without elements");
    out->count = field.count;
    return encode_items(context, path, attribute->attributes, field.items, out);
}

static bool encode_object_map(struct context *context, const tf_path *path, const tf_attribute *attribute,
                              const void *source, tf_value *out)
{
    struct object_map_field field;
    memcpy(&field, source, sizeof field);
    out->state = field.state;
    if (field.state != TF_KNOWN)
        return true;
    if (field.count > 0 && (field.keys == NULL || field.items == NULL))
        return refuse(context, path, "a known collection without elements");
    out->count = field.count;
    out->keys = field.keys;
    return check_keys(context, path, out) && encode_items(context, path, attribute->attributes, field.items, out);
}

static bool encode_value(struct context *context, const tf_path *path, const tf_value *source, tf_value *out)
{
    const tf_type *type = out->type;
    if (source->type != NULL)
        *out = *source;
    else
        out->state = source->state;
    if (source->type == NULL && source->state == TF_KNOWN)
        return refuse(context, path, "a known value without type");
    if (type->kind != TF_TYPE_DYNAMIC && !type_equal(type, out->type))
        return refuse(context, path, "a value of another type than the schema's");
    return value_check(context->arena, path, type, out, context->error);
}

static bool encode_attribute(struct context *context, const tf_path *path, const tf_attribute *attribute,
                             const tf_type *type, const void *source, tf_value *out)
{
    *out = value_null(type);
    switch (attribute->kind) {
    case TF_KIND_STRING:
        return encode_string(context, path, *(const tf_string *)source, out);
    case TF_KIND_BOOL:
        out->state = ((const tf_bool *)source)->state;
        out->truth = ((const tf_bool *)source)->value;
        return true;
    case TF_KIND_INT32:
        return encode_number(context, path, ((const tf_int32 *)source)->state,
                             decimal_from_int64(context->arena, ((const tf_int32 *)source)->value), out);
    case TF_KIND_INT64:
        return encode_number(context, path, ((const tf_int64 *)source)->state,
                             decimal_from_int64(context->arena, ((const tf_int64 *)source)->value), out);
    case TF_KIND_FLOAT32:
        return encode_float32(context, path, source, out);
    case TF_KIND_FLOAT64:
        return encode_float64(context, path, source, out);
    case TF_KIND_NUMBER:
        return encode_number(context, path, ((const tf_number *)source)->state, ((const tf_number *)source)->digits,
                             out);
    case TF_KIND_STRING_LIST:
        return encode_strings(context, path, *(const tf_string_list *)source, out);
    case TF_KIND_STRING_SET: {
        const tf_string_set *set = source;
        return encode_strings(context, path, (tf_string_list){ set->state, set->count, set->items }, out);
    }
    case TF_KIND_STRING_MAP:
        return encode_string_map(context, path, *(const tf_string_map *)source, out);
    case TF_KIND_OBJECT:
        return encode_single(context, path, attribute, source, out);
    case TF_KIND_OBJECT_LIST:
    case TF_KIND_OBJECT_SET:
        return encode_collection(context, path, attribute, source, out);
    case TF_KIND_OBJECT_MAP:
        return encode_object_map(context, path, attribute, source, out);
    case TF_KIND_VALUE:
        return encode_value(context, path, source, out);
    }
    return refuse(context, path, "an attribute of no kind");
}

static bool encode_object(struct context *context, const tf_path *path, const tf_schema *schema, const tf_type *type,
                          const void *source, tf_value *out)
{
    *out = (tf_value){ .type = type, .state = TF_KNOWN };
    out->count = type->count;
    out->keys = type->names;
    out->items = tf_alloc_array(context->arena, type->count, sizeof *out->items);
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        size_t place = type_attribute_place(type, attribute->name);
        tf_path step = { .parent = path, .step = TF_STEP_ATTRIBUTE, .name = attribute->name };
        if (!encode_attribute(context, &step, attribute, type->elements[place],
                              (const char *)source + attribute->offset, &out->items[place]))
            return false;
    }
    return true;
}

bool binding_encode(tf_arena *arena, const tf_schema *schema, const void *source, tf_value *out, value_error *error)
{
    struct context context = { .arena = arena, .error = error };
    return encode_object(&context, NULL, schema, type_of_schema(arena, schema), source, out);
}
