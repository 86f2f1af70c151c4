/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The agreement between Terraform and a provider that it has started: environment in, one line on stdout.
 */
#ifndef FRAMEWORK_SERVE_HANDSHAKE_H
#define FRAMEWORK_SERVE_HANDSHAKE_H

#include <stdbool.h>

#include <tfprovider/arena.h>

/** The version of the plugin protocol that is served. */
#define HANDSHAKE_PROTOCOL 6

/** What Terraform asks for. Texts belong to the environment. */
struct handshake {
    const char *client_certificate; /**< PEM; NULL for a connection without TLS */
    const char *socket_directory;   /**< where the socket is to be made */
    bool directory_is_asked_for;    /**< by Terraform, which may share it with a group: it is made there or nowhere */
    const char *socket_group;       /**< name or number of the group that may connect; NULL for the user alone */
    bool asks_multiplexing;         /**< whether the line has to say that connections are not multiplexed */
};

/** Whether the program was started as a plugin: the cookie is there and right. */
bool handshake_is_plugin(void);

/**
 * Reads the environment. False with `*out_problem`, in `arena`, where Terraform does not speak the protocol served.
 */
bool handshake_read(tf_arena *arena, struct handshake *out, const char **out_problem);

/**
 * The line that tells where the provider listens, newline included; `certificate` is base64 without padding, "" without
 * TLS.
 */
const char *handshake_line(tf_arena *arena, const struct handshake *handshake, const char *socket_path,
                           const char *certificate);

#endif
