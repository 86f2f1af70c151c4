/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads NO_PROXY. Which proxy is asked, and whether a host matches an entry, libcurl decides.
 */
#include "http/proxy.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

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
