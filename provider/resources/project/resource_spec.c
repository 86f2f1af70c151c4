/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `resources` of a project: between the struct that Terraform fills and the JSON that the control plane takes, both by
 * the table of attributes. Whether two of them mean the same is decided here too.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "control_plane/json.h"
#include "resources/project/project.h"

/* A field of `resources` by its entry in the table. */
static const void *field_of(const struct project_resources *resources, const tf_attribute *attribute)
{
    return (const char *)resources + attribute->offset;
}

/* Every kind of field begins with its state. */
static tf_presence state_of(const struct project_resources *resources, const tf_attribute *attribute)
{
    return *(const tf_presence *)field_of(resources, attribute);
}

static json_t *json_of_number(const char *digits)
{
    if (strpbrk(digits, ".e") == NULL)
        return json_integer(strtoll(digits, NULL, 10));
    return json_real(strtod(digits, NULL));
}

static json_t *json_of_map(const tf_string_map *map)
{
    json_t *object = control_plane_json_made(json_object());
    for (size_t i = 0; i < map->count; i++)
        control_plane_json_set(object, map->entries[i].key, map->entries[i].value.value);
    return object;
}

/* The service has a list of references to secrets, `[{"name": "…"}]`. */
static json_t *json_of_set(const tf_string_set *set)
{
    json_t *array = control_plane_json_made(json_array());
    for (size_t i = 0; i < set->count; i++) {
        json_t *reference = control_plane_json_made(json_object());
        control_plane_json_set(reference, "name", set->items[i].value);
        (void)json_array_append_new(array, reference);
    }
    return array;
}

/* A known field as the service has it. The caller owns the reference. */
static json_t *json_of_field(const struct project_resources *resources, const tf_attribute *attribute)
{
    const void *field = field_of(resources, attribute);
    switch (attribute->kind) {
    case TF_KIND_INT64:
        return control_plane_json_made(json_integer(((const tf_int64 *)field)->value));
    case TF_KIND_NUMBER:
        return control_plane_json_made(json_of_number(((const tf_number *)field)->digits));
    case TF_KIND_STRING_MAP:
        return json_of_map(field);
    case TF_KIND_STRING_SET:
        return json_of_set(field);
    default:
        break;
    }
    const char *text = ((const tf_string *)field)->value;
    const bool is_json = attribute->semantic_equals != NULL;
    return control_plane_json_made(is_json ? json_loads(text, JSON_DECODE_ANY, NULL) : json_string(text));
}

static bool same_references(const json_t *one, const json_t *other)
{
    size_t index;
    json_t *item;
    json_array_foreach((json_t *)one, index, item)
    {
        bool found = false;
        for (size_t i = 0; i < json_array_size(other) && !found; i++)
            found = json_equal(json_object_get(item, "name"), json_object_get(json_array_get(other, i), "name"));
        if (!found)
            return false;
    }
    return json_is_array(other) && json_array_size(one) == json_array_size(other);
}

static bool is_empty(const json_t *json)
{
    if (json_is_object(json))
        return json_object_size(json) == 0;
    return json == NULL || json_is_null(json) || (json_is_array(json) && json_array_size(json) == 0);
}

/* The service may leave out what is empty, or answer null. */
static bool same_value(const tf_attribute *attribute, const json_t *planned, const json_t *found)
{
    if (is_empty(planned) && is_empty(found))
        return true;
    if (json_is_number(planned) && json_is_number(found))
        return fabs(json_number_value(planned) - json_number_value(found)) < 1e-9;
    if (attribute->kind == TF_KIND_STRING_SET)
        return same_references(planned, found);
    return json_equal(planned, found);
}

bool project_same_json(tf_arena *arena, const char *one, const char *other)
{
    (void)arena;
    json_t *first = json_loads(one, JSON_DECODE_ANY, NULL);
    json_t *second = json_loads(other, JSON_DECODE_ANY, NULL);
    const bool same = first != NULL && second != NULL && json_equal(first, second);
    json_decref(first);
    json_decref(second);
    return same;
}

/* The service has doubles; nine decimals are more than any CPU is cut into. */
static tf_number number_of(tf_arena *arena, const json_t *json)
{
    if (json_is_integer(json))
        return (tf_number){ TF_KNOWN, tf_format(arena, "%lld", (long long)json_integer_value(json)) };
    char *digits = tf_format(arena, "%.9f", json_real_value(json));
    size_t length = strlen(digits);
    while (digits[length - 1] == '0')
        digits[--length] = '\0';
    if (digits[length - 1] == '.')
        digits[--length] = '\0';
    return (tf_number){ TF_KNOWN, digits };
}

static tf_string_map map_of(tf_arena *arena, const json_t *json)
{
    if (!json_is_object(json))
        return (tf_string_map){ .state = TF_NULL };
    tf_string_map_builder map = { .arena = arena };
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)json, key, value)
    {
        if (json_is_string(value))
            tf_add_entry(&map, key, json_string_value(value));
    }
    return tf_built_string_map(&map);
}

