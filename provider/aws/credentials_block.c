/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys in the provider block.
 */
#include "aws/credentials_sources.h"

static aws_credentials_result find(const aws_credentials_source *source, const aws_credentials_search *search,
                                   aws_credentials *out)
{
    static const aws_credentials_names names = { "aws.access_key", "aws.secret_key", "aws.token" };
    const aws_config *config = search->settings->config;
    (void)source;
    if (!tf_known(config->access_key) && !tf_known(config->secret_key)) {
        tf_append(search->looked, "\n  - the provider block: `aws.access_key` and `aws.secret_key` are not set");
        return AWS_CREDENTIALS_ABSENT;
    }
    if (!tf_known(config->access_key) || !tf_known(config->secret_key)) {
        (void)tf_fail(
            search->call, "Incomplete AWS Credentials",
            "Of `aws.access_key` and `aws.secret_key` in the provider block only `%s` is set; each needs the other.",
            !tf_known(config->access_key) ? "aws.secret_key" : "aws.access_key");
        return AWS_CREDENTIALS_FAILED;
    }
    const aws_credentials found = {
        .access_key = config->access_key.value,
        .secret_key = config->secret_key.value,
        .token = config->token.value,
        .source = "the provider block (aws.access_key)",
    };
    return aws_credentials_accept(search, &names, &found, out);
}

const aws_credentials_source aws_credentials_from_block = { .find = find };
