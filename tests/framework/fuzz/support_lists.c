/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Long inputs for all fuzzers. libFuzzer's own changes make lists of a few entries; what takes memory or time out of
 * proportion shows with thousands. Now and then a piece of the input is repeated until it is long, which makes a list
 * of whatever the piece is.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Inputs grow beyond this by repetition only: longer ones are slower, and what else is in them would fit into it. */
#define USUAL_SIZE 2048
#define ONE_IN 256

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);

static uint32_t next_random(uint32_t *state)
{
    *state = *state * UINT32_C(1664525) + UINT32_C(1013904223);
    return *state >> 8;
}

/* Repeats a piece of up to 64 bytes in place, and keeps what stands before and behind it. */
static size_t repeat_piece(uint8_t *data, size_t size, size_t max_size, uint32_t *random)
{
    const size_t start = next_random(random) % size;
    const size_t most = size - start < 64 ? size - start : 64;
    const size_t length = 1 + next_random(random) % most;
    const size_t times = next_random(random) % ((max_size - size) / length + 1);
    memmove(data + start + (times + 1) * length, data + start + length, size - start - length);
    for (size_t i = 1; i <= times; i++)
        memcpy(data + start + i * length, data + start, length);
    return size + times * length;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
    uint32_t random = seed;
    if (size > 0 && max_size > size && next_random(&random) % ONE_IN == 0)
        return repeat_piece(data, size, max_size, &random);
    const size_t usual = size > USUAL_SIZE ? size : USUAL_SIZE;
    return LLVMFuzzerMutate(data, size, usual < max_size ? usual : max_size);
}
