/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls of STS, by credentials that the caller names. Whose they are, and when they are renewed, is said elsewhere.
 */
#include "aws/sts.h"

#include <time.h>

#include "aws/query.h"
#include "aws/time.h"

bool sts_try_caller_identity(aws_client *client, tf_call *call, const aws_credentials *credentials, sts_identity *out,
                             aws_error *error)
{
    const aws_query query = aws_query_start(tf_call_arena(call), &aws_sts, "GetCallerIdentity");
    const xml_element *root = NULL;
    if (!aws_query_send(client, call, &query, credentials, &root, error))
        return false;
    const xml_element *result = xml_child(root, "GetCallerIdentityResult");
    out->account_id = xml_child_text(result, "Account", "");
    out->arn = xml_child_text(result, "Arn", "");
    out->user_id = xml_child_text(result, "UserId", "");
    if (out->account_id[0] == '\0')
        error->message = "the answer names no account";
    return out->account_id[0] != '\0';
}

static aws_query role_query(tf_call *call, const char *action, const sts_role *role)
{
    tf_arena *arena = tf_call_arena(call);
    aws_query query = aws_query_start(arena, &aws_sts, action);
    query.confidential = true;
    aws_query_add(&query, "RoleArn", role->role_arn);
    aws_query_add(&query, "RoleSessionName",
                  role->session_name != NULL ? role->session_name
                                             : tf_format(arena, "terraform-%lld", (long long)time(NULL)));
    if (role->duration_seconds > 0)
        aws_query_add_number(&query, "DurationSeconds", role->duration_seconds);
    aws_query_add(&query, "Policy", role->policy);
    for (size_t i = 0; i < role->policy_arns.count; i++)
        aws_query_add_item(&query, "PolicyArns.member", i + 1, "arn", role->policy_arns.items[i].value);
    return query;
}

static bool read_credentials(tf_call *call, const aws_query *query, const xml_element *root, aws_credentials *out)
{
    const xml_element *result = xml_child(root, tf_format(tf_call_arena(call), "%sResult", query->action));
    const xml_element *credentials = xml_child(result, "Credentials");
    *out = (aws_credentials){
        .access_key = xml_child_text(credentials, "AccessKeyId", NULL),
        .secret_key = xml_child_text(credentials, "SecretAccessKey", NULL),
        .token = xml_child_text(credentials, "SessionToken", NULL),
    };
    const char *expiration = xml_child_text(credentials, "Expiration", "");
    if (out->access_key != NULL && out->secret_key != NULL && out->token != NULL
        && aws_parse_time(expiration, &out->expires_at))
        return true;
    return tf_fail(call, tf_format(tf_call_arena(call), "STS %s Failed", query->action),
                   "The answer has no credentials, or does not say when they end.");
}

/* Names who asked, as far as STS tells: the message of AccessDenied does so only sometimes. */
static const char *describe_caller(aws_client *client, tf_call *call, const aws_credentials *credentials)
{
    sts_identity identity;
    aws_error error;
    return sts_try_caller_identity(client, call, credentials, &identity, &error)
               ? tf_format(tf_call_arena(call), ", asked by %s", identity.arn)
               : "";
}

bool sts_assume_role(aws_client *client, tf_call *call, const aws_credentials *credentials, const sts_role *role,
                     aws_credentials *out)
{
    aws_query query = role_query(call, "AssumeRole", role);
    aws_query_add(&query, "ExternalId", role->external_id);
    aws_query_add(&query, "SourceIdentity", role->source_identity);
    for (size_t i = 0; i < role->tags.count; i++) {
        aws_query_add_item(&query, "Tags.member", i + 1, "Key", role->tags.entries[i].key);
        aws_query_add_item(&query, "Tags.member", i + 1, "Value", role->tags.entries[i].value.value);
    }
    for (size_t i = 0; i < role->transitive_tag_keys.count; i++)
        aws_query_add_item(&query, "TransitiveTagKeys.member", i + 1, NULL, role->transitive_tag_keys.items[i].value);
    const xml_element *root = NULL;
    aws_error error;
    if (aws_query_send(client, call, &query, credentials, &root, &error))
        return read_credentials(call, &query, root, out);
    const char *caller = error.status > 0 ? describe_caller(client, call, credentials) : "";
    return aws_fail(call, &error, tf_format(tf_call_arena(call), "role %s%s", role->role_arn, caller));
}

bool sts_assume_role_with_web_identity(aws_client *client, tf_call *call, const char *from, const sts_role *role,
                                       aws_credentials *out)
{
    aws_query query = role_query(call, "AssumeRoleWithWebIdentity", role);
    aws_query_add(&query, "WebIdentityToken", role->web_identity_token);
    const xml_element *root = NULL;
    aws_error error;
    if (aws_query_send(client, call, &query, NULL, &root, &error))
        return read_credentials(call, &query, root, out);
    error.credentials_source = from;
    return aws_fail(call, &error, tf_format(tf_call_arena(call), "role %s", role->role_arn));
}
