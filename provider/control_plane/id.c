/* SPDX-License-Identifier: Apache-2.0 */
/* The form of ids, and of paths that are made of them. */
#include "control_plane/id.h"

#include <ctype.h>
#include <string.h>

bool control_plane_is_id(const char *text)
{
    static const char form[] = "00000000-0000-0000-0000-000000000000";
    if (text == NULL || strlen(text) != sizeof form - 1)
        return false;
    for (size_t i = 0; i < sizeof form - 1; i++) {
        if (form[i] == '-' ? text[i] != '-' : isxdigit((unsigned char)text[i]) == 0)
            return false;
    }
    return true;
}

const char *arena_json_id(tf_arena *arena, const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return control_plane_is_id(text) ? tf_copy_text(arena, text) : NULL;
}

bool control_plane_is_path(const char *path)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    const char *at = path;
    while (*at == '/') {
        at++;
        const size_t length = strspn(at, plain);
        if (length == 0 || strncmp(at, ".", length) == 0 || strncmp(at, "..", length) == 0)
            return false;
        at += length;
    }
    return at > path && (*at == '\0' || *at == '?');
}
