/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_schema: one optional attribute or block of every type, kept as it was planned.
 */
#include "schema.h"

#include "conformance.h"

struct list_nested_attribute {
    tf_string list_nested_attribute_attribute;
};

struct set_nested_attribute {
    tf_string set_nested_attribute_attribute;
};

struct map_nested_attribute {
    tf_string map_nested_attribute_attribute;
};

struct single_nested_attribute {
    tf_string single_nested_attribute_attribute;
};

struct list_nested_block {
    tf_string list_nested_block_attribute;
};

struct set_nested_block {
    tf_string set_nested_block_attribute;
};

struct single_nested_block {
    tf_string single_nested_block_attribute;
};

struct with_dynamic {
    tf_value dynamic_attribute;
};

struct every_type {
    tf_bool bool_attribute;
    tf_float32 float32_attribute;
    tf_float64 float64_attribute;
    tf_int32 int32_attribute;
    tf_int64 int64_attribute;
    tf_number number_attribute;
    tf_string string_attribute;
    tf_value dynamic_attribute;
    tf_string_list list_attribute;
    tf_string_set set_attribute;
    tf_string_map map_attribute;
    tf_value object_attribute;
    tf_value object_attribute_with_dynamic;
    TF_OBJECTS_OF(struct list_nested_attribute) list_nested_attribute;
    TF_OBJECTS_OF(struct set_nested_attribute) set_nested_attribute;
    TF_OBJECT_MAP_OF(struct map_nested_attribute) map_nested_attribute;
    TF_OBJECT_OF(struct single_nested_attribute) single_nested_attribute;
    TF_OBJECT_OF(struct with_dynamic) single_nested_attribute_with_dynamic;
    TF_OBJECTS_OF(struct list_nested_block) list_nested_block;
    TF_OBJECTS_OF(struct set_nested_block) set_nested_block;
    TF_OBJECT_OF(struct single_nested_block) single_nested_block;
    TF_OBJECT_OF(struct with_dynamic) single_nested_block_with_dynamic;
};

static const tf_type object_type = {
    .kind = TF_TYPE_OBJECT,
    .count = 1,
    .names = (const char *const[]){ "object_attribute_attribute" },
    .elements = (const tf_type *const[]){ &tf_type_string },
};

static const tf_type object_with_dynamic_type = {
    .kind = TF_TYPE_OBJECT,
    .count = 1,
    .names = (const char *const[]){ "dynamic_attribute" },
    .elements = (const tf_type *const[]){ &tf_type_dynamic },
};

static const tf_attribute list_nested_attribute[] = {
    { TF_STRING(struct list_nested_attribute, list_nested_attribute_attribute), .mode = TF_OPTIONAL },
};
static const tf_attribute set_nested_attribute[] = {
    { TF_STRING(struct set_nested_attribute, set_nested_attribute_attribute), .mode = TF_OPTIONAL },
};
static const tf_attribute map_nested_attribute[] = {
    { TF_STRING(struct map_nested_attribute, map_nested_attribute_attribute), .mode = TF_OPTIONAL },
};
static const tf_attribute single_nested_attribute[] = {
    { TF_STRING(struct single_nested_attribute, single_nested_attribute_attribute), .mode = TF_OPTIONAL },
};
static const tf_attribute list_nested_block[] = {
    { TF_STRING(struct list_nested_block, list_nested_block_attribute), .mode = TF_OPTIONAL },
};
static const tf_attribute set_nested_block[] = {
    { TF_STRING(struct set_nested_block, set_nested_block_attribute), .mode = TF_OPTIONAL },
};
static const tf_attribute single_nested_block[] = {
    { TF_STRING(struct single_nested_block, single_nested_block_attribute), .mode = TF_OPTIONAL },
};
static const tf_attribute with_dynamic[] = {
    { TF_VALUE(struct with_dynamic, dynamic_attribute), .type = &tf_type_dynamic, .mode = TF_OPTIONAL },
};

static const tf_attribute attributes[] = {
    { TF_BOOL(struct every_type, bool_attribute), .mode = TF_OPTIONAL },
    { TF_FLOAT32(struct every_type, float32_attribute), .mode = TF_OPTIONAL },
    { TF_FLOAT64(struct every_type, float64_attribute), .mode = TF_OPTIONAL },
    { TF_INT32(struct every_type, int32_attribute), .mode = TF_OPTIONAL },
    { TF_INT64(struct every_type, int64_attribute), .mode = TF_OPTIONAL },
    { TF_NUMBER(struct every_type, number_attribute), .mode = TF_OPTIONAL },
    { TF_STRING(struct every_type, string_attribute), .mode = TF_OPTIONAL },
    { TF_VALUE(struct every_type, dynamic_attribute), .type = &tf_type_dynamic, .mode = TF_OPTIONAL },
    { TF_STRING_LIST(struct every_type, list_attribute), .mode = TF_OPTIONAL },
    { TF_STRING_SET(struct every_type, set_attribute), .mode = TF_OPTIONAL },
    { TF_STRING_MAP(struct every_type, map_attribute), .mode = TF_OPTIONAL },
    { TF_VALUE(struct every_type, object_attribute), .type = &object_type, .mode = TF_OPTIONAL },
    { TF_VALUE(struct every_type, object_attribute_with_dynamic), .type = &object_with_dynamic_type,
      .mode = TF_OPTIONAL },
    { TF_OBJECT_LIST(struct every_type, list_nested_attribute, struct list_nested_attribute, list_nested_attribute),
      .mode = TF_OPTIONAL },
    { TF_OBJECT_SET(struct every_type, set_nested_attribute, struct set_nested_attribute, set_nested_attribute),
      .mode = TF_OPTIONAL },
    { TF_OBJECT_MAP(struct every_type, map_nested_attribute, struct map_nested_attribute, map_nested_attribute),
      .mode = TF_OPTIONAL },
    { TF_OBJECT(struct every_type, single_nested_attribute, struct single_nested_attribute, single_nested_attribute),
      .mode = TF_OPTIONAL },
    { TF_OBJECT(struct every_type, single_nested_attribute_with_dynamic, struct with_dynamic, with_dynamic),
      .mode = TF_OPTIONAL },
    { TF_OBJECT_LIST(struct every_type, list_nested_block, struct list_nested_block, list_nested_block),
      .mode = TF_OPTIONAL, .block = true },
    { TF_OBJECT_SET(struct every_type, set_nested_block, struct set_nested_block, set_nested_block),
      .mode = TF_OPTIONAL, .block = true },
    { TF_OBJECT(struct every_type, single_nested_block, struct single_nested_block, single_nested_block),
      .mode = TF_OPTIONAL, .block = true },
    { TF_OBJECT(struct every_type, single_nested_block_with_dynamic, struct with_dynamic, with_dynamic),
      .mode = TF_OPTIONAL, .block = true },
};

const tf_schema every_type =
    TF_SCHEMA_INIT(struct every_type, attributes, .description = "One optional attribute or block of every type.");

const tf_resource schema_resource = {
    .type_name = "framework_schema",
    .schema = &every_type,
    .create = keep_as_it_is,
    .read = keep_as_it_is,
    .update = keep_plan,
    .delete = forget,
};
