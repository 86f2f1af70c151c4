/* SPDX-License-Identifier: Apache-2.0 */
/*
 * EC2 (API version 2016-11-15): subnets, VPCs and their tags. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/
 *
 * Functions report what failed and return false. What they return lives in the call's arena.
 */
#ifndef AWS_EC2_H
#define AWS_EC2_H

#include <stdbool.h>
#include <stdint.h>

#include <tfprovider/call.h>
#include <tfprovider/value.h>

#include "aws/client.h"
#include "aws/error.h"

/** EC2 in the client's region, and what it answered moments before. May be used by many calls at once. */
typedef struct ec2_client ec2_client;

/** Makes no call. `aws` has to outlive it. The caller owns it; ec2_client_free ends it, NULL is accepted. */
ec2_client *ec2_client_new(aws_client *aws);
void ec2_client_free(ec2_client *client);

/** A subnet or a VPC. */
typedef struct ec2_resource {
    const char *id;
    const char *vpc_id;            /**< of a VPC: its own id */
    const char *owner_id;          /**< the AWS account; NULL where EC2 does not say */
    const char *cidr_block;        /**< IPv4; "" where there is none (an IPv6-only subnet) */
    const char *availability_zone; /**< NULL for a VPC */
    tf_string_map tags;            /**< known */
} ec2_resource;

/** How a read may be answered. */
typedef enum ec2_read {
    EC2_READ_SHARED,    /**< from what this process read moments before, its own writes excepted: for refreshing many */
    EC2_READ_NOW,       /**< by a call of its own */
    EC2_READ_JUST_MADE, /**< by a call of its own, repeated for some seconds while EC2 does not know the id yet: for
                           creating */
} ec2_read;

/** Whether `id` has the form of a subnet's ("subnet-" and 8 or 17 hexadecimal digits). */
bool ec2_is_subnet_id(const char *id);

/** Whether `id` has the form of a VPC's ("vpc-" and 8 or 17 hexadecimal digits). */
bool ec2_is_vpc_id(const char *id);

/**
 * Reads a subnet or VPC, told apart by `id`. One that does not exist in the region is a success with `*out_found`
 * false. Shared reads of a thousand ids cost one DescribeSubnets and one DescribeVpcs per thousand objects of the
 * region.
 */
bool ec2_describe(ec2_client *client, tf_call *call, const char *id, ec2_read read, ec2_resource *out, bool *out_found);

/** A name for a new instance of a resource that owns tags, unlike any other. In `arena`. */
const char *ec2_new_owner(tf_arena *arena);

/**
 * CreateTags: sets these tags, keeps others; an empty map makes no call. An id that EC2 does not know is asked again
 * for some seconds, then an error. The same tags wanted for many objects at the same time are set by one call. `owner`
 * names the instance of a resource whose the tags are from now on, in this process.
 */
bool ec2_create_tags(ec2_client *client, tf_call *call, const char *id, const tf_string_map *tags, const char *owner);

/**
 * When this process has set tags last, as tf_now_ms has it; 0 where it has set none. EC2 may take some seconds to find
 * what has them.
 */
int64_t ec2_last_write(const ec2_client *client);

/**
 * DeleteTags: removes the tags of these keys, whatever their values, but for those that another owner has set in this
 * process; an empty map makes no call. An id that EC2 does not know is a success. `owner` is NULL where it is not
 * known. Many at the same time are one call, as in ec2_create_tags.
 */
bool ec2_delete_tags(ec2_client *client, tf_call *call, const char *id, const tf_string_map *tags, const char *owner);

#endif
