/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/sts.h"

#include <string.h>

#include "aws/query.h"

bool sts_get_caller_identity(aws_client *client, tf_call *call, sts_identity *out)
{
    const aws_query query = aws_query_start(tf_call_arena(call), &aws_sts, "GetCallerIdentity");
    const xml_element *root = NULL;
    aws_error error;
    if (!aws_query_send(client, call, &query, &root, &error))
        return aws_fail(call, &error, "the credentials in use");
    const xml_element *result = xml_child(root, "GetCallerIdentityResult");
    out->account_id = xml_child_text(result, "Account", "");
    out->arn = xml_child_text(result, "Arn", "");
    out->user_id = xml_child_text(result, "UserId", "");
    if (out->account_id[0] == '\0')
        return tf_fail(call, "STS GetCallerIdentity failed", "The answer of %s names no account.", error.host);
    return true;
}
