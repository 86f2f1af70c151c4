/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fields of strings. A text that is known has to be there and to be UTF-8, else it does not get out.
 */
#include "framework/value/binding_string.h"

#include <string.h>

#include "framework/foundation/utf8.h"

static tf_string string_of(const tf_value *value)
{
    return (tf_string){ .state = value->state, .value = value->state == TF_KNOWN ? value->text : NULL };
}

bool decode_string(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                   const tf_value *value, void *field)
{
    (void)binding;
    (void)path;
    (void)attribute;
    *(tf_string *)field = string_of(value);
    return true;
}

bool decode_string_list(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                        const tf_value *value, void *field)
{
    (void)path;
    (void)attribute;
    tf_string_list *list = field;
    *list = (tf_string_list){ .state = value->state };
    if (value->state != TF_KNOWN)
        return true;
    list->count = value->count;
    list->items = tf_alloc_array(binding->arena, value->count, sizeof *list->items);
    for (size_t i = 0; i < value->count; i++)
        list->items[i] = string_of(&value->items[i]);
    return true;
}

bool decode_string_set(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                       const tf_value *value, void *field)
{
    tf_string_list list;
    decode_string_list(binding, path, attribute, value, &list);
    *(tf_string_set *)field = (tf_string_set){ list.state, list.count, list.items };
    return true;
}

bool decode_string_map(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                       const tf_value *value, void *field)
{
    (void)path;
    (void)attribute;
    tf_string_map *map = field;
    *map = (tf_string_map){ .state = value->state };
    if (value->state != TF_KNOWN)
        return true;
    map->count = value->count;
    map->entries = tf_alloc_array(binding->arena, value->count, sizeof *map->entries);
    for (size_t i = 0; i < value->count; i++)
        map->entries[i] = (tf_string_entry){ .key = value->keys[i], .value = string_of(&value->items[i]) };
    return true;
}

static bool encode_text(const value_binding *binding, const tf_path *path, tf_string field, tf_value *out)
{
    *out = (tf_value){ .type = &tf_type_string, .state = field.state, .text = field.value };
    if (!tf_known(field))
        return true;
    if (field.value == NULL)
        return binding_refuse(binding, path, "a known string without text");
    return utf8_is_text(field.value, strlen(field.value)) || binding_refuse(binding, path, "a text that is not UTF-8");
}

bool encode_string(const value_binding *binding, const tf_path *path, const tf_attribute *attribute, const void *field,
                   tf_value *out)
{
    (void)attribute;
    return encode_text(binding, path, *(const tf_string *)field, out);
}

bool encode_string_list(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                        const void *field, tf_value *out)
{
    (void)attribute;
    const tf_string_list list = *(const tf_string_list *)field;
    out->state = list.state;
    if (!tf_known(list))
        return true;
    if (list.count > 0 && list.items == NULL)
        return binding_refuse(binding, path, "a known collection without elements");
    out->count = list.count;
    out->items = tf_alloc_array(binding->arena, list.count, sizeof *out->items);
    for (size_t i = 0; i < list.count; i++) {
        const tf_path step = value_item_path(path, out, i);
        if (!encode_text(binding, &step, list.items[i], &out->items[i]))
            return false;
    }
    return true;
}

bool encode_string_set(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                       const void *field, tf_value *out)
{
    const tf_string_set *set = field;
    const tf_string_list list = { set->state, set->count, set->items };
    return encode_string_list(binding, path, attribute, &list, out) && binding_check_distinct(binding, path, out);
}

bool encode_string_map(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                       const void *field, tf_value *out)
{
    (void)attribute;
    const tf_string_map map = *(const tf_string_map *)field;
    out->state = map.state;
    if (!tf_known(map))
        return true;
    const char **keys = tf_alloc_array(binding->arena, map.count, sizeof(const char *));
    out->count = map.count;
    out->keys = keys;
    out->items = tf_alloc_array(binding->arena, map.count, sizeof *out->items);
    for (size_t i = 0; i < map.count; i++) {
        keys[i] = map.entries[i].key;
        const tf_path step = value_item_path(path, out, i);
        if (!encode_text(binding, &step, map.entries[i].value, &out->items[i]))
            return false;
    }
    return binding_check_keys(binding, path, out);
}
