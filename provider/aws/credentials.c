/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The chain of sources and its order. Each source is a file of its own.
 */
#include "aws/credentials.h"

#include <tfprovider/log.h>

#include "aws/credentials_sources.h"
#include "http/checks.h"

static bool is_fit(const aws_credentials_search *search, const char *value, const char *name)
{
    return value == NULL || http_is_key(value)
           || tf_fail(search->call, "Malformed AWS Credentials",
                      "The value of %s is empty, or has blanks, a line break or characters in it that no key has. Set "
                      "it to the key alone.",
                      name);
}

aws_credentials_result aws_credentials_accept(const aws_credentials_search *search, const aws_credentials_names *names,
                                              const aws_credentials *found, aws_credentials *out)
{
    tf_log_protect(found->secret_key);
    if (found->token != NULL)
        tf_log_protect(found->token);
    if (!is_fit(search, found->access_key, names->access_key) || !is_fit(search, found->secret_key, names->secret_key)
        || !is_fit(search, found->token, names->token))
        return AWS_CREDENTIALS_FAILED;
    *out = *found;
    return AWS_CREDENTIALS_FOUND;
}

/* Who names a profile in the block means it, whatever the environment holds; who names it in AWS_PROFILE may not. */
static aws_credentials_result find_in_chain(const aws_credentials_source *source, const aws_credentials_search *search,
                                            aws_credentials *out)
{
    static const aws_credentials_source *const all[] = {
        &aws_credentials_from_block,       &aws_credentials_from_block_web_identity,
        &aws_credentials_from_environment, &aws_credentials_from_environment_web_identity,
        &aws_credentials_from_profile,     &aws_credentials_from_container,
        &aws_credentials_from_metadata,
    };
    (void)source;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        const aws_credentials_result result = all[i]->find(all[i], search, out);
        if (result != AWS_CREDENTIALS_ABSENT)
            return result;
    }
    return AWS_CREDENTIALS_ABSENT;
}

static const aws_credentials_source chain = { .find = find_in_chain };

static aws_credentials_result find_with_roles(const aws_credentials_source *source,
                                              const aws_credentials_search *search, aws_credentials *out)
{
    (void)source;
    return aws_credentials_with_block_roles(&chain, search, out);
}

const aws_credentials_source aws_credentials_of_provider = { .find = find_with_roles };

bool aws_find_credentials(const aws_credentials_source *source, aws_client *client, tf_call *call,
                          const aws_settings *settings, aws_credentials *out)
{
    tf_text_builder looked = { .arena = tf_call_arena(call) };
    const aws_credentials_search search = { .client = client, .call = call, .settings = settings, .looked = &looked };
    switch (source->find(source, &search, out)) {
    case AWS_CREDENTIALS_FOUND:
        tf_log(TF_LOG_DEBUG, "provider.aws", "using AWS credentials from %s", out->source);
        return true;
    case AWS_CREDENTIALS_FAILED:
        return false;
    case AWS_CREDENTIALS_ABSENT:
        break;
    }
    return tf_fail(
        call, "No AWS Credentials Found",
        "This needs AWS, and no credentials were found. In this order was looked at:%s\n\nSet `access_key` and "
        "`secret_key` or `profile` in the block `aws` of the provider, or AWS_ACCESS_KEY_ID and "
        "AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN for temporary ones), or make a profile by `aws configure` or "
        "`aws configure sso`.",
        tf_built_text(&looked));
}
