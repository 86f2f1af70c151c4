/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shared files together: where they are, and what they say of a profile.
 */
#ifndef AWS_SHARED_CONFIG_H
#define AWS_SHARED_CONFIG_H

#include <stdbool.h>

#include <tfprovider/call.h>

#include "aws/config.h"
#include "aws/shared_file.h"

typedef struct aws_shared_config {
    const aws_section *sections; /**< of all files; what counts first */
    const char *looked;          /**< the files in words, "/home/me/.aws/config (does not exist), …" */
} aws_shared_config;

/**
 * Reads the files that the block, else AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, else the home directory name,
 * into `arena`. What a credentials file says goes before a config file's. Reports a file that cannot be read, is
 * malformed, or does not exist although the block names it.
 */
bool aws_shared_config_read(tf_call *call, tf_arena *arena, const aws_config *config, aws_shared_config *out);

/** Whether there is a section, even an empty one. */
bool aws_shared_config_has(const aws_shared_config *shared, aws_section_kind kind, const char *name);

/** What the sections of that name say of `key`, never ""; NULL where they do not. */
const char *aws_shared_config_text(const aws_shared_config *shared, aws_section_kind kind, const char *name,
                                   const char *key);

/** What they say of `part` indented below `key`. */
const char *aws_shared_config_part(const aws_shared_config *shared, aws_section_kind kind, const char *name,
                                   const char *key, const char *part);

/** Whether a file of that kind has the setting in that profile. */
bool aws_shared_config_has_in(const aws_shared_config *shared, aws_file_kind file, const char *profile,
                              const char *key);

/** `path` with the home directory in place of a `~/` at its beginning. */
const char *aws_expand_home(tf_arena *arena, const char *path);

#endif
