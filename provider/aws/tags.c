/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What AWS refuses of tags, said at plan. Which letters beyond ASCII are letters is left to AWS.
 */
#include "aws/tags.h"

#include <string.h>
#include <strings.h>

#define RESERVED_PREFIX "aws:"

/* What is wrong with a key or value, in words; NULL where nothing is. */
static const char *problem_with(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        const bool is_ascii = (unsigned char)*at < 0x80;
        const bool is_letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9');
        if (is_ascii && !is_letter && strchr(" _.:/=+-@", *at) == NULL)
            return "may have letters, digits, blanks and any of _.:/=+-@ only";
    }
    return NULL;
}

bool aws_check_tag_characters(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    const char *problem = problem_with(text);
    return problem == NULL
           || tf_fail_at(call, path, "Not a Tag's Value", "%s %s%s.", tf_path_text(tf_call_arena(call), path), problem,
                         tf_got(call, "\"%s\"", text));
}

static const char *problem_with_key(const char *key)
{
    if (strncasecmp(key, RESERVED_PREFIX, strlen(RESERVED_PREFIX)) == 0)
        return "begins with " RESERVED_PREFIX ", which only AWS may set";
    return problem_with(key);
}

/* An earlier key that differs in case only; NULL for none. */
static const char *twin_of(const tf_value *tags, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (strcasecmp(tags->keys[i], tags->keys[index]) == 0)
            return tags->keys[i];
    }
    return NULL;
}

bool aws_check_keys_of_tags(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                            const void *unused)
{
    (void)config;
    (void)unused;
    tf_arena *arena = tf_call_arena(call);
    bool ok = true;
    for (size_t i = 0; value->state == TF_KNOWN && i < value->count; i++) {
        const char *key = value->keys[i];
        const char *twin = twin_of(value, i);
        const char *problem = problem_with_key(key);
        if (problem == NULL && twin != NULL)
            problem = tf_format(arena, "differs from \"%s\" in case only, which AWS takes for the same", twin);
        if (problem != NULL) {
            ok = tf_fail_at(call, path, "Not a Tag's Key", "The key \"%s\" in %s %s.", key, tf_path_text(arena, path),
                            problem);
        }
    }
    return ok;
}

void aws_add_tag(tf_string_map_builder *tags, const xml_element *tag, const char *key, const char *value)
{
    tf_add_entry(tags, xml_child_text(tag, key, ""), xml_child_text(tag, value, ""));
}

tf_string_map aws_read_tags(tf_arena *arena, const xml_element *element, const char *key, const char *value)
{
    tf_string_map_builder tags = { .arena = arena };
    for (const xml_element *tag = element != NULL ? element->children : NULL; tag != NULL; tag = tag->next)
        aws_add_tag(&tags, tag, key, value);
    return tf_built_string_map(&tags);
}
