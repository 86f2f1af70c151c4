/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values from and to JSON by their types. The tokens are read by json_reader.c.
 */
#include "framework/value/json.h"

#include <stdlib.h>
#include <string.h>

#include "framework/value/decimal.h"
#include "framework/value/json_reader.h"

/* What stays the same on the way down. */
struct reading {
    json_reader reader;
    bool ignore_unknown_attributes;
    value_error *error;
};

static bool read_value(struct reading *reading, const tf_path *path, const tf_type *type, tf_value *out);

static bool refuse_at(struct reading *reading, const tf_path *path, const char *message)
{
    if (reading->reader.message != NULL)
        message = reading->reader.message;
    return value_refuse(reading->reader.arena, reading->error, path, message);
}

static bool read_number(struct reading *reading, const tf_path *path, tf_value *out)
{
    const char *digits;
    if (!json_take_digits(&reading->reader, &digits))
        return refuse_at(reading, path, "malformed number");
    out->digits = decimal_canonical(reading->reader.arena, digits);
    return out->digits != NULL || refuse_at(reading, path, "a number with too large an exponent");
}

/* Elements while their number is not known yet. */
struct elements {
    struct elements *next;
    const char *key;
    tf_value value;
};

static void store_elements(tf_arena *arena, const struct elements *last, size_t count, tf_value *out)
{
    out->count = count;
    out->items = tf_alloc_array(arena, count, sizeof *out->items);
    for (size_t i = count; last != NULL; last = last->next)
        out->items[--i] = last->value;
}

static bool read_list(struct reading *reading, const tf_path *path, const tf_type *type, tf_value *out)
{
    if (!json_enter(&reading->reader, JSON_LIST))
        return refuse_at(reading, path, "an array is required");
    struct elements *last = NULL;
    size_t count = 0;
    while (json_next_element(&reading->reader, &count)) {
        tf_path step = { .parent = path, .step = TF_STEP_INDEX, .index = (int64_t)count - 1 };
        if (type->kind == TF_TYPE_TUPLE && count > type->count)
            return refuse_at(reading, path, "a tuple of another length");
        struct elements *element = tf_alloc(reading->reader.arena, sizeof *element);
        element->next = last;
        if (!read_value(reading, &step, type->kind == TF_TYPE_TUPLE ? type->elements[count - 1] : type->element,
                        &element->value))
            return false;
        last = element;
    }
    if (reading->reader.message != NULL || (type->kind == TF_TYPE_TUPLE && count < type->count))
        return refuse_at(reading, path, "a tuple of another length");
    store_elements(reading->reader.arena, last, count, out);
    return true;
}

static int compare_keys(const void *one, const void *other)
{
    return strcmp((*(const struct elements *const *)one)->key, (*(const struct elements *const *)other)->key);
}

static bool read_map(struct reading *reading, const tf_path *path, const tf_type *type, tf_value *out)
{
    tf_arena *arena = reading->reader.arena;
    if (!json_enter(&reading->reader, JSON_MEMBERS))
        return refuse_at(reading, path, "an object is required");
    struct elements *last = NULL;
    size_t count = 0;
    const char *key;
    while (json_next_member(&reading->reader, &count, &key)) {
        tf_path step = { .parent = path, .step = TF_STEP_KEY, .name = key };
        struct elements *element = tf_alloc(arena, sizeof *element);
        *element = (struct elements){ .next = last, .key = key };
        if (!read_value(reading, &step, type->element, &element->value))
            return false;
        last = element;
    }
    if (reading->reader.message != NULL)
        return refuse_at(reading, path, NULL);
    struct elements **sorted = tf_alloc_array(arena, count, sizeof(struct elements *));
    for (size_t i = 0; last != NULL; last = last->next)
        sorted[i++] = last;
    qsort(sorted, count, sizeof(struct elements *), compare_keys);
    const char **keys = tf_alloc_array(arena, count, sizeof(const char *));
    out->items = tf_alloc_array(arena, count, sizeof *out->items);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && strcmp(sorted[i]->key, sorted[i - 1]->key) == 0)
            return refuse_at(reading, path, "a key twice");
        keys[i] = sorted[i]->key;
        out->items[i] = sorted[i]->value;
    }
    out->keys = keys;
    out->count = count;
    return true;
}

static bool read_object(struct reading *reading, const tf_path *path, const tf_type *type, tf_value *out)
{
    if (!json_enter(&reading->reader, JSON_MEMBERS))
        return refuse_at(reading, path, "an object is required");
    out->count = type->count;
    out->keys = type->names;
    out->items = tf_alloc_array(reading->reader.arena, type->count, sizeof *out->items);
    for (size_t i = 0; i < type->count; i++)
        out->items[i] = value_null(type->elements[i]);
    bool *seen = tf_alloc_array(reading->reader.arena, type->count, sizeof *seen);
    size_t count = 0;
    const char *name;
    while (json_next_member(&reading->reader, &count, &name)) {
        tf_path step = { .parent = path, .step = TF_STEP_ATTRIBUTE, .name = name };
        const size_t index = type_attribute_index(type, name);
        if (index == type->count) {
            if (!reading->ignore_unknown_attributes)
                return refuse_at(reading, &step, "an attribute that is not in the schema");
            if (!json_skip(&reading->reader))
                return refuse_at(reading, &step, NULL);
            continue;
        }
        if (seen[index])
            return refuse_at(reading, &step, "an attribute twice");
        seen[index] = true;
        if (!read_value(reading, &step, type->elements[index], &out->items[index]))
            return false;
    }
    return reading->reader.message == NULL || refuse_at(reading, path, NULL);
}

