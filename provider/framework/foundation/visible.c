/* SPDX-License-Identifier: Apache-2.0 */
/* What is let through to a terminal or a log. What is secret in it, secrets.c knows. */
#include "framework/foundation/visible.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <tfprovider/log.h>

#include "framework/foundation/utf8.h"

/* What Unicode has for layout, not for reading: joiners (U+200C, U+200D) stay, since scripts and emoji need them. */
static const struct {
    uint32_t first, last;
} hidden[] = {
    { 0x7F, 0x9F },       /* DEL, and the second set of control characters */
    { 0xAD, 0xAD },       /* soft hyphen */
    { 0x61C, 0x61C },     /* Arabic letter mark */
    { 0x180E, 0x180E },   /* Mongolian vowel separator */
    { 0x200B, 0x200B },   /* zero width space */
    { 0x200E, 0x200F },   /* left-to-right and right-to-left marks */
    { 0x2028, 0x202E },   /* line and paragraph separators, embeddings and overrides */
    { 0x2060, 0x206F },   /* word joiner, invisible operators, isolates, deprecated controls */
    { 0xFEFF, 0xFEFF },   /* byte order mark */
    { 0xFFF0, 0xFFFB },   /* interlinear annotations */
    { 0xFFFE, 0xFFFF },   /* no characters */
    { 0xE0000, 0xE0FFF }, /* tags and more selectors */
};

static bool acts(uint32_t code)
{
    if (code < 0x7F)
        return code < ' ' && code != '\n' && code != '\t';
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
        if (code <= hidden[i].last)
            return code >= hidden[i].first;
    }
    return false;
}

/* Appends the beginning of `text`, and returns how many bytes of it that were. */
static size_t append_visible(tf_text_builder *out, const char *text, size_t size)
{
    uint32_t code;
    const size_t length = utf8_read(text, size, &code);
    if (length == 0 || (code < 0x80 && acts(code))) {
        tf_append_format(out, "\\x%02x", (unsigned)(unsigned char)*text);
    } else if (acts(code)) {
        tf_append_format(out, "\\u%04x", (unsigned)code);
    } else {
        tf_append_bytes(out, text, length);
    }
    return length == 0 ? 1 : length;
}

/*
 * The length of what can be shown at the beginning of `text`. A carriage return goes back over its line, except at its
 * end.
 */
static size_t shown(const char *text, size_t size)
{
    size_t position = 0;
    while (position < size) {
        uint32_t code;
        const size_t length = utf8_read(text + position, size - position, &code);
        const bool ends_line = code == '\r' && text[position + 1] == '\n';
        if (length == 0 || (acts(code) && !ends_line))
            break;
        position += length;
    }
    return position;
}

const char *visible_text(tf_arena *arena, const char *text)
{
    if (text == NULL)
        return NULL;
    size_t size = strlen(text);
    size_t length = shown(text, size);
    if (length == size)
        return text;
    tf_text_builder out = { .arena = arena };
    while (size > 0) {
        tf_append_bytes(&out, text, length);
        text += length;
        size -= length;
        length = size == 0 ? 0 : append_visible(&out, text, size);
        text += length;
        size -= length;
        length = shown(text, size);
    }
    return tf_built_text(&out);
}

const char *shown_text(tf_arena *arena, const char *text)
{
    const size_t size = text == NULL ? 0 : strlen(text);
    return visible_text(arena,
                        size > SHOWN_MOST ? tf_log_excerpt(arena, text, size, SHOWN_MOST) : tf_log_redact(arena, text));
}
