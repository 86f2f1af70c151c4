/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of all subnets or VPCs with LangGraph's tags: read once for all calls that ask at the same time, and again
 * after a write. How a list is read is ec2_describe.c's.
 */
#include "aws/ec2_cache.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/lock.h"

/* The list of one kind. All but the lock belongs to whoever holds it. */
typedef struct snapshot {
    aws_lock lock;
    tf_arena *arena; /**< of the list or of the error; NULL where there is neither */
    int64_t asked_at;
    ec2_resource *items; /**< in the order of their ids */
    size_t count;
    bool failed;
    int64_t failed_at;
    aws_error error;
} snapshot;

typedef struct write_note {
    struct write_note *next;
    const char *id;
    int64_t written_at;
} write_note;

struct ec2_cache {
    snapshot snapshots[EC2_KIND_COUNT];
    pthread_mutex_t lock; /**< guards the notes and their arena */
    tf_arena *arena;
    write_note *notes;
};

ec2_cache *ec2_cache_new(void)
{
    ec2_cache *cache = calloc(1, sizeof *cache);
    if (cache == NULL)
        tf_no_memory(sizeof *cache);
    for (size_t i = 0; i < EC2_KIND_COUNT; i++)
        aws_lock_init(&cache->snapshots[i].lock);
    pthread_mutex_init(&cache->lock, NULL);
    cache->arena = tf_arena_new();
    return cache;
}

void ec2_cache_free(ec2_cache *cache)
{
    for (size_t i = 0; i < EC2_KIND_COUNT; i++) {
        aws_lock_destroy(&cache->snapshots[i].lock);
        tf_arena_free(cache->snapshots[i].arena);
    }
    pthread_mutex_destroy(&cache->lock);
    tf_arena_free(cache->arena);
    free(cache);
}

static write_note *find_note(const ec2_cache *cache, const char *id)
{
    for (write_note *note = cache->notes; note != NULL; note = note->next) {
        if (strcmp(note->id, id) == 0)
            return note;
    }
    return NULL;
}

void ec2_cache_note_write(ec2_cache *cache, const char *id)
{
    pthread_mutex_lock(&cache->lock);
    write_note *note = find_note(cache, id);
    if (note == NULL) {
        note = tf_alloc(cache->arena, sizeof *note);
        note->id = tf_copy_text(cache->arena, id);
        note->next = cache->notes;
        cache->notes = note;
    }
    note->written_at = tf_now_ms();
    pthread_mutex_unlock(&cache->lock);
}

static bool was_written_since(ec2_cache *cache, const char *id, int64_t instant)
{
    pthread_mutex_lock(&cache->lock);
    const write_note *note = find_note(cache, id);
    const bool written = note != NULL && note->written_at >= instant;
    pthread_mutex_unlock(&cache->lock);
    return written;
}

static int compare_ids(const void *one, const void *other)
{
    return strcmp(((const ec2_resource *)one)->id, ((const ec2_resource *)other)->id);
}

/* Errors that concern the asking call alone: its own cancellation or deadline, or reported on it. */
static bool concerns_others(const aws_error *error)
{
    return !error->reported && error->transport != HTTP_ERROR_CANCELLED && error->transport != HTTP_ERROR_DEADLINE;
}

static bool load(snapshot *list, aws_client *client, tf_call *call, ec2_kind kind)
{
    tf_arena_free(list->arena);
    list->arena = tf_arena_new_within(tf_call_arena(call));
    list->items = NULL;
    list->count = 0;
    list->asked_at = tf_now_ms();
    aws_error error;
    list->failed = !ec2_describe_all(client, call, kind, list->arena, &list->items, &list->count, &error);
    if (list->failed) {
        list->failed_at = concerns_others(&error) ? tf_now_ms() : INT64_MIN;
        list->error = aws_error_copy(list->arena, &error);
        return aws_fail(call, &error, kind == EC2_SUBNET ? "the region's subnets" : "the region's VPCs");
    }
    if (list->count > 0)
        qsort(list->items, list->count, sizeof *list->items, compare_ids);
    return true;
}

/* With the lock. `asked_at` is when the read began to wait for it. */
static bool find(snapshot *list, ec2_cache *cache, aws_client *client, tf_call *call, const char *id, int64_t asked_at,
                 ec2_resource *out, bool *out_listed)
{
    if (list->failed && list->failed_at >= asked_at)
        return aws_fail(call, &list->error, id);
    const bool is_fresh = list->arena != NULL && !list->failed && tf_now_ms() - list->asked_at <= EC2_CACHE_AGE_MS;
    if (is_fresh && was_written_since(cache, id, list->asked_at))
        return true;
    if (!is_fresh && !load(list, client, call, ec2_kind_of(id)))
        return false;
    const ec2_resource key = { .id = id };
    const ec2_resource *found =
        list->count > 0 ? bsearch(&key, list->items, list->count, sizeof *list->items, compare_ids) : NULL;
    if (found != NULL && !was_written_since(cache, id, list->asked_at)) {
        tf_arena_hold(tf_call_arena(call), list->arena);
        *out = *found;
        *out_listed = true;
    }
    return true;
}

bool ec2_cache_find(ec2_cache *cache, aws_client *client, tf_call *call, const char *id, ec2_resource *out,
                    bool *out_listed)
{
    snapshot *list = &cache->snapshots[ec2_kind_of(id)];
    const int64_t asked_at = tf_now_ms();
    *out_listed = false;
    if (!aws_lock_acquire(&list->lock, call))
        return false;
    const bool succeeded = find(list, cache, client, call, id, asked_at, out, out_listed);
    aws_lock_release(&list->lock);
    return succeeded;
}
