/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decimals by their digits: nothing is rounded but where a float is asked for.
 */
#include "framework/value/decimal.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_PLAIN_DIGITS 60
#define MOST_EXPONENT 1000000
/* No double has more significant digits. */
#define DOUBLE_DIGITS 767

/*
 * A number as its text has it: its significant digits stand from `first`, with perhaps a point among them, to `last`,
 * and the first of them counts 10^exponent. Zero has no digits.
 */
struct scanned {
    bool negative;
    const char *first;
    const char *last;
    long exponent;
};

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* The exponent behind "e", held at far beyond what is accepted where it is larger. NULL where there is none. */
static const char *scan_exponent(const char *text, long *out)
{
    const bool negative = *text == '-';
    if (*text == '-' || *text == '+')
        text++;
    if (!is_digit(*text))
        return NULL;
    long exponent = 0;
    for (; is_digit(*text); text++) {
        if (exponent < 100L * MOST_EXPONENT)
            exponent = exponent * 10 + (*text - '0');
    }
    *out = negative ? -exponent : exponent;
    return text;
}

static bool scan(const char *text, struct scanned *out)
{
    *out = (struct scanned){ .negative = *text == '-' };
    if (*text == '-' || *text == '+')
        text++;
    if (!is_digit(*text))
        return false;
    long before_point = 0;
    long leading = 0;
    bool behind_point = false;
    for (;; text++) {
        if (*text == '.') {
            if (behind_point || !is_digit(text[1]))
                return false;
            behind_point = true;
            continue;
        }
        if (!is_digit(*text))
            break;
        if (out->first == NULL && *text == '0') {
            leading += behind_point;
        } else if (out->first == NULL) {
            out->first = text;
        }
        if (*text != '0')
            out->last = text + 1;
        before_point += out->first != NULL && !behind_point;
    }
    long exponent = 0;
    if (*text == 'e' || *text == 'E')
        text = scan_exponent(text + 1, &exponent);
    if (text == NULL || *text != '\0')
        return false;
    out->exponent = exponent + (before_point > 0 ? before_point - 1 : -leading - 1);
    return true;
}

/* The next significant digit, or 0 behind the last. */
static char next_digit(const char **position, const char *last)
{
    if (*position < last && **position == '.')
        (*position)++;
    return *position < last ? *(*position)++ : '\0';
}

static void append_digits(tf_text_builder *builder, const struct scanned *number, long point)
{
    const char *position = number->first;
    long written = 0;
    for (char digit = next_digit(&position, number->last); digit != '\0' || written < point;
         digit = next_digit(&position, number->last)) {
        if (written == point)
            tf_append(builder, ".");
        tf_append_bytes(builder, digit == '\0' ? "0" : &digit, 1);
        written++;
    }
}

const char *decimal_canonical(tf_arena *arena, const char *text)
{
    struct scanned number;
    if (!scan(text, &number))
        return NULL;
    if (number.first == NULL)
        return "0";
    if (number.exponent < -MOST_EXPONENT || number.exponent > MOST_EXPONENT)
        return NULL;
    tf_text_builder builder = { .arena = arena };
    if (number.negative)
        tf_append(&builder, "-");
    if (number.exponent >= MOST_PLAIN_DIGITS || number.exponent < -MOST_PLAIN_DIGITS - 1) {
        append_digits(&builder, &number, 1);
        tf_append_format(&builder, "e%ld", number.exponent);
        return tf_built_text(&builder);
    }
    if (number.exponent < 0) {
        tf_append(&builder, "0.");
        for (long zeros = number.exponent + 1; zeros < 0; zeros++)
            tf_append(&builder, "0");
        append_digits(&builder, &number, -1);
        return tf_built_text(&builder);
    }
    append_digits(&builder, &number, number.exponent + 1);
    return tf_built_text(&builder);
}

bool decimal_is_canonical(tf_arena *arena, const char *text)
{
    const char *canonical = decimal_canonical(arena, text);
    return canonical != NULL && strcmp(canonical, text) == 0;
}

const char *decimal_from_int64(tf_arena *arena, int64_t value)
{
    return tf_format(arena, "%" PRId64, value);
}

const char *decimal_from_uint64(tf_arena *arena, uint64_t value)
{
    return tf_format(arena, "%" PRIu64, value);
}

