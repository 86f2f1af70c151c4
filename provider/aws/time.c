/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times of UTC as text. The monotonic clock, for waits, is <tfprovider/cancel.h>'s.
 */
#include "aws/time.h"

#include <string.h>
#include <time.h>

/* The number that two digits are; -1 where they are none. */
static int two_digits(const char *text)
{
    const bool are_digits = text[0] >= '0' && text[0] <= '9' && text[1] >= '0' && text[1] <= '9';
    return are_digits ? (text[0] - '0') * 10 + text[1] - '0' : -1;
}

/* "Z", "UTC", "+02:00", "+0200" or nothing, into seconds east of Greenwich. */
static bool parse_zone(const char *text, int64_t *out_seconds)
{
    *out_seconds = 0;
    if (*text == '\0' || strcmp(text, "Z") == 0 || strcmp(text, "UTC") == 0)
        return true;
    if (*text != '+' && *text != '-')
        return false;
    const int hours = two_digits(text + 1);
    if (hours < 0)
        return false;
    const char *rest = text + 3 + (text[3] == ':');
    const int minutes = two_digits(rest);
    if (minutes < 0 || minutes > 59 || hours > 23 || rest[2] != '\0')
        return false;
    *out_seconds = (*text == '-' ? -1 : 1) * ((int64_t)hours * 3600 + (int64_t)minutes * 60);
    return true;
}

bool aws_parse_time(const char *text, int64_t *out_seconds)
{
    struct tm parts = { 0 };
    int64_t zone = 0;
    const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &parts);
    if (rest == NULL)
        return false;
    if (*rest == '.')
        rest += 1 + strspn(rest + 1, "0123456789");
    if (!parse_zone(rest, &zone))
        return false;
    *out_seconds = (int64_t)timegm(&parts) - zone;
    return true;
}

const char *aws_time_text(tf_arena *arena, int64_t seconds)
{
    const time_t instant = (time_t)seconds;
    struct tm parts;
    char text[64] = "";
    if (gmtime_r(&instant, &parts) != NULL)
        (void)strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return tf_copy_text(arena, text);
}

int64_t aws_now(void)
{
    return (int64_t)time(NULL);
}
