/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "framework/value/json.h"
#include "framework/value/msgpack.h"
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

/* Bytes of "81 A1 61", spaces ignored. */
static size_t bytes_of(tf_arena *arena, const char *hexadecimal, unsigned char **out)
{
    size_t count = 0;
    *out = tf_alloc(arena, strlen(hexadecimal));
    for (const char *at = hexadecimal; *at != '\0';) {
        if (*at == ' ') {
            at++;
            continue;
        }
        const char pair[] = { at[0], at[1], '\0' };
        (*out)[count++] = (unsigned char)strtoul(pair, NULL, 16);
        at += 2;
    }
    return count;
}

/* What Terraform sends for a value and what goes out for it again are the same bytes. */
static void test_values_read_and_write_the_same_bytes(void **state)
{
    static const struct {
        const char *type;
        const char *bytes;
        const char *json;
    } cases[] = {
        { "\"string\"", "A2 68 69", "\"hi\"" },
        { "\"string\"", "A0", "\"\"" },
        { "\"string\"", "C0", "null" },
        { "\"bool\"", "C3", "true" },
        { "\"bool\"", "C2", "false" },
        { "\"number\"", "00", "0" },
        { "\"number\"", "7F", "127" },
        { "\"number\"", "E0", "-32" },
        { "\"number\"", "CC 80", "128" },
        { "\"number\"", "CD 01 00", "256" },
        { "\"number\"", "CE 00 01 00 00", "65536" },
        { "\"number\"", "D0 80", "-128" },
        { "\"number\"", "D3 80 00 00 00 00 00 00 00", "-9223372036854775808" },
        { "\"number\"", "B4 31 38 34 34 36 37 34 34 30 37 33 37 30 39 35 35 31 36 31 35", "18446744073709551615" },
        { "\"number\"", "CB 3F E0 00 00 00 00 00 00", "0.5" },
        { "\"number\"", "CB 00 00 00 00 00 00 00 01", NULL },
        { "\"number\"", "A3 30 2E 31", "0.1" },
        { "\"number\"", "A5 31 65 34 30 30", "1e400" },
        { "\"number\"", "B4 31 38 34 34 36 37 34 34 30 37 33 37 30 39 35 35 31 36 31 36", "18446744073709551616" },
        { "[\"list\",\"string\"]", "92 A1 61 A1 62", "[\"a\",\"b\"]" },
        { "[\"list\",\"string\"]", "90", "[]" },
        { "[\"set\",\"number\"]", "93 01 02 0A", "[1,2,10]" },
        { "[\"map\",\"bool\"]", "82 A1 61 C3 A1 62 C0", "{\"a\":true,\"b\":null}" },
        { "[\"tuple\",[\"string\",\"number\"]]", "92 A1 61 01", "[\"a\",1]" },
        { "[\"object\",{\"a\":\"number\",\"b\":[\"list\",\"bool\"]}]", "82 A1 61 01 A1 62 91 C2",
          "{\"a\":1,\"b\":[false]}" },
        { "[\"object\",{\"a\":\"dynamic\"}]", "81 A1 61 92 C4 08 22 73 74 72 69 6E 67 22 A1 78",
          "{\"a\":{\"type\":\"string\",\"value\":\"x\"}}" },
        { "[\"object\",{\"a\":\"dynamic\"}]", "81 A1 61 C0", "{\"a\":null}" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].type);
        unsigned char *bytes;
        const size_t size = bytes_of(*state, cases[i].bytes, &bytes);
        tf_value value;
        value_error error;
        assert_true(value_from_msgpack(*state, type_of(*state, cases[i].type), bytes, size, &value, &error));
        if (cases[i].json != NULL)
            assert_string_equal(value_to_json(*state, &value), cases[i].json);
        const void *written;
        size_t written_size;
        value_to_msgpack(*state, &value, &written, &written_size);
        assert_int_equal(written_size, size);
        assert_memory_equal(written, bytes, size);
    }
}

static void test_unknown_values_come_plain_and_refined(void **state)
{
    static const char *const forms[] = { "D4 00 00", "C7 03 0C 81 01 C2", "C7 00 0C", "D4 0C 80" };
    static const char *const types[] = { "\"string\"", "[\"list\",\"string\"]", "[\"object\",{\"a\":\"bool\"}]" };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        for (size_t j = 0; j < sizeof types / sizeof types[0]; j++) {
            unsigned char *bytes;
            const size_t size = bytes_of(*state, forms[i], &bytes);
            tf_value value;
            value_error error;
            assert_true(value_from_msgpack(*state, type_of(*state, types[j]), bytes, size, &value, &error));
            assert_int_equal(value.state, TF_UNKNOWN);
            const void *written;
            size_t written_size;
            value_to_msgpack(*state, &value, &written, &written_size);
            assert_int_equal(written_size, 3);
            assert_memory_equal(written, "\xD4\x00\x00", 3);
        }
    }
}

