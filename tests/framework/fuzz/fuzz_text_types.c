/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Custom types on arbitrary texts: what a type takes means the same as itself, whichever way round two texts are asked
 * about.
 */
#include <stdlib.h>
#include <string.h>

#include <tfprovider/types.h>

#include "framework/foundation/call.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const tf_custom_type *const types[] = {
    &tf_json_exact, &tf_json_normalized, &tf_ipv4_address, &tf_ipv6_address,
    &tf_ipv4_cidr,  &tf_ipv6_cidr,       &tf_rfc3339,      &tf_go_duration,
};

static void check(tf_arena *arena, const tf_custom_type *type, const char *one, const char *other)
{
    tf_call call;
    tf_call_init(&call, arena, NULL, "fuzzed");
    const bool taken = type->check(&call, NULL, one, NULL);
    if (taken == tf_call_failed(&call))
        abort();
    if (type->semantic_equals == NULL)
        return;
    if (type->semantic_equals(arena, one, one) != taken
        || type->semantic_equals(arena, one, other) != type->semantic_equals(arena, other, one))
        abort();
}

/* Two texts, one behind the other's NUL. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    tf_arena *arena = tf_arena_new();
    const char *one = tf_copy_bytes(arena, data, size);
    const size_t length = strlen(one);
    const char *other = length < size ? one + length + 1 : one;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        check(arena, types[i], one, other);
    tf_arena_free(arena);
    return 0;
}
