/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

static void test_a_limit_is_told_and_not_enforced_at_once(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    assert_int_equal(tf_arena_left(arena), SIZE_MAX);
    tf_arena_raise_limit(arena, 1000);
    assert_int_equal(tf_arena_left(arena), SIZE_MAX);
    tf_arena_limit(arena, 10000);
    tf_arena_raise_limit(arena, 6000);
    (void)tf_alloc(arena, 4000);
    assert_int_equal(tf_arena_left(arena), 12000);
    tf_arena *part = tf_arena_new_within(arena);
    assert_int_equal(tf_arena_left(part), 12000);
    (void)tf_alloc(part, 12800);
    assert_true(tf_arena_is_exhausted(part));
    assert_int_equal(tf_arena_left(part), 0);
    assert_false(tf_arena_is_exhausted(arena));
    (void)tf_alloc(arena, 12000);
    assert_false(tf_arena_is_exhausted(arena));
    assert_int_equal(tf_arena_left(arena), 0);
    memset(tf_alloc(arena, 1), 1, 1);
    assert_true(tf_arena_is_exhausted(arena));
    tf_arena_free(part);
    tf_arena_free(arena);
}

/* A loop that nobody has bounded ends the process, and not the machine. */
static void test_twice_the_limit_is_the_end(void **state)
{
    (void)state;
    (void)fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)signal(SIGABRT, SIG_DFL);
        (void)fclose(stderr);
        tf_arena *arena = tf_arena_new();
        tf_arena_limit(arena, 1000000);
        for (int i = 0; i < 1000; i++)
            (void)tf_alloc(arena, 16000);
        _exit(EXIT_SUCCESS);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
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

static void test_a_part_that_is_adopted_lives_as_long_as_the_whole(void **state)
{
    (void)state;
    tf_arena *whole = tf_arena_new();
    tf_arena *part = tf_arena_new_within(whole);
    tf_arena *shared = tf_arena_new();
    const char *text = tf_copy_text(part, "of the part");
    const char *held = tf_copy_text(shared, "of what it holds");
    const size_t used = tf_arena_used(part);
    tf_arena_hold(part, shared);
    tf_arena_free(shared);
    tf_arena_adopt(whole, part);
    assert_string_equal(text, "of the part");
    assert_string_equal(held, "of what it holds");
    assert_true(tf_arena_used(whole) >= used);
    tf_arena_free(whole);
}

static void *free_arena(void *arena)
{
    tf_arena_free(arena);
    return NULL;
}

/* That it is released in the end, and not before, is what the sanitizers see. */
static void test_what_is_held_lives_as_long_as_its_last_holder(void **state)
{
    (void)state;
    tf_arena *shared = tf_arena_new();
    const char *text = tf_copy_text(shared, "for all");
    tf_arena *holders[4];
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++) {
        holders[i] = tf_arena_new();
        tf_arena_hold(holders[i], shared);
        tf_arena_hold(holders[i], shared);
    }
    tf_arena_free(shared);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, free_arena, holders[i]), 0);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_string_equal(text, "for all");
    tf_arena_free(holders[3]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_part_that_is_adopted_lives_as_long_as_the_whole),
        cmocka_unit_test(test_what_is_held_lives_as_long_as_its_last_holder),
        cmocka_unit_test(test_memory_is_zeroed_aligned_and_apart),
        cmocka_unit_test(test_a_large_allocation_leaves_the_current_block_in_use),
        cmocka_unit_test(test_memory_is_zeroed_again_after_it_was_used),
        cmocka_unit_test(test_a_limit_is_told_and_not_enforced_at_once),
        cmocka_unit_test(test_twice_the_limit_is_the_end),
        cmocka_unit_test(test_text_is_copied_formatted_and_built),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
