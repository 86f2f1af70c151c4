/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths of attributes: read from text, copied, written as a user writes them. Values are found by value_at.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <tfprovider/call.h>

static const tf_path *step(tf_arena *arena, tf_path made)
{
    tf_path *copy = tf_alloc(arena, sizeof *copy);
    *copy = made;
    return copy;
}

static const tf_path *parse_name(tf_arena *arena, const tf_path *parent, const char **text)
{
    const char *start = *text;
    while (isalnum((unsigned char)**text) || **text == '_' || **text == '-')
        (*text)++;
    if (*text == start)
        return NULL;
    const char *name = tf_copy_bytes(arena, start, (size_t)(*text - start));
    return step(arena, (tf_path){ .parent = parent, .step = TF_STEP_ATTRIBUTE, .name = name });
}

static const tf_path *parse_key(tf_arena *arena, const tf_path *parent, const char **text)
{
    tf_text_builder key = { .arena = arena };
    for ((*text)++; **text != '"'; (*text)++) {
        if (**text == '\\')
            (*text)++;
        if (**text == '\0')
            return NULL;
        tf_append_bytes(&key, *text, 1);
    }
    (*text)++;
    return step(arena, (tf_path){ .parent = parent, .step = TF_STEP_KEY, .name = tf_built_text(&key) });
}

/* What stands in brackets: an index or a quoted key. */
static const tf_path *parse_bracket(tf_arena *arena, const tf_path *parent, const char **text)
{
    const tf_path *made = NULL;
    (*text)++;
    if (**text == '"') {
        made = parse_key(arena, parent, text);
    } else if (isdigit((unsigned char)**text)) {
        char *end = NULL;
        errno = 0;
        const long long index = strtoll(*text, &end, 10);
        *text = end;
        if (errno == 0)
            made = step(arena, (tf_path){ .parent = parent, .step = TF_STEP_INDEX, .index = index });
    }
    if (made == NULL || **text != ']')
        return NULL;
    (*text)++;
    return made;
}

const tf_path *tf_path_parse(tf_arena *arena, const char *text)
{
    const tf_path *path = parse_name(arena, NULL, &text);
    while (path != NULL && *text != '\0') {
        if (*text == '[') {
            path = parse_bracket(arena, path, &text);
        } else if (*text == '.') {
            text++;
            path = parse_name(arena, path, &text);
        } else {
            return NULL;
        }
    }
    return path;
}

const tf_path *tf_path_copy(tf_arena *arena, const tf_path *path)
{
    if (path == NULL)
        return NULL;
    tf_path copy = *path;
    copy.parent = tf_path_copy(arena, path->parent);
    copy.name = tf_copy_text(arena, path->name);
    return step(arena, copy);
}

static void append_step(tf_text_builder *out, const tf_path *path)
{
    switch (path->step) {
    case TF_STEP_ATTRIBUTE:
        if (path->parent != NULL)
            tf_append(out, ".");
        tf_append(out, path->name);
        break;
    case TF_STEP_KEY:
        tf_append(out, "[\"");
        for (const char *at = path->name; *at != '\0'; at++) {
            if (*at == '"' || *at == '\\')
                tf_append(out, "\\");
            tf_append_bytes(out, at, 1);
        }
        tf_append(out, "\"]");
        break;
    case TF_STEP_INDEX:
        tf_append_format(out, "[%lld]", (long long)path->index);
        break;
    case TF_STEP_ELEMENT:
        tf_append(out, "[…]");
        break;
    }
}

const char *tf_path_text(tf_arena *arena, const tf_path *path)
{
    size_t depth = 0;
    for (const tf_path *at = path; at != NULL; at = at->parent)
        depth++;
    const tf_path **steps = tf_alloc_array(arena, depth, sizeof *steps);
    for (size_t i = depth; i > 0; i--, path = path->parent)
        steps[i - 1] = path;
    tf_text_builder out = { .arena = arena };
    for (size_t i = 0; i < depth; i++)
        append_step(&out, steps[i]);
    return tf_built_text(&out);
}
