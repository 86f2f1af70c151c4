/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attribute paths: what is accepted is written so that it reads as the same path.
 */
#include <stdlib.h>
#include <string.h>

#include <tfprovider/call.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    tf_arena *arena = tf_arena_new();
    const tf_path *path = tf_path_parse(arena, tf_copy_bytes(arena, data, size));
    if (path != NULL) {
        const char *text = tf_path_text(arena, path);
        const tf_path *back = tf_path_parse(arena, text);
        if (back == NULL || strcmp(tf_path_text(arena, back), text) != 0)
            abort();
    }
    tf_arena_free(arena);
    return 0;
}