static void test_sets_go_out_in_one_order(void **state)
{
    static const char *const orders[] = { "93 A1 61 A1 62 A1 63", "93 A1 63 A1 61 A1 62", "93 A1 62 A1 63 A1 61" };
    const tf_type *type = type_of(*state, "[\"set\",\"string\"]");
    tf_value values[3];
    for (size_t i = 0; i < 3; i++) {
        unsigned char *bytes;
        const size_t size = bytes_of(*state, orders[i], &bytes);
        value_error error;
        assert_true(value_from_msgpack(*state, type, bytes, size, &values[i], &error));
        assert_true(tf_value_equal(&values[0], &values[i]));
        const void *written;
        size_t written_size;
        value_to_msgpack(*state, &values[i], &written, &written_size);
        assert_memory_equal(written, "\x93\xA1\x61\xA1\x62\xA1\x63", written_size);
    }
}

static void test_hostile_bytes_are_refused(void **state)
{
    static const struct {
        const char *type;
        const char *bytes;
        const char *path; /* NULL: the whole value */
    } cases[] = {
        { "\"string\"", "", NULL },
        { "\"string\"", "C1", NULL },
        { "\"string\"", "A5 61", NULL },
        { "\"string\"", "DB FF FF FF FF 61", NULL },
        { "\"string\"", "A1 61 C0", NULL },
        { "\"string\"", "A2 C3 28", NULL },
        { "\"string\"", "A2 61 00", NULL },
        { "\"string\"", "A3 ED A0 80", NULL },
        { "\"string\"", "A2 C0 AF", NULL },
        { "\"string\"", "A4 F4 90 80 80", NULL },
        { "\"string\"", "C4 01 61", NULL },
        { "\"string\"", "01", NULL },
        { "\"string\"", "D4 05 00", NULL },
        { "\"string\"", "D6 FF 00 00 00 00", NULL },
        { "\"bool\"", "01", NULL },
        { "\"number\"", "C3", NULL },
        { "\"number\"", "A1 78", NULL },
        { "\"number\"", "A9 31 65 39 39 39 39 39 39 39", NULL },
        { "\"number\"", "CB 7F F0 00 00 00 00 00 00", NULL },
        { "\"number\"", "CB 7F F8 00 00 00 00 00 00", NULL },
        { "\"number\"", "CB 00", NULL },
        { "[\"list\",\"string\"]", "DD FF FF FF FF", NULL },
        { "[\"list\",\"string\"]", "DC 00 02 A1 61", NULL },
        { "[\"list\",\"string\"]", "92 A1 61 01", "[1]" },
        { "[\"list\",\"string\"]", "81 A1 61 01", NULL },
        { "[\"map\",\"string\"]", "DF FF FF FF FF", NULL },
        { "[\"map\",\"string\"]", "82 A1 61 A1 78 A1 61 A1 79", NULL },
        { "[\"map\",\"string\"]", "81 01 A1 78", NULL },
        { "[\"map\",\"string\"]", "81 A1 61 01", "[\"a\"]" },
        { "[\"object\",{\"a\":\"bool\",\"b\":\"bool\"}]", "81 A1 61 C3", NULL },
        { "[\"object\",{\"a\":\"bool\"}]", "82 A1 61 C3 A1 62 C3", "b" },
        { "[\"object\",{\"a\":\"bool\"}]", "81 A1 62 C3", "b" },
        { "[\"object\",{\"a\":[\"list\",\"bool\"]}]", "81 A1 61 91 00", "a[0]" },
        { "[\"tuple\",[\"bool\"]]", "92 C3 C3", NULL },
        { "\"dynamic\"", "91 C0", NULL },
        { "\"dynamic\"", "92 A1 61 C0", NULL },
        { "\"dynamic\"", "92 C4 01 22 C0", NULL },
        { "\"dynamic\"", "92 C4 09 22 64 79 6E 61 6D 69 63 22 C0", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].type);
        unsigned char *bytes;
        const size_t size = bytes_of(*state, cases[i].bytes, &bytes);
        tf_value value;
        value_error error = { 0 };
        assert_false(value_from_msgpack(*state, type_of(*state, cases[i].type), bytes, size, &value, &error));
        assert_non_null(error.message);
        if (cases[i].path == NULL) {
            assert_null(error.path);
        } else {
            assert_string_equal(tf_path_text(*state, error.path), cases[i].path);
        }
    }
}

static void test_deep_nesting_is_refused_without_memory(void **state)
{
    enum { DEPTH = 100000 };
    unsigned char *bytes = tf_alloc(*state, DEPTH);
    memset(bytes, 0x91, DEPTH);
    const tf_type *type = &tf_type_bool;
    for (int i = 0; i < 200; i++)
        type = type_list(*state, type);
    const size_t before = tf_arena_used(*state);
    tf_value value;
    value_error error;
    assert_false(value_from_msgpack(*state, type, bytes, DEPTH, &value, &error));
    assert_string_equal(error.message, "nested too deep");
    assert_true(tf_arena_used(*state) - before < 1024);
    bytes[VALUE_MAX_DEPTH - 1] = 0xC3;
    assert_true(value_from_msgpack(*state, type, bytes, VALUE_MAX_DEPTH, &value, &error) == false);
    assert_string_equal(error.message, "an array is required");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_values_read_and_write_the_same_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_unknown_values_come_plain_and_refined, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sets_go_out_in_one_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hostile_bytes_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_deep_nesting_is_refused_without_memory, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
