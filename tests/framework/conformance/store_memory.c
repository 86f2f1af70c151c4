/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records in the memory of the process.
 */
#include "store_memory.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct record {
    struct record *next;
    char *key;
    void *bytes;
    size_t size;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct record *tables[STORE_TABLES];

/* The link that leads to the record, or the one at the end. */
static struct record **find(store_table table, const char *key)
{
    struct record **link = &tables[table];
    while (*link != NULL && strcmp((*link)->key, key) != 0)
        link = &(*link)->next;
    return link;
}

static bool add(struct record **end, const char *key, void *bytes, size_t size)
{
    struct record *record = calloc(1, sizeof *record);
    if (record == NULL)
        return false;
    *record = (struct record){ .key = strdup(key), .bytes = bytes, .size = size };
    if (record->key == NULL) {
        free(record);
        return false;
    }
    *end = record;
    return true;
}

store_result store_memory_write(store_table table, const char *key, const void *bytes, size_t size, bool replace)
{
    void *copy = malloc(size + 1);
    if (copy == NULL)
        return STORE_FAILED;
    memcpy(copy, bytes, size);
    store_result result = STORE_DONE;
    pthread_mutex_lock(&lock);
    struct record **link = find(table, key);
    if (*link == NULL) {
        result = add(link, key, copy, size) ? STORE_DONE : STORE_FAILED;
    } else if (replace) {
        free((*link)->bytes);
        (*link)->bytes = copy;
        (*link)->size = size;
    } else {
        result = STORE_EXISTS;
    }
    pthread_mutex_unlock(&lock);
    if (result != STORE_DONE)
        free(copy);
    return result;
}

store_result store_memory_get(tf_arena *arena, store_table table, const char *key, const void **out_bytes,
                              size_t *out_size)
{
    pthread_mutex_lock(&lock);
    const struct record *record = *find(table, key);
    if (record != NULL) {
        *out_bytes = tf_copy_bytes(arena, record->bytes, record->size);
        *out_size = record->size;
    }
    pthread_mutex_unlock(&lock);
    return record != NULL ? STORE_DONE : STORE_ABSENT;
}

store_result store_memory_remove(store_table table, const char *key)
{
    pthread_mutex_lock(&lock);
    struct record **link = find(table, key);
    struct record *record = *link;
    if (record != NULL)
        *link = record->next;
    pthread_mutex_unlock(&lock);
    if (record == NULL)
        return STORE_ABSENT;
    free(record->key);
    free(record->bytes);
    free(record);
    return STORE_DONE;
}

store_result store_memory_keys(tf_arena *arena, store_table table, const char *const **out_keys)
{
    pthread_mutex_lock(&lock);
    size_t count = 0;
    for (const struct record *record = tables[table]; record != NULL; record = record->next)
        count++;
    const char **keys = tf_alloc_array(arena, count + 1, sizeof *keys);
    count = 0;
    for (const struct record *record = tables[table]; record != NULL; record = record->next)
        keys[count++] = tf_copy_text(arena, record->key);
    pthread_mutex_unlock(&lock);
    *out_keys = keys;
    return STORE_DONE;
}
