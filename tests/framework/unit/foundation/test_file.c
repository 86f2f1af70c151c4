/* SPDX-License-Identifier: Apache-2.0 */
/* Files that a user names are read whole, or refused at once: nothing there is waited for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <tfprovider/file.h>

#include "rows.h"

typedef struct folder {
    tf_arena *arena;
    char path[32];
} folder;

static int set_up(void **state)
{
    static folder made;
    made = (folder){ .arena = tf_arena_new(), .path = "/tmp/test_file.XXXXXX" };
    *state = &made;
    return mkdtemp(made.path) == NULL;
}

static int tear_down(void **state)
{
    folder *made = *state;
    const char *const names[] = { "file", "pipe", "link" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        unlink(tf_format(made->arena, "%s/%s", made->path, names[i]));
    rmdir(made->path);
    tf_arena_free(made->arena);
    return 0;
}

static const char *path_of(const folder *in, const char *name)
{
    return tf_format(in->arena, "%s/%s", in->path, name);
}

static const char *write_file(const folder *in, const void *bytes, size_t size)
{
    const char *path = path_of(in, "file");
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    return path;
}

static void test_a_file_is_read_whole(void **state)
{
    const folder *in = *state;
    tf_file file;
    assert_true(tf_read_file(in->arena, write_file(in, "a\0b\n", 4), 4, NULL, &file));
    assert_int_equal(file.size, 4);
    assert_memory_equal(file.text, "a\0b\n", 5);
    assert_true(file.exists);
    assert_null(file.problem);
    assert_true(tf_read_file(in->arena, write_file(in, "", 0), 0, NULL, &file));
    assert_string_equal(file.text, "");
}

static void test_a_file_whose_size_is_told_as_0_is_read_whole(void **state)
{
    const folder *in = *state;
    tf_file file;
    if (access("/proc/self/status", R_OK) != 0)
        skip();
    assert_true(tf_read_file(in->arena, "/proc/self/status", 65536, NULL, &file));
    assert_true(file.size > 0);
}

static void test_a_file_of_several_chunks_is_read_up_to_its_bound(void **state)
{
    const folder *in = *state;
    tf_file file;
    const size_t size = 100000;
    char *bytes = tf_alloc(in->arena, size);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)('a' + i % 26);
    const char *path = write_file(in, bytes, size);
    assert_true(tf_read_file(in->arena, path, size, NULL, &file));
    assert_int_equal(file.size, size);
    assert_memory_equal(file.text, bytes, size);
    assert_false(tf_read_file(in->arena, path, size - 1, NULL, &file));
    assert_string_equal(file.problem, "it is larger than 99999 bytes");
    assert_null(file.text);
}

/* Endless ones among them: a pipe that nobody writes to, and a device that never ends. */
static void test_what_is_no_regular_file_is_refused_unread(void **state)
{
    const folder *in = *state;
    const char *pipe = path_of(in, "pipe");
    const char *link = path_of(in, "link");
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_int_equal(symlink(pipe, link), 0);
    const struct {
        const char *name;
        const char *path;
        const char *problem;
    } rows[] = {
        { "a pipe", pipe, "it is a pipe, not a regular file" },
        { "a link to a pipe", link, "it is a pipe, not a regular file" },
        { "an endless device", "/dev/zero", "it is a device, not a regular file" },
        { "a folder", in->path, "it is a folder" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        at_row(rows[i].name);
        tf_file file;
        assert_false(tf_read_file(in->arena, rows[i].path, 1024, NULL, &file));
        assert_true(file.exists);
        assert_null(file.text);
        assert_string_equal(file.problem, rows[i].problem);
    }
}

static void test_that_nothing_is_there_is_told_apart(void **state)
{
    const folder *in = *state;
    tf_file file;
    assert_false(tf_read_file(in->arena, path_of(in, "absent"), 1024, NULL, &file));
    assert_false(file.exists);
    assert_string_equal(file.problem, "No such file or directory");
    assert_false(tf_read_file(in->arena, tf_format(in->arena, "%s/x", write_file(in, "", 0)), 1024, NULL, &file));
    assert_false(file.exists);
}

static void test_what_is_cancelled_is_not_read(void **state)
{
    const folder *in = *state;
    tf_cancel *cancel = tf_cancel_new();
    tf_cancel_fire(cancel);
    tf_file file;
    assert_false(tf_read_file(in->arena, write_file(in, "text", 4), 1024, cancel, &file));
    assert_string_equal(file.problem, "the operation was cancelled");
    tf_cancel_release(cancel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_file_is_read_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_file_whose_size_is_told_as_0_is_read_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_file_of_several_chunks_is_read_up_to_its_bound, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_no_regular_file_is_refused_unread, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_that_nothing_is_there_is_told_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_cancelled_is_not_read, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
