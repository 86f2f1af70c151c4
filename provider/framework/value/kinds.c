/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of kinds. A new kind of attribute is a row here.
 */
#include "framework/value/kinds.h"

#include <string.h>

/* The fields of all structs that hold objects are laid out as these, but for what their pointers point to. */
typedef TF_OBJECT_OF(void) object_field;
typedef TF_OBJECTS_OF(void) objects_field;
typedef TF_OBJECT_MAP_OF(void) object_map_field;

static const kind_row kinds[] = {
    [TF_KIND_STRING] = { "string", sizeof(tf_string), 0, KIND_SINGLE, TF_TYPE_STRING },
    [TF_KIND_BOOL] = { "bool", sizeof(tf_bool), 0, KIND_SINGLE, TF_TYPE_BOOL },
    [TF_KIND_INT32] = { "whole number of 32 bits", sizeof(tf_int32), 0, KIND_SINGLE, TF_TYPE_NUMBER },
    [TF_KIND_INT64] = { "whole number of 64 bits", sizeof(tf_int64), 0, KIND_SINGLE, TF_TYPE_NUMBER },
    [TF_KIND_FLOAT32] = { "float of 32 bits", sizeof(tf_float32), 0, KIND_SINGLE, TF_TYPE_NUMBER },
    [TF_KIND_FLOAT64] = { "float of 64 bits", sizeof(tf_float64), 0, KIND_SINGLE, TF_TYPE_NUMBER },
    [TF_KIND_NUMBER] = { "number", sizeof(tf_number), 0, KIND_SINGLE, TF_TYPE_NUMBER },
    [TF_KIND_STRING_LIST] = { "list of strings", sizeof(tf_string_list), 0, KIND_STRINGS, TF_TYPE_LIST },
    [TF_KIND_STRING_SET] = { "set of strings", sizeof(tf_string_set), 0, KIND_STRINGS, TF_TYPE_SET },
    [TF_KIND_STRING_MAP] = { "map of strings", sizeof(tf_string_map), 0, KIND_STRINGS, TF_TYPE_MAP },
    [TF_KIND_OBJECT] = { "object", sizeof(object_field), 0, KIND_NESTED, TF_TYPE_OBJECT },
    [TF_KIND_OBJECT_LIST] = { "list of objects", sizeof(objects_field), 0, KIND_NESTED, TF_TYPE_LIST },
    [TF_KIND_OBJECT_SET] = { "set of objects", sizeof(objects_field), 0, KIND_NESTED, TF_TYPE_SET },
    [TF_KIND_OBJECT_MAP] = { "map of objects", sizeof(object_map_field), 0, KIND_NESTED, TF_TYPE_MAP },
    [TF_KIND_VALUE] = { "value of any type", sizeof(tf_value), offsetof(tf_value, state), KIND_ANY, TF_TYPE_DYNAMIC },
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
