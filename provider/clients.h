/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the provider block configures, and how a resource gets at it.
 *
 * Clients belong to the provider. They are never NULL: one that cannot be used (the block is not known yet, there is no
 * API key) says so at its first request. Credentials, too, are looked for with the first request.
 */
#ifndef CLIENTS_H
#define CLIENTS_H

#include <stdbool.h>

#include <tfprovider/call.h>
#include <tfprovider/value.h>

#include "aws/client.h"
#include "aws/ec2.h"
#include "control_plane/client.h"

/** tf_provider's `configure`: makes the clients of a `struct provider_config`. */
bool clients_configure(tf_call *call, const void *config, void **out_configured);

/** tf_provider's `release`. */
void clients_release(void *configured);

/**
 * Whether what AWS calls need of the provider block is known. Where it is not (the provider is not configured yet, or
 * another module is yet to make a key), a plan and a refresh go on without calls.
 */
bool clients_know_aws(const tf_call *call);

/** Likewise for the control plane. */
bool clients_know_control_plane(const tf_call *call);

/** The AWS client. */
aws_client *clients_aws(const tf_call *call);

/** EC2 by that client, with what it remembers. */
ec2_client *clients_ec2(const tf_call *call);

/** The control plane's client. */
control_plane_client *clients_control_plane(const tf_call *call);

/**
 * A session of that generation for the call, as long as its deadline: in the workspace of that id where it is known,
 * otherwise in the provider's.
 */
control_plane_session clients_session(tf_call *call, const control_plane_generation *generation,
                                      tf_string workspace_id);

/**
 * The workspace that the provider is configured for: null where that is left to the key, unknown where it is not known
 * yet.
 */
tf_string clients_workspace_id(const tf_call *call);

/**
 * In a plan: reports where the provider is configured for another workspace than the `current` one of a resource whose
 * configuration names none. `what` is the resource in words, such as "project \"agent\"".
 */
bool clients_check_workspace(tf_call *call, const char *what, tf_string configured, tf_string current);

/**
 * Whether nobody has asked this before in the process: for a warning that is given once, whatever the number of
 * resources.
 */
bool clients_is_first_unpinned_image(const tf_call *call);

/** The data region: `us`, `eu`, `apac` or `aws_us`; unknown where the configuration does not tell yet. */
tf_string clients_data_region(const tf_call *call);

/**
 * The tags of `aws.default_tags`, an empty map where there are none; unknown where the configuration does not tell yet.
 */
tf_string_map clients_default_tags(const tf_call *call);

#endif
