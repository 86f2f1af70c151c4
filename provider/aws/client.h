/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AWS as the provider block describes it: region, endpoints, credentials, the account.
 *
 * Nothing is looked up before it is needed. Region and credentials are then taken from, in this order: the provider
 * block, the environment, the shared config and credentials files (a `profile` in the block goes before credentials in
 * the environment). What was found is kept as long as the client. All functions may be called from any thread.
 */
#ifndef AWS_CLIENT_H
#define AWS_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include <tfprovider/call.h>

#include "aws/config.h"
#include "aws/partition.h"
#include "http/http.h"

typedef struct aws_client aws_client;

/**
 * A client. Copies all of `config`, in which nothing is unknown; `engine` has to outlive it. One attempt of a call may
 * take `request_timeout_ms`, 0 for HTTP_DEFAULT_TIMEOUT_MS. Makes no call and reads no file. The caller owns it.
 */
aws_client *aws_client_new(http_engine *engine, const aws_config *config, int64_t request_timeout_ms);

/** A client, in `arena`, that reports the error wherever it is used. The texts stay the caller's. */
aws_client *aws_client_unusable(tf_arena *arena, const char *summary, const char *detail);

/**
 * Releases the client and cleanses its credentials. No call may use it any more. NULL is accepted, and so is an
 * unusable one.
 */
void aws_client_free(aws_client *client);

/**
 * The region, from block, AWS_REGION, AWS_DEFAULT_REGION or profile. Reports where none is found or it is malformed.
 */
bool aws_client_region(aws_client *client, tf_call *call, const char **out);

/** Who names the region, in words: "AWS_REGION"; NULL where nobody does. Reports what aws_client_region does. */
const char *aws_client_region_source(aws_client *client, tf_call *call);

/** The region's partition. Makes no API call, so that a plan may use it. Fails as aws_client_region does. */
bool aws_client_partition(aws_client *client, tf_call *call, const aws_partition **out);

/** The configuration, valid as long as the client; of an unusable one it says nothing. */
const aws_config *aws_client_config(const aws_client *client);

#endif
