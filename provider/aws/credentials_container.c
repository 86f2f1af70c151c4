/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The endpoint by which ECS and EKS give a container its credentials.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
#include <string.h>

#include <tfprovider/file.h>
#include <tfprovider/log.h>

#include "aws/client_internal.h"
#include "aws/credentials_json.h"
#include "aws/credentials_sources.h"
#include "aws/environment.h"

#define OF_ECS "http://169.254.170.2"
#define TIMEOUT_MS 2000
#define RETRIES 2
#define LARGEST_TOKEN ((size_t)64 * 1024)

static aws_credentials_result fail(const aws_credentials_search *search, const char *problem)
{
    (void)tf_fail(search->call, "No AWS Credentials of the Container", "%s", problem);
    return AWS_CREDENTIALS_FAILED;
}

/* The token that the endpoint wants, NULL for none. False after reporting that its file cannot be read. */
static bool read_token(const aws_credentials_search *search, const char **out)
{
    tf_arena *arena = tf_call_arena(search->call);
    const char *path = aws_environment("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    *out = aws_environment("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    if (path != NULL) {
        tf_file file;
        if (!tf_read_file(arena, path, LARGEST_TOKEN, tf_call_cancel(search->call), &file)) {
            return fail(search,
                        tf_format(arena, "The token file %s, named by AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: %s.",
                                  path, file.problem))
                   == AWS_CREDENTIALS_FOUND;
        }
        char *token = tf_copy_bytes(arena, file.text, file.size);
        token[strcspn(token, "\r\n")] = '\0';
        *out = token;
    }
    if (*out == NULL)
        return true;
    tf_log_protect(*out);
    return strpbrk(*out, "\r\n") == NULL
           || fail(search, "AWS_CONTAINER_AUTHORIZATION_TOKEN has a line break in it.") == AWS_CREDENTIALS_FOUND;
}

static const char *read_answer(const aws_credentials_search *search, const char *url, const char *token,
                               const aws_credentials_keys *keys, aws_credentials *out)
{
    tf_arena *arena = tf_call_arena(search->call);
    const http_header authorization = { .name = "Authorization", .value = token, .secret = true };
    const http_request request = {
        .method = "GET",
        .url = url,
        .what = "read the container's credentials",
        .headers = &authorization,
        .header_count = token != NULL ? 1 : 0,
        .confidential = true,
        .idempotent = true,
        .max_retries = RETRIES,
        .timeout_ms = TIMEOUT_MS,
        .deadline = tf_call_deadline(search->call),
        .cancel = tf_call_cancel(search->call),
        .is_metadata = true,
    };
    http_response response;
    http_error failure;
    const char *problem = NULL;
    if (!http_perform(search->client->engine, arena, &request, &response, &failure))
        return failure.message;
    if (response.status != 200)
        return tf_format(arena, "it answers %d", response.status);
    (void)aws_credentials_read_json(arena, response.body, response.size, keys, out, &problem);
    return problem;
}

static aws_credentials_result find(const aws_credentials_source *source, const aws_credentials_search *search,
                                   aws_credentials *out)
{
    static const aws_credentials_keys keys = {
        .names = { "AccessKeyId", "SecretAccessKey", "Token" },
        .expiration = "Expiration",
    };
    (void)source;
    tf_arena *arena = tf_call_arena(search->call);
    const char *relative = aws_environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    const char *full = aws_environment("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    const char *token = NULL;
    if (relative == NULL && full == NULL) {
        tf_append(search->looked, "\n  - the container's endpoint: neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor "
                                  "AWS_CONTAINER_CREDENTIALS_FULL_URI is set");
        return AWS_CREDENTIALS_ABSENT;
    }
    const char *url = relative != NULL ? tf_format(arena, OF_ECS "%s", relative) : full;
    if (!read_token(search, &token))
        return AWS_CREDENTIALS_FAILED;
    aws_credentials found;
    const char *problem = read_answer(search, url, token, &keys, &found);
    if (problem != NULL) {
        return fail(search, tf_format(arena, "The container's endpoint %s, named by %s: %s.", url,
                                      relative != NULL ? "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
                                                       : "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                                      problem));
    }
    found.source = tf_format(arena, "the container's endpoint %s", url);
    return aws_credentials_accept(search, &keys.names, &found, out);
}

const aws_credentials_source aws_credentials_from_container = { .find = find };
