/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes of the same tags that are wanted at the same time, made by one call of CreateTags or DeleteTags.
 */
#ifndef AWS_EC2_BATCH_H
#define AWS_EC2_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include <tfprovider/call.h>
#include <tfprovider/value.h>

#include "aws/client.h"
#include "aws/error.h"

/** The most objects that one call writes to. EC2 takes 1000 at most, and slows down long before. */
#define EC2_BATCH_MOST 200

/** A write that nobody joins waits so long for company, in milliseconds. */
#define EC2_BATCH_LONE_MS 10

/** What is done to an object's tags. */
typedef struct ec2_tag_write {
    bool removes;              /**< DeleteTags, by keys alone; else CreateTags */
    const tf_string_map *tags; /**< known, not empty */
} ec2_tag_write;

typedef struct ec2_batches ec2_batches;

/**
 * Nothing waiting. `aws` has to outlive it; `lone_ms` is EC2_BATCH_LONE_MS but in tests. The caller owns it;
 * ec2_batches_free ends it, when nobody waits any more.
 */
ec2_batches *ec2_batches_new(aws_client *aws, int64_t lone_ms);
void ec2_batches_free(ec2_batches *batches);

/** Makes a write by a call of its own. False with `error`, unreported unless its `reported` says otherwise. */
bool ec2_write_alone(aws_client *aws, tf_call *call, const ec2_tag_write *write, const char *id, aws_error *error);

/**
 * Makes a write together with the same ones of other calls. Where AWS refuses the batch, each call makes its own write
 * alone, so that the error is that of its own object; what concerns all (no connection, throttling, AWS's own faults)
 * all fail with. False with `error` as ec2_write_alone has it.
 */
bool ec2_write(ec2_batches *batches, tf_call *call, const ec2_tag_write *write, const char *id, aws_error *error);

#endif
