/* SPDX-License-Identifier: Apache-2.0 */
/* Foreign JSON takes no more memory than a call has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "control_plane/json.h"

static bool is_read(size_t limit, const char *text, size_t size)
{
    tf_arena *arena = tf_arena_new();
    if (limit > 0)
        tf_arena_limit(arena, limit);
    json_t *read = control_plane_json_read(arena, text, size);
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

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_what_needs_too_much_is_not_read) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
