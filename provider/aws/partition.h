/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Partitions of AWS: which one a region lies in, and what differs between them.
 */
#ifndef AWS_PARTITION_H
#define AWS_PARTITION_H

#include <stdbool.h>

typedef struct aws_partition {
    const char *name;              /**< "aws", "aws-us-gov", "aws-cn", … as in ARNs */
    const char *region_prefix;     /**< with which the names of its regions begin; "" for the partition of all others */
    const char *dns_suffix;        /**< "amazonaws.com" */
    const char *dual_stack_suffix; /**< "api.aws", of dual-stack endpoints */
    const char *iam_region;        /**< IAM is global: the region by which calls to it are signed */
    const char *iam_host;          /**< and its one host in the partition */
    const char *iam_fips_host;     /**< NULL where there is none, as in the next two */
    const char *iam_dual_stack_host;
    const char *iam_dual_stack_fips_host;
} aws_partition;

/** The partition of `region`, by the pattern of its name, so that new regions need no new version; "aws" for what none matches. */
const aws_partition *aws_partition_of_region(const char *region);

/** The partition of that name; NULL where there is none. */
const aws_partition *aws_partition_of_name(const char *name);

/** Whether `text` has the form of a region ("eu-central-1", "us-gov-west-1"). Whether it exists only AWS can tell. */
bool aws_is_region(const char *text);

#endif
