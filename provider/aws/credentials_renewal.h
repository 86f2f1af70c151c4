/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The credentials of a client: found when they are first needed, kept, and renewed before they end.
 */
#ifndef AWS_CREDENTIALS_RENEWAL_H
#define AWS_CREDENTIALS_RENEWAL_H

#include <stdbool.h>

#include <tfprovider/call.h>

#include "aws/client.h"
#include "aws/credentials.h"

/**
 * The client's credentials, in the call's arena. One call looks for them, or renews them some minutes before they end;
 * those that need them meanwhile go on with the ones that have not ended, or wait for it, and get what it gets, an
 * error too. Where a renewal fails, those that have not ended go on being used, and a log line says why. Reports where
 * there are none.
 */
bool aws_client_credentials(aws_client *client, tf_call *call, aws_credentials *out);

/**
 * Has these credentials renewed with the next use, since AWS says that they have ended. False where nothing renews
 * them.
 */
bool aws_client_credentials_ended(aws_client *client, const aws_credentials *credentials);

#endif
