/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Profiles in AWS's shared config and credentials files.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
#ifndef AWS_PROFILE_H
#define AWS_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/arena.h>

/** What the files say of one profile; NULL for what they do not. */
typedef struct aws_profile {
    const char *name;
    const char *access_key;
    const char *secret_key;
    const char *token;
    const char *region;
    const char *other_credentials; /**< a key that takes credentials from elsewhere ("role_arn", "sso_session", …) */
    bool found;                    /**< a section of the profile's name was there, even an empty one */
} aws_profile;

typedef enum aws_profile_file {
    AWS_CONFIG_FILE,      /**< sections `[profile name]` and `[default]` */
    AWS_CREDENTIALS_FILE, /**< sections `[name]` */
} aws_profile_file;

/** Files larger than this, in bytes, are refused. */
#define AWS_PROFILE_MAX_FILE ((size_t)1024 * 1024)

/**
 * Adds to `profile` (whose `name` is set) what the text of a file says of it; what is set already gives way. Copies into
 * `arena`. Returns false with the number of the line (from 1) where the text is malformed.
 */
bool aws_profile_parse(tf_arena *arena, const char *text, size_t size, aws_profile_file kind, aws_profile *profile,
                       size_t *out_line);

/**
 * As aws_profile_parse with the file at `path`. `*out_exists` tells whether there is one; that there is none is no failure.
 * Returns false with `*out_problem`, which names file and line, where it cannot be read or is malformed.
 */
bool aws_profile_read(tf_arena *arena, const char *path, aws_profile_file kind, aws_profile *profile, bool *out_exists,
                      const char **out_problem);

#endif
