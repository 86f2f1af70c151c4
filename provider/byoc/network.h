/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network as the control plane finds it: a VPC and its subnets, by their tags. Functions report nothing: false with
 * `error`, unreported unless its `reported` says otherwise. What they return lives in the call's arena.
 */
#ifndef BYOC_NETWORK_H
#define BYOC_NETWORK_H

#include <stdbool.h>

#include <tfprovider/call.h>
#include <tfprovider/value.h>

#include "aws/client.h"
#include "aws/error.h"

/** The subnets of one tier, and the availability zones that they are in. */
typedef struct byoc_tier {
    tf_string_set subnet_ids;
    tf_string_set zones;
} byoc_tier;

/** The VPCs with the tag in `region` (NULL: the client's), only the one of the id `wanted` unless that is NULL. */
bool byoc_find_vpcs(aws_client *client, tf_call *call, const char *region, const char *wanted, tf_string_set *out,
                    aws_error *error);

/** The subnets of a VPC with the tag. Those without a tier are none that the control plane uses. */
bool byoc_find_subnets(aws_client *client, tf_call *call, const char *region, const char *vpc_id,
                       byoc_tier *out_private, byoc_tier *out_public, aws_error *error);

#endif
