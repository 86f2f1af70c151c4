/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which characters IAM takes in a description. Texts are UTF-8 already: Terraform sends no other.
 */
#include "aws/description.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Bytes of the character at `text`. */
static size_t size_of_character(const char *text)
{
    size_t size = 1;
    while (continues(text[size]))
        size++;
    return size;
}

static bool is_allowed(const char *text, size_t size)
{
    const unsigned char first = (unsigned char)text[0];
    if (size == 1)
        return (first >= ' ' && first <= '~') || first == '\t' || first == '\n' || first == '\r';
    const uint32_t two_bytes = ((uint32_t)first & 0x1f) << 6 | ((unsigned char)text[1] & 0x3f);
    return size == 2 && two_bytes >= 0xa1 && two_bytes <= 0xff;
}

bool iam_check_description(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    tf_arena *arena = tf_call_arena(call);
    const char *name = tf_path_text(arena, path);
    for (size_t size; *text != '\0'; text += size) {
        size = size_of_character(text);
        if (!is_allowed(text, size)) {
            return tf_fail_at(
                call, path, "Character That IAM Refuses",
                "%s contains \"%s\", which IAM takes in no description: only letters and signs of Latin-1 "
                "(U+0020 to U+007E, U+00A1 to U+00FF). Dashes and quotation marks of typography are not among "
                "them: write - and \".",
                name, tf_copy_bytes(arena, text, size));
        }
    }
    return true;
}
