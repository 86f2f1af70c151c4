/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The block `provider "langgraph"`: its table, its checks, and what it means together with the environment.
 */
#ifndef BLOCK_H
#define BLOCK_H

#include <tfprovider/call.h>
#include <tfprovider/schema.h>

#include "aws/client.h"
#include "control_plane/client.h"

struct aws_endpoints {
    tf_string iam;
    tf_string ec2;
    tf_string sts;
};

struct aws_block {
    tf_string region;
    tf_string profile;
    tf_string access_key;
    tf_string secret_key;
    tf_string token;
    tf_string_list shared_config_files;
    tf_string_list shared_credentials_files;
    TF_OBJECT_OF(struct aws_endpoints) endpoints;
    tf_string_map default_tags;
    tf_string_set allowed_account_ids;
    tf_string_set forbidden_account_ids;
    tf_int64 max_attempts;
    tf_bool use_fips_endpoint;
    tf_bool use_dualstack_endpoint;
    tf_string custom_ca_bundle;
};

struct provider_block {
    tf_string api_key;
    tf_string workspace_id;
    tf_string data_region;
    tf_string endpoint;
    tf_string ca_bundle;
    tf_string request_timeout;
    tf_int64 max_retries;
    tf_string poll_interval;
    TF_OBJECT_OF(struct aws_block) aws;
};

extern const tf_schema provider_block_schema;

/** Whether `text` can be a key or an id: it is not empty, and of printable characters without blanks. */
bool provider_block_is_key(const char *text);

/** Whether everything that AWS calls need is known. */
bool provider_block_knows_aws(const struct provider_block *block);

/** Whether everything that calls of the control plane need is known. */
bool provider_block_knows_control_plane(const struct provider_block *block);

/** The data region by block and environment; unknown where the block's is. Reports where the environment's is none. */
bool provider_block_data_region(tf_call *call, const struct provider_block *block, tf_string *out);

/** Whether the files that the block names can be read, as far as they are known; reports the first that cannot. */
bool provider_block_check_files(tf_call *call, const struct provider_block *block);

/** What the block says about AWS, in the call's arena. Everything in it is known. */
aws_config provider_block_aws(tf_arena *arena, const struct provider_block *block);

/**
 * The control plane's configuration by block and environment, in `arena`. Everything in the block is known, and so is
 * `data_region`. False where it cannot be used, with summary and detail of an error to report once it is needed.
 */
bool provider_block_control_plane(tf_arena *arena, const struct provider_block *block, const char *data_region,
                                  control_plane_config *out, const char **out_summary, const char **out_detail);

#endif
