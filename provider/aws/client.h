/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AWS as the provider block describes it: region, endpoints, credentials, the account.
 *
 * Nothing is looked up before it is needed. Region and credentials are then taken from, in this order: the provider block,
 * the environment, the shared config and credentials files (a `profile` in the block goes before credentials in the
 * environment). What was found is kept as long as the client. All functions may be called from any thread.
 */
#ifndef AWS_CLIENT_H
#define AWS_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include <tfprovider/call.h>
#include <tfprovider/value.h>

#include "aws/partition.h"
#include "http/http.h"

/** What the block `aws` says. NULL, null and 0 stand for what it does not say. Lists end with NULL. */
typedef struct aws_config {
    const char *region;
    const char *profile;
    const char *access_key;
    const char *secret_key;
    const char *token;
    const char *const *shared_config_files;
    const char *const *shared_credentials_files;
    const char *iam_endpoint; /**< URLs, in place of AWS's own */
    const char *ec2_endpoint;
    const char *sts_endpoint;
    tf_string_map default_tags;
    const char *const *allowed_account_ids;
    const char *const *forbidden_account_ids;
    int64_t max_attempts;           /**< of one API call, the first included; default AWS_MAX_ATTEMPTS, then 10 */
    tf_bool use_fips_endpoint;      /**< null: whether AWS_USE_FIPS_ENDPOINT is "true" */
    tf_bool use_dualstack_endpoint; /**< null: whether AWS_USE_DUALSTACK_ENDPOINT is "true" */
    const char *custom_ca_bundle;   /**< path of a PEM file; default AWS_CA_BUNDLE, then the system's */
    int64_t request_timeout_ms;     /**< for one attempt; default HTTP_DEFAULT_TIMEOUT_MS */
} aws_config;

typedef struct aws_client aws_client;

/**
 * A client. Copies all of `config`; `engine` has to outlive it. Makes no call and reads no file. The caller owns it.
 */
aws_client *aws_client_new(http_engine *engine, const aws_config *config);

/** Releases the client and cleanses its credentials. No call may use it any more. NULL is accepted. */
void aws_client_free(aws_client *client);

/** The region, from block, AWS_REGION, AWS_DEFAULT_REGION or profile. Reports where none is found or it is malformed. */
bool aws_client_region(aws_client *client, tf_call *call, const char **out);

/** The region's partition. Makes no API call, so that a plan may use it. Fails as aws_client_region does. */
bool aws_client_partition(aws_client *client, tf_call *call, const aws_partition **out);

/** The account that the credentials belong to, asked of STS once per client. */
bool aws_client_account_id(aws_client *client, tf_call *call, const char **out);

/** The tags that every resource with tags gets; known, maybe empty. Valid as long as the client. */
const tf_string_map *aws_client_default_tags(const aws_client *client);

#endif
