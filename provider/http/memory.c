/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The allocator of the libraries that secrets pass through: what is released is cleansed first.
 */
#include "http/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

/* Each block is preceded by its size. */
typedef union block {
    size_t size;
    max_align_t alignment;
} block;

void *http_memory_allocate(size_t size)
{
    if (size > SIZE_MAX - sizeof(block))
        return NULL;
    block *made = malloc(sizeof(block) + size);
    if (made == NULL)
        return NULL;
    made->size = size;
    return made + 1;
}

void http_memory_release(void *memory)
{
    if (memory == NULL)
        return;
    block *released = (block *)memory - 1;
    OPENSSL_cleanse(memory, released->size);
    free(released);
}

void *http_memory_resize(void *memory, size_t size)
{
    void *resized = http_memory_allocate(size);
    if (resized == NULL || memory == NULL)
        return resized;
    const size_t before = ((const block *)memory - 1)->size;
    memcpy(resized, memory, before < size ? before : size);
    http_memory_release(memory);
    return resized;
}

void *http_memory_allocate_array(size_t count, size_t size)
{
    size_t total = 0;
    if (__builtin_mul_overflow(count, size, &total))
        return NULL;
    void *made = http_memory_allocate(total);
    if (made != NULL)
        memset(made, 0, total);
    return made;
}

char *http_memory_copy_text(const char *text)
{
    const size_t size = strlen(text) + 1;
    char *copy = http_memory_allocate(size);
    if (copy != NULL)
        memcpy(copy, text, size);
    return copy;
}
