/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gathering writes of tags into batches. Retries and what an error means are left to others.
 *
 * The first write of its kind opens a batch, and its call, the leader, sends it for all: once nobody has joined for a
 * while and no batch of the same kind is under way. Those who wait for a batch under way gather meanwhile, and when it
 * lands their batch waits for who comes back with the next object: so the calls of a Terraform that works on ten
 * objects at once find together, however unevenly they come. Who leads is blocked no longer than the others, since all
 * wait for the same answer.
 */
#include "aws/ec2_batch.h"

#include <stdlib.h>
#include <string.h>

#include <tfprovider/gate.h>

#include "aws/call.h"

/*
 * Writers that come back after a batch has landed come within this time of each other, in milliseconds, on a busy
 * machine.
 */
#define RETURN_MS 200

/* Who comes so long after a batch has landed is not alone: others are expected back. */
#define RETURN_LIMIT_MS 1000

/* No batch gathers for longer, in milliseconds, whatever is under way. */
#define LONGEST_GATHERING_MS 2000

typedef enum batch_state { GATHERING, UNDER_WAY, LANDED } batch_state;

typedef enum batch_outcome {
    WRITTEN,
    FAILED_FOR_ALL, /**< with the error */
    TO_BE_REPEATED, /**< by each member alone */
} batch_outcome;

typedef struct batch {
    struct batch *next;
    tf_arena *arena; /**< holds all of the batch; goes with the last member */
    size_t members;  /**< calls that still look at it */
    ec2_tag_write write;
    tf_string_map tags;
    const char *ids[EC2_BATCH_MOST];
    size_t count; /**< of ids */
    batch_state state;
    int64_t opened_at;
    int64_t changed_at; /**< when the last id came, or a batch of the same kind landed */
    batch_outcome outcome;
    aws_error error;
} batch;

struct ec2_batches {
    aws_client *aws;
    int64_t lone_ms;
    tf_gate gate;        /**< guards all that follows, and the batches */
    batch *batches;      /**< that gather or are under way */
    size_t writers;      /**< calls that are inside ec2_write */
    size_t most_writers; /**< the most of them when a batch began or ended */
    int64_t landed_at;   /**< when the last batch ended */
};

ec2_batches *ec2_batches_new(aws_client *aws, int64_t lone_ms)
{
    ec2_batches *batches = calloc(1, sizeof *batches);
    if (batches == NULL)
        tf_no_memory(sizeof *batches);
    batches->aws = aws;
    batches->lone_ms = lone_ms;
    batches->landed_at = INT64_MIN / 2;
    tf_gate_init(&batches->gate);
    return batches;
}

void ec2_batches_free(ec2_batches *batches)
{
    tf_gate_destroy(&batches->gate);
    free(batches);
}

static bool send(aws_client *aws, tf_call *call, const ec2_tag_write *write, const char *const *ids, size_t count,
                 aws_error *error)
{
    aws_query query = aws_query_start(tf_call_arena(call), &aws_ec2, write->removes ? "DeleteTags" : "CreateTags");
    for (size_t i = 0; i < count; i++)
        aws_query_add_item(&query, "ResourceId", i + 1, NULL, ids[i]);
    for (size_t i = 0; i < write->tags->count; i++) {
        const tf_string_entry *entry = &write->tags->entries[i];
        aws_query_add_item(&query, "Tag", i + 1, "Key", entry->key);
        if (!write->removes)
            aws_query_add_item(&query, "Tag", i + 1, "Value", tf_text_of(entry->value, ""));
    }
    const xml_element *root = NULL;
    return aws_call(aws, call, &query, &root, error);
}

bool ec2_write_alone(aws_client *aws, tf_call *call, const ec2_tag_write *write, const char *id, aws_error *error)
{
    return send(aws, call, write, &id, 1, error);
}

static bool is_same(const ec2_tag_write *one, const ec2_tag_write *other)
{
    return one->removes == other->removes && tf_same_string_map(one->tags, other->tags);
}

static batch *find(const ec2_batches *batches, const ec2_tag_write *write, batch_state state)
{
    for (batch *each = batches->batches; each != NULL; each = each->next) {
        if (each->state == state && is_same(&each->write, write) && each->count < EC2_BATCH_MOST)
            return each;
    }
    return NULL;
}

static bool is_under_way(const ec2_batches *batches, const ec2_tag_write *write)
{
    for (const batch *each = batches->batches; each != NULL; each = each->next) {
        if (each->state == UNDER_WAY && is_same(&each->write, write))
            return true;
    }
    return false;
}

static batch *open_batch(ec2_batches *batches, const ec2_tag_write *write)
{
    tf_arena *arena = tf_arena_new();
    batch *opened = tf_alloc(arena, sizeof *opened);
    opened->arena = arena;
    opened->opened_at = tf_now_ms();
    tf_string_map_builder tags = { .arena = arena };
    for (size_t i = 0; i < write->tags->count; i++)
        tf_add_entry(&tags, write->tags->entries[i].key, tf_text_of(write->tags->entries[i].value, ""));
    opened->tags = tf_built_string_map(&tags);
    opened->write = (ec2_tag_write){ .removes = write->removes, .tags = &opened->tags };
    opened->next = batches->batches;
    batches->batches = opened;
    return opened;
}

