/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types in the JSON notation that schemas and dynamic values carry.
 */
#include <string.h>

#include "framework/value/json_reader.h"
#include "framework/value/type.h"

static void append_type(tf_text_builder *builder, const tf_type *type);

static void append_elements(tf_text_builder *builder, const tf_type *type)
{
    const bool named = type->kind == TF_TYPE_OBJECT;
    tf_append(builder, named ? "{" : "[");
    for (size_t i = 0; i < type->count; i++) {
        if (i > 0)
            tf_append(builder, ",");
        if (named) {
            json_append_text(builder, type->names[i]);
            tf_append(builder, ":");
        }
        append_type(builder, type->elements[i]);
    }
    tf_append(builder, named ? "}" : "]");
}

static void append_type(tf_text_builder *builder, const tf_type *type)
{
    static const char *const names[] = {
        [TF_TYPE_STRING] = "string", [TF_TYPE_BOOL] = "bool",   [TF_TYPE_NUMBER] = "number",
        [TF_TYPE_LIST] = "list",     [TF_TYPE_SET] = "set",     [TF_TYPE_MAP] = "map",
        [TF_TYPE_OBJECT] = "object", [TF_TYPE_TUPLE] = "tuple", [TF_TYPE_DYNAMIC] = "dynamic",
    };
    switch (type->kind) {
    case TF_TYPE_STRING:
    case TF_TYPE_BOOL:
    case TF_TYPE_NUMBER:
    case TF_TYPE_DYNAMIC:
        tf_append_format(builder, "\"%s\"", names[type->kind]);
        return;
    case TF_TYPE_LIST:
    case TF_TYPE_SET:
    case TF_TYPE_MAP:
        tf_append_format(builder, "[\"%s\",", names[type->kind]);
        append_type(builder, type->element);
        break;
    case TF_TYPE_OBJECT:
    case TF_TYPE_TUPLE:
        tf_append_format(builder, "[\"%s\",", names[type->kind]);
        append_elements(builder, type);
        break;
    }
    tf_append(builder, "]");
}

const char *type_to_json(tf_arena *arena, const tf_type *type)
{
    tf_text_builder builder = { .arena = arena };
    append_type(&builder, type);
    return tf_built_text(&builder);
}

static const tf_type *malformed(json_reader *reader)
{
    if (reader->message == NULL)
        reader->message = "malformed type";
    return NULL;
}

static const tf_type *read_type(json_reader *reader);

static const tf_type *read_simple(json_reader *reader)
{
    const char *name;
    if (!json_take_text(reader, &name))
        return NULL;
    if (strcmp(name, "string") == 0)
        return &tf_type_string;
    if (strcmp(name, "bool") == 0)
        return &tf_type_bool;
    if (strcmp(name, "number") == 0)
        return &tf_type_number;
    if (strcmp(name, "dynamic") == 0)
        return &tf_type_dynamic;
    return malformed(reader);
}

/* Members of an object or tuple while their number is not known yet. */
struct members {
    struct members *next;
    const char *name;
    const tf_type *type;
};

static const tf_type *type_of_members(json_reader *reader, const struct members *last, size_t count, bool named)
{
    const char **names = tf_alloc_array(reader->arena, count, sizeof(const char *));
    const tf_type **types = tf_alloc_array(reader->arena, count, sizeof(const tf_type *));
    for (size_t i = count; last != NULL; last = last->next) {
        i--;
        names[i] = last->name;
        types[i] = last->type;
    }
    if (!named)
        return type_tuple(reader->arena, count, types);
    const tf_type *object = type_object(reader->arena, count, names, types);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(object->names[i - 1], object->names[i]) == 0)
            return malformed(reader);
    }
    return object;
}

static const tf_type *read_members(json_reader *reader, json_kind kind)
{
    if (!json_enter(reader, kind))
        return NULL;
    struct members *last = NULL;
    size_t count = 0;
    const char *name = NULL;
    while (kind == JSON_LIST ? json_next_element(reader, &count) : json_next_member(reader, &count, &name)) {
        struct members *member = tf_alloc(reader->arena, sizeof *member);
        *member = (struct members){ .next = last, .name = name, .type = read_type(reader) };
        if (member->type == NULL)
            return NULL;
        last = member;
    }
    return reader->message == NULL ? type_of_members(reader, last, count, kind == JSON_MEMBERS) : NULL;
}

static const tf_type *read_compound(json_reader *reader)
{
    size_t count = 0;
    const char *name;
    if (!json_enter(reader, JSON_LIST) || !json_next_element(reader, &count) || !json_take_text(reader, &name)
        || !json_next_element(reader, &count))
        return malformed(reader);
    const tf_type *type = NULL;
    if (strcmp(name, "object") == 0) {
        type = read_members(reader, JSON_MEMBERS);
    } else if (strcmp(name, "tuple") == 0) {
        type = read_members(reader, JSON_LIST);
    } else {
        const tf_type *element = read_type(reader);
        if (element != NULL && strcmp(name, "list") == 0) {
            type = type_list(reader->arena, element);
        } else if (element != NULL && strcmp(name, "set") == 0) {
            type = type_set(reader->arena, element);
        } else if (element != NULL && strcmp(name, "map") == 0) {
            type = type_map(reader->arena, element);
        }
    }
    if (type == NULL || json_next_element(reader, &count) || reader->message != NULL)
        return malformed(reader);
    return type;
}

static const tf_type *read_type(json_reader *reader)
{
    return json_peek(reader) == JSON_LIST ? read_compound(reader) : read_simple(reader);
}

const tf_type *type_from_json(tf_arena *arena, const char *json, size_t size, value_error *error)
{
    /* Objects and tuples open two levels of JSON each. */
    json_reader reader = json_reader_of(arena, json, size, 2 * (size_t)VALUE_MAX_DEPTH);
    const tf_type *type = read_type(&reader);
    if (type == NULL || !json_at_end(&reader)) {
        value_refuse(arena, error, NULL, reader.message);
        return NULL;
    }
    return type;
}
