/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Foreign JSON: the first byte picks a type and how strict the reader is, the rest is the value. What is accepted
 * survives a round trip.
 */
#include <stdlib.h>
#include <string.h>

#include "framework/value/json.h"
#include "support_types.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    tf_arena *arena = tf_arena_new();
    value_error error;
    const tf_type *type = fuzzed_type(data[0]);
    tf_value value;
    tf_value back;
    if (value_from_json(arena, type, (const char *)data + 1, size - 1, data[0] >= 128, &value, &error)) {
        const char *written = value_to_json(arena, &value);
        if (!value_from_json(arena, value.type, written, strlen(written), false, &back, &error)
            || !tf_value_equal(&value, &back))
            abort();
    }
    tf_arena_free(arena);
    return 0;
}
