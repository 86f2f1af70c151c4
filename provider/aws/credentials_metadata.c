/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The instance's metadata service, by its version 2 only: a session's token first, never without one.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <tfprovider/log.h>

#include "aws/client_internal.h"
#include "aws/credentials_json.h"
#include "aws/credentials_sources.h"
#include "aws/environment.h"

#define OF_IPV4 "http://169.254.169.254"
#define OF_IPV6 "http://[fd00:ec2::254]"
#define ROLES "/latest/meta-data/iam/security-credentials/"
#define DEFAULT_TIMEOUT_SECONDS 1
#define DEFAULT_ATTEMPTS 1
#define MOST 60

static int64_t number_of(const aws_credentials_search *search, const char *variable, const char *key, int64_t fallback)
{
    const char *text = aws_environment(variable);
    if (text == NULL)
        text = aws_settings_of_profile(search->settings, key);
    const int64_t number = text != NULL ? strtoll(text, NULL, 10) : 0;
    return number < 1 ? fallback : number < MOST ? number : MOST;
}

static const char *setting_of(const aws_credentials_search *search, const char *variable, const char *key)
{
    const char *text = aws_environment(variable);
    return text != NULL ? text : aws_settings_of_profile(search->settings, key);
}

/* Without a slash at its end. NULL after reporting a mode that is none. */
static const char *endpoint_of(const aws_credentials_search *search)
{
    const char *endpoint = setting_of(search, "AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint");
    const char *mode =
        setting_of(search, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode");
    if (endpoint != NULL) {
        size_t size = strlen(endpoint);
        while (size > 0 && endpoint[size - 1] == '/')
            size--;
        return tf_copy_bytes(tf_call_arena(search->call), endpoint, size);
    }
    if (mode == NULL || strcasecmp(mode, "ipv4") == 0)
        return OF_IPV4;
    if (strcasecmp(mode, "ipv6") == 0)
        return OF_IPV6;
    (void)tf_fail(search->call, "Not a Mode of the Metadata Service's Endpoint",
                  "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE, or `ec2_metadata_service_endpoint_mode` of the profile, is "
                  "\"%s\". Set it to IPv4 or IPv6.",
                  mode);
    return NULL;
}

/* The answer's body, or NULL with why there is none. */
static const char *ask(const aws_credentials_search *search, const char *method, const char *url,
                       const http_header *header, const char **out_problem)
{
    const http_request request = {
        .method = method,
        .url = url,
        .what = "read the instance's credentials",
        .headers = header,
        .header_count = 1,
        .confidential = true,
        .idempotent = true,
        .max_retries = (int)number_of(search, "AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts",
                                      DEFAULT_ATTEMPTS)
                       - 1,
        .timeout_ms =
            number_of(search, "AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout", DEFAULT_TIMEOUT_SECONDS)
            * 1000,
        .deadline = tf_call_deadline(search->call),
        .cancel = tf_call_cancel(search->call),
        .is_metadata = true,
    };
    http_response response;
    http_error failure;
    if (!http_perform(search->client->engine, tf_call_arena(search->call), &request, &response, &failure)) {
        *out_problem = failure.message;
        return NULL;
    }
    if (response.status != 200)
        *out_problem = tf_format(tf_call_arena(search->call), "it answers %d", response.status);
    return response.status == 200 ? response.body : NULL;
}

/* A token or a role's name: one line of printable characters, which a captive portal's page is not. */
static bool is_one_word(const char *text)
{
    return text[0] != '\0' && strlen(text) < 1024 && strpbrk(text, " \t\r\n<>") == NULL;
}

static const char *read_role(const aws_credentials_search *search, const char *endpoint,
                             const aws_credentials_keys *keys, aws_credentials *out)
{
    static const http_header lifetime = { .name = "X-aws-ec2-metadata-token-ttl-seconds", .value = "21600" };
    tf_arena *arena = tf_call_arena(search->call);
    const char *problem = NULL;
    const char *token = ask(search, "PUT", tf_format(arena, "%s/latest/api/token", endpoint), &lifetime, &problem);
    if (token == NULL)
        return problem;
    if (!is_one_word(token))
        return "it gives no session token: something else answers there";
    tf_log_protect(token);
    const http_header session = { .name = "X-aws-ec2-metadata-token", .value = token, .secret = true };
    const char *role = ask(search, "GET", tf_format(arena, "%s" ROLES, endpoint), &session, &problem);
    if (role == NULL)
        return tf_format(arena, "the instance has no role: %s", problem);
    role = tf_copy_bytes(arena, role, strcspn(role, "\r\n"));
    if (!is_one_word(role))
        return "it names no role";
    const char *answer = ask(search, "GET", tf_format(arena, "%s" ROLES "%s", endpoint, role), &session, &problem);
    if (answer != NULL && aws_credentials_read_json(arena, answer, strlen(answer), keys, out, &problem))
        out->source = tf_format(arena, "the instance's metadata service, as role %s", role);
    return problem;
}

static aws_credentials_result find(const aws_credentials_source *source, const aws_credentials_search *search,
                                   aws_credentials *out)
{
    static const aws_credentials_keys keys = {
        .names = { "AccessKeyId", "SecretAccessKey", "Token" },
        .expiration = "Expiration",
        .needs_expiration = true,
    };
    (void)source;
    const char *disabled = aws_environment("AWS_EC2_METADATA_DISABLED");
    if (disabled != NULL && strcasecmp(disabled, "true") == 0) {
        tf_append(search->looked, "\n  - the instance's metadata service: switched off by AWS_EC2_METADATA_DISABLED");
        return AWS_CREDENTIALS_ABSENT;
    }
    const char *endpoint = endpoint_of(search);
    if (endpoint == NULL)
        return AWS_CREDENTIALS_FAILED;
    aws_credentials found;
    const char *problem = read_role(search, endpoint, &keys, &found);
    if (problem == NULL)
        return aws_credentials_accept(search, &keys.names, &found, out);
    tf_append_format(search->looked, "\n  - the instance's metadata service %s: %s", endpoint, problem);
    return AWS_CREDENTIALS_ABSENT;
}

const aws_credentials_source aws_credentials_from_metadata = { .find = find };
