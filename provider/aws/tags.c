/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/tags.h"

#include <string.h>
#include <strings.h>

#define RESERVED_PREFIX "aws:"

bool aws_check_tags_can_be_set(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                               const void *unused)
{
    (void)config;
    (void)unused;
    bool well = true;
    for (size_t i = 0; value->state == TF_KNOWN && i < value->count; i++) {
        if (strncasecmp(value->keys[i], RESERVED_PREFIX, strlen(RESERVED_PREFIX)) == 0)
            well =
                tf_fail_at(call, path, "Reserved tag",
                           "The key \"%s\" in %s begins with " RESERVED_PREFIX ", which only AWS may set. Remove it.",
                           value->keys[i], tf_path_text(tf_call_arena(call), path));
    }
    return well;
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
