/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Guards the account, then sends by the client's credentials. How a call is signed and its answer read is query.c's.
 */
#include "aws/call.h"

#include "aws/account.h"
#include "aws/credentials_renewal.h"

/* One attempt; `*out_again` tells that the credentials had ended and another attempt gets new ones. */
static bool send_once(aws_client *client, tf_call *call, const aws_query *query, const xml_element **out,
                      aws_error *error, bool *out_again)
{
    aws_credentials credentials;
    if (!aws_client_credentials(client, call, &credentials)) {
        *error = aws_error_reported();
        return false;
    }
    if (aws_query_send(client, call, query, &credentials, out, error))
        return true;
    *out_again = aws_error_is_expired(error) && aws_client_credentials_ended(client, &credentials);
    return false;
}

bool aws_call(aws_client *client, tf_call *call, const aws_query *query, const xml_element **out, aws_error *error)
{
    if (!aws_account_is_accepted(client, call)) {
        *error = aws_error_reported();
        return false;
    }
    bool again = false;
    return send_once(client, call, query, out, error, &again)
           || (again && send_once(client, call, query, out, error, &again));
}
