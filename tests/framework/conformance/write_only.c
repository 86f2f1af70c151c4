/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_writeonly: write-only attributes at every depth, which reach create and update by the configuration.
 */
#include <string.h>

#include <tfprovider/types.h>

#include "conformance.h"

struct map_item {
    tf_string string_attr;
    tf_float64 writeonly_float64;
};

struct list_item {
    tf_string writeonly_string;
};

struct nested_object {
    tf_int64 writeonly_int64;
    tf_bool writeonly_bool;
    TF_OBJECTS_OF(struct list_item) writeonly_nested_list;
};

struct double_nested_object {
    tf_bool bool_attr;
    tf_bool writeonly_bool;
};

struct block {
    tf_string string_attr;
    tf_string writeonly_string;
    TF_OBJECT_OF(struct double_nested_object) double_nested_object;
};

struct write_only {
    tf_string computed_attr;
    tf_string writeonly_custom_ipv6;
    tf_string writeonly_string;
    tf_string_list writeonly_list;
    TF_OBJECT_MAP_OF(struct map_item) nested_map;
    TF_OBJECT_OF(struct nested_object) writeonly_nested_object;
    TF_OBJECTS_OF(struct block) nested_block_list;
};

static const tf_attribute map_item[] = {
    { TF_STRING(struct map_item, string_attr), .mode = TF_REQUIRED },
    { TF_FLOAT64(struct map_item, writeonly_float64), .mode = TF_OPTIONAL, .write_only = true },
};
static const tf_attribute list_item[] = {
    { TF_STRING(struct list_item, writeonly_string), .mode = TF_REQUIRED, .write_only = true },
};
static const tf_attribute nested_object[] = {
    { TF_INT64(struct nested_object, writeonly_int64), .mode = TF_REQUIRED, .write_only = true },
    { TF_BOOL(struct nested_object, writeonly_bool), .mode = TF_REQUIRED, .write_only = true },
    { TF_OBJECT_LIST(struct nested_object, writeonly_nested_list, struct list_item, list_item), .mode = TF_REQUIRED,
      .write_only = true },
};
static const tf_attribute double_nested_object[] = {
    { TF_BOOL(struct double_nested_object, bool_attr), .mode = TF_REQUIRED },
    { TF_BOOL(struct double_nested_object, writeonly_bool), .mode = TF_OPTIONAL, .write_only = true },
};
static const tf_attribute block[] = {
    { TF_STRING(struct block, string_attr), .mode = TF_REQUIRED },
    { TF_STRING(struct block, writeonly_string), .mode = TF_OPTIONAL, .write_only = true },
    { TF_OBJECT(struct block, double_nested_object, struct double_nested_object, double_nested_object),
      .mode = TF_OPTIONAL, .block = true },
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct write_only, computed_attr), .mode = TF_COMPUTED },
    { TF_STRING(struct write_only, writeonly_custom_ipv6), .mode = TF_OPTIONAL, .write_only = true,
      .custom_type = &tf_ipv6_address },
    { TF_STRING(struct write_only, writeonly_string), .mode = TF_OPTIONAL, .write_only = true },
    { TF_STRING_LIST(struct write_only, writeonly_list), .mode = TF_OPTIONAL, .write_only = true },
    { TF_OBJECT_MAP(struct write_only, nested_map, struct map_item, map_item), .mode = TF_REQUIRED },
    { TF_OBJECT(struct write_only, writeonly_nested_object, struct nested_object, nested_object), .mode = TF_OPTIONAL,
      .write_only = true },
    { TF_OBJECT_LIST(struct write_only, nested_block_list, struct block, block), .mode = TF_OPTIONAL, .block = true },
};

static const char *const passwords[] = { "fakepassword1", "fakepassword2" };

static bool mismatch(tf_call *call, const char *attribute)
{
    return tf_fail_on(call, attribute, "Unexpected WriteOnly Value",
                      "The configured value did not reach the provider as it was written.");
}

/* A string is what it should be, or was not configured. */
static bool is_text(tf_string field, const char *expected)
{
    return tf_null(field) || tf_equal(field, expected);
}

