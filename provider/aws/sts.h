/* SPDX-License-Identifier: Apache-2.0 */
/*
 * STS (API version 2011-06-15): who the credentials belong to. https://docs.aws.amazon.com/STS/latest/APIReference/
 */
#ifndef AWS_STS_H
#define AWS_STS_H

#include <stdbool.h>

#include <tfprovider/call.h>

#include "aws/client.h"
#include "aws/error.h"

typedef struct sts_identity {
    const char *account_id; /**< 12 digits */
    const char *arn;
    const char *user_id;
} sts_identity;

/** GetCallerIdentity, unreported: false with `error`. */
bool sts_try_caller_identity(aws_client *client, tf_call *call, sts_identity *out, aws_error *error);

/** GetCallerIdentity, which needs no permission. Reports what failed and returns false. */
bool sts_get_caller_identity(aws_client *client, tf_call *call, sts_identity *out);

#endif
