/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Credentials that a program writes. https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
#include <string.h>

#include "aws/command.h"
#include "aws/credentials_json.h"
#include "aws/credentials_sources.h"

#define LIMIT_MS 60000
#define LARGEST_OUTPUT ((size_t)64 * 1024)

static const char *run(const aws_credentials_search *search, const char *command, const aws_credentials_keys *keys,
                       aws_credentials *out)
{
    tf_arena *arena = tf_call_arena(search->call);
    const char *const *words = aws_command_words(arena, command);
    if (words == NULL)
        return "it is no command line: a quote is not closed.";
    const int64_t limit = tf_deadline_in_ms(LIMIT_MS);
    const int64_t deadline = tf_call_deadline(search->call) < limit ? tf_call_deadline(search->call) : limit;
    aws_command_output output = { .errors = "" };
    const char *problem = NULL;
    if (!aws_command_run(arena, words, LARGEST_OUTPUT, deadline, tf_call_cancel(search->call), &output, &problem))
        return tf_format(arena, "%s%s%s.", problem, output.errors[0] != '\0' ? ", and wrote: " : "", output.errors);
    if (!aws_credentials_read_json(arena, output.text, output.size, keys, out, &problem))
        return tf_format(arena, "what it wrote cannot be used: %s.", problem);
    return NULL;
}

aws_credentials_result aws_credentials_by_process(const aws_credentials_search *search, const char *profile,
                                                  const char *command, aws_credentials *out)
{
    static const aws_credentials_keys keys = {
        .names = { "AccessKeyId", "SecretAccessKey", "SessionToken" },
        .expiration = "Expiration",
        .needs_version = true,
    };
    aws_credentials found;
    const char *problem = run(search, command, &keys, &found);
    if (problem != NULL) {
        (void)tf_fail(search->call, "AWS Credential Process Failed",
                      "`credential_process` of profile \"%s\" in the shared files: %s", profile, problem);
        return AWS_CREDENTIALS_FAILED;
    }
    found.source = tf_format(tf_call_arena(search->call), "`credential_process` of profile \"%s\"", profile);
    return aws_credentials_accept(search, &keys.names, &found, out);
}
