/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Guards the account, then sends. How a call is signed and its answer read is query.c's.
 */
#include "aws/call.h"

#include "aws/account.h"

bool aws_call(aws_client *client, tf_call *call, const aws_query *query, const xml_element **out, aws_error *error)
{
    if (aws_account_is_accepted(client, call))
        return aws_query_send(client, call, query, out, error);
    *error = aws_query_error(query);
    error->reported = true;
    return false;
}
