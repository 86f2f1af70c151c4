/* SPDX-License-Identifier: Apache-2.0 */
/* Who the credentials belong to. The account guard is account.c's. */
#include "aws/sts.h"

#include <string.h>

#include "aws/query.h"

bool sts_try_caller_identity(aws_client *client, tf_call *call, sts_identity *out, aws_error *error)
{
    const aws_query query = aws_query_start(tf_call_arena(call), &aws_sts, "GetCallerIdentity");
    const xml_element *root = NULL;
    if (!aws_query_send(client, call, &query, &root, error))
        return false;
    const xml_element *result = xml_child(root, "GetCallerIdentityResult");
    out->account_id = xml_child_text(result, "Account", "");
    out->arn = xml_child_text(result, "Arn", "");
    out->user_id = xml_child_text(result, "UserId", "");
    if (out->account_id[0] == '\0')
        error->message = "the answer names no account";
    return out->account_id[0] != '\0';
}

bool sts_get_caller_identity(aws_client *client, tf_call *call, sts_identity *out)
{
    aws_error error;
    return sts_try_caller_identity(client, call, out, &error) || aws_fail(call, &error, "the credentials in use");
}
