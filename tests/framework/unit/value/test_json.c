/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framework/value/json.h"
#include "rows.h"

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

static const tf_type *type_of(tf_arena *arena, const char *json)
{
    value_error error;
    const tf_type *type = type_from_json(arena, json, strlen(json), &error);
    assert_non_null(type);
    return type;
}

static void test_types_read_and_write_the_same(void **state)
{
    static const char *const types[] = {
        "\"string\"",
        "\"bool\"",
        "\"number\"",
        "\"dynamic\"",
        "[\"list\",\"number\"]",
        "[\"set\",[\"map\",\"dynamic\"]]",
        "[\"object\",{}]",
        "[\"object\",{\"a\":\"bool\",\"b\":[\"tuple\",[\"string\",[\"object\",{\"c\":\"number\"}]]]}]",
        "[\"tuple\",[]]",
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        for (size_t j = 0; j < sizeof types / sizeof types[0]; j++) {
            const tf_type *one = type_of(*state, types[i]);
            assert_string_equal(type_to_json(*state, one), types[i]);
            assert_int_equal(type_equal(one, type_of(*state, types[j])), i == j);
        }
    }
    assert_string_equal(
        type_to_json(*state, type_of(*state, " [ \"object\" , { \"b\" : \"bool\", \"a\":\"string\" } ] ")),
        "[\"object\",{\"a\":\"string\",\"b\":\"bool\"}]");
}

static void test_malformed_types_are_refused(void **state)
{
    static const char *const types[] = {
        "",
        "string",
        "\"text\"",
        "1",
        "null",
        "[]",
        "[\"list\"]",
        "[\"list\",\"bool\",\"bool\"]",
        "[\"bag\",\"bool\"]",
        "[\"object\",[\"bool\"]]",
        "[\"object\",{\"a\":\"bool\",\"a\":\"bool\"}]",
        "[\"object\",{\"a\":1}]",
        "[\"tuple\",{\"a\":\"bool\"}]",
        "\"string\" x",
        "[\"list\",\"bool\"",
        "[\"list\",\"bool\",]",
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        value_error error = { 0 };
        assert_null(type_from_json(*state, types[i], strlen(types[i]), &error));
        assert_non_null(error.message);
    }
    tf_text_builder deep = { .arena = *state };
    for (int i = 0; i < 100000; i++)
        tf_append(&deep, "[\"list\",");
    value_error error = { 0 };
    assert_null(type_from_json(*state, deep.text, deep.length, &error));
    assert_string_equal(error.message, "nested too deep");
}

static void test_values_read_and_write(void **state)
{
    static const struct {
        const char *type;
        const char *json;
        const char *written; /* NULL: the same */
    } cases[] = {
        { "\"string\"", "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"a\\\"\\\\/\\u0008\\u000c\\u000a\\u000d\\u0009\"" },
        { "\"string\"", "\"\\u00e9\\ud83d\\ude00\"", "\"é😀\"" },
        { "\"number\"", "18446744073709551616", NULL },
        { "\"number\"", "0.1000000000000000055511151231257827", NULL },
        { "\"number\"", "1E400", "1e400" },
        { "\"number\"", "-0.0", "0" },
        { "[\"list\",\"string\"]", " [ \"a\" , null ] ", "[\"a\",null]" },
        { "[\"set\",\"string\"]", "[\"b\",\"a\"]", "[\"a\",\"b\"]" },
        { "[\"map\",\"number\"]", "{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}" },
        { "[\"object\",{\"a\":\"bool\",\"b\":\"bool\"}]", "{\"b\":true}", "{\"a\":null,\"b\":true}" },
        { "[\"tuple\",[\"bool\",\"string\"]]", "[true,\"x\"]", NULL },
        { "[\"list\",\"dynamic\"]", "[{\"value\":[1],\"type\":[\"list\",\"number\"]},null]",
          "[{\"type\":[\"list\",\"number\"],\"value\":[1]},null]" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].type);
        tf_value value;
        value_error error;
        assert_true(value_from_json(*state, type_of(*state, cases[i].type), cases[i].json, strlen(cases[i].json), false,
                                    &value, &error));
        assert_string_equal(value_to_json(*state, &value), cases[i].written == NULL ? cases[i].json : cases[i].written);
    }
}

static void test_a_state_of_an_older_schema_may_have_more(void **state)
{
    static const char json[] = "{\"gone\":{\"deep\":[1,2,{\"x\":null}]},\"a\":true,\"old\":1.5}";
    const tf_type *type = type_of(*state, "[\"object\",{\"a\":\"bool\"}]");
    tf_value value;
    value_error error;
    assert_true(value_from_json(*state, type, json, strlen(json), true, &value, &error));
    assert_string_equal(value_to_json(*state, &value), "{\"a\":true}");
    assert_false(value_from_json(*state, type, json, strlen(json), false, &value, &error));
    assert_string_equal(tf_path_text(*state, error.path), "gone");
}

