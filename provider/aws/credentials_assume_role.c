/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The block's `assume_role` blocks, each on top of what the one before it gave, the first on top of any source.
 */
#include <tfprovider/cancel.h>

#include "aws/credentials_sources.h"

static sts_role role_of(const aws_assume_role *block)
{
    int64_t milliseconds = 0;
    if (tf_known(block->duration))
        (void)tf_parse_duration(block->duration.value, &milliseconds); /* checked with the configuration */
    return (sts_role){
        .role_arn = block->role_arn.value,
        .session_name = block->session_name.value,
        .duration_seconds = milliseconds / 1000,
        .policy = block->policy.value,
        .policy_arns = block->policy_arns,
        .external_id = block->external_id.value,
        .source_identity = block->source_identity.value,
        .tags = block->tags,
        .transitive_tag_keys = block->transitive_tag_keys,
    };
}

aws_credentials_result aws_credentials_with_block_roles(const aws_credentials_source *base,
                                                        const aws_credentials_search *search, aws_credentials *out)
{
    static const aws_credentials_names names = { "AccessKeyId in STS's answer", "SecretAccessKey in STS's answer",
                                                 "SessionToken in STS's answer" };
    const aws_config *config = search->settings->config;
    aws_credentials_result result = base->find(base, search, out);
    for (size_t i = 0; result == AWS_CREDENTIALS_FOUND && i < config->assume_role.count; i++) {
        const sts_role role = role_of(&config->assume_role.items[i]);
        aws_credentials found;
        if (!sts_assume_role(search->client, search->call, out, &role, &found))
            return AWS_CREDENTIALS_FAILED;
        found.source = tf_format(tf_call_arena(search->call), "role %s, assumed with %s", role.role_arn, out->source);
        result = aws_credentials_accept(search, &names, &found, out);
    }
    return result;
}
