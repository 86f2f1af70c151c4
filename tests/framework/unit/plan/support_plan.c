/* SPDX-License-Identifier: Apache-2.0 */
#include "support_plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "framework/value/json.h"

static bool same_but_for_case(tf_arena *arena, const char *one, const char *other)
{
    (void)arena;
    return strcasecmp(one, other) == 0;
}

static const tf_attribute child_attributes[] = {
    { TF_STRING(struct child, name), .mode = TF_REQUIRED, .semantic_equals = same_but_for_case },
    { TF_STRING(struct child, color), .mode = TF_OPTIONAL_COMPUTED, .default_value = "blue" },
    { TF_STRING(struct child, id), .mode = TF_COMPUTED, .use_state_for_unknown = true },
    { TF_STRING(struct child, etag), .mode = TF_COMPUTED },
    { TF_STRING(struct child, fixed), .mode = TF_OPTIONAL, .requires_replace = true },
};

static const tf_attribute settings_attributes[] = {
    { TF_STRING(struct settings, level), .mode = TF_OPTIONAL },
    { TF_STRING(struct settings, note), .mode = TF_COMPUTED },
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct sample, id), .mode = TF_COMPUTED, .use_state_for_unknown = true },
    { TF_STRING(struct sample, etag), .mode = TF_COMPUTED },
    { TF_STRING(struct sample, name), .mode = TF_REQUIRED, .requires_replace = true },
    { TF_STRING(struct sample, zone), .mode = TF_OPTIONAL_COMPUTED, .requires_replace = true },
    { TF_STRING(struct sample, mode), .mode = TF_OPTIONAL_COMPUTED, .default_value = "fast" },
    { TF_INT64(struct sample, size), .mode = TF_OPTIONAL },
    { TF_FLOAT64(struct sample, ratio), .mode = TF_OPTIONAL },
    { TF_STRING(struct sample, secret), .mode = TF_OPTIONAL, .write_only = true },
    { TF_STRING(struct sample, document), .mode = TF_OPTIONAL, .semantic_equals = same_but_for_case },
    { TF_STRING_LIST(struct sample, documents), .mode = TF_OPTIONAL, .semantic_equals = same_but_for_case },
    { TF_STRING_SET(struct sample, document_set), .mode = TF_OPTIONAL, .semantic_equals = same_but_for_case },
    { TF_STRING_MAP(struct sample, tags), .mode = TF_OPTIONAL, .deprecated = "Use labels." },
    { TF_STRING_SET(struct sample, labels), .mode = TF_OPTIONAL_COMPUTED, .use_state_for_unknown = true },
    { TF_OBJECT(struct sample, one, struct child, child_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT_LIST(struct sample, ordered, struct child, child_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT_SET(struct sample, unordered, struct child, child_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT_MAP(struct sample, keyed, struct child, child_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT(struct sample, settings, struct settings, settings_attributes), .mode = TF_OPTIONAL_COMPUTED },
    { TF_OBJECT(struct sample, place, struct settings, settings_attributes), .mode = TF_OPTIONAL,
      .requires_replace = true },
    { TF_OBJECT_LIST(struct sample, blocks, struct child, child_attributes), .block = true },
};

const tf_schema *const sample_schema = TF_SCHEMA(struct sample, attributes);

/* As value_at, but an index leads into a set too. */
static const tf_value *target_of(const tf_value *value, const tf_path *path)
{
    if (path == NULL)
        return value;
    const tf_value *outer = target_of(value, path->parent);
    if (outer != NULL && outer->state == TF_KNOWN && outer->type->kind == TF_TYPE_SET)
        return &outer->items[path->index];
    tf_path step = *path;
    step.parent = NULL;
    return outer == NULL ? NULL : value_at(outer, &step);
}

static void make_unknown(tf_arena *arena, tf_value *value, const char *paths)
{
    char *rest = tf_copy_text(arena, paths);
    for (char *name = strtok_r(rest, " ", &rest); name != NULL; name = strtok_r(NULL, " ", &rest)) {
        tf_value *target = (tf_value *)(uintptr_t)target_of(value, tf_path_parse(arena, name));
        if (target == NULL)
            fail_msg("%s leads nowhere", name);
        *target = value_unknown(target->type);
    }
}

tf_value sample_of(tf_arena *arena, const char *json, const char *unknown)
{
    const tf_type *type = type_of_schema(arena, sample_schema);
    if (json == NULL)
        return value_null(type);
    tf_value value;
    value_error error;
    if (!value_from_json(arena, type, json, strlen(json), false, &value, &error))
        fail_msg("%s at %s: %s", error.message, tf_path_text(arena, error.path), json);
    tf_value *name = &value.items[type_attribute_index(type, "name")];
    if (name->state == TF_NULL)
        *name = value_string("n");
    value.items[type_attribute_index(type, "blocks")].state = TF_KNOWN;
    if (unknown != NULL)
        make_unknown(arena, &value, unknown);
    return value;
}

static bool has_items(const tf_value *value)
{
    return value->state == TF_KNOWN && value->type->kind >= TF_TYPE_LIST;
}

tf_value resolve(tf_arena *arena, const tf_value *value, const char *text)
{
    if (value->state == TF_UNKNOWN)
        return value->type->kind == TF_TYPE_STRING ? value_string(text) : value_null(value->type);
    tf_value made = *value;
    if (!has_items(value))
        return made;
    made.items = tf_alloc_array(arena, value->count, sizeof *made.items);
    for (size_t i = 0; i < value->count; i++)
        made.items[i] = resolve(arena, &value->items[i], text);
    return made;
}

static void append_value(tf_text_builder *builder, const tf_value *value)
{
    if (value->state == TF_UNKNOWN) {
        tf_append(builder, "?");
        return;
    }
    if (!has_items(value)) {
        tf_append(builder, value_to_json(builder->arena, value));
        return;
    }
    tf_append(builder, "{ ");
    for (size_t i = 0; i < value->count; i++) {
        if (value->type->kind == TF_TYPE_OBJECT && value->items[i].state == TF_NULL)
            continue;
        tf_append_format(builder, "%s=", value->keys != NULL ? value->keys[i] : "");
        append_value(builder, &value->items[i]);
        tf_append(builder, " ");
    }
    tf_append(builder, "}");
}

const char *text_of_value(tf_arena *arena, const tf_value *value)
{
    tf_text_builder builder = { .arena = arena };
    append_value(&builder, value);
    return tf_built_text(&builder);
}

int set_up_call(void **state)
{
    tf_arena *arena = tf_arena_new();
    tf_call *call = tf_alloc(arena, sizeof *call);
    tf_call_init(call, arena, NULL, "test_sample");
    *state = call;
    return 0;
}

int tear_down_call(void **state)
{
    tf_call *call = *state;
    tf_arena_free(call->arena);
    return 0;
}
