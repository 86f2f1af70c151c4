/* SPDX-License-Identifier: Apache-2.0 */
/* Subnets, VPCs and their tags: which read is answered from where, and how a write becomes one of many. */
#include "aws/ec2.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/random.h>

#include "aws/ec2_batch.h"
#include "aws/ec2_cache.h"
#include "aws/ec2_describe.h"
#include "aws/ec2_owners.h"

struct ec2_client {
    aws_client *aws;
    ec2_cache *cache;
    ec2_batches *batches;
    ec2_owners *owners;
    _Atomic int64_t last_write;
};

ec2_client *ec2_client_new(aws_client *aws)
{
    ec2_client *client = malloc(sizeof *client);
    if (client == NULL)
        tf_no_memory(sizeof *client);
    *client = (ec2_client){
        .aws = aws,
        .cache = ec2_cache_new(),
        .batches = ec2_batches_new(aws, EC2_BATCH_LONE_MS),
        .owners = ec2_owners_new(),
    };
    return client;
}

void ec2_client_free(ec2_client *client)
{
    if (client == NULL)
        return;
    ec2_owners_free(client->owners);
    ec2_batches_free(client->batches);
    ec2_cache_free(client->cache);
    free(client);
}

/* So long EC2 may take to know everywhere what was made a moment ago, in milliseconds. */
#define PROPAGATION_MS 5000
#define FIRST_PAUSE_MS 200

/* Waits before another attempt at what EC2 may come to know. False where it is late, or the call was cancelled. */
static bool wait_for_propagation(tf_call *call, int64_t give_up_at, int64_t *pause_ms)
{
    const int64_t next = tf_deadline_in_ms(*pause_ms);
    *pause_ms *= 2;
    return next < give_up_at && next < tf_call_deadline(call) && tf_cancel_wait(tf_call_cancel(call), next);
}

static bool describe_now(aws_client *client, tf_call *call, const char *id, bool wait_for_it, ec2_resource *out,
                         bool *out_found)
{
    const int64_t give_up_at = tf_deadline_in_ms(wait_for_it ? PROPAGATION_MS : 0);
    int64_t pause_ms = FIRST_PAUSE_MS;
    aws_error error;
    do {
        if (!ec2_describe_one(client, call, id, out, out_found, &error))
            return aws_fail(call, &error, id);
    } while (!*out_found && wait_for_it && wait_for_propagation(call, give_up_at, &pause_ms));
    return true;
}

bool ec2_describe(ec2_client *client, tf_call *call, const char *id, ec2_read read, ec2_resource *out, bool *out_found)
{
    if (read == EC2_READ_SHARED) {
        if (!ec2_cache_find(client->cache, client->aws, call, id, out, out_found))
            return false;
        if (*out_found)
            return true;
    }
    return describe_now(client->aws, call, id, read == EC2_READ_JUST_MADE, out, out_found);
}

/* As ec2_write, repeated alone for some seconds while EC2 does not know the object. */
static bool create_tags(ec2_client *client, tf_call *call, const char *id, const tf_string_map *tags)
{
    const ec2_tag_write write = { .tags = tags };
    const int64_t give_up_at = tf_deadline_in_ms(PROPAGATION_MS);
    int64_t pause_ms = FIRST_PAUSE_MS;
    aws_error error;
    bool done = ec2_write(client->batches, call, &write, id, &error);
    while (!done && !error.reported && aws_error_is_not_found(&error)
           && wait_for_propagation(call, give_up_at, &pause_ms))
        done = ec2_write_alone(client->aws, call, &write, id, &error);
    ec2_cache_note_write(client->cache, id);
    return done || aws_fail(call, &error, id);
}

static bool delete_tags(ec2_client *client, tf_call *call, const char *id, const tf_string_map *tags)
{
    const ec2_tag_write write = { .removes = true, .tags = tags };
    aws_error error;
    const bool done = tags->count == 0 || ec2_write(client->batches, call, &write, id, &error);
    ec2_cache_note_write(client->cache, id);
    return done || (!error.reported && aws_error_is_not_found(&error)) || aws_fail(call, &error, id);
}

const char *ec2_new_owner(tf_arena *arena)
{
    uint64_t number = 0;
    if (getentropy(&number, sizeof number) != 0)
        number = (uint64_t)tf_now_ms();
    return tf_format(arena, "%016" PRIx64, number);
}

bool ec2_create_tags(ec2_client *client, tf_call *call, const char *id, const tf_string_map *tags, const char *owner)
{
    if (tags->count == 0)
        return true;
    if (!ec2_owners_take(client->owners, call, id))
        return false;
    const bool done = create_tags(client, call, id, tags);
    if (done) {
        ec2_owners_note(client->owners, id, tags, owner);
        atomic_store(&client->last_write, tf_now_ms());
    }
    ec2_owners_give(client->owners, id);
    return done;
}

int64_t ec2_last_write(const ec2_client *client)
{
    return atomic_load(&client->last_write);
}

bool ec2_delete_tags(ec2_client *client, tf_call *call, const char *id, const tf_string_map *tags, const char *owner)
{
    if (tags->count == 0)
        return true;
    if (!ec2_owners_take(client->owners, call, id))
        return false;
    const tf_string_map own = ec2_owners_own(client->owners, tf_call_arena(call), id, tags, owner);
    const bool done = delete_tags(client, call, id, &own);
    if (done)
        ec2_owners_forget(client->owners, id, &own);
    ec2_owners_give(client->owners, id);
    return done;
}
