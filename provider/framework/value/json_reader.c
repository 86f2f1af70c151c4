/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads JSON token by token and refuses what RFC 8259 does not have.
 */
#include "framework/value/json_reader.h"

#include <string.h>

#include "framework/foundation/utf8.h"

json_reader json_reader_of(tf_arena *arena, const char *json, size_t size, size_t most_depth)
{
    return (json_reader){ .arena = arena, .at = json, .end = json + size, .most_depth = most_depth };
}

static bool refuse(json_reader *reader, const char *message)
{
    if (reader->message == NULL)
        reader->message = message;
    return false;
}

/* The next byte, or NUL at the end: no token holds a NUL. */
static char current(const json_reader *reader)
{
    return reader->at < reader->end ? *reader->at : '\0';
}

static void skip_space(json_reader *reader)
{
    while (current(reader) == ' ' || current(reader) == '\t' || current(reader) == '\n' || current(reader) == '\r')
        reader->at++;
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

json_kind json_peek(json_reader *reader)
{
    skip_space(reader);
    switch (current(reader)) {
    case 'n':
        return JSON_NULL_VALUE;
    case 't':
    case 'f':
        return JSON_TRUTH;
    case '"':
        return JSON_TEXT;
    case '[':
        return JSON_LIST;
    case '{':
        return JSON_MEMBERS;
    default:
        return current(reader) == '-' || is_digit(current(reader)) ? JSON_DIGITS : JSON_NOTHING;
    }
}

static bool take_word(json_reader *reader, const char *word)
{
    const size_t length = strlen(word);
    if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, word, length) != 0)
        return refuse(reader, "malformed JSON");
    reader->at += length;
    return true;
}

bool json_take_null(json_reader *reader)
{
    skip_space(reader);
    return take_word(reader, "null");
}

bool json_take_truth(json_reader *reader, bool *out)
{
    if (json_peek(reader) != JSON_TRUTH)
        return refuse(reader, "a bool is required");
    *out = current(reader) == 't';
    return take_word(reader, *out ? "true" : "false");
}

static bool skip_digits(json_reader *reader)
{
    if (!is_digit(current(reader)))
        return refuse(reader, "malformed number in JSON");
    while (is_digit(current(reader)))
        reader->at++;
    return true;
}

static bool skip_number(json_reader *reader)
{
    if (current(reader) == '-')
        reader->at++;
    if (current(reader) == '0') {
        reader->at++;
    } else if (!skip_digits(reader)) {
        return false;
    }
    if (current(reader) == '.') {
        reader->at++;
        if (!skip_digits(reader))
            return false;
    }
    if (current(reader) == 'e' || current(reader) == 'E') {
        reader->at++;
        if (current(reader) == '+' || current(reader) == '-')
            reader->at++;
        return skip_digits(reader);
    }
    return true;
}

bool json_take_digits(json_reader *reader, const char **out)
{
    if (json_peek(reader) != JSON_DIGITS)
        return refuse(reader, "a number is required");
    const char *start = reader->at;
    if (!skip_number(reader))
        return false;
    *out = tf_copy_bytes(reader->arena, start, (size_t)(reader->at - start));
    return true;
}

static bool take_hexadecimal(json_reader *reader, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++, reader->at++) {
        static const char digits[] = "0123456789abcdef";
        char character = current(reader);
        if (character >= 'A' && character <= 'F')
            character = (char)(character - 'A' + 'a');
        const char *digit = character == '\0' ? NULL : strchr(digits, character);
        if (digit == NULL)
            return refuse(reader, "malformed escape in JSON");
        *out = *out * 16 + (uint32_t)(digit - digits);
    }
    return true;
}

/* Behind "\u". A character beyond the first plane is written as two surrogates. */
static bool take_code(json_reader *reader, tf_text_builder *builder)
{
    uint32_t code;
    if (!take_hexadecimal(reader, &code))
        return false;
    if (code >= 0xD800 && code <= 0xDBFF) {
        uint32_t low;
        if (!take_word(reader, "\\u") || !take_hexadecimal(reader, &low))
            return false;
        if (low < 0xDC00 || low > 0xDFFF)
            return refuse(reader, "unpaired surrogate in JSON");
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else if (code >= 0xDC00 && code <= 0xDFFF) {
        return refuse(reader, "unpaired surrogate in JSON");
    }
    if (code == 0)
        return refuse(reader, "a text with a NUL character");
    char bytes[4];
    tf_append_bytes(builder, bytes, utf8_write(code, bytes));
    return true;
}

static bool take_escape(json_reader *reader, tf_text_builder *builder)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    reader->at++;
    const char letter = current(reader);
    if (letter == 'u') {
        reader->at++;
        return take_code(reader, builder);
    }
    const char *found = letter == '\0' ? NULL : strchr(letters, letter);
    if (found == NULL)
        return refuse(reader, "malformed escape in JSON");
    reader->at++;
    tf_append_bytes(builder, &meanings[found - letters], 1);
    return true;
}

