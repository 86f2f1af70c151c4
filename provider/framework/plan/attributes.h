/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the steps of planning ask of an attribute.
 */
#ifndef FRAMEWORK_PLAN_ATTRIBUTES_H
#define FRAMEWORK_PLAN_ATTRIBUTES_H

#include "framework/value/type.h"

/** Whether the provider may decide the value where the configuration has none. */
bool attribute_is_computed(const tf_attribute *attribute);

/** Whether the attribute has attributes of its own. */
bool attribute_is_nested(const tf_attribute *attribute);

/** Whether `kind` is a string or a collection of strings. */
bool kind_holds_strings(tf_kind kind);

/** Whether `kind` is a list, set or map, of strings or of objects. */
bool kind_is_collection(tf_kind kind);

/** The item of a list or map that belongs to item `index` of `collection` by index or key; NULL where there is none. */
const tf_value *item_counterpart(const tf_value *collection, size_t index, const tf_value *other);

/** A value of `collection`'s type and keys, known, with room for its items. */
tf_value items_like(tf_arena *arena, const tf_value *collection);

#endif
