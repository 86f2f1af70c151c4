/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_set_nested_attribute_with_defaults, framework_set_nested_block_with_defaults: elements of a set that the
 * configuration gives in part.
 */
#include "conformance.h"

struct element {
    tf_string value;
    tf_string default_value;
};

struct with_defaults {
    TF_OBJECTS_OF(struct element) set;
};

static const tf_attribute element[] = {
    { TF_STRING(struct element, value), .mode = TF_OPTIONAL_COMPUTED, .default_value = "zero" },
    { TF_STRING(struct element, default_value), .mode = TF_OPTIONAL_COMPUTED, .default_value = "this is a default" },
};

static const tf_attribute with_attribute[] = {
    { TF_OBJECT_SET(struct with_defaults, set, struct element, element), .mode = TF_REQUIRED },
};

static const tf_attribute with_block[] = {
    { TF_OBJECT_SET(struct with_defaults, set, struct element, element), .mode = TF_OPTIONAL, .block = true },
};

const tf_resource set_nested_attribute_with_defaults_resource = {
    .type_name = "framework_set_nested_attribute_with_defaults",
    .schema =
        TF_SCHEMA(struct with_defaults, with_attribute, .description = "A set of nested attributes with defaults."),
    .create = keep_as_it_is,
    .read = keep_as_it_is,
    .update = keep_plan,
    .delete = forget,
};

const tf_resource set_nested_block_with_defaults_resource = {
    .type_name = "framework_set_nested_block_with_defaults",
    .schema = TF_SCHEMA(struct with_defaults, with_block, .description = "A set of nested blocks with defaults."),
    .create = keep_as_it_is,
    .read = keep_as_it_is,
    .update = keep_plan,
    .delete = forget,
};
