/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks of memory for arenas. A few that were given back are kept for the next arena: most calls need as much as the
 * one before, and to get it from the system each time costs more than what the call does with it.
 */
#ifndef FRAMEWORK_FOUNDATION_ARENA_BLOCKS_H
#define FRAMEWORK_FOUNDATION_ARENA_BLOCKS_H

#include <stddef.h>

#include <stdalign.h>

/** Blocks of these sizes, and the powers of two between them, are kept. */
enum { BLOCK_LEAST = 4096, BLOCK_MOST = 256 * 1024 };

/** A block. What lies behind `used` is zero. */
typedef struct block {
    struct block *next; /**< for whoever has the block */
    size_t used;
    size_t size; /**< of `bytes` */
    alignas(max_align_t) unsigned char bytes[];
} block;

/** A zeroed block of `size` bytes; NULL where memory is short. Thread-safe, as is block_give. */
block *block_take(size_t size);

/** Cleanses the block and gives it back. */
void block_give(block *given);

#endif
