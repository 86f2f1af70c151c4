/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps cleansed blocks for reuse, up to a limit; the rest goes back to the system. What a block is divided into is the
 * arena's matter.
 */
#include "framework/foundation/arena_blocks.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include <openssl/crypto.h>

/* A sanitizer is to see each block freed. */
#if defined(__SANITIZE_ADDRESS__)
#define MOST_KEPT 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MOST_KEPT 0
#endif
#endif
#ifndef MOST_KEPT
#define MOST_KEPT ((size_t)1024 * 1024) /* bytes in all */
#endif

enum { CLASSES = 7 }; /* BLOCK_LEAST to BLOCK_MOST */

static struct {
    pthread_mutex_t lock;
    block *first[CLASSES];
    size_t bytes;
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* Which list keeps blocks of that size; CLASSES where none does. */
static size_t class_of(size_t size)
{
    size_t class = 0;
    for (size_t each = BLOCK_LEAST; class < CLASSES && each != size; each *= 2)
        class ++;
    return class;
}

static block *take_kept(size_t class)
{
    pthread_mutex_lock(&kept.lock);
    block *found = kept.first[class];
    if (found != NULL) {
        kept.first[class] = found->next;
        kept.bytes -= found->size;
    }
    pthread_mutex_unlock(&kept.lock);
    return found;
}

static bool keep(block *given, size_t class)
{
    pthread_mutex_lock(&kept.lock);
    const bool fits = kept.bytes + given->size <= MOST_KEPT;
    if (fits) {
        given->next = kept.first[class];
        kept.first[class] = given;
        kept.bytes += given->size;
    }
    pthread_mutex_unlock(&kept.lock);
    return fits;
}

block *block_take(size_t size)
{
    const size_t class = class_of(size);
    block *taken = class < CLASSES ? take_kept(class) : NULL;
    if (taken == NULL && size <= SIZE_MAX - sizeof(block)) {
        taken = calloc(1, sizeof(block) + size);
        if (taken != NULL)
            taken->size = size;
    }
    return taken;
}

void block_give(block *given)
{
    const size_t class = class_of(given->size);
    OPENSSL_cleanse(given->bytes, given->used);
    given->used = 0;
    if (class == CLASSES || !keep(given, class))
        free(given);
}