const char *decimal_from_double(tf_arena *arena, double value)
{
    if (!isfinite(value))
        return NULL;
    char text[DOUBLE_DIGITS + 16];
    if (snprintf(text, sizeof text, "%.*e", DOUBLE_DIGITS - 1, value) < 0)
        return NULL;
    return decimal_canonical(arena, text);
}

const char *decimal_shortest_double(tf_arena *arena, double value)
{
    char text[32];
    for (int precision = isnormal(value) ? 15 : 1; isfinite(value) && precision <= 17; precision++) {
        if (snprintf(text, sizeof text, "%.*g", precision, value) > 0 && strtod(text, NULL) == value)
            return decimal_canonical(arena, text);
    }
    return NULL;
}

bool decimal_to_double(const char *digits, double *out)
{
    *out = strtod(digits, NULL);
    return isfinite(*out) && (*out != 0 || strcmp(digits, "0") == 0);
}

bool decimal_to_float(const char *digits, float *out)
{
    *out = strtof(digits, NULL);
    return isfinite(*out) && (*out != 0 || strcmp(digits, "0") == 0);
}

bool decimal_is_whole(const char *digits)
{
    struct scanned number;
    if (!scan(digits, &number))
        return false;
    long count = 0;
    const char *position = number.first;
    while (next_digit(&position, number.last) != '\0')
        count++;
    return number.first == NULL || count <= number.exponent + 1;
}

static bool to_magnitude(const struct scanned *number, uint64_t *out)
{
    *out = 0;
    if (number->first == NULL)
        return true;
    if (number->exponent < 0 || number->exponent > 19)
        return false;
    const char *position = number->first;
    for (long power = number->exponent; power >= 0; power--) {
        const char digit = next_digit(&position, number->last);
        const uint64_t addend = digit == '\0' ? 0 : (uint64_t)(digit - '0');
        if (*out > (UINT64_MAX - addend) / 10)
            return false;
        *out = *out * 10 + addend;
    }
    return next_digit(&position, number->last) == '\0';
}

bool decimal_to_uint64(const char *digits, uint64_t *out)
{
    struct scanned number;
    uint64_t magnitude;
    if (!scan(digits, &number) || number.negative || !to_magnitude(&number, &magnitude))
        return false;
    *out = magnitude;
    return true;
}

bool decimal_to_int64(const char *digits, int64_t *out)
{
    struct scanned number;
    uint64_t magnitude;
    if (!scan(digits, &number) || !to_magnitude(&number, &magnitude))
        return false;
    if (magnitude > (uint64_t)INT64_MAX + number.negative)
        return false;
    *out = number.negative && magnitude > 0 ? -(int64_t)(magnitude - 1) - 1 : (int64_t)magnitude;
    return true;
}

static int compare_magnitudes(const struct scanned *one, const struct scanned *other)
{
    if (one->first == NULL || other->first == NULL)
        return (one->first != NULL) - (other->first != NULL);
    if (one->exponent != other->exponent)
        return one->exponent < other->exponent ? -1 : 1;
    const char *left = one->first;
    const char *right = other->first;
    for (;;) {
        const char first = next_digit(&left, one->last);
        const char second = next_digit(&right, other->last);
        if (first != second)
            return first < second ? -1 : 1;
        if (first == '\0')
            return 0;
    }
}

int decimal_compare(const char *one, const char *other)
{
    struct scanned left;
    struct scanned right;
    if (!scan(one, &left) || !scan(other, &right))
        return strcmp(one, other);
    if (left.negative != right.negative)
        return left.negative ? -1 : 1;
    const int order = compare_magnitudes(&left, &right);
    return left.negative ? -order : order;
}

bool decimal_to_exact_double(const char *digits, double *out)
{
    struct scanned number;
    if (!scan(digits, &number) || number.exponent > 400 || number.exponent < -400)
        return false;
    const double value = strtod(digits, NULL);
    char text[DOUBLE_DIGITS + 16];
    if (!isfinite(value) || snprintf(text, sizeof text, "%.*e", DOUBLE_DIGITS - 1, value) < 0
        || decimal_compare(digits, text) != 0)
        return false;
    *out = value;
    return true;
}
