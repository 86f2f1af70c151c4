/* SPDX-License-Identifier: Apache-2.0 */
/*
 * General values as provider code makes them: unlike foreign bytes they were never held to their type.
 */
#include <string.h>

#include "framework/foundation/utf8.h"
#include "framework/value/decimal.h"
#include "framework/value/type.h"

struct check {
    tf_arena *arena;
    value_error *error;
};

static bool check_value(const struct check *check, const tf_path *path, const tf_type *type, const tf_value *value);

static bool refuse(const struct check *check, const tf_path *path, const char *message)
{
    return value_refuse(check->arena, check->error, path, message);
}

static bool is_text(const char *text)
{
    return text != NULL && utf8_is_text(text, strlen(text));
}

static bool is_number(const struct check *check, const char *digits)
{
    return digits != NULL && decimal_is_canonical(check->arena, digits);
}

static bool check_keys(const struct check *check, const tf_path *path, const tf_value *value)
{
    for (size_t i = 0; i < value->count; i++) {
        if (!is_text(value->keys[i]))
            return refuse(check, path, "a key that is not UTF-8");
        if (i > 0 && strcmp(value->keys[i - 1], value->keys[i]) >= 0)
            return refuse(check, path, "keys that are not in ascending order");
    }
    return true;
}

static bool check_items(const struct check *check, const tf_path *path, const tf_value *value)
{
    const tf_type *type = value->type;
    if (value->count > 0 && value->items == NULL)
        return refuse(check, path, "a known collection without elements");
    if (type->element == NULL && value->count != type->count)
        return refuse(check, path, "an object or tuple of another size than its type");
    if (value->count > 0 && value->keys == NULL && (type->kind == TF_TYPE_MAP || type->kind == TF_TYPE_OBJECT))
        return refuse(check, path, "a map or object without keys");
    if (type->kind == TF_TYPE_MAP && !check_keys(check, path, value))
        return false;
    for (size_t i = 0; i < value->count; i++) {
        const tf_path step = value_item_path(path, value, i);
        if (!check_value(check, &step, type->element != NULL ? type->element : type->elements[i], &value->items[i]))
            return false;
    }
    return type->kind != TF_TYPE_SET || !value_has_duplicate(check->arena, value)
           || value_refuse_duplicate(check->arena, check->error, path);
}

static bool check_value(const struct check *check, const tf_path *path, const tf_type *type, const tf_value *value)
{
    if (value->type == NULL)
        return refuse(check, path, "a value without type");
    if (type->kind != TF_TYPE_DYNAMIC && !type_equal(type, value->type))
        return refuse(check, path, "a value of another type than that of its place");
    if (value->state != TF_KNOWN)
        return true;
    switch (value->type->kind) {
    case TF_TYPE_STRING:
        return is_text(value->text) || refuse(check, path, "a text that is not UTF-8");
    case TF_TYPE_NUMBER:
        return is_number(check, value->digits) || refuse(check, path, "a number that is not in canonical form");
    case TF_TYPE_BOOL:
        return true;
    case TF_TYPE_DYNAMIC:
        return refuse(check, path, "a known value of no type");
    case TF_TYPE_LIST:
    case TF_TYPE_SET:
    case TF_TYPE_MAP:
    case TF_TYPE_OBJECT:
    case TF_TYPE_TUPLE:
        break;
    }
    return check_items(check, path, value);
}

bool value_check(tf_arena *arena, const tf_path *path, const tf_type *type, const tf_value *value, value_error *error)
{
    const struct check check = { .arena = arena, .error = error };
    return check_value(&check, path, type, value);
}
