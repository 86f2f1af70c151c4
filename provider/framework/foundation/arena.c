/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arenas: memory that is taken piece by piece and given back as a whole, and text made in it. The blocks come from
 * arena_blocks.c.
 */
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tfprovider/arena.h>

#include "framework/foundation/arena_blocks.h"

/* Another arena that is kept alive. */
typedef struct holding {
    struct holding *next;
    tf_arena *held;
} holding;

/* Blocks double up to the largest size; what does not fit into one of those gets a block of its own. */
struct tf_arena {
    block *blocks; /* the one that is being filled comes first */
    size_t next_size;
    size_t used;
    size_t limit; /* SIZE_MAX for none */
    holding *holdings;
    atomic_size_t references; /* of the owner, and of those who hold it */
};

_Noreturn void tf_no_memory(size_t size)
{
    (void)fprintf(stderr, "out of memory: %zu bytes asked for\n", size);
    abort();
}

tf_arena *tf_arena_new(void)
{
    tf_arena *arena = malloc(sizeof *arena);
    if (arena == NULL)
        tf_no_memory(sizeof *arena);
    *arena = (tf_arena){ .next_size = BLOCK_LEAST, .limit = SIZE_MAX, .references = 1 };
    return arena;
}

void tf_arena_free(tf_arena *arena)
{
    if (arena == NULL || atomic_fetch_sub(&arena->references, 1) > 1)
        return;
    for (const holding *each = arena->holdings; each != NULL; each = each->next)
        tf_arena_free(each->held);
    block *current = arena->blocks;
    while (current != NULL) {
        block *next = current->next;
        block_give(current);
        current = next;
    }
    free(arena);
}

size_t tf_arena_used(const tf_arena *arena)
{
    return arena->used;
}

void tf_arena_limit(tf_arena *arena, size_t bytes)
{
    arena->limit = bytes;
}

void tf_arena_raise_limit(tf_arena *arena, size_t bytes)
{
    arena->limit = bytes > SIZE_MAX - arena->limit ? SIZE_MAX : arena->limit + bytes;
}

size_t tf_arena_left(const tf_arena *arena)
{
    if (arena->limit == SIZE_MAX)
        return SIZE_MAX;
    return arena->used < arena->limit ? arena->limit - arena->used : 0;
}

bool tf_arena_is_exhausted(const tf_arena *arena)
{
    return arena->used > arena->limit;
}

tf_arena *tf_arena_new_within(const tf_arena *whole)
{
    tf_arena *part = tf_arena_new();
    part->limit = tf_arena_left(whole);
    return part;
}

void tf_arena_adopt(tf_arena *whole, tf_arena *part)
{
    block **link = whole->blocks == NULL ? &whole->blocks : &whole->blocks->next;
    block *last = part->blocks;
    while (last != NULL && last->next != NULL)
        last = last->next;
    if (last != NULL) {
        last->next = *link;
        *link = part->blocks;
    }
    holding **end = &whole->holdings;
    while (*end != NULL)
        end = &(*end)->next;
    *end = part->holdings;
    whole->used += part->used;
    free(part);
}

void tf_arena_hold(tf_arena *holder, tf_arena *shared)
{
    for (const holding *each = holder->holdings; each != NULL; each = each->next) {
        if (each->held == shared)
            return;
    }
    atomic_fetch_add(&shared->references, 1);
    holding *added = tf_alloc(holder, sizeof *added);
    *added = (holding){ .next = holder->holdings, .held = shared };
    holder->holdings = added;
}

static _Noreturn void end_beyond_limit(const tf_arena *arena)
{
    (void)fprintf(stderr, "out of memory: a call has taken more than twice the %zu bytes that it may take\n",
                  arena->limit);
    abort();
}

static block *add_block(tf_arena *arena, size_t size)
{
    size_t room = arena->next_size;
    const bool own = size > arena->next_size / 2;
    if (own) {
        room = size;
    } else if (arena->next_size < BLOCK_MOST) {
        arena->next_size *= 2;
    }
    block *added = block_take(room);
    if (added == NULL)
        tf_no_memory(size);
    if (own && arena->blocks != NULL) {
        added->next = arena->blocks->next;
        arena->blocks->next = added;
    } else {
        added->next = arena->blocks;
        arena->blocks = added;
    }
    return added;
}

void *tf_alloc(tf_arena *arena, size_t size)
{
    const size_t alignment = alignof(max_align_t);
    if (size > SIZE_MAX - alignment)
        tf_no_memory(size);
    const size_t needed = size == 0 ? alignment : (size + alignment - 1) / alignment * alignment;
    block *from = arena->blocks;
    if (from == NULL || from->size - from->used < needed)
        from = add_block(arena, needed);
    void *memory = from->bytes + from->used;
    from->used += needed;
    arena->used += needed;
    if (arena->used / 2 > arena->limit)
        end_beyond_limit(arena);
    return memory;
}

void *tf_alloc_array(tf_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        tf_no_memory(SIZE_MAX);
    return tf_alloc(arena, count * size);
}

void *tf_grow(tf_arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    *capacity = *capacity == 0 ? 16 : *capacity * 2;
    void *longer = tf_alloc_array(arena, *capacity, size);
    if (count > 0)
        memcpy(longer, items, count * size);
    return longer;
}

char *tf_copy_bytes(tf_arena *arena, const void *bytes, size_t size)
{
    if (size == SIZE_MAX)
        tf_no_memory(size);
    char *copy = tf_alloc(arena, size + 1);
    if (size > 0)
        memcpy(copy, bytes, size);
    return copy;
}

char *tf_copy_text(tf_arena *arena, const char *text)
{
    return text == NULL ? NULL : tf_copy_bytes(arena, text, strlen(text));
}

char *tf_format_list(tf_arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        return tf_copy_text(arena, format);
    char *text = tf_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

char *tf_format(tf_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = tf_format_list(arena, format, arguments);
    va_end(arguments);
    return text;
}

void tf_append_bytes(tf_text_builder *builder, const void *bytes, size_t size)
{
    if (size >= SIZE_MAX - builder->length)
        tf_no_memory(size);
    const size_t needed = builder->length + size + 1;
    if (needed > builder->capacity) {
        size_t capacity = builder->capacity < 64 ? 64 : builder->capacity;
        while (capacity < needed)
            capacity = capacity > SIZE_MAX / 2 ? needed : capacity * 2;
        char *grown = tf_alloc(builder->arena, capacity);
        if (builder->length > 0)
            memcpy(grown, builder->text, builder->length);
        builder->text = grown;
        builder->capacity = capacity;
    }
    if (size > 0)
        memcpy(builder->text + builder->length, bytes, size);
    builder->length += size;
    builder->text[builder->length] = '\0';
}

void tf_append(tf_text_builder *builder, const char *text)
{
    tf_append_bytes(builder, text, strlen(text));
}

void tf_append_format(tf_text_builder *builder, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = tf_format_list(builder->arena, format, arguments);
    va_end(arguments);
    tf_append(builder, text);
}

const char *tf_built_text(const tf_text_builder *builder)
{
    return builder->text == NULL ? "" : builder->text;
}