bool json_take_text(json_reader *reader, const char **out)
{
    if (json_peek(reader) != JSON_TEXT)
        return refuse(reader, "a string is required");
    reader->at++;
    tf_text_builder builder = { .arena = reader->arena };
    for (;;) {
        const char *start = reader->at;
        while (reader->at < reader->end && *reader->at != '"' && *reader->at != '\\'
               && (unsigned char)*reader->at >= 0x20)
            reader->at++;
        if (!utf8_is_text(start, (size_t)(reader->at - start)))
            return refuse(reader, "a text that is not UTF-8");
        tf_append_bytes(&builder, start, (size_t)(reader->at - start));
        if (current(reader) == '"')
            break;
        if (current(reader) != '\\')
            return refuse(reader, "unterminated text or control character in JSON");
        if (!take_escape(reader, &builder))
            return false;
    }
    reader->at++;
    *out = tf_built_text(&builder);
    return true;
}

bool json_enter(json_reader *reader, json_kind kind)
{
    if (json_peek(reader) != kind)
        return refuse(reader, kind == JSON_LIST ? "an array is required" : "an object is required");
    if (reader->depth == reader->most_depth)
        return refuse(reader, "nested too deep");
    reader->depth++;
    reader->at++;
    return true;
}

/*
 * Takes what stands between members: false behind the last one, with `closing` taken, and where something else is
 * there.
 */
static bool next(json_reader *reader, size_t *count, char closing)
{
    skip_space(reader);
    if (current(reader) == closing) {
        reader->at++;
        reader->depth--;
        return false;
    }
    if ((*count)++ == 0)
        return true;
    if (current(reader) != ',')
        return refuse(reader, "malformed JSON");
    reader->at++;
    skip_space(reader);
    return current(reader) != closing || refuse(reader, "malformed JSON");
}

bool json_next_element(json_reader *reader, size_t *count)
{
    return reader->message == NULL && next(reader, count, ']');
}

bool json_next_member(json_reader *reader, size_t *count, const char **out_name)
{
    if (reader->message != NULL || !next(reader, count, '}') || !json_take_text(reader, out_name))
        return false;
    skip_space(reader);
    if (current(reader) != ':')
        return refuse(reader, "malformed JSON");
    reader->at++;
    return true;
}

static bool skip_container(json_reader *reader, json_kind kind)
{
    size_t count = 0;
    const char *name;
    if (!json_enter(reader, kind))
        return false;
    while (kind == JSON_LIST ? json_next_element(reader, &count) : json_next_member(reader, &count, &name)) {
        if (!json_skip(reader))
            return false;
    }
    return reader->message == NULL;
}

bool json_skip(json_reader *reader)
{
    bool truth;
    const char *text;
    const json_kind kind = json_peek(reader);
    switch (kind) {
    case JSON_NULL_VALUE:
        return json_take_null(reader);
    case JSON_TRUTH:
        return json_take_truth(reader, &truth);
    case JSON_DIGITS:
        return skip_number(reader);
    case JSON_TEXT:
        return json_take_text(reader, &text);
    case JSON_LIST:
    case JSON_MEMBERS:
        return skip_container(reader, kind);
    case JSON_NOTHING:
        break;
    }
    return refuse(reader, "malformed JSON");
}

bool json_at_end(json_reader *reader)
{
    skip_space(reader);
    if (reader->at < reader->end)
        return refuse(reader, "trailing bytes behind the JSON value");
    return reader->message == NULL;
}

void json_append_text(tf_text_builder *builder, const char *text)
{
    tf_append(builder, "\"");
    for (const char *at = text; *at != '\0';) {
        size_t plain = 0;
        while ((unsigned char)at[plain] >= 0x20 && at[plain] != '"' && at[plain] != '\\')
            plain++;
        tf_append_bytes(builder, at, plain);
        at += plain;
        if (*at == '"' || *at == '\\') {
            tf_append_format(builder, "\\%c", *at);
        } else if (*at != '\0') {
            tf_append_format(builder, "\\u%04x", (unsigned)(unsigned char)*at);
        }
        at += *at != '\0';
    }
    tf_append(builder, "\"");
}
