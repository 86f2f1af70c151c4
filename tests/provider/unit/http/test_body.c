/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/log.h>

#include "http/body.h"
#include "rows.h"

#define SECRET "body-secret-0123456789-abcdefghij"

static void test_bodies_in_words(void **state)
{
    (void)state;
    static const struct {
        const char *name, *body, *words;
    } cases[] = {
        { "nothing", "", "an empty body" },
        { "blanks", " \r\n", "an empty body" },
        { "an object", "{\"id\": 7, \"secrets\": [{\"value\": \"shown?\"}]}", "an object of `id`, `secrets`" },
        { "an empty object", " {}", "an object of nothing" },
        { "a name that is a secret", "{\"" SECRET "\": 1}", "an object of `(sensitive value)`" },
        { "a list", "[{\"value\": \"shown?\"}]", "a JSON list" },
        { "a JSON text", "\"shown?\"", "a JSON text" },
        { "a number", "1234567", "a JSON number, true, false or null" },
        { "half of an object", "{\"value\": \"shown", "JSON that is malformed or ends early" },
        { "a line a value", "{\"value\": \"shown?\"}\n{\"value\": \"shown?\"}",
          "JSON that is malformed or ends early" },
        { "text before JSON", "data: {\"value\": \"shown?\"}", "\"data:\"" },
        { "text", "404 page\n not found\n", "\"404 page not found\"" },
        { "text of others", "Zugang gesperrt – näheres später", "\"Zugang gesperrt – näheres später\"" },
        { "a page",
          "<html><head><title>502</title><style>p { a: b }</style></head>\n<body><h1>Bad\nGateway</h1></body></html>",
          "\"502 Bad Gateway\"" },
        { "a page with a script", "<!DOCTYPE html><script>var a = '<b>';</script><!-- > -->Sign in", "\"Sign in\"" },
        { "a page that ends early", "<html><body>Sign in<scri", "\"Sign in\"" },
        { "a page of nothing", "<html></html>", "a page without text" },
        { "XML",
          "<?xml version=\"1.0\"?>\n<!-- a -->\n<AssumeRoleResponse xmlns=\"a\"><SecretAccessKey>shown?</SecretAccessKey>",
          "XML of <AssumeRoleResponse>" },
        { "no XML", "<?xml", "XML without an element" },
        { "a secret", "denied: " SECRET, "\"denied: (sensitive value)\"" },
        { "a secret on two lines", "denied: " SECRET "\nand more", "\"denied: (sensitive value) and more\"" },
    };
    tf_arena *arena = tf_arena_new();
    tf_log_protect(SECRET);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const http_response response = { .status = 500, .body = cases[i].body, .size = strlen(cases[i].body) };
        const char *words = http_describe_body(arena, &response);
        if (strcmp(words, cases[i].words) != 0)
            fail_msg("%s: %s", cases[i].name, words);
    }
    tf_arena_free(arena);
}

static void test_a_cut_never_goes_through_a_secret(void **state)
{
    (void)state;

    tf_log_protect(SECRET);
    for (int frame = 0; frame < 2; frame++) {
        for (size_t before = 0; before < 260; before++) {
            tf_arena *arena = tf_arena_new();
            char *dots = tf_alloc(arena, before + 1);
            memset(dots, '.', before);
            const char *body = frame == 0 ? tf_format(arena, "%s" SECRET, dots)
                                          : tf_format(arena, "<html><p>%s</p><p>" SECRET "</p>", dots);
            /* As a whole, and as it is where the connection broke. */
            for (size_t missing = 0; missing < 33; missing += 8) {
                const http_response response = { .body = body, .size = strlen(body) - missing };
                assert_null(strstr(http_describe_body(arena, &response), "body"));
            }
            tf_arena_free(arena);
        }
    }
}

static void test_what_is_shown_is_short(void **state)
{
    (void)state;
    enum { SIZE = 1 << 20 };
    tf_arena *arena = tf_arena_new();
    static const char *const starts[] = { "", "{", "{\"", "<", "<html>", "[1" };
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        at_row(starts[i]);
        char *body = tf_alloc(arena, SIZE + 1);
        memset(body, 'x', SIZE);
        memcpy(body, starts[i], strlen(starts[i]));
        const http_response response = { .body = body, .size = SIZE };
        assert_in_range(strlen(http_describe_body(arena, &response)), 5, 260);
    }
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bodies_in_words),
        cmocka_unit_test(test_a_cut_never_goes_through_a_secret),
        cmocka_unit_test(test_what_is_shown_is_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
