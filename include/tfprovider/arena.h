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
#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/language.h>

TF_BEGIN_DECLS

typedef struct tf_arena tf_arena;

/**
 * Ends the process with a message on stderr that `size` bytes could not be allocated. Arenas do so by themselves; this
 * is for memory that is in none.
 */
void tf_no_memory(size_t size) __attribute__((noreturn));

/** A new, empty arena. The caller owns it and ends it with tf_arena_free. */
tf_arena *tf_arena_new(void);

/** Cleanses and releases everything allocated from `arena`, and the arena itself. NULL is accepted. */
void tf_arena_free(tf_arena *arena);

/** Bytes handed out by `arena` so far: for tests and figures. */
size_t tf_arena_used(const tf_arena *arena);

/**
 * Limits what is allocated from `arena` to `bytes` in all; a new arena has no limit. No allocation is refused: the one
 * that exceeds the limit is made, and from then on the arena is exhausted. Code that reads from outside asks
 * tf_arena_left first. A call's arena is limited to 256 MiB, and 64 bytes more for each byte of Terraform's request; a
 * call that exhausts it fails. Beyond twice the limit the process ends with a message.
 */
void tf_arena_limit(tf_arena *arena, size_t bytes);

/** Raises the limit, where there is one, by `bytes`. */
void tf_arena_raise_limit(tf_arena *arena, size_t bytes);

/** Bytes until the limit: 0 for an exhausted arena, SIZE_MAX for one without a limit. */
size_t tf_arena_left(const tf_arena *arena);

/** Whether more was allocated than the limit allows. */
bool tf_arena_is_exhausted(const tf_arena *arena);

/**
 * A new arena that is limited to what `whole` has left: for a part of a call that is released before the call ends. The
 * caller ends it with tf_arena_free or tf_arena_adopt.
 */
tf_arena *tf_arena_new_within(const tf_arena *whole);

/**
 * Ends `part`: what was allocated from it lives from now on as long as `whole`. For a part of a call whose result is
 * kept after all. Nobody else may hold `part`.
 */
void tf_arena_adopt(tf_arena *whole, tf_arena *part);

/**
 * Keeps what is in `shared` for as long as `holder` lives, so that what is allocated from `holder` may refer to it: for
 * an answer that many calls get. `shared` is released when its owner has called tf_arena_free and the last of its
 * holders is gone, on whichever thread that is. Nothing is allocated from it, or changed in it, once it is held.
 */
void tf_arena_hold(tf_arena *holder, tf_arena *shared);

/** `size` zeroed bytes, aligned for any type. A size of 0 gives a valid pointer. */
void *tf_alloc(tf_arena *arena, size_t size);

/** `count` zeroed elements of `size` bytes each; ends the process where the product overflows. */
void *tf_alloc_array(tf_arena *arena, size_t count, size_t size);

/**
 * Makes room for one more element. `items` has room for `*capacity` elements of `size` bytes, `count` of which are
 * used; it is returned as it is while there is room, else a copy of twice the capacity, which is stored in `*capacity`.
 * Start from NULL and a capacity of 0.
 */
void *tf_grow(tf_arena *arena, void *items, size_t count, size_t *capacity, size_t size);

/** A copy of `size` bytes, followed by a NUL. */
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

TF_END_DECLS

#endif
