/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `resources` of a project: between the struct that Terraform fills and the JSON that the control plane takes, both by
 * the table of attributes. Whether two of them mean the same is decided here too.
 */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include <tfprovider/types.h>

#include "json/arena_json.h"
#include "resources/project/project.h"

/* How a kind of field is at the service. */
struct form {
    json_t *(*write)(const tf_value *value);                  /* a known value; the caller owns the reference */
    tf_value (*read)(tf_arena *arena, const json_t *json);    /* null where it is something else, or missing */
    bool (*same)(const json_t *planned, const json_t *found); /* NULL: where they are equal */
};

static json_t *write_text(const tf_value *value)
{
    return json_string(value->text);
}

static tf_value read_text(tf_arena *arena, const json_t *json)
{
    return tf_value_string(tf_copy_text(arena, json_string_value(json)));
}

static json_t *write_document(const tf_value *value)
{
    return json_loads(value->text, JSON_DECODE_ANY, NULL);
}

static tf_value read_document(tf_arena *arena, const json_t *json)
{
    return tf_value_string(json == NULL || json_is_null(json) ? NULL : arena_json_dump(arena, json));
}

/* What is too large for a double, as the service has them, is the largest one: the service refuses that. */
static json_t *write_number(const tf_value *value)
{
    if (strpbrk(value->digits, ".e") == NULL)
        return json_integer(strtoll(value->digits, NULL, 10));
    const double nearest = strtod(value->digits, NULL);
    return json_real(isfinite(nearest) ? nearest : DBL_MAX);
}

/* Nine decimals are more than any CPU is cut into. */
static tf_value read_number(tf_arena *arena, const json_t *json)
{
    if (json_is_integer(json))
        return tf_value_int64(arena, json_integer_value(json));
    return tf_value_number(arena, json_is_real(json) ? tf_format(arena, "%.9f", json_real_value(json)) : NULL);
}

static bool same_number(const json_t *planned, const json_t *found)
{
    return json_is_number(found) && fabs(json_number_value(planned) - json_number_value(found)) < 1e-9;
}

static json_t *write_map(const tf_value *value)
{
    json_t *object = arena_json_made(json_object());
    for (size_t i = 0; i < value->count; i++)
        arena_json_set(object, value->keys[i], value->items[i].text);
    return object;
}

static tf_value read_map(tf_arena *arena, const json_t *json)
{
    const size_t size = json_object_size(json);
    const char **keys = tf_alloc_array(arena, size, sizeof *keys);
    tf_value *items = tf_alloc_array(arena, size, sizeof *items);
    size_t count = 0;
    const char *key;
    json_t *item;
    json_object_foreach((json_t *)json, key, item)
    {
        keys[count] = tf_copy_text(arena, key);
        items[count] = read_text(arena, item);
        count += items[count].state == TF_KNOWN;
    }
    return json_is_object(json) ? tf_value_map(arena, &tf_type_string, count, keys, items)
                                : tf_value_null(tf_type_map_of(arena, &tf_type_string));
}

/* The service has a list of references to secrets, `[{"name": "…"}]`. */
static json_t *write_references(const tf_value *value)
{
    json_t *array = arena_json_made(json_array());
    for (size_t i = 0; i < value->count; i++) {
        json_t *reference = arena_json_made(json_object());
        arena_json_set(reference, "name", value->items[i].text);
        (void)json_array_append_new(array, reference);
    }
    return array;
}

static bool has_reference(const json_t *references, size_t count, const json_t *name)
{
    for (size_t i = 0; i < count; i++) {
        if (json_equal(json_object_get(json_array_get(references, i), "name"), name))
            return true;
    }
    return false;
}

static tf_value read_references(tf_arena *arena, const json_t *json)
{
    const size_t size = json_array_size(json);
    tf_value *items = tf_alloc_array(arena, size, sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        const json_t *name = json_object_get(json_array_get(json, i), "name");
        if (json_is_string(name) && !has_reference(json, i, name))
            items[count++] = read_text(arena, name);
    }
    return json_is_array(json) ? tf_value_set(arena, &tf_type_string, count, items)
                               : tf_value_null(tf_type_set_of(arena, &tf_type_string));
}

static bool same_references(const json_t *planned, const json_t *found)
{
    const size_t count = json_array_size(planned);
    bool same = json_is_array(found) && json_array_size(found) == count;
    for (size_t i = 0; i < count && same; i++)
        same = has_reference(found, count, json_object_get(json_array_get(planned, i), "name"));
    return same;
}

