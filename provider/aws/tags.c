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
