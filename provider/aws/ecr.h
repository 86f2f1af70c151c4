/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ECR (API version 2015-09-21): what an image's registry says of it.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/
 */
#ifndef AWS_ECR_H
#define AWS_ECR_H

#include <stdbool.h>
#include <stdint.h>

#include <tfprovider/value.h>

#include "aws/client.h"
#include "aws/error.h"

/** Which image is meant, in the registry of any account, in any region. */
typedef struct ecr_query {
    const char *account_id; /**< of the registry */
    const char *region;     /**< of the registry */
    const char *repository;
    const char *tag;    /**< not looked at where there is a digest */
    const char *digest; /**< "sha256:…", or NULL */
} ecr_query;

typedef struct ecr_image {
    const char *digest;
    int64_t pushed_at;             /**< in seconds of Unix time; 0 where ECR does not say */
    int64_t size_bytes;            /**< compressed, as ECR counts it; 0 where it does not say */
    tf_string_set platforms;       /**< "linux/amd64"; null where they cannot be told */
    const char *platforms_problem; /**< then why, in words without a full stop */
} ecr_image;

typedef enum ecr_finding {
    ECR_IMAGE_FOUND,
    ECR_IMAGE_MISSING,
    ECR_REPOSITORY_MISSING,
} ecr_finding;

/**
 * Looks for an image: DescribeImages, then BatchGetImage for its platforms, and the configuration of an image for one
 * platform. What is missing is a success, which
 * `*out_finding` tells. False with `error`, unreported unless its `reported` says otherwise.
 */
bool ecr_find_image(aws_client *client, tf_call *call, const ecr_query *wanted, ecr_image *out,
                    ecr_finding *out_finding, aws_error *error);

#endif
