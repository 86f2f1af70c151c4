/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/credentials.h"

static aws_credentials_result find(const aws_credentials_request *request, aws_credentials *out)
{
    const char *access_key = aws_environment("AWS_ACCESS_KEY_ID");
    const char *secret_key = aws_environment("AWS_SECRET_ACCESS_KEY");
    if (access_key == NULL || secret_key == NULL) {
        tf_append_format(request->looked, "\n  - the environment: AWS_ACCESS_KEY_ID is %s, AWS_SECRET_ACCESS_KEY is %s",
                         access_key != NULL ? "set" : "not set", secret_key != NULL ? "set" : "not set");
        return AWS_CREDENTIALS_ABSENT;
    }
    *out = (aws_credentials){
        .access_key = tf_copy_text(request->arena, access_key),
        .secret_key = tf_copy_text(request->arena, secret_key),
        .token = tf_copy_text(request->arena, aws_environment("AWS_SESSION_TOKEN")),
        .source = "the environment (AWS_ACCESS_KEY_ID)",
    };
    return AWS_CREDENTIALS_FOUND;
}

const aws_credentials_source aws_credentials_from_environment = { .find = find };
