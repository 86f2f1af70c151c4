/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between general values and a resource's own struct, by its table of attributes.
 */
#ifndef FRAMEWORK_VALUE_BINDING_H
#define FRAMEWORK_VALUE_BINDING_H

#include "framework/value/kinds.h"
#include "framework/value/type.h"

/**
 * Fills `target` (schema->size bytes, zeroed first) from an object value of the schema's type. A null object leaves all
 * fields null. Fails, with path, where a field of fixed width gets a number that it cannot hold. An object that is null
 * or unknown as an element of a collection has no state of its own in C: its fields are all null, or all unknown.
 */
bool binding_decode(tf_arena *arena, const tf_schema *schema, const tf_value *object, void *target, value_error *error);

/**
 * The object value of `source`, of `type`, which is type_of_schema; a list or set of blocks that is null becomes empty.
 * Fails where the struct breaks its own types: a known string without text or that is not UTF-8, equal elements in a
 * set, a number that is not canonical, a TF_KIND_VALUE of another type.
 */
bool binding_encode(tf_arena *arena, const tf_schema *schema, const tf_type *type, const void *source, tf_value *out,
                    value_error *error);

/** Likewise of an object at `path`, for the kinds that hold objects. */
bool binding_decode_object(const value_binding *binding, const tf_path *path, const tf_schema *schema,
                           const tf_value *object, void *target);
bool binding_encode_object(const value_binding *binding, const tf_path *path, const tf_schema *schema,
                           const tf_type *type, const void *source, tf_value *out);

#endif
