/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/ec2.h"

#include <stdio.h>
#include <stdlib.h>

#include "aws/call.h"
#include "aws/ec2_cache.h"
#include "aws/ec2_describe.h"
#include "aws/query.h"

struct ec2_client {
    aws_client *aws;
    ec2_cache *cache;
};

ec2_client *ec2_client_new(aws_client *aws)
{
    ec2_client *client = malloc(sizeof *client);
    if (client == NULL) {
        (void)fputs("out of memory\n", stderr);
        abort();
    }
    *client = (ec2_client){ .aws = aws, .cache = ec2_cache_new() };
    return client;
}

void ec2_client_free(ec2_client *client)
{
    if (client == NULL)
        return;
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

static aws_query tag_query(tf_call *call, const char *action, const char *id, const tf_string_map *tags,
                           bool with_values)
{
    aws_query query = aws_query_start(tf_call_arena(call), &aws_ec2, action);
    aws_query_add_item(&query, "ResourceId", 1, NULL, id);
    for (size_t i = 0; i < tags->count; i++) {
        aws_query_add_item(&query, "Tag", i + 1, "Key", tags->entries[i].key);
        if (with_values)
            aws_query_add_item(&query, "Tag", i + 1, "Value", tf_text_of(tags->entries[i].value, ""));
    }
    return query;
}

bool ec2_create_tags(ec2_client *client, tf_call *call, const char *id, const tf_string_map *tags)
{
    if (tags->count == 0)
        return true;
    const aws_query query = tag_query(call, "CreateTags", id, tags, true);
    const int64_t give_up_at = tf_deadline_in_ms(PROPAGATION_MS);
    int64_t pause_ms = FIRST_PAUSE_MS;
    const xml_element *root = NULL;
    aws_error error;
    bool done = false;
    do {
        done = aws_call(client->aws, call, &query, &root, &error);
    } while (!done && aws_error_is_not_found(&error) && wait_for_propagation(call, give_up_at, &pause_ms));
    ec2_cache_note_write(client->cache, id);
    return done ? true : aws_fail(call, &error, id);
}

bool ec2_delete_tags(ec2_client *client, tf_call *call, const char *id, const tf_string_map *tags)
{
    if (tags->count == 0)
        return true;
    const aws_query query = tag_query(call, "DeleteTags", id, tags, false);
    const xml_element *root = NULL;
    aws_error error;
    const bool done = aws_call(client->aws, call, &query, &root, &error);
    ec2_cache_note_write(client->cache, id);
    return done || aws_error_is_not_found(&error) ? true : aws_fail(call, &error, id);
}
