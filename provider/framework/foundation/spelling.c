/* SPDX-License-Identifier: Apache-2.0 */
/* Undoes escapes and makes base64. It knows nothing of secrets, which secrets.c looks for in what comes out. */
#include "framework/foundation/spelling.h"

#include <stdint.h>
#include <string.h>

#include <openssl/evp.h>

#include "framework/foundation/utf8.h"

/* Fewer characters of base64 turn up by chance. */
enum { FEWEST_CHARACTERS = 5 };

/* An escape at the beginning of a text: how long it is, and the bytes that it stands for. */
typedef struct escape {
    size_t length; /* 0: none */
    char bytes[4];
    size_t size;
} escape;

unsigned spelling_seen(const char *text, size_t size)
{
    unsigned seen = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\\') {
            seen |= SPELLING_BACKSLASHES;
        } else if (text[i] == '&') {
            seen |= SPELLING_REFERENCES;
        } else if (text[i] == '%' || text[i] == '+') {
            seen |= SPELLING_PERCENT;
        }
    }
    return seen;
}

static int digit_of(char character, unsigned base)
{
    const char *const digits = "0123456789abcdef0123456789ABCDEF";
    const char *found = character == '\0' ? NULL : strchr(digits, character);
    const unsigned value = found == NULL ? base : (unsigned)(found - digits) % 16;
    return value < base ? (int)value : -1;
}

/* Reads up to `most` digits; returns how many there are. */
static size_t read_number(const char *text, size_t size, size_t most, unsigned base, uint32_t *out)
{
    size_t count = 0;
    *out = 0;
    while (count < most && count < size && digit_of(text[count], base) >= 0)
        *out = *out * base + (uint32_t)digit_of(text[count++], base);
    return count;
}

static escape escape_of_code(size_t length, uint32_t code)
{
    escape made = { .length = length };
    if (code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF))
        made.size = utf8_write(code, made.bytes);
    return made;
}

static escape escape_of_byte(size_t length, uint32_t byte)
{
    return (escape){ .length = length, .bytes = { (char)(unsigned char)byte }, .size = 1 };
}

/* "\u20ac", and the two halves by which JSON writes what needs more than four digits. */
static escape read_unicode(const char *text, size_t size)
{
    uint32_t code;
    uint32_t low;
    if (read_number(text + 2, size - 2, 4, 16, &code) < 4)
        return (escape){ .length = 0 };
    if (code >= 0xD800 && code < 0xDC00 && size >= 12 && text[6] == '\\' && text[7] == 'u'
        && read_number(text + 8, 4, 4, 16, &low) == 4 && low >= 0xDC00 && low < 0xE000)
        return escape_of_code(12, 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
    return escape_of_code(6, code);
}

static escape read_backslash(const char *text, size_t size)
{
    static const char names[] = "nrtbf\"\\/'";
    static const char meant[] = "\n\r\t\b\f\"\\/'";
    uint32_t byte;
    if (size < 2 || text[1] == '\0')
        return (escape){ .length = 0 };
    const char *found = strchr(names, text[1]);
    if (found != NULL)
        return escape_of_byte(2, (unsigned char)meant[found - names]);
    if (text[1] == 'u')
        return read_unicode(text, size);
    if (text[1] == 'x' && read_number(text + 2, size - 2, 2, 16, &byte) == 2)
        return escape_of_byte(4, byte);
    return (escape){ .length = 0 };
}

static escape read_reference(const char *text, size_t size)
{
    static const struct {
        const char *name;
        char meant;
    } names[] = {
        { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&apos;", '\'' },
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const size_t length = strlen(names[i].name);
        if (size >= length && memcmp(text, names[i].name, length) == 0)
            return escape_of_byte(length, (unsigned char)names[i].meant);
    }
    if (size < 3 || text[1] != '#')
        return (escape){ .length = 0 };
    const bool is_hex = text[2] == 'x' || text[2] == 'X';
    const size_t before = is_hex ? 3 : 2;
    uint32_t code;
    const size_t digits = read_number(text + before, size - before, 7, is_hex ? 16 : 10, &code);
    const bool ends = before + digits < size && text[before + digits] == ';';
    return digits > 0 && ends ? escape_of_code(before + digits + 1, code) : (escape){ .length = 0 };
}

static escape read_percent(const char *text, size_t size)
{
    uint32_t byte;
    if (*text == '+')
        return escape_of_byte(1, ' ');
    return read_number(text + 1, size - 1, 2, 16, &byte) == 2 ? escape_of_byte(3, byte) : (escape){ .length = 0 };
}

static escape read_escape(unsigned which, const char *text, size_t size)
{
    if (*text == '\\' && (which & SPELLING_BACKSLASHES) != 0)
        return read_backslash(text, size);
    if (*text == '&' && (which & SPELLING_REFERENCES) != 0)
        return read_reference(text, size);
    if ((*text == '%' || *text == '+') && (which & SPELLING_PERCENT) != 0)
        return read_percent(text, size);
    return (escape){ .length = 0 };
}

unescaped spelling_undo(tf_arena *arena, unsigned which, const char *text, size_t size, const size_t *from)
{
    /* No escape stands for more bytes than it has. */
    char *out = tf_alloc(arena, size + 1);
    size_t *places = tf_alloc_array(arena, size + 1, sizeof *places);
    size_t written = 0;
    bool differs = false;
    for (size_t at = 0; at < size;) {
        escape found = read_escape(which, text + at, size - at);
        differs = differs || found.length != 0;
        if (found.length == 0)
            found = escape_of_byte(1, (unsigned char)text[at]);
        for (size_t i = 0; i < found.size; i++) {
            out[written] = found.bytes[i];
            places[written++] = from == NULL ? at : from[at];
        }
        at += found.length;
    }
    places[written] = from == NULL ? size : from[size];
    return (unescaped){ .text = out, .from = places, .size = written, .differs = differs };
}

const char *spelling_base64(tf_arena *arena, const char *text, size_t form)
{
    /* Characters that what stands in front of the text has a part in, where that fills one or two bytes of a group. */
    static const size_t shared[] = { 0, 2, 3 };
    const size_t before = form % 3;
    const size_t size = strlen(text);
    if (size > INT32_MAX / 2)
        return NULL;
    const char *group = tf_format(arena, "%.*s%s", (int)before, "--", text);
    char *encoded = tf_alloc(arena, (before + size + 2) / 3 * 4 + 1);
    EVP_EncodeBlock((unsigned char *)encoded, (const unsigned char *)group, (int)(before + size));
    const size_t whole = (before + size) * 8 / 6;
    encoded[whole] = '\0';
    if (whole < shared[before] + FEWEST_CHARACTERS)
        return NULL;
    char *found = encoded + shared[before];
    if (form < 3)
        return found;
    if (strpbrk(found, "+/") == NULL)
        return NULL;
    for (char *at = found; *at != '\0'; at++)
        *at = *at == '+' ? '-' : *at == '/' ? '_' : *at;
    return found;
}
