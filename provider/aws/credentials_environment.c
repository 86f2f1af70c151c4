/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys in environment variables.
 */
#include "aws/credentials_sources.h"
#include "aws/environment.h"
#include "aws/time.h"

static aws_credentials_result find_variables(const aws_credentials_source *source, const aws_credentials_search *search,
                                             aws_credentials *out)
{
    static const aws_credentials_names names = { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN" };
    const char *expiration = aws_environment("AWS_CREDENTIAL_EXPIRATION");
    aws_credentials found = {
        .access_key = aws_environment("AWS_ACCESS_KEY_ID"),
        .secret_key = aws_environment("AWS_SECRET_ACCESS_KEY"),
        .token = aws_environment("AWS_SESSION_TOKEN"),
        .source = "the environment (AWS_ACCESS_KEY_ID)",
    };
    (void)source;
    if (found.access_key == NULL || found.secret_key == NULL) {
        tf_append_format(search->looked, "\n  - the environment: AWS_ACCESS_KEY_ID is %s, AWS_SECRET_ACCESS_KEY is %s",
                         found.access_key != NULL ? "set" : "not set", found.secret_key != NULL ? "set" : "not set");
        return AWS_CREDENTIALS_ABSENT;
    }
    if (expiration != NULL && aws_parse_time(expiration, &found.expires_at) && found.expires_at <= aws_now()) {
        (void)tf_fail(search->call, "AWS Credentials Have Ended",
                      "The credentials in AWS_ACCESS_KEY_ID ended at %s, as AWS_CREDENTIAL_EXPIRATION says. Get new "
                      "ones and run Terraform again.",
                      expiration);
        return AWS_CREDENTIALS_FAILED;
    }
    found.expires_at = 0; /* nothing here renews them */
    return aws_credentials_accept(search, &names, &found, out);
}

static aws_credentials_result find(const aws_credentials_source *source, const aws_credentials_search *search,
                                   aws_credentials *out)
{
    if (!tf_known(search->settings->config->profile))
        return find_variables(source, search, out);
    tf_append(search->looked, "\n  - the environment: not looked at, since the provider block names a profile");
    return AWS_CREDENTIALS_ABSENT;
}

const aws_credentials_source aws_credentials_from_environment = { .find = find };
const aws_credentials_source aws_credentials_from_variables = { .find = find_variables };
