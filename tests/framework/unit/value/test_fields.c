/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <tfprovider/value.h>

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

static void test_texts_know_their_state(void **state)
{
    (void)state;
    assert_true(tf_null(tf_string_of(NULL)));
    assert_true(tf_known(tf_string_of("")));
    assert_true(tf_null(tf_string_or_null("")));
    assert_true(tf_unknown(tf_unknown_string()));
    assert_true(tf_equal(tf_string_of("a"), "a"));
    assert_false(tf_equal(tf_string_of("a"), "b"));
    assert_false(tf_equal(tf_unknown_string(), "a"));
    assert_true(tf_same_string(tf_unknown_string(), tf_unknown_string()));
    assert_false(tf_same_string(tf_string_of(NULL), tf_string_of("")));
    assert_string_equal(tf_text_of(tf_string_of(NULL), "fallback"), "fallback");
    assert_string_equal(tf_text_of(tf_string_of("a"), "fallback"), "a");
    assert_true(tf_bool_of(true).value && tf_known(tf_bool_of(false)));
    assert_int_equal(tf_int64_of(-7).value, -7);
    assert_true(tf_starts_with("subnet-1", "subnet-"));
    assert_false(tf_starts_with("sub", "subnet-"));
}

static void test_maps_keep_their_order_and_leave_copies_alone(void **state)
{
    tf_string_map map = { .state = TF_NULL };
    assert_null(tf_string_map_get(&map, "a"));
    static const char *const keys[] = { "m", "a", "z", "b", "a" };
    tf_string_map copy = map;
    for (size_t i = 0; i < 5; i++) {
        tf_string_map_put(*state, &map, keys[i], keys[4 - i]);
        if (i == 1)
            copy = map;
    }
    assert_int_equal(map.count, 4);
    for (size_t i = 1; i < map.count; i++)
        assert_true(map.entries[i - 1].key[0] < map.entries[i].key[0]);
    assert_true(tf_equal(*tf_string_map_get(&map, "a"), "m"));
    assert_int_equal(copy.count, 2);
    assert_true(tf_equal(*tf_string_map_get(&copy, "a"), "b"));
    assert_null(tf_string_map_get(&map, "c"));

    tf_string_map other = tf_empty_string_map();
    assert_false(tf_same_string_map(&map, &other));
    tf_string_map_put(*state, &other, "z", "z");
    tf_string_map_put(*state, &other, "b", "a");
    tf_string_map_put(*state, &other, "a", "m");
    tf_string_map_put(*state, &other, "m", "a");
    assert_true(tf_same_string_map(&map, &other));
    tf_string_map_put(*state, &other, "m", "b");
    assert_false(tf_same_string_map(&map, &other));
    assert_false(tf_string_map_has_unknown(&map));
    map.entries[0].value = tf_unknown_string();
    assert_true(tf_string_map_has_unknown(&map));
}

static tf_string_map map_of_keys(tf_arena *arena, const char *keys)
{
    tf_string_map map = tf_empty_string_map();
    for (; *keys != '\0'; keys++)
        tf_string_map_put(arena, &map, tf_copy_bytes(arena, keys, 1), "value");
    return map;
}

static void test_maps_are_taken_apart_by_their_keys(void **state)
{
    static const char *const named[] = { "b", "z", NULL };
    const tf_string_map map = map_of_keys(*state, "abc");
    const tf_string_map other = map_of_keys(*state, "bx");
    const tf_string_map without = map_of_keys(*state, "ac");
    const tf_string_map picked = map_of_keys(*state, "b");
    const tf_string_map none = tf_empty_string_map();
    const tf_string_map null = { .state = TF_NULL };
    tf_string_map result = tf_string_map_without(*state, &map, &other);
    assert_true(tf_same_string_map(&result, &without));
    result = tf_string_map_without(*state, &map, &null);
    assert_true(tf_same_string_map(&result, &map));
    result = tf_string_map_without(*state, &null, &map);
    assert_true(tf_same_string_map(&result, &none));
    result = tf_string_map_pick(*state, &map, named);
    assert_true(tf_same_string_map(&result, &picked));
}

