/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/credentials.h"

static aws_credentials_result find(const aws_credentials_request *request, aws_credentials *out)
{
    const aws_config *config = request->config;
    if (!tf_known(config->access_key) && !tf_known(config->secret_key)) {
        tf_append(request->looked, "\n  - the provider block: `aws.access_key` and `aws.secret_key` are not set");
        return AWS_CREDENTIALS_ABSENT;
    }
    if (!tf_known(config->access_key) || !tf_known(config->secret_key)) {
        (void)tf_fail(
            request->call, "Incomplete AWS credentials",
            "Of `aws.access_key` and `aws.secret_key` in the provider block only `%s` is set; each needs the other.",
            !tf_known(config->access_key) ? "aws.secret_key" : "aws.access_key");
        return AWS_CREDENTIALS_FAILED;
    }
    *out = (aws_credentials){
        .access_key = config->access_key.value,
        .secret_key = config->secret_key.value,
        .token = config->token.value,
        .source = "the provider block (aws.access_key)",
    };
    return AWS_CREDENTIALS_FOUND;
}

const aws_credentials_source aws_credentials_from_block = { .find = find };
