/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DynamicValue's msgpack form, both ways (see the values table in the plugin protocol's documentation).
 */
#ifndef FRAMEWORK_VALUE_MSGPACK_H
#define FRAMEWORK_VALUE_MSGPACK_H

#include "framework/value/type.h"

/**
 * Reads a value of `type`. Foreign bytes: a length that exceeds what is there, nesting beyond VALUE_MAX_DEPTH, invalid
 * UTF-8, a missing or surplus attribute, trailing bytes and a wrong type are errors; memory is bounded by `size`.
 */
bool value_from_msgpack(tf_arena *arena, const tf_type *type, const void *bytes, size_t size, tf_value *out,
                        value_error *error);

/**
 * Writes a value; sets in a fixed order. Numbers go out as integer of 64 bits, as a float64 that is exact and no
 * integer, or as text.
 */
void value_to_msgpack(tf_arena *arena, const tf_value *value, const void **out_bytes, size_t *out_size);

/** Likewise where a value of `type` is asked for: the value brings its own type along where that is dynamic. */
void value_to_msgpack_as(tf_arena *arena, const tf_type *type, const tf_value *value, const void **out_bytes,
                         size_t *out_size);

#endif
