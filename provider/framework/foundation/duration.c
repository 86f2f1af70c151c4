/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads durations in Go's notation, to the nanosecond, without floating point.
 */
#include "framework/foundation/duration.h"

#include <ctype.h>
#include <string.h>

#include <tfprovider/cancel.h>

/* Durations are summed in nanoseconds, as Go does, whose largest one is 2^63 - 1 of them. */
static const struct {
    const char *name;
    int64_t nanoseconds;
} units[] = {
    { "ns", 1 },       { "us", 1000 },        { "\xc2\xb5s", 1000 },      { "\xce\xbcs", 1000 },
    { "ms", 1000000 }, { "s", 1000000000LL }, { "m", 60 * 1000000000LL }, { "h", 3600 * 1000000000LL },
};

static int64_t unit_of(const char **text)
{
    int64_t nanoseconds = 0;
    size_t longest = 0;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        const size_t length = strlen(units[i].name);
        if (length > longest && strncmp(*text, units[i].name, length) == 0) {
            longest = length;
            nanoseconds = units[i].nanoseconds;
        }
    }
    *text += longest;
    return nanoseconds;
}

/* One "1.5h": the whole part exactly, the fraction digit by digit down to the nanosecond. */
static bool parse_part(const char **text, int64_t *total)
{
    int64_t whole = 0;
    const char *start = *text;
    for (; isdigit((unsigned char)**text); (*text)++) {
        if (__builtin_mul_overflow(whole, 10, &whole) || __builtin_add_overflow(whole, **text - '0', &whole))
            return false;
    }
    size_t digits = (size_t)(*text - start);
    const char *fraction = NULL;
    if (**text == '.') {
        fraction = ++*text;
        while (isdigit((unsigned char)**text))
            (*text)++;
        digits += (size_t)(*text - fraction);
    }
    if (digits == 0)
        return false;
    const int64_t unit = unit_of(text);
    if (unit == 0 || __builtin_mul_overflow(whole, unit, &whole))
        return false;
    int64_t rest = 0;
    for (int64_t scale = unit / 10; fraction != NULL && isdigit((unsigned char)*fraction) && scale > 0; scale /= 10)
        rest += (*fraction++ - '0') * scale;
    return !__builtin_add_overflow(*total, whole, total) && !__builtin_add_overflow(*total, rest, total);
}

bool duration_parse(const char *text, int64_t *out_nanoseconds)
{
    int64_t total = 0;
    const bool negative = *text == '-';
    if (*text == '-' || *text == '+')
        text++;
    *out_nanoseconds = 0;
    if (strcmp(text, "0") == 0)
        return true;
    do {
        if (!parse_part(&text, &total))
            return false;
    } while (*text != '\0');
    *out_nanoseconds = negative ? -total : total;
    return true;
}

bool tf_parse_duration(const char *text, int64_t *out_milliseconds)
{
    int64_t nanoseconds;
    if (text == NULL || *text == '-' || !duration_parse(text, &nanoseconds))
        return false;
    *out_milliseconds = nanoseconds / 1000000;
    return true;
}
