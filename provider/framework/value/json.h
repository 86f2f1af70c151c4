/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values as JSON: stored state, and values inside documents.
 */
#ifndef FRAMEWORK_VALUE_JSON_H
#define FRAMEWORK_VALUE_JSON_H

#include "framework/value/type.h"

/**
 * Reads a value of `type`. Object attributes that are missing are null; those that the type does not know are skipped
 * where `ignore_unknown_attributes` (a state of an older schema), otherwise an error. Numbers keep every digit. No
 * unknowns.
 */
bool value_from_json(tf_arena *arena, const tf_type *type, const char *json, size_t size,
                     bool ignore_unknown_attributes, tf_value *out, value_error *error);

/** Writes a value, which must have no unknown inside. */
const char *value_to_json(tf_arena *arena, const tf_value *value);

#endif
