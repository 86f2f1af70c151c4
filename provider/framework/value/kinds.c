/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of kinds. A new kind of attribute is a row here.
 */
#include "framework/value/kinds.h"

#include <string.h>

#include "framework/foundation/utf8.h"
#include "framework/value/binding_nested.h"
#include "framework/value/binding_number.h"
#include "framework/value/binding_string.h"

static const kind_row kinds[] = {
    [TF_KIND_STRING] = { "string", sizeof(tf_string), KIND_SINGLE, TF_TYPE_STRING, decode_string, encode_string,
                         .fits = NULL },
    [TF_KIND_BOOL] = { "bool", sizeof(tf_bool), KIND_SINGLE, TF_TYPE_BOOL, decode_bool, encode_bool, .fits = NULL },
    [TF_KIND_INT32] = { "whole number of 32 bits", sizeof(tf_int32), KIND_SINGLE, TF_TYPE_NUMBER, decode_int32,
                        encode_int32, .fits = fits_int32, .is_whole = true },
    [TF_KIND_INT64] = { "whole number of 64 bits", sizeof(tf_int64), KIND_SINGLE, TF_TYPE_NUMBER, decode_int64,
                        encode_int64, .fits = fits_int64, .is_whole = true },
    [TF_KIND_FLOAT32] = { "floating-point number of 32 bits", sizeof(tf_float32), KIND_SINGLE, TF_TYPE_NUMBER,
                          decode_float32, encode_float32, .fits = fits_float32, .same = same_float32 },
    [TF_KIND_FLOAT64] = { "floating-point number of 64 bits", sizeof(tf_float64), KIND_SINGLE, TF_TYPE_NUMBER,
                          decode_float64, encode_float64, .fits = fits_float64, .same = same_float64 },
    [TF_KIND_NUMBER] = { "number", sizeof(tf_number), KIND_SINGLE, TF_TYPE_NUMBER, decode_number, encode_number,
                         .fits = NULL },
    [TF_KIND_STRING_LIST] = { "list of strings", sizeof(tf_string_list), KIND_STRINGS, TF_TYPE_LIST, decode_string_list,
                              encode_string_list, .fits = NULL },
    [TF_KIND_STRING_SET] = { "set of strings", sizeof(tf_string_set), KIND_STRINGS, TF_TYPE_SET, decode_string_set,
                             encode_string_set, .fits = NULL },
    [TF_KIND_STRING_MAP] = { "map of strings", sizeof(tf_string_map), KIND_STRINGS, TF_TYPE_MAP, decode_string_map,
                             encode_string_map, .fits = NULL },
    [TF_KIND_OBJECT] = { "object", sizeof(object_field), KIND_NESTED, TF_TYPE_OBJECT, decode_object, encode_object,
                         .fits = NULL },
    [TF_KIND_OBJECT_LIST] = { "list of objects", sizeof(objects_field), KIND_NESTED, TF_TYPE_LIST, decode_objects,
                              encode_objects, .fits = NULL },
    [TF_KIND_OBJECT_SET] = { "set of objects", sizeof(objects_field), KIND_NESTED, TF_TYPE_SET, decode_objects,
                             encode_objects, .fits = NULL },
    [TF_KIND_OBJECT_MAP] = { "map of objects", sizeof(object_map_field), KIND_NESTED, TF_TYPE_MAP, decode_object_map,
                             encode_objects, .fits = NULL },
    [TF_KIND_VALUE] = { "value of any type", sizeof(tf_value), KIND_ANY, TF_TYPE_DYNAMIC, decode_any, encode_any,
                        .state_offset = offsetof(tf_value, state) },
};

const kind_row *kind_of(tf_kind number)
{
    const size_t index = (size_t)number;
    return index < sizeof kinds / sizeof kinds[0] && kinds[index].name != NULL ? &kinds[index] : NULL;
}

nested_items kind_nested_items(const kind_row *kind, const void *field)
{
    object_field object;
    objects_field objects;
    object_map_field map;
    if (kind->type == TF_TYPE_OBJECT) {
        memcpy(&object, field, sizeof object);
        return (nested_items){ .count = 1, .items = object.value };
    }
    if (kind->type == TF_TYPE_MAP) {
        memcpy(&map, field, sizeof map);
        return (nested_items){ .count = map.count, .keys = map.keys, .items = map.items };
    }
    memcpy(&objects, field, sizeof objects);
    return (nested_items){ .count = objects.count, .items = objects.items };
}

bool binding_refuse(const value_binding *binding, const tf_path *path, const char *message)
{
    return value_refuse(binding->arena, binding->error, path, message);
}

bool binding_check_distinct(const value_binding *binding, const tf_path *path, const tf_value *set)
{
    return !value_has_duplicate(binding->arena, set) || value_refuse_duplicate(binding->arena, binding->error, path);
}

bool binding_check_keys(const value_binding *binding, const tf_path *path, const tf_value *map)
{
    for (size_t i = 0; i < map->count; i++) {
        if (map->keys[i] == NULL || !utf8_is_text(map->keys[i], strlen(map->keys[i])))
            return binding_refuse(binding, path, "a key that is not UTF-8");
        if (i > 0 && strcmp(map->keys[i - 1], map->keys[i]) >= 0)
            return binding_refuse(binding, path, "a map whose keys are not in ascending order");
    }
    return true;
}
