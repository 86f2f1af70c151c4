/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framework/foundation/utf8.h"
#include "framework/foundation/visible.h"
#include "rows.h"

static void test_what_acts_is_made_visible(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *shown;
    } cases[] = {
        { "plain", "Grüße, 日本 \U0001F600", "Grüße, 日本 \U0001F600" },
        { "line ends and tabs", "one\n\ttwo\r\nthree\n", "one\n\ttwo\r\nthree\n" },
        { "a carriage return alone", "Error\rApply complete!", "Error\\x0dApply complete!" },
        { "clear the screen", "\x1b[2J\x1b[HApply", "\\x1b[2J\\x1b[HApply" },
        { "OSC 52", "\x1b]52;c;ZXZpbA==\x07", "\\x1b]52;c;ZXZpbA==\\x07" },
        { "backspace and delete", "a\b\x7f", "a\\x08\\x7f" },
        { "C1 in UTF-8", "\xc2\x9b\x32J", "\\u009b2J" },
        { "C1 as a byte", "\x9b\x32J", "\\x9b2J" },
        { "an override", "\u202etxt\u202c", "\\u202etxt\\u202c" },
        { "isolates and marks", "\u2066a\u2069\u200e\u200f", "\\u2066a\\u2069\\u200e\\u200f" },
        { "no width", "\ufeffa\u200b\u2060", "\\ufeffa\\u200b\\u2060" },
        { "a separator", "a\u2028b", "a\\u2028b" },
        { "tags", "a\U000E0041", "a\\ue0041" },
        { "joiners of a script", "می\u200cخواهم", "می\u200cخواهم" },
        { "a longer form", "\xc0\x9b", "\\xc0\\x9b" },
        { "a surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80" },
        { "cut short", "a\xe2\x82", "a\\xe2\\x82" },
        { "beyond Unicode", "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
        { "nothing", "", "" },
    };
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].name);
        const char *shown = visible_text(arena, cases[i].text);
        if (strcmp(shown, cases[i].shown) != 0)
            fail_msg("%s: %s", cases[i].name, shown);
        if (strcmp(cases[i].text, cases[i].shown) == 0)
            assert_ptr_equal(shown, cases[i].text);
    }
    assert_null(visible_text(arena, NULL));
    tf_arena_free(arena);
}

/* Whatever the bytes are, what comes out is UTF-8 without anything that acts, and stays as it is. */
static void test_any_bytes_become_text(void **state)
{
    (void)state;
    uint32_t seed = 20240611;
    for (int round = 0; round < 20000; round++) {
        tf_arena *arena = tf_arena_new();
        char bytes[24] = { 0 };
        for (size_t i = 0; i < sizeof bytes - 1; i++) {
            seed = seed * 1664525 + 1013904223;
            bytes[i] = (char)(seed >> 24);
        }
        const char *shown = visible_text(arena, bytes);
        assert_true(utf8_is_text(shown, strlen(shown)));
        for (const char *at = shown; *at != '\0'; at++)
            assert_false((unsigned char)*at < ' ' && strchr("\n\t\r", *at) == NULL);
        assert_ptr_equal(visible_text(arena, shown), shown);
        tf_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_acts_is_made_visible),
        cmocka_unit_test(test_any_bytes_become_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