static void note_writers(ec2_batches *batches)
{
    if (batches->writers > batches->most_writers)
        batches->most_writers = batches->writers;
}

/* When the batch may go, as things stand. */
static int64_t ready_at(const ec2_batches *batches, const batch *gathering)
{
    const int64_t limit = gathering->opened_at + LONGEST_GATHERING_MS;
    if (gathering->count == EC2_BATCH_MOST)
        return 0;
    if (is_under_way(batches, &gathering->write))
        return limit;
    const bool all_are_here = gathering->count >= batches->most_writers;
    if (all_are_here && batches->most_writers > 1)
        return 0;
    const bool others_return = !all_are_here && gathering->opened_at - batches->landed_at < RETURN_LIMIT_MS;
    const int64_t quiet = gathering->changed_at + (others_return ? RETURN_MS : batches->lone_ms);
    return quiet < limit ? quiet : limit;
}

/* With the lock: waits for company. False where the leader was cancelled, or is out of time. */
static bool gather(ec2_batches *batches, tf_call *call, batch *gathering)
{
    const int64_t deadline = tf_call_deadline(call);
    for (int64_t ready = ready_at(batches, gathering); tf_now_ms() < ready; ready = ready_at(batches, gathering)) {
        if (!tf_gate_wait(&batches->gate, tf_call_cancel(call), ready < deadline ? ready : deadline)
            && (tf_cancel_fired(tf_call_cancel(call)) || tf_now_ms() >= deadline))
            return false;
    }
    return true;
}

/* Whether what went wrong has nothing to do with the objects, nor with the leader's own call. */
static bool concerns_all(const aws_error *error)
{
    switch (error->transport) {
    case HTTP_ERROR_NONE:
        return !error->reported && (error->status >= 500 || aws_error_is_throttling(error));
    case HTTP_ERROR_CANCELLED:
    case HTTP_ERROR_DEADLINE:
        return false;
    default:
        return true;
    }
}

static void take_off_list(ec2_batches *batches, const batch *landed)
{
    batch **link = &batches->batches;
    while (*link != landed)
        link = &(*link)->next;
    *link = landed->next;
}

/* With the lock: those who gather for the same write wait from now on for who comes back. */
static void land(ec2_batches *batches, batch *landed, batch_outcome outcome)
{
    take_off_list(batches, landed);
    landed->state = LANDED;
    landed->outcome = outcome;
    note_writers(batches);
    batches->landed_at = tf_now_ms();
    batch *waiting = find(batches, &landed->write, GATHERING);
    if (waiting != NULL)
        waiting->changed_at = batches->landed_at;
    tf_gate_wake(&batches->gate);
}

/* With the lock, which is given while the batch is under way. */
static void lead(ec2_batches *batches, tf_call *call, batch *led)
{
    if (!gather(batches, call, led)) {
        land(batches, led, TO_BE_REPEATED);
        return;
    }
    led->state = UNDER_WAY;
    note_writers(batches);
    tf_gate_unlock(&batches->gate);
    aws_error error;
    const bool written = send(batches->aws, call, &led->write, led->ids, led->count, &error);
    tf_gate_lock(&batches->gate);
    const bool is_final = led->count == 1 || (!written && concerns_all(&error));
    if (!written)
        led->error = aws_error_copy(led->arena, &error);
    land(batches, led, written ? WRITTEN : is_final ? FAILED_FOR_ALL : TO_BE_REPEATED);
}

/* With the lock: whether the batch landed before the call was cancelled or out of time, which is reported. */
static bool follow(ec2_batches *batches, tf_call *call, const batch *followed)
{
    while (followed->state != LANDED && tf_gate_wait(&batches->gate, tf_call_cancel(call), tf_call_deadline(call)))
        ;
    return followed->state == LANDED
           || tf_fail(call, tf_cancel_fired(tf_call_cancel(call)) ? "Cancelled" : "Timed Out",
                      "Stopped while tags were written, together with those of other objects: they may have been.");
}

static bool join(ec2_batches *batches, tf_call *call, const ec2_tag_write *write, const char *id, batch_outcome *out,
                 aws_error *error)
{
    batch *joined = find(batches, write, GATHERING);
    const bool leads = joined == NULL;
    if (leads)
        joined = open_batch(batches, write);
    joined->members++;
    joined->ids[joined->count++] = tf_copy_text(joined->arena, id);
    joined->changed_at = tf_now_ms();
    tf_gate_wake(&batches->gate);
    if (leads)
        lead(batches, call, joined);
    const bool landed = leads || follow(batches, call, joined);
    *error = landed ? aws_error_copy(tf_call_arena(call), &joined->error) : (aws_error){ .reported = true };
    *out = leads && joined->error.reported ? FAILED_FOR_ALL : joined->outcome;
    if (--joined->members == 0)
        tf_arena_free(joined->arena);
    return landed;
}

bool ec2_write(ec2_batches *batches, tf_call *call, const ec2_tag_write *write, const char *id, aws_error *error)
{
    batch_outcome outcome;
    tf_gate_lock(&batches->gate);
    batches->writers++;
    const bool landed = join(batches, call, write, id, &outcome, error);
    batches->writers--;
    tf_gate_unlock(&batches->gate);
    if (!landed || outcome == FAILED_FOR_ALL)
        return false;
    return outcome == WRITTEN || ec2_write_alone(batches->aws, call, write, id, error);
}
