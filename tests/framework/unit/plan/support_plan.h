/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A schema with an attribute of every behaviour, and values in short notation.
 */
#ifndef TESTS_SUPPORT_PLAN_H
#define TESTS_SUPPORT_PLAN_H

#include "framework/foundation/call.h"
#include "framework/value/type.h"

struct child {
    tf_string name;
    tf_string color;
    tf_string id;
    tf_string etag;
    tf_string fixed;
};

struct settings {
    tf_string level;
    tf_string note;
};

struct sample {
    tf_string id;
    tf_string etag;
    tf_string name;
    tf_string zone;
    tf_string mode;
    tf_int64 size;
    tf_float64 ratio;
    tf_string secret;
    tf_string document;
    tf_string_list documents;
    tf_string_set document_set;
    tf_string_map tags;
    tf_string_set labels;
    TF_OBJECT_OF(struct child) one;
    TF_OBJECTS_OF(struct child) ordered;
    TF_OBJECTS_OF(struct child) unordered;
    TF_OBJECT_MAP_OF(struct child) keyed;
    TF_OBJECT_OF(struct settings) settings;
    TF_OBJECT_OF(struct settings) place;
    TF_OBJECTS_OF(struct child) blocks;
};

/** The schema of struct sample. */
extern const tf_schema *const sample_schema;

/**
 * An object of the sample schema: JSON, in which what is missing is null but for `name`, which is "n", and `blocks`,
 * which is empty; then what lies at the paths in `unknown` (separated by spaces; may be NULL) becomes unknown. JSON of
 * NULL is a null object.
 */
tf_value sample_of(tf_arena *arena, const char *json, const char *unknown);

/** The value as text, with "?" for what is unknown. */
const char *text_of_value(tf_arena *arena, const tf_value *value);

/** `value` with every unknown text replaced by `text`, and other unknown values by null. */
tf_value resolve(tf_arena *arena, const tf_value *value, const char *text);

/** Setup and teardown: `*state` is a tf_call of the type "test_sample" in an arena of its own. */
int set_up_call(void **state);
int tear_down_call(void **state);

#endif
