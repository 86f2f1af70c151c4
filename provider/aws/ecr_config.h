/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration of an image, a blob beside its layers, which names the platform that a single manifest does not.
 * https://github.com/opencontainers/image-spec/blob/main/config.md
 */
#ifndef AWS_ECR_CONFIG_H
#define AWS_ECR_CONFIG_H

#include <stdbool.h>

#include <jansson.h>

#include <tfprovider/call.h>

#include "aws/ecr.h"

/** "linux/arm64/v8", of an object with `os`, `architecture` and `variant`; NULL for what runs nowhere. */
const char *ecr_platform_text(tf_arena *arena, const json_t *platform);

/**
 * Reads the configuration of `digest` ("sha256:…") in the repository that `wanted` names: GetDownloadUrlForLayer, then
 * what that URL leads to, unsigned. The platform that it names, in the call's arena; NULL, with why in words
 * (`*out_problem`, without a full stop), where it cannot be read or does not name one. Reports nothing, but where
 * `error->reported` says so.
 */
const char *ecr_read_platform(aws_client *client, tf_call *call, const ecr_query *wanted, const char *digest,
                              const char **out_problem, aws_error *error);

#endif
