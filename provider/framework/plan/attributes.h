/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the steps of planning ask of an attribute.
 */
#ifndef FRAMEWORK_PLAN_ATTRIBUTES_H
#define FRAMEWORK_PLAN_ATTRIBUTES_H

#include "framework/value/types.h"

/** Whether the provider may decide the value where the configuration has none. */
bool attribute_is_computed(const tf_attribute *attribute);

/** Whether the attribute has attributes of its own. */
bool attribute_is_nested(const tf_attribute *attribute);

/** Whether `kind` is a string or a collection of strings. */
bool kind_holds_strings(tf_kind kind);

/** Whether `kind` is a list, set or map, of strings or of objects. */
bool kind_is_collection(tf_kind kind);

/** The default as a value of `type`. False where there is none, or it is malformed. */
bool attribute_default(tf_arena *arena, const tf_attribute *attribute, const tf_type *type, tf_value *out);

/** The attribute of `object`; null where the object is null, unknown where it is unknown. */
tf_value attribute_of(const tf_value *object, const tf_attribute *attribute);

/** The item of a list or map that belongs to item `place` of `collection` by index or key; NULL where there is none. */
const tf_value *item_counterpart(const tf_value *collection, size_t place, const tf_value *other);

/** A value of `collection`'s type and keys, known, with room for its items. */
tf_value items_like(tf_arena *arena, const tf_value *collection);

/** Whether texts of the attribute that differ may mean the same. */
bool attribute_texts_have_meaning(const tf_attribute *attribute);

/** Whether two values of the attribute are equal but for what means the same; the elements of sets are paired. */
bool attribute_means_same(tf_arena *arena, const tf_attribute *attribute, const tf_value *one, const tf_value *other);

/** Likewise of two elements of the attribute, or of its value where it is no collection. */
bool item_means_same(tf_arena *arena, const tf_attribute *attribute, const tf_value *one, const tf_value *other);

/** `value` of the attribute with what means the same in `kept` replaced by it; see plan_keep_meaning. */
tf_value attribute_keep_meaning(tf_arena *arena, const tf_attribute *attribute, const tf_value *kept,
                                const tf_value *value);

/**
 * The object of a nested set `prior`, not `used` yet, that `config` may have led to: alike in all that is configured or has
 * a default. `prior->count` where there is none.
 */
size_t element_origin(tf_arena *arena, const tf_schema *schema, const tf_value *config, const tf_value *prior,
                      const bool *used);

/** `config`, an object, with the defaults of what it leaves out, at every depth. */
tf_value object_with_defaults(tf_arena *arena, const tf_schema *schema, const tf_value *config);

#endif
