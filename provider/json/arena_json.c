/* SPDX-License-Identifier: Apache-2.0 */
/* JSON between jansson and an arena; what the texts mean is the callers' business. */
#include "json/arena_json.h"

/* What jansson takes for a part of a document, at most, beside its texts. */
#define BYTES_A_PART 160
/* What a document may take where nothing else says so. */
#define MOST_MEMORY ((size_t)256 * 1024 * 1024)

json_t *arena_json_made(json_t *json)
{
    if (json == NULL)
        tf_no_memory(sizeof *json);
    return json;
}

/*
 * Lists, objects, and whatever else stands in one of them: each has a bracket, or a comma behind it. jansson's smallest
 * object takes some 240 bytes, for which its text has two of these.
 */
static size_t count_parts(const char *text, size_t size)
{
    size_t parts = 1;
    bool in_text = false;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '"') {
            in_text = !in_text;
        } else if (in_text && text[i] == '\\') {
            i++;
        } else if (!in_text && (text[i] == '{' || text[i] == '[' || text[i] == ',')) {
            parts++;
        }
    }
    return parts;
}

json_t *arena_json_read(const tf_arena *arena, const char *text, size_t size)
{
    const size_t left = tf_arena_left(arena);
    const size_t most = left < MOST_MEMORY ? left : MOST_MEMORY;
    if (size > most || count_parts(text, size) > (most - size) / BYTES_A_PART)
        return NULL;
    return json_loadb(text, size, JSON_DECODE_ANY, NULL);
}

const char *arena_json_text(tf_arena *arena, const json_t *object, const char *name)
{
    return tf_copy_text(arena, json_string_value(json_object_get(object, name)));
}

static int append_to_builder(const char *bytes, size_t size, void *builder)
{
    tf_append_bytes(builder, bytes, size);
    return 0;
}

static const char *dump(tf_arena *arena, const json_t *json, size_t flags)
{
    tf_text_builder builder = { .arena = arena };
    /* 15 digits are exact for every decimal that a person writes, and print 0.1 as 0.1. */
    flags |= JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15);
    return json_dump_callback(json, append_to_builder, &builder, flags) == 0 ? tf_built_text(&builder) : "null";
}

const char *arena_json_dump(tf_arena *arena, const json_t *json)
{
    return dump(arena, json, 0);
}

const char *arena_json_dump_sorted(tf_arena *arena, const json_t *json)
{
    return dump(arena, json, JSON_SORT_KEYS);
}

const char *arena_json_part(tf_arena *arena, const json_t *object, const char *name)
{
    const json_t *part = json_object_get(object, name);
    return json_is_object(part) || json_is_array(part) ? arena_json_dump(arena, part) : NULL;
}

void arena_json_set(json_t *object, const char *name, const char *text)
{
    if (text != NULL)
        (void)json_object_set_new(object, name, arena_json_made(json_string(text)));
}
