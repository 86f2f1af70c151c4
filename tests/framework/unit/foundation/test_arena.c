/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/arena.h>

static void test_memory_is_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    unsigned char *before = NULL;
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *memory = tf_alloc(arena, size);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xff, size);
        assert_ptr_not_equal(memory, before);
        before = memory;
    }
    tf_arena_free(arena);
}

static void test_a_large_allocation_leaves_the_current_block_in_use(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    char *small = tf_alloc(arena, 16);
    memset(tf_alloc(arena, 10 * 1024 * 1024), 1, 10 * 1024 * 1024);
    char *next = tf_alloc(arena, 16);
    assert_ptr_equal(next, small + 16);
    assert_true(tf_arena_used(arena) >= 10 * 1024 * 1024 + 32);
    tf_arena_free(arena);
}

static void test_memory_is_zeroed_again_after_it_was_used(void **state)
{
    (void)state;
    static const size_t sizes[] = { 1, 100, 5000, 70000, 300000 };
    for (int round = 0; round < 3; round++) {
        tf_arena *arena = tf_arena_new();
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            unsigned char *memory = tf_alloc(arena, sizes[i]);
            for (size_t at = 0; at < sizes[i]; at++)
                assert_int_equal(memory[at], 0);
            memset(memory, 0xff, sizes[i]);
        }
        tf_arena_free(arena);
    }
}

static void test_text_is_copied_formatted_and_built(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    assert_null(tf_copy_text(arena, NULL));
    assert_string_equal(tf_copy_bytes(arena, "abcdef", 3), "abc");
    assert_string_equal(tf_format(arena, "%s-%d", "x", 5), "x-5");
    tf_text_builder builder = { .arena = arena };
    assert_string_equal(tf_built_text(&builder), "");
    for (int i = 0; i < 1000; i++)
        tf_append_format(&builder, "%d,", i % 10);
    tf_append(&builder, "end");
    assert_int_equal(builder.length, 2003);
    assert_string_equal(tf_built_text(&builder) + 1994, "7,8,9,end");
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_is_zeroed_aligned_and_apart),
        cmocka_unit_test(test_a_large_allocation_leaves_the_current_block_in_use),
        cmocka_unit_test(test_memory_is_zeroed_again_after_it_was_used),
        cmocka_unit_test(test_text_is_copied_formatted_and_built),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
