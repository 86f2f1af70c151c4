/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/service.h"

#include <string.h>

#include "aws/credentials.h"
#include "http/url.h"

const aws_service aws_iam = {
    .name = "IAM",
    .id = "iam",
    .version = "2010-05-08",
    .endpoint_variable = "AWS_ENDPOINT_URL_IAM",
    .endpoint_attribute = "aws.endpoints.iam",
    .endpoint_offset = offsetof(aws_endpoints, iam),
    .is_global = true,
};

const aws_service aws_ec2 = {
    .name = "EC2",
    .id = "ec2",
    .version = "2016-11-15",
    .endpoint_variable = "AWS_ENDPOINT_URL_EC2",
    .endpoint_attribute = "aws.endpoints.ec2",
    .endpoint_offset = offsetof(aws_endpoints, ec2),
};

const aws_service aws_sts = {
    .name = "STS",
    .id = "sts",
    .version = "2011-06-15",
    .endpoint_variable = "AWS_ENDPOINT_URL_STS",
    .endpoint_attribute = "aws.endpoints.sts",
    .endpoint_offset = offsetof(aws_endpoints, sts),
};

static bool resolve_override(tf_call *call, const aws_config *config, const aws_service *service, const char **out)
{
    tf_arena *arena = tf_call_arena(call);
    tf_string configured = { .state = TF_NULL };
    if (tf_known(config->endpoints))
        memcpy(&configured, (const char *)config->endpoints.value + service->endpoint_offset, sizeof configured);
    *out = configured.value;
    const char *variable = service->endpoint_variable;
    if (*out == NULL)
        *out = aws_environment(variable);
    if (*out == NULL)
        *out = aws_environment(variable = "AWS_ENDPOINT_URL");
    const char *problem = *out != NULL ? http_endpoint_problem(arena, *out) : NULL;
    if (problem == NULL)
        return true;
    return tf_fail(call, "Not an acceptable endpoint", "\"%s\", from %s: %s", http_url_shown(arena, *out),
                   tf_known(configured) ? service->endpoint_attribute : variable, problem);
}

static const char *global_host(const aws_partition *partition, bool fips, bool dual_stack)
{
    if (dual_stack)
        return fips ? partition->iam_dual_stack_fips_host : partition->iam_dual_stack_host;
    return fips ? partition->iam_fips_host : partition->iam_host;
}

static const char *regional_host(tf_arena *arena, const aws_service *service, const aws_partition *partition,
                                 const char *region, bool fips, bool dual_stack)
{
    /* In GovCloud the plain hosts are FIPS's. */
    const bool is_named_so = fips && (dual_stack || strcmp(partition->name, "aws-us-gov") != 0);
    return tf_format(arena, "%s%s.%s.%s", service->id, is_named_so ? "-fips" : "", region,
                     dual_stack ? partition->dual_stack_suffix : partition->dns_suffix);
}

bool aws_resolve_endpoint(tf_call *call, const aws_config *config, const aws_service *service, const char *region,
                          aws_endpoint *out)
{
    tf_arena *arena = tf_call_arena(call);
    const aws_partition *partition = aws_partition_of_region(region);
    out->signing_region = service->is_global ? partition->iam_region : region;
    if (!resolve_override(call, config, service, &out->url))
        return false;
    if (out->url != NULL)
        return true;
    const bool fips = config->use_fips_endpoint.value;
    const bool dual_stack = config->use_dualstack_endpoint.value;
    const char *host = service->is_global ? global_host(partition, fips, dual_stack)
                                          : regional_host(arena, service, partition, region, fips, dual_stack);
    if (host == NULL)
        return tf_fail(call, "No such endpoint",
                       "%s has no %s endpoint in partition %s. Take `use_fips_endpoint` or `use_dualstack_endpoint` "
                       "back, or name the endpoint by `%s`.",
                       service->name,
                       !dual_stack ? "FIPS"
                       : fips      ? "dual-stack FIPS"
                                   : "dual-stack",
                       partition->name, service->endpoint_attribute);
    out->url = tf_format(arena, "https://%s/", host);
    return true;
}
