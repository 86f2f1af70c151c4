/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Unix socket that Terraform connects to.
 */
#ifndef FRAMEWORK_SERVE_SOCKET_H
#define FRAMEWORK_SERVE_SOCKET_H

#include <stdbool.h>

#include <tfprovider/arena.h>

/**
 * A path at which nothing is yet, in `arena`: in the first of `directories`, one or more up to a NULL, that can be
 * written to, and in which a path is short enough for a socket (107 bytes) and has no character that Terraform or gRPC
 * would stumble over. NULL where there is none, with what is wrong with the first one in `*out_problem`.
 */
const char *socket_choose_path(tf_arena *arena, const char *const *directories, const char **out_problem);

/**
 * Lets `group` (a name or a number), too, connect to the socket at `path`. False with `*out_problem` where there is no
 * such group or the process may not give files to it.
 */
bool socket_share(tf_arena *arena, const char *path, const char *group, const char **out_problem);

#endif
