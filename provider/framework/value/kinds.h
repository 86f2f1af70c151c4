/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kinds of attributes as a table: all that differs from kind to kind in the C field and in the value that it stands for.
 */
#ifndef FRAMEWORK_VALUE_KINDS_H
#define FRAMEWORK_VALUE_KINDS_H

#include <tfprovider/schema.h>

/** What a kind is made of. */
typedef enum kind_shape {
    KIND_SINGLE,  /**< one value without parts */
    KIND_STRINGS, /**< a collection of strings */
    KIND_NESTED,  /**< an object, or a collection of objects */
    KIND_ANY,     /**< a tf_value */
} kind_shape;

/** One kind. */
typedef struct kind_row {
    const char *name;    /**< for messages: "list of strings" */
    size_t size;         /**< bytes of the field */
    size_t state_offset; /**< of the field's tf_state in it */
    kind_shape shape;
    tf_type_kind type; /**< of the value, without that of its elements; TF_TYPE_DYNAMIC for KIND_ANY */
} kind_row;

/** The row of `kind`; NULL where there is none of that number. */
const kind_row *kind_of(tf_kind kind);

/** What a known field of nested objects holds: one object counts as one item. */
typedef struct nested_items {
    size_t count;
    const char **keys; /**< of a map; else NULL */
    void *items;
} nested_items;

/** The objects in `field`, which is known and of a kind of KIND_NESTED. */
nested_items kind_nested_items(const kind_row *kind, const void *field);

#endif
