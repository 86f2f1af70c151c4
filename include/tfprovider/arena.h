/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that lives as long as a request.
 *
 * Everything that a call allocates comes from its arena and goes with it: no function that takes an arena ever asks its
 * caller to free anything. Memory is cleansed before it is returned to the system, since a request may hold secrets.
 * An arena belongs to one thread at a time. Running out of memory ends the process with a message on stderr.
 */
#ifndef TFPROVIDER_ARENA_H
#define TFPROVIDER_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#pragma GCC visibility push(default)

typedef struct tf_arena tf_arena;

/** Ends the process with a message on stderr, for `size` bytes that could not be had: as the arenas do, for what is in none. */
_Noreturn void tf_no_memory(size_t size);

/** A new, empty arena. The caller owns it and ends it with tf_arena_free. */
tf_arena *tf_arena_new(void);

/** Cleanses and releases everything allocated from `arena`, and the arena itself. NULL is accepted. */
void tf_arena_free(tf_arena *arena);

/** Bytes handed out by `arena` so far: for tests and figures. */
size_t tf_arena_used(const tf_arena *arena);

/** `size` zeroed bytes, aligned for any type. A size of 0 gives a valid pointer. */
void *tf_alloc(tf_arena *arena, size_t size);

/** `count` zeroed elements of `size` bytes each; ends the process where the product overflows. */
void *tf_alloc_array(tf_arena *arena, size_t count, size_t size);

/** A copy of `size` bytes with a NUL behind them that `size` does not count. */
char *tf_copy_bytes(tf_arena *arena, const void *bytes, size_t size);

/** A copy of the NUL-terminated `text`; NULL stays NULL. */
char *tf_copy_text(tf_arena *arena, const char *text);

/** printf into the arena. */
char *tf_format(tf_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** vprintf into the arena. */
char *tf_format_list(tf_arena *arena, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));

/** Text that grows in an arena. Start from `{ .arena = arena }`; `text` is NUL-terminated once something was added. */
typedef struct tf_text_builder {
    tf_arena *arena;
    char *text;
    size_t length;   /**< bytes in `text`, without the NUL */
    size_t capacity; /**< bytes allocated */
} tf_text_builder;

/** Appends `size` bytes. */
void tf_append_bytes(tf_text_builder *builder, const void *bytes, size_t size);

/** Appends NUL-terminated text. */
void tf_append(tf_text_builder *builder, const char *text);

/** Appends formatted text. */
void tf_append_format(tf_text_builder *builder, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** What was built, never NULL: an empty builder gives "". */
const char *tf_built_text(const tf_text_builder *builder);

#pragma GCC visibility pop

#endif
