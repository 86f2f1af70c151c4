/* SPDX-License-Identifier: Apache-2.0 */
#include "support_types.h"

#include <stdlib.h>
#include <string.h>

static const char *const notations[] = {
    "\"string\"",
    "\"bool\"",
    "\"number\"",
    "\"dynamic\"",
    "[\"list\",\"number\"]",
    "[\"set\",[\"object\",{\"a\":\"string\",\"b\":\"number\"}]]",
    "[\"map\",[\"list\",\"dynamic\"]]",
    "[\"object\",{\"a\":\"dynamic\",\"b\":[\"map\",\"bool\"],\"c\":[\"set\",\"string\"]}]",
    "[\"tuple\",[\"string\",[\"list\",[\"list\",\"number\"]]]]",
};

#define TYPE_COUNT (sizeof notations / sizeof notations[0])

const tf_type *fuzzed_type(unsigned char choice)
{
    static const tf_type *types[TYPE_COUNT];
    static tf_arena *arena;
    const size_t index = choice % TYPE_COUNT;
    value_error error;
    if (arena == NULL)
        arena = tf_arena_new();
    if (types[index] == NULL)
        types[index] = type_from_json(arena, notations[index], strlen(notations[index]), &error);
    if (types[index] == NULL)
        abort();
    return types[index];
}
