/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where credentials come from: sources behind one small table, and the chain that asks them in order.
 */
#ifndef AWS_CREDENTIALS_H
#define AWS_CREDENTIALS_H

#include <stdbool.h>

#include <tfprovider/call.h>

#include "aws/client.h"
#include "aws/profile.h"

typedef struct aws_credentials {
    const char *access_key;
    const char *secret_key;
    const char *token;  /**< NULL where they are not temporary */
    const char *source; /**< in words: "the environment (AWS_ACCESS_KEY_ID)" */
} aws_credentials;

/** What sources look at. */
typedef struct aws_credentials_request {
    tf_call *call;            /**< for reports */
    tf_arena *arena;          /**< for the credentials found */
    const aws_config *config; /**< the block */
    tf_text_builder *looked;  /**< each source adds a line "\n  - where: what is missing there" */
} aws_credentials_request;

typedef enum aws_credentials_result {
    AWS_CREDENTIALS_FOUND,
    AWS_CREDENTIALS_ABSENT, /**< the next source is asked */
    AWS_CREDENTIALS_FAILED, /**< reported; no other source is asked */
} aws_credentials_result;

/** A source. Finds credentials or says in `looked` where it looked. */
typedef struct aws_credentials_source {
    aws_credentials_result (*find)(const aws_credentials_request *request, aws_credentials *out);
} aws_credentials_source;

extern const aws_credentials_source aws_credentials_from_block;
extern const aws_credentials_source aws_credentials_from_environment;
extern const aws_credentials_source aws_credentials_from_files;

/** Asks the sources in order. Reports where none has credentials, and where each looked. */
bool aws_find_credentials(const aws_credentials_request *request, aws_credentials *out);

/**
 * The profile that block (`profile`) or environment (AWS_PROFILE) name, "default" otherwise, read from the shared files.
 * `out_looked` is a list of the files for errors. Reports where a file is malformed, or a file or profile that was named
 * explicitly does not exist.
 */
bool aws_load_profile(tf_call *call, tf_arena *arena, const aws_config *config, aws_profile *out,
                      const char **out_looked);

/** The value of an environment variable; NULL where it is unset or empty. */
const char *aws_environment(const char *name);

#endif
