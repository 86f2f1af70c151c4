/* SPDX-License-Identifier: Apache-2.0 */
/* Reads and writes UTF-8. What a text may show of it is visible.c's. */
#include "framework/foundation/utf8.h"

#include <string.h>

/*
 * Bytes that follow `lead`, and the bounds of the first of them, by which the standard excludes long forms and
 * surrogates.
 */
static bool sequence_of(unsigned char lead, size_t *out_length, unsigned char *out_least, unsigned char *out_most)
{
    *out_least = 0x80;
    *out_most = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        *out_length = 1;
        return true;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        *out_length = 2;
        if (lead == 0xE0)
            *out_least = 0xA0;
        if (lead == 0xED)
            *out_most = 0x9F;
        return true;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        *out_length = 3;
        if (lead == 0xF0)
            *out_least = 0x90;
        if (lead == 0xF4)
            *out_most = 0x8F;
        return true;
    }
    return false;
}

size_t utf8_read(const char *bytes, size_t size, uint32_t *out_code)
{
    static const unsigned char kept_of_lead[] = { 0x7F, 0x1F, 0x0F, 0x07 };
    const unsigned char lead = (unsigned char)bytes[0];
    *out_code = lead;
    if (lead < 0x80)
        return 1;
    size_t length;
    unsigned char least;
    unsigned char most;
    if (!sequence_of(lead, &length, &least, &most) || size - 1 < length)
        return 0;
    *out_code &= kept_of_lead[length];
    for (size_t i = 1; i <= length; i++) {
        const unsigned char byte = (unsigned char)bytes[i];
        if (byte < least || byte > most)
            return 0;
        *out_code = *out_code << 6 | (byte & 0x3FU);
        least = 0x80;
        most = 0xBF;
    }
    return length + 1;
}

/*
 * How many bytes at the beginning are ASCII without NUL, which most texts are throughout: eight are looked at together.
 */
static size_t ascii_length(const char *bytes, size_t size)
{
    static const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t length = 0;
    uint64_t word;
    for (; size - length >= sizeof word; length += sizeof word) {
        memcpy(&word, bytes + length, sizeof word);
        if (((word | (word - ones)) & ones << 7) != 0)
            break;
    }
    while (length < size && bytes[length] != '\0' && (unsigned char)bytes[length] < 0x80)
        length++;
    return length;
}

bool utf8_is_text(const char *bytes, size_t size)
{
    size_t position = ascii_length(bytes, size);
    while (position < size) {
        uint32_t code;
        const size_t length = utf8_read(bytes + position, size - position, &code);
        if (length == 0 || code == 0)
            return false;
        position += length;
        position += ascii_length(bytes + position, size - position);
    }
    return true;
}

size_t utf8_write(uint32_t code, char out[4])
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    const size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    static const unsigned char leads[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    out[0] = (char)(leads[length] | code);
    return length;
}
