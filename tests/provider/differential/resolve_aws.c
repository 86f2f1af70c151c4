/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Says what the provider makes of its environment: credentials, region and endpoints as JSON, or the summary of the
 * error. For the test that holds it against botocore. Usage: resolve_aws [PROFILE]   PROFILE is the provider block's
 */
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include <tfprovider/testing.h>

#include "aws/client_internal.h"
#include "aws/credentials_renewal.h"
#include "aws/service.h"

static json_t *endpoint_of(tf_call *call, const aws_settings *settings, const aws_service *service)
{
    aws_endpoint endpoint;
    return aws_resolve_endpoint(call, settings, service, settings->region, &endpoint) ? json_string(endpoint.url)
                                                                                      : json_null();
}

/* NULL where something was reported. */
static json_t *resolve(aws_client *client, tf_call *call)
{
    const aws_settings *settings = NULL;
    const char *region = NULL;
    aws_credentials credentials;
    if (!aws_client_settings(client, call, &settings) || !aws_client_region(client, call, &region)
        || !aws_client_credentials(client, call, &credentials))
        return NULL;
    json_t *resolved =
        json_pack("{s:s, s:s, s:s?, s:s, s:o, s:o, s:o, s:o}", "access_key", credentials.access_key, "secret_key",
                  credentials.secret_key, "token", credentials.token, "region", region, "ec2",
                  endpoint_of(call, settings, &aws_ec2), "iam", endpoint_of(call, settings, &aws_iam), "sts",
                  endpoint_of(call, settings, &aws_sts), "ecr", endpoint_of(call, settings, &aws_ecr));
    return tf_call_failed(call) ? NULL : resolved;
}

int main(int argc, char **argv)
{
    const aws_config config = { .profile = argc > 1 ? tf_string_of(argv[1]) : tf_string_of(NULL) };
    http_engine *engine = http_engine_new();
    aws_client *client = aws_client_new(engine, &config, 0);
    tf_call *call = tf_test_call_new("");
    json_t *answer = resolve(client, call);
    if (answer == NULL) {
        answer = json_pack("{s:s, s:s}", "error", tf_call_diagnostics(call)->summary, "detail",
                           tf_call_diagnostics(call)->detail);
    }
    const int written = json_dumpf(answer, stdout, JSON_COMPACT);
    json_decref(answer);
    aws_client_free(client);
    http_engine_free(engine);
    tf_test_call_free(call);
    return written == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
