/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kinds of attributes as a table: all that differs from kind to kind in the C field and in the value that it stands
 * for.
 */
#ifndef FRAMEWORK_VALUE_KINDS_H
#define FRAMEWORK_VALUE_KINDS_H

#include <tfprovider/schema.h>

#include "framework/value/type.h"

/** What a kind is made of. */
typedef enum kind_shape {
    KIND_SINGLE,  /**< one value without parts */
    KIND_STRINGS, /**< a collection of strings */
    KIND_NESTED,  /**< an object, or a collection of objects */
    KIND_ANY,     /**< a tf_value */
} kind_shape;

/** Values being brought into a struct, or out of one. */
typedef struct value_binding {
    tf_arena *arena;
    value_error *error; /**< what was refused */
} value_binding;

/** Fills in the field of `attribute` from a value of its type. False after binding_refuse. */
typedef bool kind_decode(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                         const tf_value *value, void *field);

/** Fills in `*out`, which is null and of the attribute's type, from its field. False after binding_refuse. */
typedef bool kind_encode(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                         const void *field, tf_value *out);

/** Whether canonical digits fit into the field. */
typedef bool kind_fits(const char *digits);

/** Whether two canonical numbers become the same field. */
typedef bool kind_same(const char *one, const char *other);

/** One kind. */
typedef struct kind_row {
    const char *name; /**< for messages: "list of strings" */
    size_t size;      /**< bytes of the field */
    kind_shape shape;
    tf_type_kind type; /**< of the value, without that of its elements; TF_TYPE_DYNAMIC for KIND_ANY */
    kind_decode *decode;
    kind_encode *encode;
    kind_fits *fits;     /**< NULL where all do */
    bool is_whole;       /**< a number without fraction */
    kind_same *same;     /**< of numbers that may be equal without the same digits; else NULL */
    size_t state_offset; /**< of the field's tf_presence in it */
} kind_row;

/** The row of kind `number`; NULL where there is none of that number. */
const kind_row *kind_of(tf_kind number);

/** The fields of all structs that hold objects are laid out as these, but for what their pointers point to. */
typedef TF_OBJECT_OF(void) object_field;
typedef TF_OBJECTS_OF(void) objects_field;
typedef TF_OBJECT_MAP_OF(void) object_map_field;

/** What a known field of nested objects holds: one object counts as one item. */
typedef struct nested_items {
    size_t count;
    const char **keys; /**< of a map; else NULL */
    void *items;
} nested_items;

/** The objects in `field`, which is known and of a kind of KIND_NESTED. */
nested_items kind_nested_items(const kind_row *kind, const void *field);

/** Refuses what is at `path`, see value_refuse. Returns false. */
bool binding_refuse(const value_binding *binding, const tf_path *path, const char *message);

/** Whether no element of the set is there twice; refuses it where one is. */
bool binding_check_distinct(const value_binding *binding, const tf_path *path, const tf_value *set);

/** Whether the keys of the map are UTF-8 and in order; refuses it where they are not. */
bool binding_check_keys(const value_binding *binding, const tf_path *path, const tf_value *map);

#endif
