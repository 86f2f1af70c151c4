/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decimals: canonical forms are stable, and doubles and integers agree with them. Eight bytes are a double as well,
 * whose digits may be hundreds.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "framework/value/decimal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(tf_arena *arena, const char *digits)
{
    int64_t whole;
    double exact;
    if (!decimal_is_canonical(arena, digits) || decimal_compare(digits, digits) != 0)
        abort();
    if (decimal_to_int64(digits, &whole)
        && (!decimal_is_whole(digits) || strcmp(decimal_from_int64(arena, whole), digits) != 0))
        abort();
    if (decimal_to_exact_double(digits, &exact) && strcmp(decimal_from_double(arena, exact), digits) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    tf_arena *arena = tf_arena_new();
    const char *digits = decimal_canonical(arena, tf_copy_bytes(arena, data, size));
    if (digits != NULL)
        check(arena, digits);
    double value;
    if (size == sizeof value) {
        memcpy(&value, data, sizeof value);
        digits = decimal_from_double(arena, value);
        if (digits != NULL)
            check(arena, digits);
        if (digits != NULL && !decimal_to_exact_double(digits, &value))
            abort();
    }
    tf_arena_free(arena);
    return 0;
}
