/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the environment's proxies and exceptions. Which proxy is asked, and whether a host matches an entry, libcurl
 * decides.
 */
#include "http/proxy.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <tfprovider/log.h>

#include "http/url.h"

/* The colon before an entry's port; NULL where it has none, as an address of IPv6 without brackets. */
static char *find_port(char *entry)
{
    char *colon = strrchr(entry, ':');
    if (colon == NULL || colon[1] == '\0' || colon[1 + strspn(colon + 1, "0123456789")] != '\0')
        return NULL;
    const bool has_brackets = entry[0] == '[' && colon > entry && colon[-1] == ']';
    return has_brackets || strchr(entry, ':') == colon ? colon : NULL;
}

const char *http_exceptions_from_proxy(tf_arena *arena, const char *port)
{
    const char *listed = getenv("no_proxy");
    if (listed == NULL)
        listed = getenv("NO_PROXY");
    tf_text_builder kept = { .arena = arena };
    char *rest = tf_copy_text(arena, listed != NULL ? listed : "");
    for (char *entry = strtok_r(rest, ", \t", &rest); entry != NULL; entry = strtok_r(NULL, ", \t", &rest)) {
        char *colon = find_port(entry);
        if (colon != NULL && (port == NULL || strcmp(colon + 1, port) != 0))
            continue;
        if (colon != NULL)
            *colon = '\0';
        tf_append_format(&kept, "%s%s", kept.length > 0 ? "," : "", entry);
    }
    return tf_built_text(&kept);
}

static const char *const variables[] = { "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" };

/* "user:password" of the variable's address, which may be malformed: all up to the last @. NULL where there is none. */
static const char *user_of(tf_arena *arena, const char *variable)
{
    const char *address = getenv(variable);
    const char *at = address == NULL ? NULL : strrchr(address, '@');
    if (at == NULL)
        return NULL;
    const char *scheme_end = strstr(address, "://");
    const char *start = scheme_end == NULL || scheme_end > at ? address : scheme_end + strlen("://");
    return start == at ? NULL : tf_copy_bytes(arena, start, (size_t)(at - start));
}

static void protect_with_meaning(tf_arena *arena, const char *text)
{
    tf_log_protect(text);
    tf_log_protect(http_unescape(arena, text));
}

void http_protect_proxies(void)
{
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *user = user_of(arena, variables[i]);
        const char *colon = user == NULL ? NULL : strchr(user, ':');
        if (user != NULL)
            protect_with_meaning(arena, user);
        if (colon != NULL)
            protect_with_meaning(arena, colon + 1);
    }
    tf_arena_free(arena);
}

static const char *without(tf_arena *arena, const char *message, const char *hidden)
{
    const char *found = strstr(message, hidden);
    if (found == NULL)
        return message;
    return tf_format(arena, "%.*s(sensitive value)%s", (int)(found - message), message,
                     without(arena, found + strlen(hidden), hidden));
}

const char *http_without_proxy_password(tf_arena *arena, const char *message)
{
    /* libcurl cuts its messages, which may be in the middle of an address. */
    message = tf_log_excerpt(arena, message, strlen(message), strlen(message));
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *user = user_of(arena, variables[i]);
        if (user != NULL)
            message = without(arena, message, tf_format(arena, "%s@", user));
    }
    return message;
}
