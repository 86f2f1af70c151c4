/* SPDX-License-Identifier: Apache-2.0 */
/* Shared config and credentials files: any bytes are parsed or refused with a line that exists. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "aws/shared_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Walks over everything, so that a sanitizer sees what is not there. */
static size_t length_of(const aws_setting *settings)
{
    size_t length = 0;
    for (const aws_setting *setting = settings; setting != NULL; setting = setting->next) {
        for (const char *at = setting->value; *at != '\0'; at++)
            length++;
        length += length_of(setting->parts);
    }
    return length;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    static const aws_file_kind kinds[] = { AWS_CONFIG_FILE, AWS_CREDENTIALS_FILE };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        tf_arena *arena = tf_arena_new();
        const aws_section *sections = NULL;
        size_t line = 0;
        const bool parsed = aws_shared_file_parse(arena, (const char *)data, size, kinds[i], &sections, &line);
        if (parsed != (line == 0) || line > lines)
            abort();
        size_t length = 0;
        for (const aws_section *section = sections; section != NULL; section = section->next)
            length += length_of(section->settings);
        if (length > size)
            abort();
        tf_arena_free(arena);
    }
    return 0;
}