static tf_string_set set_of(tf_arena *arena, const json_t *json)
{
    if (!json_is_array(json))
        return (tf_string_set){ .state = TF_NULL };
    tf_string_set_builder set = { .arena = arena };
    size_t index;
    json_t *item;
    json_array_foreach((json_t *)json, index, item)
    {
        const char *name = json_string_value(json_object_get(item, "name"));
        if (name != NULL)
            tf_add_element(&set, name);
    }
    return tf_built_string_set(&set);
}

/* Takes over the service's value, null where there is none. */
static void take_over(tf_arena *arena, struct project_resources *resources, const tf_attribute *attribute,
                      const json_t *found)
{
    void *field = (char *)resources + attribute->offset;
    const bool is_null = found == NULL || json_is_null(found);
    switch (attribute->kind) {
    case TF_KIND_INT64:
        *(tf_int64 *)field = tf_int64_of(json_integer_value(found));
        if (!json_is_integer(found))
            ((tf_int64 *)field)->state = TF_NULL;
        break;
    case TF_KIND_NUMBER:
        *(tf_number *)field = json_is_number(found) ? number_of(arena, found) : (tf_number){ TF_NULL, NULL };
        break;
    case TF_KIND_STRING_MAP:
        *(tf_string_map *)field = map_of(arena, found);
        break;
    case TF_KIND_STRING_SET:
        *(tf_string_set *)field = set_of(arena, found);
        break;
    default:
        if (attribute->semantic_equals != NULL) {
            *(tf_string *)field = tf_string_of(is_null ? NULL : control_plane_json_dump(arena, found));
        } else {
            *(tf_string *)field = tf_string_of(tf_copy_text(arena, json_string_value(found)));
        }
        break;
    }
}

void project_refresh_resources(tf_call *call, struct project_resources *state, const char *found)
{
    if (found == NULL)
        return;
    json_t *spec = json_loads(found, 0, NULL);
    for (size_t i = 0; i < project_resources_schema.count; i++) {
        const tf_attribute *attribute = &project_resources_schema.attributes[i];
        if (state_of(state, attribute) != TF_KNOWN)
            continue;
        json_t *known = json_of_field(state, attribute);
        const json_t *now = json_object_get(spec, attribute->name);
        if (!same_value(attribute, known, now))
            take_over(tf_call_arena(call), state, attribute, now);
        json_decref(known);
    }
    json_decref(spec);
}

static bool plans_field(const struct project_resources *prior, const struct project_resources *planned,
                        const tf_attribute *attribute)
{
    const tf_presence state = state_of(planned, attribute);
    if (state != TF_KNOWN || prior == NULL || state_of(prior, attribute) != TF_KNOWN)
        return state != TF_NULL;
    json_t *before = json_of_field(prior, attribute);
    json_t *after = json_of_field(planned, attribute);
    const bool differs = !same_value(attribute, after, before);
    json_decref(before);
    json_decref(after);
    return differs;
}

static bool has_unknown_entry(const struct project_resources *planned)
{
    return tf_string_map_has_unknown(&planned->labels) || tf_string_map_has_unknown(&planned->annotations)
           || tf_string_set_has_unknown(&planned->image_pull_secrets);
}

bool project_plans_resources(const struct project *prior, const struct project *planned)
{
    if (!tf_known(planned->resources))
        return tf_unknown(planned->resources);
    if (has_unknown_entry(planned->resources.value))
        return true;
    const struct project_resources *before = tf_known(prior->resources) ? prior->resources.value : NULL;
    for (size_t i = 0; i < project_resources_schema.count; i++) {
        if (plans_field(before, planned->resources.value, &project_resources_schema.attributes[i]))
            return true;
    }
    return false;
}

const char *project_merge_resources(tf_call *call, const struct project *planned, const char *found)
{
    if (!tf_known(planned->resources))
        return NULL;
    json_t *spec = found == NULL ? NULL : json_loads(found, 0, NULL);
    if (spec == NULL)
        spec = control_plane_json_made(json_object());
    bool differs = false;
    for (size_t i = 0; i < project_resources_schema.count; i++) {
        const tf_attribute *attribute = &project_resources_schema.attributes[i];
        if (state_of(planned->resources.value, attribute) != TF_KNOWN)
            continue;
        json_t *value = json_of_field(planned->resources.value, attribute);
        if (same_value(attribute, value, json_object_get(spec, attribute->name))) {
            json_decref(value);
            continue;
        }
        differs = true;
        (void)json_object_set_new(spec, attribute->name, value);
    }
    const char *merged = differs ? control_plane_json_dump(tf_call_arena(call), spec) : NULL;
    json_decref(spec);
    return merged;
}
