/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where credentials come from: sources behind one small table, each a file. A chain of sources is a source, and so is a
 * role on top of one.
 */
#ifndef AWS_CREDENTIALS_H
#define AWS_CREDENTIALS_H

#include <stdbool.h>
#include <stdint.h>

#include <tfprovider/call.h>

#include "aws/client.h"
#include "aws/settings.h"

typedef struct aws_credentials {
    const char *access_key;
    const char *secret_key;
    const char *token;  /**< NULL where they are not temporary */
    int64_t expires_at; /**< in seconds of Unix time; 0 where nothing tells that they ever end */
    const char *source; /**< in words: "the environment (AWS_ACCESS_KEY_ID)" */
} aws_credentials;

/** What sources look at. */
typedef struct aws_credentials_search {
    aws_client *client;
    tf_call *call; /**< for requests and reports; what is found may live in its arena */
    const aws_settings *settings;
    tf_text_builder *looked; /**< each source without credentials adds a line "\n  - where: what is missing there" */
} aws_credentials_search;

typedef enum aws_credentials_result {
    AWS_CREDENTIALS_FOUND,
    AWS_CREDENTIALS_ABSENT, /**< the next source is asked */
    AWS_CREDENTIALS_FAILED, /**< reported; no other source is asked */
} aws_credentials_result;

typedef struct aws_credentials_source aws_credentials_source;

/** A source: the first member of what a source needs besides. */
struct aws_credentials_source {
    aws_credentials_result (*find)(const aws_credentials_source *source, const aws_credentials_search *search,
                                   aws_credentials *out);
};

/** What the parts of some credentials are called where they come from, for errors: "AWS_ACCESS_KEY_ID". */
typedef struct aws_credentials_names {
    const char *access_key;
    const char *secret_key;
    const char *token;
} aws_credentials_names;

/**
 * What every source ends with: keeps the secrets from logs and errors, and refuses what cannot be a key. The error
 * names the part, not its value.
 */
aws_credentials_result aws_credentials_accept(const aws_credentials_search *search, const aws_credentials_names *names,
                                              const aws_credentials *found, aws_credentials *out);

/** The sources of the provider, in their order, and the block's roles on top. */
extern const aws_credentials_source aws_credentials_of_provider;

/** Looks for credentials by `source`. Reports where there are none, and why each source had none. */
bool aws_find_credentials(const aws_credentials_source *source, aws_client *client, tf_call *call,
                          const aws_settings *settings, aws_credentials *out);

#endif