static bool check_strings(tf_call *call, const struct write_only *config)
{
    const tf_string_list *list = &config->writeonly_list;
    if (!is_text(config->writeonly_custom_ipv6, "::"))
        return mismatch(call, "writeonly_custom_ipv6");
    if (!is_text(config->writeonly_string, "fakepassword"))
        return mismatch(call, "writeonly_string");
    if (tf_known(*list)
        && (list->count != 2 || !tf_equal(list->items[0], "fake") || !tf_equal(list->items[1], "password")))
        return mismatch(call, "writeonly_list");
    return true;
}

static bool check_map(tf_call *call, const struct write_only *config)
{
    for (size_t i = 0; i < config->nested_map.count; i++) {
        const char *key = config->nested_map.keys[i];
        const tf_float64 number = config->nested_map.items[i].writeonly_float64;
        const int64_t expected = strcmp(key, "key1") == 0 ? 10 : 20;
        if (!tf_null(number) && (!tf_known(number) || (int64_t)number.value != expected))
            return mismatch(call, tf_format(tf_call_arena(call), "nested_map[\"%s\"].writeonly_float64", key));
    }
    return true;
}

static bool check_object(tf_call *call, const struct write_only *config)
{
    const struct nested_object *object = config->writeonly_nested_object.value;
    if (!tf_known(config->writeonly_nested_object))
        return true;
    if (!tf_known(object->writeonly_int64) || object->writeonly_int64.value != 1234)
        return mismatch(call, "writeonly_nested_object.writeonly_int64");
    if (!tf_known(object->writeonly_bool) || !object->writeonly_bool.value)
        return mismatch(call, "writeonly_nested_object.writeonly_bool");
    if (object->writeonly_nested_list.count != 2)
        return mismatch(call, "writeonly_nested_object.writeonly_nested_list");
    for (size_t i = 0; i < 2; i++) {
        if (!tf_equal(object->writeonly_nested_list.items[i].writeonly_string, passwords[i]))
            return mismatch(call, "writeonly_nested_object.writeonly_nested_list");
    }
    return true;
}

static bool check_blocks(tf_call *call, const struct write_only *config)
{
    const size_t count = config->nested_block_list.count < 2 ? config->nested_block_list.count : 2;
    for (size_t i = 0; i < count; i++) {
        const struct block *item = &config->nested_block_list.items[i];
        if (!is_text(item->writeonly_string, passwords[i]))
            return mismatch(call, tf_format(tf_call_arena(call), "nested_block_list[%zu].writeonly_string", i));
        if (tf_known(item->double_nested_object) && tf_known(item->double_nested_object.value->writeonly_bool)
            && item->double_nested_object.value->writeonly_bool.value != (i == 1)) {
            return mismatch(
                call, tf_format(tf_call_arena(call), "nested_block_list[%zu].double_nested_object.writeonly_bool", i));
        }
    }
    return true;
}

static bool write_only_create(tf_call *call, void *plan)
{
    const struct write_only *config = tf_config(call);
    if (!check_strings(call, config) || !check_map(call, config) || !check_object(call, config)
        || !check_blocks(call, config))
        return false;
    struct write_only *state = plan;
    *state = *config;
    state->computed_attr = tf_string_of("computed_val");
    return true;
}

static bool write_only_update(tf_call *call, const void *prior, void *plan)
{
    (void)prior;
    return write_only_create(call, plan);
}

static bool write_only_read(tf_call *call, void *state)
{
    (void)call;
    struct write_only *write_only = state;
    write_only->writeonly_string = tf_string_of("this shouldn't be stored in state");
    write_only->computed_attr = tf_string_of("computed_val");
    return true;
}

const tf_resource write_only_resource = {
    .type_name = "framework_writeonly",
    .schema = TF_SCHEMA(struct write_only, attributes, .description = "Write-only attributes at every depth."),
    .create = write_only_create,
    .read = write_only_read,
    .update = write_only_update,
    .delete = forget,
};
