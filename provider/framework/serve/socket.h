/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Unix socket that Terraform connects to.
 */
#ifndef FRAMEWORK_SERVE_SOCKET_H
#define FRAMEWORK_SERVE_SOCKET_H

#include <stdbool.h>

#include <tfprovider/arena.h>

/**
 * A path in `directory` at which nothing is yet, in `arena`. NULL with `*out_problem` where the directory is none that can be
 * written to, or the path is too long for a socket (107 bytes).
 */
const char *socket_choose_path(tf_arena *arena, const char *directory, const char **out_problem);

/**
 * Lets `group` (a name or a number), too, connect to the socket at `path`. False with `*out_problem` where there is no such group
 * or the process may not give files to it.
 */
bool socket_share(tf_arena *arena, const char *path, const char *group, const char **out_problem);

#endif
