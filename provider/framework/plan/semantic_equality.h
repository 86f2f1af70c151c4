/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values that mean the same although they are not equal: texts by the attribute's own comparison or type, numbers that
 * become the same float.
 */
#ifndef FRAMEWORK_PLAN_SEMANTIC_EQUALITY_H
#define FRAMEWORK_PLAN_SEMANTIC_EQUALITY_H

#include "framework/value/type.h"

/** Whether texts of the attribute that differ may mean the same. */
bool attribute_texts_have_meaning(const tf_attribute *attribute);

/** Whether two values of the attribute are equal but for what means the same; the elements of sets are paired. */
bool attribute_means_same(tf_arena *arena, const tf_attribute *attribute, const tf_value *one, const tf_value *other);

/** `value` of the attribute with what means the same in `kept` replaced by it; see plan_keep_meaning. */
tf_value attribute_keep_meaning(tf_arena *arena, const tf_attribute *attribute, const tf_value *kept,
                                const tf_value *value);

#endif
