/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The services that are called, and where.
 */
#ifndef AWS_SERVICE_H
#define AWS_SERVICE_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/call.h>

#include "aws/settings.h"

/** Numbers of the services, by which a client keeps what it knows of each. */
typedef enum aws_service_number {
    AWS_IAM,
    AWS_EC2,
    AWS_STS,
    AWS_ECR,
    AWS_SSO,
    AWS_SSO_OIDC,
    AWS_SERVICE_COUNT,
} aws_service_number;

typedef struct aws_service {
    aws_service_number number;
    const char *name;               /**< "IAM", for texts */
    const char *id;                 /**< "iam", in hosts, scopes of signatures and permissions */
    const char *host_prefix;        /**< before the id in hosts without dual stack; NULL where there is none */
    const char *version;            /**< of the API, "2010-05-08" */
    const char *target_prefix;      /**< of X-Amz-Target, for services that are asked in JSON 1.1; NULL for others */
    const char *config_key;         /**< "iam", in a `services` section of the shared files */
    const char *endpoint_variable;  /**< "AWS_ENDPOINT_URL_IAM" */
    const char *endpoint_attribute; /**< "aws.endpoints.iam"; NULL where the block has none */
    size_t endpoint_offset;         /**< of its override in aws_endpoints */
    bool is_global;                 /**< one host and one signing region for the partition */
} aws_service;

extern const aws_service aws_iam, aws_ec2, aws_sts, aws_ecr, aws_sso, aws_sso_oidc;

typedef struct aws_endpoint {
    const char *url;
    const char *signing_region;
} aws_endpoint;

/**
 * Where `service` is called in `region`: by the block, the service's variable, AWS_ENDPOINT_URL, the profile's
 * `services` section, its `endpoint_url`, else AWS's own host. Reports an override that is no acceptable URL, and a
 * kind of host that AWS does not have there.
 */
bool aws_resolve_endpoint(tf_call *call, const aws_settings *settings, const aws_service *service, const char *region,
                          aws_endpoint *out);

#endif
