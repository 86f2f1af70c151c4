/* SPDX-License-Identifier: Apache-2.0 */
#include "framework/serve/socket.h"

#include <errno.h>
#include <grp.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static const char *error_text(tf_arena *arena, int error)
{
    char text[128];
    return tf_copy_text(arena, strerror_r(error, text, sizeof text));
}

const char *socket_choose_path(tf_arena *arena, const char *directory, const char **out_problem)
{
    char *whole = realpath(directory, NULL);
    if (whole == NULL || access(whole, W_OK | X_OK) != 0) {
        *out_problem = tf_format(arena, "No socket can be made in %s: %s.", directory, error_text(arena, errno));
        free(whole);
        return NULL;
    }
    uint64_t random = 0;
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
        random = (uint64_t)getpid();
    const char *path = tf_format(arena, "%s/plugin-%016" PRIx64, whole, random);
    free(whole);
    if (strlen(path) < sizeof(((struct sockaddr_un *)0)->sun_path))
        return path;
    *out_problem = tf_format(arena, "The path %s is too long for a socket. Set TMPDIR to a shorter one.", path);
    return NULL;
}

static bool find_group(const char *name, gid_t *out)
{
    char *end = NULL;
    errno = 0;
    const unsigned long number = strtoul(name, &end, 10);
    if (errno == 0 && *name >= '0' && *name <= '9' && *end == '\0') {
        *out = (gid_t)number;
        return true;
    }
    struct group entry;
    struct group *found = NULL;
    char memory[16384];
    if (getgrnam_r(name, &entry, memory, sizeof memory, &found) != 0 || found == NULL)
        return false;
    *out = found->gr_gid;
    return true;
}

bool socket_share(tf_arena *arena, const char *path, const char *group, const char **out_problem)
{
    gid_t id = 0;
    if (!find_group(group, &id)) {
        *out_problem = tf_format(arena, "PLUGIN_UNIX_SOCKET_GROUP names a group that does not exist: %s.", group);
        return false;
    }
    if (chown(path, (uid_t)-1, id) == 0 && chmod(path, S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP) == 0)
        return true;
    *out_problem =
        tf_format(arena, "The socket %s cannot be given to the group %s: %s.", path, group, error_text(arena, errno));
    return false;
}
