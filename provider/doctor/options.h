/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The doctor's options. Most stand for an argument of the provider block, and go before the environment as it does.
 */
#ifndef DOCTOR_OPTIONS_H
#define DOCTOR_OPTIONS_H

#include <stdbool.h>

#include <tfprovider/arena.h>

/** NULL for what is not given. */
typedef struct doctor_options {
    const char *region;
    const char *profile; /**< of AWS */
    const char *role;    /**< name or ARN */
    const char *external_id;
    const char *vpc;
    const char *image;
    const char *endpoint;
    const char *workspace;
    bool json;
    bool help;
} doctor_options;

/**
 * Reads `arguments`, which end with NULL: `--name value` and `--name=value`, where the last of a name counts. False
 * with the problem, in `arena`, where they cannot be read.
 */
bool doctor_read_options(tf_arena *arena, const char *const *arguments, doctor_options *out, const char **out_problem);

/** The option that stands for the attribute of the provider block at `path` ("aws.region"); NULL where none does. */
const char *doctor_option_of(const char *path);

/** What `--help` prints. */
const char *doctor_usage(tf_arena *arena);

#endif
