/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Roles that are assumed by a token of another identity provider: GitHub's, Kubernetes'. The token is read anew each
 * time, since who wrote the file replaces it.
 */
#include <string.h>

#include <tfprovider/cancel.h>
#include <tfprovider/file.h>
#include <tfprovider/log.h>

#include "aws/credentials_sources.h"
#include "aws/environment.h"
#include "http/checks.h"

#define LARGEST_TOKEN ((size_t)64 * 1024)

static const aws_credentials_names of_sts = { "AccessKeyId in STS's answer", "SecretAccessKey in STS's answer",
                                              "SessionToken in STS's answer" };

/* The token without the line end behind it; NULL after reporting what is wrong with the file. */
static const char *read_token(const aws_credentials_search *search, const char *path, const char *from)
{
    tf_arena *arena = tf_call_arena(search->call);
    const char *expanded = aws_expand_home(arena, path);
    tf_file file;
    if (!tf_read_file(arena, expanded, LARGEST_TOKEN, tf_call_cancel(search->call), &file)) {
        (void)tf_fail(search->call, "Web Identity Token Not Readable", "The token file %s, named by %s: %s.", expanded,
                      from, file.problem);
        return NULL;
    }
    char *token = tf_copy_bytes(arena, file.text, file.size);
    token[strcspn(token, "\r\n")] = '\0';
    tf_log_protect(token);
    if (http_is_key(token))
        return token;
    (void)tf_fail(search->call, "Web Identity Token Malformed",
                  "The token file %s, named by %s, is empty, or has blanks or characters in it that no token has.",
                  expanded, from);
    return NULL;
}

aws_credentials_result aws_credentials_by_web_identity(const aws_credentials_search *search, const sts_role *role,
                                                       const char *token_file, const char *from, aws_credentials *out)
{
    sts_role asked = *role;
    if (asked.web_identity_token == NULL)
        asked.web_identity_token = read_token(search, token_file, from);
    if (asked.web_identity_token == NULL)
        return AWS_CREDENTIALS_FAILED;
    tf_log_protect(asked.web_identity_token);
    aws_credentials found;
    if (!sts_assume_role_with_web_identity(search->client, search->call, from, &asked, &found))
        return AWS_CREDENTIALS_FAILED;
    found.source = tf_format(tf_call_arena(search->call), "the web identity of %s, as role %s", from, role->role_arn);
    return aws_credentials_accept(search, &of_sts, &found, out);
}

static aws_credentials_result find_of_block(const aws_credentials_source *source, const aws_credentials_search *search,
                                            aws_credentials *out)
{
    (void)source;
    const aws_config *config = search->settings->config;
    if (!tf_known(config->assume_role_with_web_identity)) {
        tf_append(search->looked, "\n  - the provider block: there is no `aws.assume_role_with_web_identity`");
        return AWS_CREDENTIALS_ABSENT;
    }
    const aws_web_identity *block = config->assume_role_with_web_identity.value;
    int64_t milliseconds = 0;
    if (tf_known(block->duration))
        (void)tf_parse_duration(block->duration.value, &milliseconds); /* checked with the configuration */
    const sts_role role = {
        .role_arn = block->role_arn.value,
        .session_name = block->session_name.value,
        .duration_seconds = milliseconds / 1000,
        .policy = block->policy.value,
        .policy_arns = block->policy_arns,
        .web_identity_token = block->web_identity_token.value,
    };
    return aws_credentials_by_web_identity(search, &role, block->web_identity_token_file.value,
                                           "`aws.assume_role_with_web_identity` in the provider block", out);
}

static aws_credentials_result find_of_environment(const aws_credentials_source *source,
                                                  const aws_credentials_search *search, aws_credentials *out)
{
    (void)source;
    const char *token_file = aws_environment("AWS_WEB_IDENTITY_TOKEN_FILE");
    const sts_role role = { .role_arn = aws_environment("AWS_ROLE_ARN"),
                            .session_name = aws_environment("AWS_ROLE_SESSION_NAME") };
    if (tf_known(search->settings->config->profile) || token_file == NULL) {
        tf_append_format(search->looked, "\n  - the environment: AWS_WEB_IDENTITY_TOKEN_FILE is %s",
                         token_file == NULL ? "not set" : "not looked at, since the provider block names a profile");
        return AWS_CREDENTIALS_ABSENT;
    }
    if (role.role_arn == NULL) {
        (void)tf_fail(search->call, "Incomplete Web Identity",
                      "AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not: each needs the other.");
        return AWS_CREDENTIALS_FAILED;
    }
    return aws_credentials_by_web_identity(search, &role, token_file, "AWS_WEB_IDENTITY_TOKEN_FILE", out);
}

const aws_credentials_source aws_credentials_from_block_web_identity = { .find = find_of_block };
const aws_credentials_source aws_credentials_from_environment_web_identity = { .find = find_of_environment };
