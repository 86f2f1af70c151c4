/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What EC2 answered moments before, so that refreshing a thousand tags is not a thousand calls: the first read of a
 * subnet or VPC lists all of them in the region, and the reads at the same time and shortly after are answered from
 * that.
 */
#ifndef AWS_EC2_CACHE_H
#define AWS_EC2_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "aws/ec2_describe.h"

typedef struct ec2_cache ec2_cache;

/** A list answers reads for this long after it was asked for, in milliseconds. */
#define EC2_CACHE_AGE_MS 10000

/** An empty cache. The caller owns it; ec2_cache_free ends it. */
ec2_cache *ec2_cache_new(void);
void ec2_cache_free(ec2_cache *cache);

/**
 * Looks `id` up, after listing its kind where no fresh list is there. `*out_listed` is false where the list lacks the
 * id, or this process has changed the object since: then it has to be asked for alone. Copies into the call's arena.
 * Reports what failed; reads that waited for a list that failed fail with it.
 */
bool ec2_cache_find(ec2_cache *cache, aws_client *client, tf_call *call, const char *id, ec2_resource *out,
                    bool *out_listed);

/** Says that this process has just changed the object. */
void ec2_cache_note_write(ec2_cache *cache, const char *id);

#endif
