/* SPDX-License-Identifier: Apache-2.0 */
/* Profile files: any bytes are parsed or refused with a line that exists. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "aws/profile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    static const aws_profile_file kinds[] = { AWS_CONFIG_FILE, AWS_CREDENTIALS_FILE };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        tf_arena *arena = tf_arena_new();
        aws_profile profile = { .name = "default" };
        size_t line = 0;
        const bool parsed = aws_profile_parse(arena, (const char *)data, size, kinds[i], &profile, &line);
        if (parsed != (line == 0) || line > lines)
            abort();
        tf_arena_free(arena);
    }
    return 0;
}
