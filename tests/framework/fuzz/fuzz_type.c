/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Foreign types in JSON notation. What is accepted survives a round trip.
 */
#include <stdlib.h>
#include <string.h>

#include "framework/value/type.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    tf_arena *arena = tf_arena_new();
    value_error error;
    const tf_type *type = type_from_json(arena, (const char *)data, size, &error);
    if (type != NULL) {
        const char *json = type_to_json(arena, type);
        const tf_type *back = type_from_json(arena, json, strlen(json), &error);
        if (back == NULL || !type_equal(type, back))
            abort();
    }
    tf_arena_free(arena);
    return 0;
}
