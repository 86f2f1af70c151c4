/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Foreign msgpack: the first byte picks a type, the rest is the value. What is accepted and written is read again, and
 * written the same way. (The values may differ: a large whole number that came as a double goes out by its shortest
 * digits.)
 */
#include <stdlib.h>
#include <string.h>

#include "framework/value/msgpack.h"
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
    if (value_from_msgpack(arena, type, data + 1, size - 1, &value, &error)) {
        const void *bytes;
        const void *again;
        size_t written;
        size_t rewritten;
        /* A dynamic value at the top is written as what it is. */
        value_to_msgpack(arena, &value, &bytes, &written);
        if (!value_from_msgpack(arena, value.type, bytes, written, &back, &error))
            abort();
        value_to_msgpack(arena, &back, &again, &rewritten);
        if (written != rewritten || memcmp(bytes, again, written) != 0)
            abort();
    }
    /* A number of 767 digits may stand for nine bytes. */
    if (tf_arena_used(arena) > 65536 + 4096 * size)
        abort();
    tf_arena_free(arena);
    return 0;
}