static void test_sets_hold_an_element_once_in_any_order(void **state)
{
    tf_string_set one = { .state = TF_NULL };
    tf_string_set other = { .state = TF_NULL };
    assert_true(tf_same_string_set(&one, &other));
    static const char *const texts[] = { "a", "b", "a", "c" };
    for (size_t i = 0; i < 4; i++) {
        tf_string_set_add(*state, &one, texts[i]);
        tf_string_set_add(*state, &other, texts[3 - i]);
    }
    assert_int_equal(one.count, 3);
    assert_true(tf_string_set_has(&one, "c"));
    assert_false(tf_string_set_has(&one, "d"));
    assert_true(tf_same_string_set(&one, &other));
    tf_string_set_add(*state, &one, "d");
    tf_string_set_add(*state, &other, "e");
    assert_false(tf_same_string_set(&one, &other));
    const tf_string_set rest = tf_string_set_without(*state, &one, &other);
    assert_int_equal(rest.count, 1);
    assert_true(tf_equal(rest.items[0], "d"));
    assert_false(tf_string_set_has_unknown(&one));
    one.items[0] = tf_unknown_string();
    assert_true(tf_string_set_has_unknown(&one));
}

/* Copying the whole for each entry took gigabytes, and hours. */
static void test_collections_of_many_are_built_in_little_memory(void **state)
{
    enum { COUNT = 100000 };
    tf_string_map_builder map = { .arena = *state };
    tf_string_set_builder one = { .arena = *state };
    tf_string_set_builder other = { .arena = *state };
    char text[16];
    for (int i = 0; i < COUNT; i++) {
        (void)snprintf(text, sizeof text, "%05d", i * 7919 % COUNT);
        tf_add_entry(&map, text, "old");
        tf_add_entry(&map, text, text);
        tf_add_element(&one, text);
        tf_add_element(&one, text);
        (void)snprintf(text, sizeof text, "%05d", i);
        tf_add_element(&other, text);
    }
    const tf_string_map built = tf_built_string_map(&map);
    assert_int_equal(built.count, COUNT);
    assert_true(tf_equal(*tf_string_map_get(&built, "04711"), "04711"));
    tf_string_set in_order = tf_built_string_set(&one);
    tf_string_set same = tf_built_string_set(&other);
    assert_int_equal(in_order.count, COUNT);
    tf_string *backwards = tf_alloc_array(*state, COUNT, sizeof *backwards);
    for (size_t i = 0; i < COUNT; i++)
        backwards[i] = same.items[COUNT - 1 - i];
    same.items = backwards;
    assert_true(tf_same_string_set(&in_order, &same));
    backwards[17] = tf_string_of("none of the others");
    assert_false(tf_same_string_set(&in_order, &same));
    const tf_string_set rest = tf_string_set_without(*state, &same, &in_order);
    assert_int_equal(rest.count, 1);
    assert_true(tf_equal(rest.items[0], "none of the others"));
    assert_true(tf_arena_used(*state) < (size_t)64 * 1024 * 1024);
}

static void test_what_is_built_of_nothing_is_known_and_empty(void **state)
{
    const tf_string_map map = tf_built_string_map(&(tf_string_map_builder){ .arena = *state });
    const tf_string_set set = tf_built_string_set(&(tf_string_set_builder){ .arena = *state });
    assert_true(tf_known(map) && map.count == 0);
    assert_true(tf_known(set) && set.count == 0);
    assert_int_equal(tf_string_set_without(*state, &set, &set).count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts_know_their_state),
        cmocka_unit_test_setup_teardown(test_maps_keep_their_order_and_leave_copies_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_maps_are_taken_apart_by_their_keys, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sets_hold_an_element_once_in_any_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_collections_of_many_are_built_in_little_memory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_built_of_nothing_is_known_and_empty, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
