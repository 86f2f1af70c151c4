/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DescribeSubnets and DescribeVpcs, which differ in names only.
 */
#ifndef AWS_EC2_DESCRIBE_H
#define AWS_EC2_DESCRIBE_H

#include <stdbool.h>
#include <stddef.h>

#include "aws/ec2.h"
#include "aws/ec2_pages.h"

typedef enum ec2_kind { EC2_SUBNET, EC2_VPC, EC2_KIND_COUNT } ec2_kind;

/** The kind of object that `id` names, by its prefix. */
ec2_kind ec2_kind_of(const char *id);

/** Asks for one object. Reports nothing. An id that EC2 does not know is a success with `*out_found` false. */
bool ec2_describe_one(aws_client *client, tf_call *call, const char *id, ec2_resource *out, bool *out_found,
                      aws_error *error);

typedef struct ec2_list {
    ec2_kind kind;
    const char *region;        /**< where to ask; NULL for the client's */
    const ec2_filter *filters; /**< all of which apply */
    size_t filter_count;
    /** Takes one object, which goes with its page. False where no more are wanted. */
    bool (*take)(const ec2_resource *resource, void *taken);
    void *taken;
} ec2_list;

/** The objects of a kind in the region, page by page. Reports nothing. What was taken before an error stays taken. */
bool ec2_read_list(aws_client *client, tf_call *call, const ec2_list *list, aws_error *error);

/** All objects of a kind in the region, page by page, into `arena`. Reports nothing. */
bool ec2_describe_all(aws_client *client, tf_call *call, ec2_kind kind, tf_arena *arena, ec2_resource **out,
                      size_t *out_count, aws_error *error);

#endif
