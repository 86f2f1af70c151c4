/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/credentials.h"

#include <stdlib.h>

const char *aws_environment(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0' ? value : NULL;
}

bool aws_find_credentials(const aws_credentials_request *request, aws_credentials *out)
{
    /* Who names a profile in the block means it, whatever the environment holds; who names it in AWS_PROFILE may not. */
    static const aws_credentials_source *const sources[] = { &aws_credentials_from_block,
                                                             &aws_credentials_from_environment,
                                                             &aws_credentials_from_files };
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        if (tf_known(request->config->profile) && sources[i] == &aws_credentials_from_environment)
            continue;
        switch (sources[i]->find(request, out)) {
        case AWS_CREDENTIALS_FOUND:
            tf_log_protect(out->secret_key);
            if (out->token != NULL)
                tf_log_protect(out->token);
            tf_log(TF_LOG_DEBUG, "provider.aws", "using AWS credentials from %s", out->source);
            return true;
        case AWS_CREDENTIALS_FAILED:
            return false;
        case AWS_CREDENTIALS_ABSENT:
            break;
        }
    }
    return tf_fail(
        request->call, "No AWS credentials found",
        "This needs AWS, and no credentials were found. In this order was looked at:%s\n\nSet `access_key` and "
        "`secret_key` or `profile` in the block `aws` of the provider, or AWS_ACCESS_KEY_ID and "
        "AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN for temporary ones), or a profile by `aws configure`. "
        "Where you signed in by other means (single sign-on, an assumed role), "
        "`eval \"$(aws configure export-credentials --format env)\"` gives them to Terraform.",
        tf_built_text(request->looked));
}
