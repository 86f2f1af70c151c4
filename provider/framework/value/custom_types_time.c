/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times of RFC 3339 and durations in Go's notation as custom types.
 */
#include <string.h>

#include <tfprovider/types.h>

#include "framework/foundation/duration.h"

/* How many characters date and time have, up to the second. */
#define WHOLE_SECONDS 19

/* Takes `count` digits, in the bounds given. */
static bool take_number(const char **text, int count, int least, int most, int *out)
{
    *out = 0;
    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return false;
        *out = *out * 10 + (**text - '0');
    }
    return *out >= least && *out <= most;
}

static bool take_character(const char **text, char character)
{
    return *(*text)++ == character;
}

static int days_of(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const bool leaps = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leaps);
}

static bool take_date(const char **text)
{
    int year;
    int month;
    int day;
    return take_number(text, 4, 0, 9999, &year) && take_character(text, '-') && take_number(text, 2, 1, 12, &month)
           && take_character(text, '-') && take_number(text, 2, 1, days_of(year, month), &day);
}

static bool take_time(const char **text)
{
    int number;
    if (!take_number(text, 2, 0, 23, &number) || !take_character(text, ':') || !take_number(text, 2, 0, 59, &number)
        || !take_character(text, ':') || !take_number(text, 2, 0, 59, &number))
        return false;
    if (**text != '.')
        return true;
    const size_t digits = strspn(++*text, "0123456789");
    *text += digits;
    return digits > 0;
}

/* "Z" or "+01:30", in minutes. */
static bool take_offset(const char **text, int *out)
{
    int hours;
    int minutes;
    const char sign = **text;
    *out = 0;
    (*text) += sign != '\0';
    if (sign == 'Z')
        return true;
    if ((sign != '+' && sign != '-') || !take_number(text, 2, 0, 23, &hours) || !take_character(text, ':')
        || !take_number(text, 2, 0, 59, &minutes))
        return false;
    *out = (hours * 60 + minutes) * (sign == '-' ? -1 : 1);
    return true;
}

static bool parse_time(const char *text, int *out_offset)
{
    return take_date(&text) && take_character(&text, 'T') && take_time(&text) && take_offset(&text, out_offset)
           && *text == '\0';
}

static bool check_rfc3339(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    int offset;
    return parse_time(text, &offset)
           || tf_fail_at(call, path, "Invalid RFC3339 String Value",
                         "%s must be a time such as \"1985-04-12T23:20:50Z\" (RFC 3339)%s.",
                         tf_path_text(tf_call_arena(call), path), tf_got(call, "\"%s\"", text));
}

static bool is_same_time(tf_arena *arena, const char *one, const char *other)
{
    (void)arena;
    int offsets[2];
    return parse_time(one, &offsets[0]) && parse_time(other, &offsets[1]) && strncmp(one, other, WHOLE_SECONDS) == 0
           && offsets[0] == offsets[1];
}

static bool check_go_duration(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    int64_t nanoseconds;
    return duration_parse(text, &nanoseconds)
           || tf_fail_at(call, path, "Invalid Time Duration String Value",
                         "%s must be a duration such as \"90s\" or \"1h2m3s\"%s.",
                         tf_path_text(tf_call_arena(call), path), tf_got(call, "\"%s\"", text));
}

static bool is_same_duration(tf_arena *arena, const char *one, const char *other)
{
    (void)arena;
    int64_t lengths[2];
    return duration_parse(one, &lengths[0]) && duration_parse(other, &lengths[1]) && lengths[0] == lengths[1];
}

const tf_custom_type tf_rfc3339 = {
    .name = "a time (RFC 3339)",
    .check = check_rfc3339,
    .semantic_equals = is_same_time,
};
const tf_custom_type tf_go_duration = {
    .name = "a duration",
    .check = check_go_duration,
    .semantic_equals = is_same_duration,
};