/* {"type": …, "value": …} in either order: the value is read once its type is known. */
static bool read_dynamic(struct reading *reading, const tf_path *path, tf_value *out)
{
    if (!json_enter(&reading->reader, JSON_MEMBERS))
        return refuse_at(reading, path, "an object with type and value is required");
    const tf_type *type = NULL;
    json_reader value = { .at = NULL };
    size_t count = 0;
    const char *name;
    while (json_next_member(&reading->reader, &count, &name)) {
        const bool is_type = strcmp(name, "type") == 0;
        const json_reader start = reading->reader;
        if (!json_skip(&reading->reader))
            return refuse_at(reading, path, NULL);
        if (is_type) {
            type = type_from_json(reading->reader.arena, start.at, (size_t)(reading->reader.at - start.at),
                                  reading->error);
        }
        if (is_type && type == NULL)
            return refuse_at(reading, path, "malformed type");
        if (strcmp(name, "value") == 0)
            value = start;
    }
    if (reading->reader.message != NULL || type == NULL || value.at == NULL)
        return refuse_at(reading, path, "an object with type and value is required");
    if (type->kind == TF_TYPE_DYNAMIC && json_peek(&value) != JSON_NULL_VALUE)
        return refuse_at(reading, path, "a dynamic value whose type is dynamic");
    const json_reader behind = reading->reader;
    reading->reader = value;
    if (!read_value(reading, path, type, out))
        return false;
    reading->reader = behind;
    return true;
}

static bool read_value(struct reading *reading, const tf_path *path, const tf_type *type, tf_value *out)
{
    *out = value_null(type);
    if (json_peek(&reading->reader) == JSON_NULL_VALUE)
        return json_take_null(&reading->reader) || refuse_at(reading, path, NULL);
    out->state = TF_KNOWN;
    switch (type->kind) {
    case TF_TYPE_STRING:
        return json_take_text(&reading->reader, &out->text) || refuse_at(reading, path, NULL);
    case TF_TYPE_BOOL:
        return json_take_truth(&reading->reader, &out->truth) || refuse_at(reading, path, NULL);
    case TF_TYPE_NUMBER:
        return read_number(reading, path, out);
    case TF_TYPE_LIST:
    case TF_TYPE_SET:
    case TF_TYPE_TUPLE:
        return read_list(reading, path, type, out);
    case TF_TYPE_MAP:
        return read_map(reading, path, type, out);
    case TF_TYPE_OBJECT:
        return read_object(reading, path, type, out);
    case TF_TYPE_DYNAMIC:
        break;
    }
    return read_dynamic(reading, path, out);
}

bool value_from_json(tf_arena *arena, const tf_type *type, const char *json, size_t size,
                     bool ignore_unknown_attributes, tf_value *out, value_error *error)
{
    struct reading reading = {
        .reader = json_reader_of(arena, json, size, VALUE_MAX_DEPTH),
        .ignore_unknown_attributes = ignore_unknown_attributes,
        .error = error,
    };
    return read_value(&reading, NULL, type, out)
           && (json_at_end(&reading.reader) || refuse_at(&reading, NULL, "trailing bytes"));
}

static void append_value(tf_text_builder *builder, const tf_type *type, const tf_value *value);

static void append_items(tf_text_builder *builder, const tf_type *type, const tf_value *value)
{
    const bool named = type->kind == TF_TYPE_MAP || type->kind == TF_TYPE_OBJECT;
    const tf_value **sorted = type->kind == TF_TYPE_SET ? value_sorted_items(builder->arena, value) : NULL;
    tf_append(builder, named ? "{" : "[");
    for (size_t i = 0; i < value->count; i++) {
        if (i > 0)
            tf_append(builder, ",");
        if (named) {
            json_append_text(builder, value->keys[i]);
            tf_append(builder, ":");
        }
        append_value(builder, type->element != NULL ? type->element : type->elements[i],
                     sorted != NULL ? sorted[i] : &value->items[i]);
    }
    tf_append(builder, named ? "}" : "]");
}

/* `type` is what the place asks for: dynamic where the value has to bring its own. */
static void append_value(tf_text_builder *builder, const tf_type *type, const tf_value *value)
{
    if (value->state != TF_KNOWN) {
        tf_append(builder, "null");
        return;
    }
    switch (type->kind) {
    case TF_TYPE_STRING:
        json_append_text(builder, value->text);
        return;
    case TF_TYPE_BOOL:
        tf_append(builder, value->truth ? "true" : "false");
        return;
    case TF_TYPE_NUMBER:
        tf_append(builder, value->digits);
        return;
    case TF_TYPE_LIST:
    case TF_TYPE_SET:
    case TF_TYPE_TUPLE:
    case TF_TYPE_MAP:
    case TF_TYPE_OBJECT:
        append_items(builder, type, value);
        return;
    case TF_TYPE_DYNAMIC:
        break;
    }
    tf_append_format(builder, "{\"type\":%s,\"value\":", type_to_json(builder->arena, value->type));
    append_value(builder, value->type, value);
    tf_append(builder, "}");
}

const char *value_to_json(tf_arena *arena, const tf_value *value)
{
    tf_text_builder builder = { .arena = arena };
    append_value(&builder, value->type, value);
    return tf_built_text(&builder);
}
