/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of partitions, which scripts/generate_partitions.py writes.
 */
#ifndef AWS_PARTITION_DATA_H
#define AWS_PARTITION_DATA_H

#include <stddef.h>

#include "aws/partition.h"

extern const aws_partition aws_partitions[];
extern const size_t aws_partition_count;

#endif
