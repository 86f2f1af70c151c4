/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The block `provider "langgraph"`: its table, its checks, and what it means together with the environment.
 */
#ifndef CONFIG_H
#define CONFIG_H

#include <tfprovider/call.h>
#include <tfprovider/schema.h>

#include "aws/config.h"
#include "control_plane/client.h"

struct provider_config {
    tf_string api_key;
    tf_string profile;
    tf_string workspace_id;
    tf_string data_region;
    tf_string endpoint;
    tf_string ca_bundle;
    tf_string request_timeout;
    tf_int64 max_retries;
    tf_string poll_interval;
    TF_OBJECT_OF(aws_config) aws;
};

extern const tf_schema provider_config_schema;

/** Whether everything that AWS calls need is known. */
bool provider_config_knows_aws(const struct provider_config *config);

/** Whether everything that calls of the control plane need is known. */
bool provider_config_knows_control_plane(const struct provider_config *config);

/** The data region by block and environment; unknown where the block's is. Reports where the environment's is none. */
bool provider_config_data_region(tf_call *call, const struct provider_config *config, tf_string *out);

/** Whether the files that the block names can be read, as far as they are known; reports the first that cannot. */
bool provider_config_check_files(tf_call *call, const struct provider_config *config);

/** How long one attempt of a request may take, in milliseconds. It is known. */
int64_t provider_config_request_timeout_ms(const struct provider_config *config);

/**
 * The control plane's configuration by provider block, environment and profile, in `arena`. Everything in the block is
 * known, and so is `data_region`. Where it cannot be used, its `summary` and `detail` say why.
 */
control_plane_config provider_config_control_plane(tf_arena *arena, const struct provider_config *config,
                                                   const char *data_region);

#endif
