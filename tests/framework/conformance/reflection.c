/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_tfsdk_reflection: a configured and a computed attribute of each type, and computed attributes inside
 * blocks.
 */
#include "conformance.h"

struct nested {
    tf_string nested_string;
};

struct reflection {
    tf_bool config_bool, computed_bool;
    tf_value config_dynamic, computed_dynamic;
    tf_float64 config_float64, computed_float64;
    tf_int64 config_int64, computed_int64;
    tf_string_list config_list, computed_list;
    tf_string_map config_map, computed_map;
    TF_OBJECT_MAP_OF(struct nested) config_map_nested;
    TF_OBJECT_MAP_OF(struct nested) computed_map_nested;
    tf_value config_object, computed_object;
    TF_OBJECT_OF(struct nested) config_single_nested;
    TF_OBJECT_OF(struct nested) computed_single_nested;
    tf_string config_string, computed_string;
    TF_OBJECTS_OF(struct nested) config_set_nested_block;
    TF_OBJECTS_OF(struct nested) computed_list_nested_block;
};

static const tf_type object_type = {
    .kind = TF_TYPE_OBJECT,
    .count = 1,
    .names = (const char *const[]){ "nested_string" },
    .elements = (const tf_type *const[]){ &tf_type_string },
};

static const tf_attribute configured[] = {
    { TF_STRING(struct nested, nested_string), .mode = TF_REQUIRED },
};
static const tf_attribute computed[] = {
    { TF_STRING(struct nested, nested_string), .mode = TF_COMPUTED },
};
static const tf_attribute computed_and_kept[] = {
    { TF_STRING(struct nested, nested_string), .mode = TF_COMPUTED, .use_state_for_unknown = true },
};

static const tf_attribute attributes[] = {
    { TF_BOOL(struct reflection, config_bool), .mode = TF_REQUIRED },
    { TF_BOOL(struct reflection, computed_bool), .mode = TF_COMPUTED, .use_state_for_unknown = true },
    { TF_VALUE(struct reflection, config_dynamic), .type = &tf_type_dynamic, .mode = TF_REQUIRED },
    { TF_VALUE(struct reflection, computed_dynamic), .type = &tf_type_dynamic, .mode = TF_COMPUTED,
      .use_state_for_unknown = true },
    { TF_FLOAT64(struct reflection, config_float64), .mode = TF_REQUIRED },
    { TF_FLOAT64(struct reflection, computed_float64), .mode = TF_COMPUTED, .use_state_for_unknown = true },
    { TF_INT64(struct reflection, config_int64), .mode = TF_REQUIRED },
    { TF_INT64(struct reflection, computed_int64), .mode = TF_COMPUTED, .use_state_for_unknown = true },
    { TF_STRING_LIST(struct reflection, config_list), .mode = TF_REQUIRED },
    { TF_STRING_LIST(struct reflection, computed_list), .mode = TF_COMPUTED, .use_state_for_unknown = true },
    { TF_STRING_MAP(struct reflection, config_map), .mode = TF_REQUIRED },
    { TF_STRING_MAP(struct reflection, computed_map), .mode = TF_COMPUTED, .use_state_for_unknown = true },
    { TF_OBJECT_MAP(struct reflection, config_map_nested, struct nested, configured), .mode = TF_REQUIRED },
    { TF_OBJECT_MAP(struct reflection, computed_map_nested, struct nested, computed), .mode = TF_COMPUTED,
      .use_state_for_unknown = true },
    { TF_VALUE(struct reflection, config_object), .type = &object_type, .mode = TF_REQUIRED },
    { TF_VALUE(struct reflection, computed_object), .type = &object_type, .mode = TF_COMPUTED,
      .use_state_for_unknown = true },
    { TF_OBJECT(struct reflection, config_single_nested, struct nested, configured), .mode = TF_REQUIRED },
    { TF_OBJECT(struct reflection, computed_single_nested, struct nested, computed), .mode = TF_COMPUTED,
      .use_state_for_unknown = true },
    { TF_STRING(struct reflection, config_string), .mode = TF_REQUIRED },
    { TF_STRING(struct reflection, computed_string), .mode = TF_COMPUTED, .use_state_for_unknown = true },
    { TF_OBJECT_SET(struct reflection, config_set_nested_block, struct nested, configured), .mode = TF_OPTIONAL,
      .block = true },
    { TF_OBJECT_LIST(struct reflection, computed_list_nested_block, struct nested, computed_and_kept),
      .mode = TF_OPTIONAL, .block = true },
};

static void fill_in_scalars(struct reflection *reflection)
{
    reflection->computed_bool = tf_bool_of(true);
    reflection->computed_dynamic = (tf_value){ .type = &tf_type_string, .state = TF_KNOWN, .text = "dynamic string" };
    reflection->computed_float64 = (tf_float64){ .state = TF_KNOWN, .value = 1.2 };
    reflection->computed_int64 = tf_int64_of(100);
    reflection->computed_string = tf_string_of("computed string");
}

static bool reflection_create(tf_call *call, void *plan)
{
    tf_arena *arena = tf_call_arena(call);
    struct reflection *reflection = plan;
    fill_in_scalars(reflection);

    reflection->computed_list.state = TF_KNOWN;
    reflection->computed_list.count = 2;
    reflection->computed_list.items = tf_alloc_array(arena, 2, sizeof(tf_string));
    reflection->computed_list.items[0] = tf_string_of("computed");
    reflection->computed_list.items[1] = tf_string_of("list");

    reflection->computed_map = tf_empty_string_map();
    tf_string_map_put(arena, &reflection->computed_map, "key6", "val6");
    tf_string_map_put(arena, &reflection->computed_map, "key7", "val7");

    reflection->computed_map_nested.state = TF_KNOWN;
    reflection->computed_map_nested.count = 2;
    reflection->computed_map_nested.keys = tf_alloc_array(arena, 2, sizeof(char *));
    reflection->computed_map_nested.items = tf_alloc_array(arena, 2, sizeof(struct nested));
    reflection->computed_map_nested.keys[0] = "key6";
    reflection->computed_map_nested.items[0].nested_string = tf_string_of("val6");
    reflection->computed_map_nested.keys[1] = "key7";
    reflection->computed_map_nested.items[1].nested_string = tf_string_of("val7");

    tf_value *member = tf_alloc(arena, sizeof *member);
    *member = (tf_value){ .type = &tf_type_string, .state = TF_KNOWN, .text = "computed string" };
    reflection->computed_object =
        (tf_value){ .type = &object_type, .state = TF_KNOWN, .count = 1, .items = member, .keys = object_type.names };

    reflection->computed_single_nested.state = TF_KNOWN;
    reflection->computed_single_nested.value = tf_alloc(arena, sizeof(struct nested));
    reflection->computed_single_nested.value->nested_string = tf_string_of("computed string");

    reflection->computed_list_nested_block.state = TF_KNOWN;
    reflection->computed_list_nested_block.count = 2;
    reflection->computed_list_nested_block.items = tf_alloc_array(arena, 2, sizeof(struct nested));
    reflection->computed_list_nested_block.items[0].nested_string = tf_string_of("computed string one");
    reflection->computed_list_nested_block.items[1].nested_string = tf_string_of("computed string two");
    return true;
}

const tf_resource reflection_resource = {
    .type_name = "framework_tfsdk_reflection",
    .schema =
        TF_SCHEMA(struct reflection, attributes, .description = "A configured and a computed attribute of each type."),
    .create = reflection_create,
    .read = keep_as_it_is,
    .update = keep_plan,
    .delete = forget,
};