static void test_malformed_values_are_refused(void **state)
{
    static const struct {
        const char *type;
        const char *json;
    } cases[] = {
        { "\"string\"", "" },
        { "\"string\"", "\"a" },
        { "\"string\"", "\"\\x\"" },
        { "\"string\"", "\"\\u12\"" },
        { "\"string\"", "\"\\u0000\"" },
        { "\"string\"", "\"\\ud800\"" },
        { "\"string\"", "\"\\ud800\\u0041\"" },
        { "\"string\"", "\"\\udc00\"" },
        { "\"string\"", "\"a\nb\"" },
        { "\"string\"", "\"\xC3(\"" },
        { "\"string\"", "1" },
        { "\"string\"", "\"a\" \"b\"" },
        { "\"bool\"", "yes" },
        { "\"bool\"", "tru" },
        { "\"bool\"", "nul" },
        { "\"number\"", "01" },
        { "\"number\"", "1." },
        { "\"number\"", ".5" },
        { "\"number\"", "+1" },
        { "\"number\"", "1e" },
        { "\"number\"", "-" },
        { "\"number\"", "1e9999999" },
        { "\"number\"", "\"1\"" },
        { "[\"list\",\"bool\"]", "[true,]" },
        { "[\"list\",\"bool\"]", "[true" },
        { "[\"list\",\"bool\"]", "[true true]" },
        { "[\"list\",\"bool\"]", "{\"a\":true}" },
        { "[\"map\",\"bool\"]", "{\"a\":true,\"a\":true}" },
        { "[\"map\",\"bool\"]", "{\"a\" true}" },
        { "[\"map\",\"bool\"]", "{a:true}" },
        { "[\"object\",{\"a\":\"bool\"}]", "{\"a\":true,\"a\":true}" },
        { "[\"tuple\",[\"bool\"]]", "[]" },
        { "[\"tuple\",[\"bool\"]]", "[true,true]" },
        { "\"dynamic\"", "{\"type\":\"string\"}" },
        { "\"dynamic\"", "{\"type\":\"bag\",\"value\":1}" },
        { "\"dynamic\"", "{\"type\":\"dynamic\",\"value\":{}}" },
        { "\"dynamic\"", "5" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].type);
        tf_value value;
        value_error error = { 0 };
        if (value_from_json(*state, type_of(*state, cases[i].type), cases[i].json, strlen(cases[i].json), true, &value,
                            &error))
            fail_msg("accepted: %s", cases[i].json);
        assert_non_null(error.message);
    }
}

static void test_deep_nesting_is_refused(void **state)
{
    tf_text_builder deep = { .arena = *state };
    for (int i = 0; i < 100000; i++)
        tf_append(&deep, "[{\"a\":");
    tf_value value;
    value_error error;
    assert_false(value_from_json(*state, type_of(*state, "[\"object\",{}]"), "{\"x\":", 5, true, &value, &error));
    char *object = tf_format(*state, "{\"x\":%s", deep.text);
    assert_false(
        value_from_json(*state, type_of(*state, "[\"object\",{}]"), object, strlen(object), true, &value, &error));
    assert_string_equal(error.message, "nested too deep");
}

static void test_a_path_leads_to_a_value(void **state)
{
    static const char json[] = "{\"items\":[{\"name\":\"x\"},{\"name\":null}],\"none\":null,\"tags\":{\"a b\":\"y\"}}";
    const tf_type *type =
        type_of(*state, "[\"object\",{\"items\":[\"list\",[\"object\",{\"name\":\"string\"}]],\"none\":[\"object\",{"
                        "\"name\":\"string\"}],\"tags\":[\"map\",\"string\"]}]");
    tf_value value;
    value_error error;
    assert_true(value_from_json(*state, type, json, strlen(json), false, &value, &error));
    assert_string_equal(value_at(&value, tf_path_parse(*state, "items[0].name"))->text, "x");
    assert_int_equal(value_at(&value, tf_path_parse(*state, "items[1].name"))->state, TF_NULL);
    assert_int_equal(value_at(&value, tf_path_parse(*state, "none.name"))->state, TF_NULL);
    assert_string_equal(value_at(&value, tf_path_parse(*state, "tags[\"a b\"]"))->text, "y");
    assert_null(value_at(&value, tf_path_parse(*state, "items[2].name")));
    assert_null(value_at(&value, tf_path_parse(*state, "other")));
    assert_ptr_equal(value_at(&value, NULL), &value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_types_read_and_write_the_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_malformed_types_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_values_read_and_write, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_state_of_an_older_schema_may_have_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_malformed_values_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_deep_nesting_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_path_leads_to_a_value, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
