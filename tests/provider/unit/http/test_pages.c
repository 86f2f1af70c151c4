/* SPDX-License-Identifier: Apache-2.0 */
/* Lists that never end are given up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/pages.h"

static void test_a_mark_that_comes_back_ends_the_list(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *marks[5]; /* the last one is refused */
    } rows[] = {
        { "the same one", { "a", "a" } },
        { "two by turns", { "a", "b", "a" } },
        { "a circle behind a beginning", { "a", "b", "c", "b" } },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tf_arena *arena = tf_arena_new();
        http_pages pages = { .arena = arena };
        const char *problem = NULL;
        assert_null(http_pages_last_mark(&pages));
        size_t at = 0;
        for (; rows[i].marks[at + 1] != NULL; at++) {
            if (!http_pages_note(&pages, 10, rows[i].marks[at], &problem))
                fail_msg("%s: ended early", rows[i].name);
            assert_string_equal(http_pages_last_mark(&pages), rows[i].marks[at]);
        }
        if (http_pages_note(&pages, 10, rows[i].marks[at], &problem))
            fail_msg("%s: goes on", rows[i].name);
        assert_non_null(strstr(problem, "where it has been already"));
        tf_arena_free(arena);
    }
}

static void test_pages_and_entries_are_bounded(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    const char *problem = NULL;
    http_pages pages = { .arena = arena };
    for (int i = 0; i < HTTP_MOST_PAGES; i++)
        assert_true(http_pages_note(&pages, 1, tf_format(arena, "%d", i), &problem));
    assert_false(http_pages_note(&pages, 1, "one more", &problem));
    assert_string_equal(problem, "the list has more than 1000 pages");
    http_pages long_ones = { .arena = arena };
    assert_true(http_pages_note(&long_ones, HTTP_MOST_ENTRIES, NULL, &problem));
    assert_false(http_pages_note(&long_ones, 1, "", &problem));
    assert_string_equal(problem, "the list has more than 100000 entries");
    http_pages other = { .arena = arena };
    char token[10000];
    memset(token, 'a', sizeof token - 1);
    token[sizeof token - 1] = '\0';
    assert_false(http_pages_note(&other, 1, token, &problem));
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_mark_that_comes_back_ends_the_list),
        cmocka_unit_test(test_pages_and_entries_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
