/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Partitions of AWS: which one a region lies in, and what differs between them.
 */
#ifndef AWS_PARTITION_H
#define AWS_PARTITION_H

#include <stdbool.h>

#include <tfprovider/arena.h>

typedef struct aws_partition {
    const char *name;              /**< "aws", "aws-us-gov", "aws-cn", … as in ARNs */
    const char *dns_suffix;        /**< "amazonaws.com" */
    const char *dual_stack_suffix; /**< "api.aws", of dual-stack endpoints */
    const char *region_pattern;    /**< POSIX extended regular expression of its regions' names, new ones included */
    const char *const *regions;    /**< those that are known, in order; ends with NULL */
    const char *iam_region;        /**< IAM is global: the region by which calls to it are signed */
    const char *iam_host;          /**< and its one host in the partition */
    const char *iam_fips_host;     /**< NULL where there is none, as in the next two */
    const char *iam_dual_stack_host;
    const char *iam_dual_stack_fips_host;
} aws_partition;

/** The partition of `region`: the one that has it, else by the pattern of its name; "aws" for what none matches. */
const aws_partition *aws_partition_of_region(const char *region);

/** The partition of that name; NULL where there is none. */
const aws_partition *aws_partition_of_name(const char *name);

/** Whether `text` has the form of a region ("eu-central-1", "us-gov-west-1"). */
bool aws_is_region(const char *text);

/**
 * Why `text` is taken for no region, as a whole sentence in `arena` that names the one that was probably meant; NULL
 * where it is one. A region that this version does not know is accepted where a partition may have it and it is no slip
 * of a known one, so that new regions need no new version.
 */
const char *aws_region_problem(tf_arena *arena, const char *text);

#endif
