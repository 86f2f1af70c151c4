/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What go-plugin sets in the environment, and the line that answers it.
 */
#include "framework/serve/handshake.h"

#include <stdlib.h>
#include <string.h>

#define COOKIE_NAME "TF_PLUGIN_MAGIC_COOKIE"
#define COOKIE "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"

/* A variable that is set to something. */
static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value == NULL || *value == '\0' ? NULL : value;
}

bool handshake_is_plugin(void)
{
    const char *cookie = variable(COOKIE_NAME);
    return cookie != NULL && strcmp(cookie, COOKIE) == 0;
}

static bool lists_protocol(const char *versions)
{
    for (const char *next = versions; next != NULL; next = strchr(next, ',')) {
        next += *next == ',';
        char *end = NULL;
        const long version = strtol(next, &end, 10);
        if (end != next && (*end == ',' || *end == '\0') && version == HANDSHAKE_PROTOCOL)
            return true;
    }
    return false;
}

bool handshake_read(tf_arena *arena, struct handshake *out, const char **out_problem)
{
    const char *versions = variable("PLUGIN_PROTOCOL_VERSIONS");
    const char *temporary = variable("TMPDIR");
    const char *directory = variable("PLUGIN_UNIX_SOCKET_DIR");
    *out = (struct handshake){
        .client_certificate = variable("PLUGIN_CLIENT_CERT"),
        .socket_directory = directory != NULL   ? directory
                            : temporary != NULL ? temporary
                                                : "/tmp",
        .directory_is_asked_for = directory != NULL,
        .socket_group = variable("PLUGIN_UNIX_SOCKET_GROUP"),
        .asks_multiplexing = variable("PLUGIN_MULTIPLEX_GRPC") != NULL,
    };
    if (versions == NULL || lists_protocol(versions))
        return true;
    *out_problem =
        tf_format(arena,
                  "This provider speaks version %d of Terraform's plugin protocol, and this Terraform none but "
                  "%s. Terraform 1.0 and later speak version 6.",
                  HANDSHAKE_PROTOCOL, versions);
    return false;
}

const char *handshake_line(tf_arena *arena, const struct handshake *handshake, const char *socket_path,
                           const char *certificate)
{
    return tf_format(arena, "1|%d|unix|%s|grpc|%s%s\n", HANDSHAKE_PROTOCOL, socket_path, certificate,
                     handshake->asks_multiplexing ? "|false" : "");
}