static const struct form document = { write_document, read_document, NULL };
static const struct form forms[] = {
    [TF_TYPE_STRING] = { write_text, read_text, NULL },
    [TF_TYPE_NUMBER] = { write_number, read_number, same_number },
    [TF_TYPE_MAP] = { write_map, read_map, NULL },
    [TF_TYPE_SET] = { write_references, read_references, same_references },
};

/* A field of `resources` that is known, at the service. */
struct field {
    const struct form *form;
    json_t *json; /* owned */
};

static bool take_field(tf_arena *arena, const struct project_resources *resources, size_t index, struct field *out)
{
    tf_value value;
    if (!tf_field_value(arena, &project_resources_schema, index, resources, &value) || value.state != TF_KNOWN)
        return false;
    const bool is_document = project_resources_schema.attributes[index].semantic_equals == project_same_json;
    out->form = is_document ? &document : &forms[value.type->kind];
    out->json = arena_json_made(out->form->write(&value));
    return true;
}

static bool is_empty(const json_t *json)
{
    if (json_is_object(json))
        return json_object_size(json) == 0;
    return json == NULL || json_is_null(json) || (json_is_array(json) && json_array_size(json) == 0);
}

/* The service may leave out what is empty, or answer null. */
static bool is_same(const struct field *planned, const json_t *found)
{
    if (is_empty(planned->json) && is_empty(found))
        return true;
    return planned->form->same != NULL ? planned->form->same(planned->json, found) : json_equal(planned->json, found);
}

bool project_same_json(tf_arena *arena, const char *one, const char *other)
{
    return tf_json_normalized.semantic_equals(arena, one, other);
}

void project_refresh_resources(tf_call *call, struct project_resources *state, const char *found)
{
    if (found == NULL)
        return;
    tf_arena *arena = tf_call_arena(call);
    json_t *spec = json_loads(found, 0, NULL);
    for (size_t i = 0; i < project_resources_schema.count; i++) {
        struct field known;
        if (!take_field(arena, state, i, &known))
            continue;
        const json_t *now = json_object_get(spec, project_resources_schema.attributes[i].name);
        if (!is_same(&known, now)) {
            const tf_value value = known.form->read(arena, now);
            (void)tf_field_set(arena, &project_resources_schema, i, &value, state);
        }
        json_decref(known.json);
    }
    json_decref(spec);
}

/* The planned field is known or null. */
static bool plans_field(tf_arena *arena, const struct project_resources *prior, const struct project_resources *planned,
                        size_t index)
{
    struct field before;
    struct field after;
    if (!take_field(arena, planned, index, &after))
        return false;
    bool differs = true;
    if (prior != NULL && take_field(arena, prior, index, &before)) {
        differs = !is_same(&after, before.json);
        json_decref(before.json);
    }
    json_decref(after.json);
    return differs;
}

bool project_plans_resources(tf_call *call, const struct project *prior, const struct project *planned)
{
    if (!tf_known(planned->resources))
        return tf_unknown(planned->resources);
    if (tf_struct_has_unknown(&project_resources_schema, planned->resources.value))
        return true;
    const struct project_resources *before = tf_known(prior->resources) ? prior->resources.value : NULL;
    for (size_t i = 0; i < project_resources_schema.count; i++) {
        if (plans_field(tf_call_arena(call), before, planned->resources.value, i))
            return true;
    }
    return false;
}

const char *project_merge_resources(tf_call *call, const struct project *planned, const char *found)
{
    tf_arena *arena = tf_call_arena(call);
    if (!tf_known(planned->resources))
        return NULL;
    json_t *spec = found == NULL ? NULL : json_loads(found, 0, NULL);
    if (spec == NULL)
        spec = arena_json_made(json_object());
    bool differs = false;
    for (size_t i = 0; i < project_resources_schema.count; i++) {
        const char *name = project_resources_schema.attributes[i].name;
        struct field field;
        if (!take_field(arena, planned->resources.value, i, &field))
            continue;
        if (!is_same(&field, json_object_get(spec, name))) {
            differs = true;
            (void)json_object_set(spec, name, field.json);
        }
        json_decref(field.json);
    }
    const char *merged = differs ? arena_json_dump(arena, spec) : NULL;
    json_decref(spec);
    return merged;
}
