/* SPDX-License-Identifier: Apache-2.0 */
/* Foreign JSON takes no more memory than a call has; what is written is read back by people and by comparisons. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "json/arena_json.h"

static bool is_read(size_t limit, const char *text, size_t size)
{
    tf_arena *arena = tf_arena_new();
    if (limit > 0)
        tf_arena_limit(arena, limit);
    json_t *read = arena_json_read(arena, text, size);
    const bool done = read != NULL;
    json_decref(read);
    tf_arena_free(arena);
    return done;
}

static void test_what_needs_too_much_is_not_read(void **state)
{
    (void)state;
    enum { SIZE = 8 * 1024 * 1024 };
    tf_arena *arena = tf_arena_new();
    char *objects = tf_alloc(arena, SIZE + 1);
    for (size_t i = 0; i + 3 <= SIZE; i += 3)
        memcpy(objects + i, "{},", 3);
    objects[0] = '[';
    objects[1] = ' ';
    objects[2] = ' ';
    objects[SIZE - 3] = objects[SIZE - 2] = ' ';
    memcpy(strrchr(objects, ','), "]", 1);
    assert_false(is_read(0, objects, strlen(objects)));
    assert_true(is_read(0, "[{},{}]", 7));
    assert_false(is_read(100, "[{},{}]", 7));

    /* What stands in a text is no part. */
    char *text = tf_alloc(arena, SIZE + 1);
    memset(text, ',', SIZE);
    memcpy(text, "[\"\\\"", 4);
    memcpy(text + SIZE - 2, "\"]", 2);
    assert_true(is_read(0, text, SIZE));
    assert_false(is_read(SIZE - 1, text, SIZE));
    tf_arena_free(arena);
}

static void test_text_is_short_and_numbers_are_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *text;
        const char *dumped;
        const char *sorted;
    } cases[] = {
        { "an object", "{ \"b\": 1, \"a\": [ ] }", "{\"b\":1,\"a\":[]}", "{\"a\":[],\"b\":1}" },
        { "a fraction", "0.1", "0.1", "0.1" },
        { "a text", " \"a\" ", "\"a\"", "\"a\"" },
        { "no JSON", "{", "null", "null" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tf_arena *arena = tf_arena_new();
        json_t *json = arena_json_read(arena, cases[i].text, strlen(cases[i].text));
        const char *dumped = arena_json_dump(arena, json);
        const char *sorted = arena_json_dump_sorted(arena, json);
        if (strcmp(dumped, cases[i].dumped) != 0 || strcmp(sorted, cases[i].sorted) != 0)
            fail_msg("%s: %s, %s", cases[i].name, dumped, sorted);
        json_decref(json);
        tf_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_needs_too_much_is_not_read),
        cmocka_unit_test(test_text_is_short_and_numbers_are_as_people_write_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
