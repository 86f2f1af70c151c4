/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The account that the credentials belong to, and whether it may be worked in.
 */
#ifndef AWS_ACCOUNT_H
#define AWS_ACCOUNT_H

#include <stdbool.h>

#include <tfprovider/call.h>

#include "aws/client.h"

/** The account's id, asked of STS once per client. Reports what failed. */
bool aws_account_id(aws_client *client, tf_call *call, const char **out);

/**
 * Whether calls may be made on the account: asks which it is where the configuration allows or forbids some. Reports a
 * no.
 */
bool aws_account_is_accepted(aws_client *client, tf_call *call);

/**
 * Looks, where something is planned, whether an apply could make calls: asks once per client whose the credentials are,
 * but with `skip_credentials_validation`. Missing or refused credentials and an account that may not be worked in are
 * reported by the call that looks first, which fails; a service that cannot be reached is a warning. `*out_answers`
 * (NULL: not asked for) says whether further looks make sense.
 */
bool aws_check_account(aws_client *client, tf_call *call, bool *out_answers);

#endif
