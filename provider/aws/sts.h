/* SPDX-License-Identifier: Apache-2.0 */
/*
 * STS (API version 2011-06-15): who credentials belong to, and those of roles.
 * https://docs.aws.amazon.com/STS/latest/APIReference/
 */
#ifndef AWS_STS_H
#define AWS_STS_H

#include <stdbool.h>
#include <stdint.h>

#include <tfprovider/call.h>

#include "aws/client.h"
#include "aws/credentials.h"
#include "aws/error.h"

typedef struct sts_identity {
    const char *account_id; /**< 12 digits */
    const char *arn;
    const char *user_id;
} sts_identity;

/**
 * GetCallerIdentity, which needs no permission. False with `error`, unreported unless its `reported` says otherwise.
 */
bool sts_try_caller_identity(aws_client *client, tf_call *call, const aws_credentials *credentials, sts_identity *out,
                             aws_error *error);

/** What AssumeRole and AssumeRoleWithWebIdentity are asked. NULL, 0, null for what is left to STS. */
typedef struct sts_role {
    const char *role_arn;
    const char *session_name; /**< NULL for one of the provider's own */
    int64_t duration_seconds;
    const char *policy;
    tf_string_set policy_arns;
    const char *external_id; /**< this and what follows: of AssumeRole only */
    const char *source_identity;
    tf_string_map tags;
    tf_string_set transitive_tag_keys;
    const char *web_identity_token; /**< of AssumeRoleWithWebIdentity only */
} sts_role;

/**
 * AssumeRole, by `credentials`. Where the role may not be assumed, the error names both identities. What comes of it
 * lives in the call's arena; its `source` is the caller's to set. Reports what failed and returns false.
 */
bool sts_assume_role(aws_client *client, tf_call *call, const aws_credentials *credentials, const sts_role *role,
                     aws_credentials *out);

/**
 * AssumeRoleWithWebIdentity, which is not signed. `from` says in words whose token it is. Otherwise as sts_assume_role.
 */
bool sts_assume_role_with_web_identity(aws_client *client, tf_call *call, const char *from, const sts_role *role,
                                       aws_credentials *out);

#endif
