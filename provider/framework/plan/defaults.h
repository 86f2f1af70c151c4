/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The defaults of attributes.
 */
#ifndef FRAMEWORK_PLAN_DEFAULTS_H
#define FRAMEWORK_PLAN_DEFAULTS_H

#include "framework/value/type.h"

/** The default as a value of `type`. False where there is none, or it is malformed. */
bool attribute_default(tf_arena *arena, const tf_attribute *attribute, const tf_type *type, tf_value *out);

/** `config`, an object, with the defaults of what it leaves out, at every depth. */
tf_value object_with_defaults(tf_arena *arena, const tf_schema *schema, const tf_value *config);

#endif
