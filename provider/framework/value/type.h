/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types and general values: making, printing, reading.
 */
#ifndef FRAMEWORK_VALUE_TYPE_H
#define FRAMEWORK_VALUE_TYPE_H

#include <tfprovider/schema.h>
#include <tfprovider/value.h>

/**
 * Nesting deeper than this is refused in types and values that come from outside. msgpack-c's unpacker goes as deep.
 */
#define VALUE_MAX_DEPTH 32

/** Why foreign bytes were refused. */
typedef struct value_error {
    const char *message; /**< what is wrong, in words, without the value itself */
    const tf_path *path; /**< where, NULL for the whole value */
    bool is_duplicate;   /**< whether it is that a set has an element twice */
} value_error;

/** Sets `*error` to `message` (static or in the arena) at `path`, which is copied into `arena`. Returns false. */
bool value_refuse(tf_arena *arena, value_error *error, const tf_path *path, const char *message);

/** Likewise, for a set that has an element twice. */
bool value_refuse_duplicate(tf_arena *arena, value_error *error, const tf_path *path);

/** Type constructors; the result refers to its arguments. Object attributes are sorted by name. */
const tf_type *type_list(tf_arena *arena, const tf_type *element);
const tf_type *type_set(tf_arena *arena, const tf_type *element);
const tf_type *type_map(tf_arena *arena, const tf_type *element);
const tf_type *type_object(tf_arena *arena, size_t count, const char *const *names, const tf_type *const *types);
const tf_type *type_tuple(tf_arena *arena, size_t count, const tf_type *const *types);

bool type_equal(const tf_type *one, const tf_type *other);

/** A total order of types, for sorting: negative, 0 or positive. */
int type_compare(const tf_type *one, const tf_type *other);

/** Where `name` is among `count` names in order of their bytes; `count` where it is none of them. */
size_t type_find_name(const char *const *names, size_t count, const char *name);

/** Where the object type has `name` among its attributes; `type->count` where it has not. */
size_t type_attribute_index(const tf_type *type, const char *name);

/** Likewise for the attribute of `schema` at `attribute`; at once where `type` is type_of_schema. */
size_t type_index_of(const tf_type *type, const tf_schema *schema, size_t attribute);

/** The type as Terraform writes it: `"string"`, `["list","number"]`, `["object",{"a":"bool"}]`. */
const char *type_to_json(tf_arena *arena, const tf_type *type);

/** Reads that form; NULL (and `*error`) where it is malformed or too deep. */
const tf_type *type_from_json(tf_arena *arena, const char *json, size_t size, value_error *error);

/** The object type that a schema binds to, nested attributes included. */
const tf_type *type_of_schema(tf_arena *arena, const tf_schema *schema);

/** The type of one attribute. */
const tf_type *type_of_attribute(tf_arena *arena, const tf_attribute *attribute);

/** Value constructors. Texts and digits (canonical) are referred to, not copied. */
tf_value value_null(const tf_type *type);
tf_value value_unknown(const tf_type *type);
tf_value value_string(const char *text);
tf_value value_bool(bool truth);
tf_value value_number(const char *digits);

/** The number that a finite double is, sent by its shortest digits; null for infinities and NaN. */
tf_value value_of_double(tf_arena *arena, double value);

/**
 * Whether a value that a provider made keeps the rules of its type at every depth: the types of what is inside, UTF-8,
 * canonical numbers, keys in order, elements of sets once. `type` is what the place asks for. False with `*error`.
 */
bool value_check(tf_arena *arena, const tf_path *path, const tf_type *type, const tf_value *value, value_error *error);

/** A copy in `arena` of everything that the value refers to, types included. */
tf_value value_copy(tf_arena *arena, const tf_value *value);

/** A total order of values, for sorting: negative, 0 or positive. 0 exactly where tf_value_equal holds. */
int value_compare(const tf_value *one, const tf_value *other);

/** The items of a set in the order of value_compare: `value->count` pointers in `arena`. */
const tf_value **value_sorted_items(tf_arena *arena, const tf_value *value);

/**
 * For each item of the set `one`, the index of an item of the set `other` that is equal to it and of no other's,
 * `other->count` where there is none: `one->count` places in `arena`.
 */
size_t *value_match_items(tf_arena *arena, const tf_value *one, const tf_value *other);

/** Whether a set has an element twice; what holds something unknown may still become different. */
bool value_has_duplicate(tf_arena *arena, const tf_value *set);

/** Where item `index` of a collection or an object stands, below `parent`. */
tf_path value_item_path(const tf_path *parent, const tf_value *value, size_t index);

/**
 * The value at `path` below `value`, or the null or unknown value on the way to it; NULL where the path leads nowhere.
 */
const tf_value *value_at(const tf_value *value, const tf_path *path);

#endif
