/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DescribeRouteTables and DescribeVpcEndpoints: the ways out of a VPC's subnets.
 */
#ifndef AWS_EC2_ROUTES_H
#define AWS_EC2_ROUTES_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/value.h>

#include "aws/client.h"
#include "aws/error.h"

typedef struct ec2_route {
    const char *destination; /**< "0.0.0.0/0", "::/0", "pl-63a5400a"; "" where EC2 does not say */
    const char *target;      /**< "nat-0a1b…", "tgw-…", "local"; "" where EC2 does not say */
    bool is_blackhole;       /**< the target is gone */
} ec2_route;

typedef struct ec2_route_table {
    bool is_main;             /**< of subnets that have none of their own */
    tf_string_set subnet_ids; /**< that have it for their own */
    ec2_route *routes;
    size_t route_count;
} ec2_route_table;

/** The route tables of a VPC in `region` (NULL: the client's), in the call's arena. Reports nothing. */
bool ec2_describe_route_tables(aws_client *client, tf_call *call, const char *region, const char *vpc_id,
                               ec2_route_table **out, size_t *out_count, aws_error *error);

/**
 * The services that a VPC in `region` (NULL: the client's) has endpoints for, such as "com.amazonaws.eu-central-1.s3",
 * in the call's arena: those that are available. Reports nothing.
 */
bool ec2_describe_vpc_endpoints(aws_client *client, tf_call *call, const char *region, const char *vpc_id,
                                tf_string_set *out_services, aws_error *error);

#endif
