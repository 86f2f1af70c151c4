/*
 * Types and general values: making, printing, reading.
 */
#ifndef FRAMEWORK_VALUE_TYPES_H
#define FRAMEWORK_VALUE_TYPES_H

#include <tfprovider/schema.h>
#include <tfprovider/value.h>

/** Nesting deeper than this is refused in types and values that come from outside. */
#define VALUE_MAX_DEPTH 64

/** Why foreign bytes were refused. */
typedef struct value_error {
    const char *message; /**< what is wrong, in words, without the value itself */
    const tf_path *path; /**< where, NULL for the whole value */
} value_error;

/** Type constructors; the result refers to its arguments. Object attributes are sorted by name. */
const tf_type *type_list(tf_arena *arena, const tf_type *element);
const tf_type *type_set(tf_arena *arena, const tf_type *element);
const tf_type *type_map(tf_arena *arena, const tf_type *element);
const tf_type *type_object(tf_arena *arena, size_t count, const char *const *names, const tf_type *const *types);

bool type_equal(const tf_type *one, const tf_type *other);

/** The type as Terraform writes it: `"string"`, `["list","number"]`, `["object",{"a":"bool"}]`. */
const char *type_to_json(tf_arena *arena, const tf_type *type);

/** Reads that form; NULL (and `*error`) where it is malformed or too deep. */
const tf_type *type_from_json(tf_arena *arena, const char *json, size_t size, value_error *error);

/** The object type that a schema binds to, nested attributes included. */
const tf_type *type_of_schema(tf_arena *arena, const tf_schema *schema);

/** The type of one attribute. */
const tf_type *type_of_attribute(tf_arena *arena, const tf_attribute *attribute);

tf_value value_null(const tf_type *type);
tf_value value_unknown(const tf_type *type);

/** A copy in `arena` of everything that the value refers to, types included. */
tf_value value_copy(tf_arena *arena, const tf_value *value);

#endif
