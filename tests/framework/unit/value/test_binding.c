/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framework/value/binding.h"
#include "framework/value/json.h"
#include "rows.h"

struct part {
    tf_string name;
    tf_int64 size;
};

struct sample {
    tf_string text;
    tf_bool truth;
    tf_int32 small;
    tf_int64 whole;
    tf_float32 narrow;
    tf_float64 wide;
    tf_number number;
    tf_string_list list;
    tf_string_set set;
    tf_string_map map;
    TF_OBJECT_OF(struct part) one;
    TF_OBJECTS_OF(struct part) ordered;
    TF_OBJECTS_OF(struct part) unordered;
    TF_OBJECT_MAP_OF(struct part) keyed;
    TF_OBJECTS_OF(struct part) blocks;
    tf_value any;
    tf_value numbers;
};

static const tf_type numbers_type = { .kind = TF_TYPE_LIST, .element = &tf_type_number };

static const tf_attribute part_attributes[] = {
    { TF_STRING(struct part, name), .mode = TF_REQUIRED },
    { TF_INT64(struct part, size), .mode = TF_OPTIONAL },
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct sample, text), .mode = TF_OPTIONAL },
    { TF_BOOL(struct sample, truth), .mode = TF_OPTIONAL },
    { TF_INT32(struct sample, small), .mode = TF_OPTIONAL },
    { TF_INT64(struct sample, whole), .mode = TF_OPTIONAL },
    { TF_FLOAT32(struct sample, narrow), .mode = TF_OPTIONAL },
    { TF_FLOAT64(struct sample, wide), .mode = TF_OPTIONAL },
    { TF_NUMBER(struct sample, number), .mode = TF_OPTIONAL },
    { TF_STRING_LIST(struct sample, list), .mode = TF_OPTIONAL },
    { TF_STRING_SET(struct sample, set), .mode = TF_OPTIONAL },
    { TF_STRING_MAP(struct sample, map), .mode = TF_OPTIONAL },
    { TF_OBJECT(struct sample, one, struct part, part_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT_LIST(struct sample, ordered, struct part, part_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT_SET(struct sample, unordered, struct part, part_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT_MAP(struct sample, keyed, struct part, part_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT_LIST(struct sample, blocks, struct part, part_attributes), .block = true },
    { TF_VALUE(struct sample, any), .mode = TF_OPTIONAL, .type = &tf_type_dynamic },
    { TF_VALUE(struct sample, numbers), .mode = TF_OPTIONAL, .type = &numbers_type },
};

static const tf_schema *const schema = TF_SCHEMA(struct sample, attributes);

static int set_up(void **state)
{
    *state = tf_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    tf_arena_free(*state);
    return 0;
}

static tf_value object_of(tf_arena *arena, const char *json)
{
    tf_value value;
    value_error error;
    assert_true(value_from_json(arena, type_of_schema(arena, schema), json, strlen(json), false, &value, &error));
    return value;
}

static void test_a_struct_holds_what_the_object_holds(void **state)
{
    const tf_value object = object_of(
        *state,
        "{\"text\":\"t\",\"truth\":true,\"small\":-5,\"whole\":9223372036854775807,\"narrow\":1.23,\"wide\":1.2,"
        "\"number\":1e400,\"list\":[\"a\",null],\"set\":[\"x\",\"y\"],\"map\":{\"k\":\"v\",\"l\":null},"
        "\"one\":{\"name\":\"n\",\"size\":3},\"ordered\":[{\"name\":\"a\"},{\"name\":\"b\"}],"
        "\"unordered\":[{\"name\":\"c\"}],\"keyed\":{\"p\":{\"name\":\"d\"}},\"blocks\":[],"
        "\"any\":{\"type\":\"bool\",\"value\":true},\"numbers\":[1,0.1]}");
    struct sample sample;
    value_error error;
    assert_true(binding_decode(*state, schema, &object, &sample, &error));
    assert_string_equal(sample.text.value, "t");
    assert_true(sample.truth.value);
    assert_int_equal(sample.small.value, -5);
    assert_true(sample.whole.value == INT64_MAX);
    assert_true(sample.narrow.value == 1.23F);
    assert_true(sample.wide.value == 1.2);
    assert_string_equal(sample.number.digits, "1e400");
    assert_int_equal(sample.list.count, 2);
    assert_true(tf_null(sample.list.items[1]));
    assert_true(tf_string_set_has(&sample.set, "y"));
    assert_true(tf_equal(*tf_string_map_get(&sample.map, "k"), "v"));
    assert_int_equal(sample.one.value->size.value, 3);
    assert_string_equal(sample.ordered.items[1].name.value, "b");
    assert_string_equal(sample.unordered.items[0].name.value, "c");
    assert_string_equal(sample.keyed.keys[0], "p");
    assert_string_equal(sample.keyed.items[0].name.value, "d");
    assert_true(tf_known(sample.blocks) && sample.blocks.count == 0);
    assert_true(sample.any.truth);
    assert_int_equal(sample.numbers.count, 2);

    tf_value back;
    assert_true(binding_encode(*state, schema, type_of_schema(*state, schema), &sample, &back, &error));
    assert_string_equal(value_to_json(*state, &back), value_to_json(*state, &object));
    assert_true(tf_value_equal(&back, &object));
}

static void test_null_and_unknown_come_back_as_they_were(void **state)
{
    static const tf_presence states[] = { TF_NULL, TF_UNKNOWN };
    for (size_t i = 0; i < 2; i++) {
        tf_value object = object_of(*state, "{\"blocks\":[]}");
        for (size_t j = 0; j < object.count; j++) {
            if (strcmp(object.keys[j], "blocks") != 0)
                object.items[j].state = states[i];
        }
        struct sample sample;
        value_error error;
        assert_true(binding_decode(*state, schema, &object, &sample, &error));
        assert_int_equal(sample.text.state, states[i]);
        assert_int_equal(sample.one.state, states[i]);
        tf_value back;
        assert_true(binding_encode(*state, schema, type_of_schema(*state, schema), &sample, &back, &error));
        assert_true(tf_value_equal(&back, &object));
    }
}

static void test_absent_blocks_are_empty_and_zeroed_fields_null(void **state)
{
    const struct sample sample = { .text = { .state = TF_NULL } };
    tf_value back;
    value_error error;
    assert_true(binding_encode(*state, schema, type_of_schema(*state, schema), &sample, &back, &error));
    const tf_value *blocks = tf_value_get(&back, "blocks");
    assert_true(blocks->state == TF_KNOWN && blocks->count == 0);
    assert_int_equal(tf_value_get(&back, "any")->state, TF_NULL);
    assert_int_equal(tf_value_get(&back, "ordered")->state, TF_NULL);
}

static void test_an_unknown_element_has_unknown_fields(void **state)
{
    tf_value object = object_of(*state, "{\"blocks\":[],\"ordered\":[{\"name\":\"a\"}]}");
    tf_value *ordered = &object.items[type_attribute_index(object.type, "ordered")];
    ordered->items[0] = value_unknown(ordered->type->element);
    struct sample sample;
    value_error error;
    assert_true(binding_decode(*state, schema, &object, &sample, &error));
    assert_true(tf_unknown(sample.ordered.items[0].name));
    assert_true(tf_unknown(sample.ordered.items[0].size));
}

static void test_numbers_that_a_field_cannot_hold_are_refused(void **state)
{
    static const struct {
        const char *json;
        const char *path;
    } cases[] = {
        { "{\"whole\":0.5}", "whole" },
        { "{\"whole\":9223372036854775808}", "whole" },
        { "{\"small\":2147483648}", "small" },
        { "{\"narrow\":1e39}", "narrow" },
        { "{\"wide\":1e400}", "wide" },
        { "{\"ordered\":[{\"name\":\"a\"},{\"name\":\"b\",\"size\":1.5}]}", "ordered[1].size" },
        { "{\"keyed\":{\"k\":{\"size\":1.5}}}", "keyed[\"k\"].size" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].json);
        const tf_value object = object_of(*state, cases[i].json);
        struct sample sample;
        value_error error;
        assert_false(binding_decode(*state, schema, &object, &sample, &error));
        assert_string_equal(tf_path_text(*state, error.path), cases[i].path);
    }
}

static void test_a_struct_that_breaks_its_types_is_refused(void **state)
{
    tf_string twice[] = { { TF_KNOWN, "a" }, { TF_KNOWN, "a" } };
    tf_string_entry disorder[] = { { "b", { TF_KNOWN, "" } }, { "a", { TF_KNOWN, "" } } };
    struct part same[] = { { .name = { TF_KNOWN, "a" } }, { .name = { TF_KNOWN, "a" } } };
    const tf_value text = value_string("no number");
    const struct sample samples[] = {
        { .text = { .state = TF_KNOWN } },    { .text = { TF_KNOWN, "\xC3(" } },
        { .set = { TF_KNOWN, 2, twice } },    { .list = { TF_KNOWN, 2, NULL } },
        { .map = { TF_KNOWN, 2, disorder } }, { .unordered = { TF_KNOWN, 2, same } },
        { .one = { .state = TF_KNOWN } },     { .number = { TF_KNOWN, "1.50" } },
        { .number = { .state = TF_KNOWN } },  { .numbers = text },
        { .any = { .state = TF_KNOWN } },     { .wide = { TF_KNOWN, (double)INFINITY, NULL } },
    };
    static const char *const paths[] = { "text", "text",   "set",    "list",    "map", "unordered",
                                         "one",  "number", "number", "numbers", "any", "wide" };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        at_row(paths[i]);
        tf_value object;
        value_error error = { 0 };
        assert_false(binding_encode(*state, schema, type_of_schema(*state, schema), &samples[i], &object, &error));
        assert_string_equal(tf_path_text(*state, error.path), paths[i]);
    }
    const struct sample fine = { .list = { TF_KNOWN, 2, twice } };
    tf_value object;
    value_error error;
    assert_true(binding_encode(*state, schema, type_of_schema(*state, schema), &fine, &object, &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_struct_holds_what_the_object_holds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_null_and_unknown_come_back_as_they_were, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_absent_blocks_are_empty_and_zeroed_fields_null, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_an_unknown_element_has_unknown_fields, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_numbers_that_a_field_cannot_hold_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_struct_that_breaks_its_types_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
