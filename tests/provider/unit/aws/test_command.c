/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "aws/command.h"
#include "aws/time.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void test_a_command_line_is_split_as_a_shell_does_without_expanding(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *line;
        const char *words; /* joined by |; NULL where it is refused */
    } rows[] = {
        { "words", "a  b\tc", "a|b|c" },
        { "quotes", "'a b' \"c d\"", "a b|c d" },
        { "quotes inside", "a'b 'c\"d\"", "ab cd" },
        { "an empty word", "a '' b", "a||b" },
        { "backslashes", "a\\ b \"c\\\"d\" '\\'", "a b|c\"d|\\" },
        { "nothing is expanded", "$HOME *", "$HOME|*" },
        { "an open quote", "a 'b", NULL },
        { "nothing", "  ", NULL },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        tf_arena *arena = tf_arena_new();
        const char *const *words = aws_command_words(arena, rows[i].line);
        tf_text_builder joined = { .arena = arena };
        for (size_t j = 0; words != NULL && words[j] != NULL; j++)
            tf_append_format(&joined, "%s%s", j > 0 ? "|" : "", words[j]);
        const bool same =
            rows[i].words == NULL ? words == NULL : words != NULL && strcmp(tf_built_text(&joined), rows[i].words) == 0;
        if (!same)
            fail_msg("%s: %s", rows[i].name, tf_built_text(&joined));
        tf_arena_free(arena);
    }
}

static void test_a_program_that_hangs_is_ended_with_what_it_started(void **state)
{
    (void)state;
    static const char *const words[] = { "sh", "-c", "sleep 600 & sleep 600", NULL };
    tf_arena *arena = tf_arena_new();
    tf_cancel *cancel = tf_cancel_new();
    aws_command_output output;
    const char *problem = NULL;
    assert_false(aws_command_run(arena, words, 100, tf_deadline_in_ms(50), cancel, &output, &problem));
    assert_string_equal(problem, "it did not end in time");
    tf_cancel_fire(cancel);
    assert_false(aws_command_run(arena, words, 100, TF_NEVER, cancel, &output, &problem));
    assert_string_equal(problem, "the run was cancelled while it ran");
    tf_cancel_release(cancel);
    tf_arena_free(arena);
}

static void test_times_are_read_in_every_form_that_aws_writes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds; /* -1 where it is none */
    } rows[] = {
        { "1970-01-02T00:00:00Z", 86400 },
        { "1970-01-02T00:00:00UTC", 86400 },
        { "1970-01-02T00:00:00", 86400 },
        { "1970-01-02T00:00:00.123Z", 86400 },
        { "1970-01-02T02:00:00+02:00", 86400 },
        { "1970-01-01T22:30:00-0130", 86400 },
        { "1970-01-02", -1 },
        { "1970-01-02T00:00:00 CET", -1 },
        { "1970-01-02T00:00:00+2", -1 },
        { "1970-01-02T00:00:00+02:00x", -1 },
        { "", -1 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t seconds = -1;
        const bool read = aws_parse_time(rows[i].text, &seconds);
        if (read != (rows[i].seconds >= 0) || (read && seconds != rows[i].seconds))
            fail_msg("\"%s\": %lld", rows[i].text, (long long)seconds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_command_line_is_split_as_a_shell_does_without_expanding),
        cmocka_unit_test(test_a_program_that_hangs_is_ended_with_what_it_started),
        cmocka_unit_test(test_times_are_read_in_every_form_that_aws_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
