/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Credentials as programs and metadata services write them in JSON.
 */
#ifndef AWS_CREDENTIALS_JSON_H
#define AWS_CREDENTIALS_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "aws/credentials.h"

/** The names of the parts. */
typedef struct aws_credentials_keys {
    aws_credentials_names names;
    const char *expiration;
    bool needs_version;    /**< `Version` has to be 1 */
    bool needs_expiration; /**< they do not go without a token and an end */
} aws_credentials_keys;

/**
 * Reads an object's parts into `arena`. False with a problem in words, which shows no value, where the text is none, or
 * has no credentials.
 */
bool aws_credentials_read_json(tf_arena *arena, const char *text, size_t size, const aws_credentials_keys *keys,
                               aws_credentials *out, const char **out_problem);

#endif
