/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the socket is: a path that is short enough, in a directory that exists.
 */
#include "framework/serve/socket.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/*
 * A "|" or a line end would break the line that tells of the socket, and gRPC takes its address for a URI, in which a
 * "%", a "?" or a blank means something else.
 */
static bool can_be_told(const char *directory)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+=@,~";
    return directory[strspn(directory, plain)] == '\0';
}

static const char *choose_in(tf_arena *arena, const char *directory, const char **out_problem)
{
    char *whole = realpath(directory, NULL);
    if (whole == NULL || access(whole, W_OK | X_OK) != 0) {
        *out_problem = tf_format(arena, "No socket can be made in %s: %s.", directory, strerror(errno));
        free(whole);
        return NULL;
    }
    uint64_t random = 0;
    if (getentropy(&random, sizeof random) != 0)
        random = (uint64_t)getpid();
    const char *path = tf_format(arena, "%s/plugin-%016" PRIx64, whole, random);
    free(whole);
    if (!can_be_told(path)) {
        *out_problem = tf_format(arena, "The path %s has characters that the path of a socket cannot have here.", path);
    } else if (strlen(path) >= sizeof(((struct sockaddr_un *)0)->sun_path)) {
        *out_problem = tf_format(arena, "The path %s is too long for a socket.", path);
    } else {
        return path;
    }
    return NULL;
}

const char *socket_choose_path(tf_arena *arena, const char *const *directories, const char **out_problem)
{
    const char *path = choose_in(arena, directories[0], out_problem);
    const char *unused = NULL;
    for (size_t i = 1; path == NULL && directories[i] != NULL; i++)
        path = choose_in(arena, directories[i], &unused);
    return path;
}

static bool parse_group_id(const char *text, char after, gid_t *out)
{
    char *end = NULL;
    errno = 0;
    const unsigned long number = strtoul(text, &end, 10);
    if (errno != 0 || *text < '0' || *text > '9' || *end != after)
        return false;
    *out = (gid_t)number;
    return true;
}

/* A line of group(5): name, password, id, members. */
static bool is_line_of_group(const char *line, const char *name, gid_t *out)
{
    const size_t length = strlen(name);
    if (strncmp(line, name, length) != 0 || line[length] != ':')
        return false;
    const char *password_end = strchr(line + length + 1, ':');
    return password_end != NULL && parse_group_id(password_end + 1, ':', out);
}

/*
 * The C library's way (getgrnam) loads a library, which a static program cannot have of the system that it runs on. A
 * group that is not in the file goes by its number.
 */
static bool find_group(const char *name, gid_t *out)
{
    if (parse_group_id(name, '\0', out))
        return true;
    FILE *groups = fopen("/etc/group", "re");
    if (groups == NULL)
        return false;
    char *line = NULL;
    size_t room = 0;
    bool found = false;
    while (!found && getline(&line, &room, groups) > 0)
        found = is_line_of_group(line, name, out);
    free(line);
    fclose(groups);
    return found;
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
    *out_problem = tf_format(arena, "The socket %s cannot be given to the group %s: %s.", path, group, strerror(errno));
    return false;
}
