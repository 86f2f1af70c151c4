/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The services of AWS that the provider calls, as data, and where each of them is found: by an endpoint that is
 * configured, or by the rules of its partition.
 */
#include "aws/service.h"

#include <string.h>

#include "aws/environment.h"
#include "aws/partition.h"
#include "http/url.h"

const aws_service aws_iam = {
    .number = AWS_IAM,
    .name = "IAM",
    .id = "iam",
    .version = "2010-05-08",
    .config_key = "iam",
    .endpoint_variable = "AWS_ENDPOINT_URL_IAM",
    .endpoint_attribute = "aws.endpoints.iam",
    .endpoint_offset = offsetof(aws_endpoints, iam),
    .is_global = true,
};

const aws_service aws_ec2 = {
    .number = AWS_EC2,
    .name = "EC2",
    .id = "ec2",
    .version = "2016-11-15",
    .config_key = "ec2",
    .endpoint_variable = "AWS_ENDPOINT_URL_EC2",
    .endpoint_attribute = "aws.endpoints.ec2",
    .endpoint_offset = offsetof(aws_endpoints, ec2),
};

const aws_service aws_sts = {
    .number = AWS_STS,
    .name = "STS",
    .id = "sts",
    .version = "2011-06-15",
    .config_key = "sts",
    .endpoint_variable = "AWS_ENDPOINT_URL_STS",
    .endpoint_attribute = "aws.endpoints.sts",
    .endpoint_offset = offsetof(aws_endpoints, sts),
};

/* https://docs.aws.amazon.com/general/latest/gr/ecr.html */
const aws_service aws_ecr = {
    .number = AWS_ECR,
    .name = "ECR",
    .id = "ecr",
    .host_prefix = "api.",
    .target_prefix = "AmazonEC2ContainerRegistry_V20150921",
    .config_key = "ecr",
    .endpoint_variable = "AWS_ENDPOINT_URL_ECR",
    .endpoint_attribute = "aws.endpoints.ecr",
    .endpoint_offset = offsetof(aws_endpoints, ecr),
};

/* Single sign-on's portal and its OIDC service, which are asked in JSON. */
const aws_service aws_sso = {
    .number = AWS_SSO,
    .name = "SSO",
    .id = "portal.sso",
    .config_key = "sso",
    .endpoint_variable = "AWS_ENDPOINT_URL_SSO",
};

const aws_service aws_sso_oidc = {
    .number = AWS_SSO_OIDC,
    .name = "SSO OIDC",
    .id = "oidc",
    .config_key = "sso_oidc",
    .endpoint_variable = "AWS_ENDPOINT_URL_SSO_OIDC",
};

/* An endpoint that takes the place of AWS's own; NULL where there is none. */
typedef struct override {
    const char *url;
    const char *from;
} override;

static override find_override(tf_arena *arena, const aws_settings *settings, const aws_service *service)
{
    tf_string configured = { .state = TF_NULL };
    if (service->endpoint_attribute != NULL && tf_known(settings->config->endpoints)) {
        memcpy(&configured, (const char *)settings->config->endpoints.value + service->endpoint_offset,
               sizeof configured);
    }
    if (tf_known(configured))
        return (override){ configured.value, service->endpoint_attribute };
    if (settings->ignores_endpoints)
        return (override){ NULL, NULL };
    const char *const variables[] = { service->endpoint_variable, "AWS_ENDPOINT_URL" };
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        if (aws_environment(variables[i]) != NULL)
            return (override){ aws_environment(variables[i]), variables[i] };
    }
    const char *services = aws_settings_of_profile(settings, "services");
    const char *of_service = services == NULL ? NULL
                                              : aws_shared_config_part(&settings->shared, AWS_SECTION_SERVICES,
                                                                       services, service->config_key, "endpoint_url");
    if (of_service != NULL)
        return (override){ of_service, tf_format(arena, "[services %s] of the shared files", services) };
    return (override){ aws_settings_of_profile(settings, "endpoint_url"),
                       tf_format(arena, "`endpoint_url` of profile \"%s\"", settings->profile) };
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
    /* In GovCloud the plain hosts are FIPS's, but for those that have a prefix. */
    const char *prefix = service->host_prefix != NULL && !dual_stack ? service->host_prefix : "";
    const bool is_named_so = fips && (dual_stack || prefix[0] != '\0' || strcmp(partition->name, "aws-us-gov") != 0);
    return tf_format(arena, "%s%s%s.%s.%s", prefix, service->id, is_named_so ? "-fips" : "", region,
                     dual_stack ? partition->dual_stack_suffix : partition->dns_suffix);
}

bool aws_resolve_endpoint(tf_call *call, const aws_settings *settings, const aws_service *service, const char *region,
                          aws_endpoint *out)
{
    tf_arena *arena = tf_call_arena(call);
    const aws_partition *partition = aws_partition_of_region(region);
    out->signing_region = service->is_global ? partition->iam_region : region;
    const override found = find_override(arena, settings, service);
    if (found.url != NULL) {
        const char *problem = http_endpoint_problem(arena, found.url);
        const bool ends_well = found.url[0] != '\0' && found.url[strlen(found.url) - 1] == '/';
        out->url = ends_well || service->endpoint_attribute != NULL ? found.url : tf_format(arena, "%s/", found.url);
        return problem == NULL
               || tf_fail(call, "Not an Acceptable Endpoint", "\"%s\", from %s: %s", http_url_shown(arena, found.url),
                          found.from, problem);
    }
    const char *host = service->is_global
                           ? global_host(partition, settings->fips, settings->dual_stack)
                           : regional_host(arena, service, partition, region, settings->fips, settings->dual_stack);
    if (host == NULL) {
        return tf_fail(call, "No Such Endpoint",
                       "%s has no %s endpoint in partition %s. Take `use_fips_endpoint` or `use_dualstack_endpoint` "
                       "back, or name the endpoint by %s.",
                       service->name,
                       !settings->dual_stack ? "FIPS"
                       : settings->fips      ? "dual-stack FIPS"
                                             : "dual-stack",
                       partition->name,
                       service->endpoint_attribute != NULL ? service->endpoint_attribute : service->endpoint_variable);
    }
    out->url = tf_format(arena, "https://%s/", host);
    return true;
}
