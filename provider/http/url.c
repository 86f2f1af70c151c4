/* SPDX-License-Identifier: Apache-2.0 */
/*
 * URLs are taken apart by libcurl, which connects to them, so that what is judged here is where the request goes.
 */
#include "http/url.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "http/library.h"

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

/* A part of the URL in the arena; NULL where it has none. */
static char *part_of(tf_arena *arena, CURLU *parsed, CURLUPart part, unsigned int flags)
{
    char *text = NULL;
    if (curl_url_get(parsed, part, &text, flags) != CURLUE_OK)
        return NULL;
    char *copy = tf_copy_text(arena, text);
    curl_free(text);
    return copy;
}

/* Without the brackets of an address of IPv6, in lower case. */
static const char *plain_host(char *host)
{
    if (host == NULL || *host == '\0')
        return NULL;
    const size_t size = strlen(host);
    if (host[0] == '[' && host[size - 1] == ']') {
        host[size - 1] = '\0';
        host++;
    }
    for (char *at = host; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    return host;
}

/* False with `*out_problem` where libcurl cannot take it apart. */
static bool parse(tf_arena *arena, const char *text, http_url *out, const char **out_problem)
{
    *out = (http_url){ .host = NULL };
    CURLU *parsed = http_library_start() ? curl_url() : NULL;
    const CURLUcode code =
        parsed == NULL ? CURLUE_OUT_OF_MEMORY : curl_url_set(parsed, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME);
    if (code == CURLUE_OK) {
        out->scheme = part_of(arena, parsed, CURLUPART_SCHEME, 0);
        out->host = plain_host(part_of(arena, parsed, CURLUPART_HOST, 0));
        out->port = part_of(arena, parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT);
        out->has_user = part_of(arena, parsed, CURLUPART_USER, 0) != NULL;
    } else {
        *out_problem = tf_format(arena, "The URL is malformed: %s.", curl_url_strerror(code));
    }
    curl_url_cleanup(parsed);
    return code == CURLUE_OK;
}

bool http_url_parse(tf_arena *arena, const char *url, http_url *out)
{
    const char *problem = NULL;
    return parse(arena, url, out, &problem) && out->host != NULL;
}

const char *http_url_host(tf_arena *arena, const char *url)
{
    http_url parsed;
    return http_url_parse(arena, url, &parsed) ? parsed.host : NULL;
}

/*
 * A name like 127.0.0.1.example.org is none, and nothing that is looked up but "localhost", which libcurl answers
 * itself.
 */
bool http_is_loopback(const char *host)
{
    struct in_addr four;
    struct in6_addr six;
    if (inet_pton(AF_INET, host, &four) == 1)
        return ntohl(four.s_addr) >> 24 == IN_LOOPBACKNET;
    if (inet_pton(AF_INET6, host, &six) == 1)
        return IN6_IS_ADDR_LOOPBACK(&six);
    return strcmp(host, "localhost") == 0;
}

bool http_is_metadata(const char *host)
{
    static const char *const hosts[] = { "169.254.169.254", "fd00:ec2::254", "169.254.170.2", "169.254.170.23",
                                         "fd00:ec2::23" };
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        if (strcmp(host, hosts[i]) == 0)
            return true;
    }
    return false;
}

/* `is_trusted` tells to which hosts plain http is accepted, `kind` what they are. */
static const char *find_problem(tf_arena *arena, const char *url, bool (*is_trusted)(const char *host),
                                const char *kind)
{
    for (const char *at = url; *at != '\0'; at++) {
        if ((unsigned char)*at <= ' ' || *at == '\x7f')
            return "The URL contains a blank or a control character.";
    }
    const bool plain = strncasecmp(url, "http://", 7) == 0;
    if (!plain && strncasecmp(url, "https://", 8) != 0)
        return "The URL has to begin with https:// (or with http:// where the host is a loopback address).";
    /* libcurl reads "https:///path" as the host "path". */
    if (url[strlen(plain ? "http://" : "https://")] == '/')
        return "The URL names no host.";
    http_url parsed;
    const char *problem = NULL;
    if (!parse(arena, url, &parsed, &problem))
        return problem;
    if (parsed.host == NULL)
        return "The URL names no host.";
    if (parsed.has_user)
        return "The URL contains a user name or password, which does not belong there.";
    if (strchr(url, '#') != NULL)
        return "The URL contains a fragment (#…).";
    if (plain && !is_trusted(parsed.host)) {
        return tf_format(arena,
                         "Plain http is accepted for %s only, since it shows credentials to anyone on the way; %s is "
                         "none. Use https://.",
                         kind, parsed.host);
    }
    return NULL;
}

const char *http_url_problem(tf_arena *arena, const char *url)
{
    return find_problem(arena, url, http_is_loopback, "loopback addresses");
}

static bool is_loopback_or_metadata(const char *host)
{
    return http_is_loopback(host) || http_is_metadata(host);
}

const char *http_metadata_url_problem(tf_arena *arena, const char *url)
{
    return find_problem(arena, url, is_loopback_or_metadata, "loopback addresses and those of metadata services");
}

const char *http_endpoint_problem(tf_arena *arena, const char *url)
{
    const char *problem = http_url_problem(arena, url);
    return problem == NULL && strchr(url, '?') != NULL ? "The URL contains a query (?…)." : problem;
}

/*
 * Nothing that follows the scheme is relied on: what is malformed may have a slash, or more than one @, in its
 * password.
 */
const char *http_url_shown(tf_arena *arena, const char *url)
{
    const char *scheme_end = strstr(url, "://");
    const char *start = scheme_end == NULL ? url : scheme_end + strlen("://");
    const char *at = strrchr(start, '@');
    const char *rest = at == NULL ? start : at + 1;
    const size_t shown = strcspn(rest, "?#");
    return tf_format(arena, "%.*s%s%.*s%s", (int)(start - url), url, at == NULL ? "" : "(sensitive value)@", (int)shown,
                     rest,
                     rest[shown] == '\0'  ? ""
                     : rest[shown] == '?' ? "?…"
                                          : "#…");
}
