/* SPDX-License-Identifier: Apache-2.0 */
#include "http/url.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool is_unreserved(unsigned char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
           || (character >= '0' && character <= '9') || (character != '\0' && strchr("-._~", character) != NULL);
}

const char *http_escape(tf_arena *arena, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";
    char *escaped = tf_alloc(arena, strlen(text) * 3 + 1);
    char *end = escaped;
    for (const char *at = text; *at != '\0'; at++) {
        const unsigned char character = (unsigned char)*at;
        if (is_unreserved(character)) {
            *end++ = *at;
        } else {
            *end++ = '%';
            *end++ = digits[character >> 4];
            *end++ = digits[character & 15];
        }
    }
    return escaped;
}

static int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    const int lower = tolower((unsigned char)digit);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

const char *http_unescape(tf_arena *arena, const char *text)
{
    char *plain = tf_alloc(arena, strlen(text) + 1);
    char *end = plain;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at != '%') {
            *end++ = *at;
            continue;
        }
        const int high = digit_value(at[1]);
        const int low = high < 0 ? -1 : digit_value(at[2]);
        if (low < 0 || high + low == 0)
            return NULL;
        *end++ = (char)(high * 16 + low);
        at += 2;
    }
    return plain;
}

/* The part of `url` behind "://", up to the path: user information, host and port. NULL without a scheme. */
static const char *find_authority(const char *url, size_t *out_size)
{
    const char *separator = strstr(url, "://");
    if (separator == NULL || separator == url)
        return NULL;
    const char *authority = separator + 3;
    *out_size = strcspn(authority, "/?#");
    return authority;
}

const char *http_url_host(tf_arena *arena, const char *url)
{
    size_t size = 0;
    const char *authority = find_authority(url, &size);
    if (authority == NULL)
        return NULL;
    const char *user_end = memrchr(authority, '@', size);
    const char *start = user_end != NULL ? user_end + 1 : authority;
    size -= (size_t)(start - authority);
    const char *end = NULL;
    if (size > 0 && *start == '[') {
        start++;
        size--;
        end = memchr(start, ']', size);
        if (end == NULL)
            return NULL;
    } else {
        end = memchr(start, ':', size);
    }
    if (end != NULL)
        size = (size_t)(end - start);
    if (size == 0)
        return NULL;
    char *host = tf_copy_bytes(arena, start, size);
    for (char *at = host; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    return host;
}

/* Names and addresses that cannot lead off the machine. A name like 127.0.0.1.example.org is none of them. */
static bool is_loopback(const char *host)
{
    if (strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0)
        return true;
    int dots = 0;
    for (const char *at = host; *at != '\0'; at++) {
        if (*at == '.')
            dots++;
        else if (*at < '0' || *at > '9')
            return false;
    }
    return dots == 3 && strncmp(host, "127.", 4) == 0;
}

const char *http_url_problem(tf_arena *arena, const char *url)
{
    for (const char *at = url; *at != '\0'; at++) {
        if ((unsigned char)*at <= ' ' || *at == '\x7f')
            return "The URL contains a blank or a control character.";
    }
    const bool plain = strncasecmp(url, "http://", 7) == 0;
    if (!plain && strncasecmp(url, "https://", 8) != 0)
        return "The URL has to begin with https:// (or with http:// where the host is a loopback address).";
    size_t size = 0;
    const char *authority = find_authority(url, &size);
    const char *host = http_url_host(arena, url);
    if (authority == NULL || host == NULL)
        return "The URL names no host.";
    if (memchr(authority, '@', size) != NULL)
        return "The URL contains a user name or password, which does not belong there.";
    if (strchr(url, '#') != NULL)
        return "The URL contains a fragment (#…).";
    if (plain && !is_loopback(host))
        return tf_format(arena,
                         "Plain http is accepted for loopback addresses only, since it shows credentials to anyone on "
                         "the way; %s is none. Use https://.",
                         host);
    return NULL;
}

const char *http_endpoint_problem(tf_arena *arena, const char *url)
{
    const char *problem = http_url_problem(arena, url);
    return problem == NULL && strchr(url, '?') != NULL ? "The URL contains a query (?…)." : problem;
}
