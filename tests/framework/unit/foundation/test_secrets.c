/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/cancel.h>
#include <tfprovider/log.h>

#define REDACTED "(sensitive value)"

static void test_a_secret_is_found_however_it_is_spelled(void **state)
{
    (void)state;
    static const struct {
        const char *name, *secret, *text, *shown;
    } cases[] = {
        { "as it is", "Hunter22", "key Hunter22.", "key " REDACTED "." },
        { "twice", "Hunter22", "Hunter22Hunter22 Hunter22", REDACTED " " REDACTED },
        { "with blanks around it", " padded-key\n", "key padded-key.", "key " REDACTED "." },
        { "JSON", "q\"u\\o\nte/d", "x\"q\\\"u\\\\o\\nte\\/d\"", "x\"" REDACTED "\"" },
        { "JSON in ASCII", "gräß\U0001F600lich", "gr\\u00e4\\u00DF\\ud83d\\ude00lich", REDACTED },
        { "JSON in JSON", "in\"si\"de", "{\\\"a\\\":\\\"in\\\\\\\"si\\\\\\\"de\\\"}",
          "{\\\"a\\\":\\\"" REDACTED "\\\"}" },
        { "a repr", "by\xc3\xa4te!", "'by\\xc3\\xa4te!'", "'" REDACTED "'" },
        { "XML", "<a&b>'\"", "&lt;a&amp;b&gt;&apos;&quot;", REDACTED },
        { "XML in numbers", "<d&e>'\"", "&#60;d&#38;e&#x3E;&#x27;&#34;", REDACTED },
        { "URL", "p@ss/wörd +1", "?a=p%40ss%2Fw%C3%B6rd%20%2B1&b", "?a=" REDACTED "&b" },
        { "URL in small letters", "q@ss/wörd +1", "?a=q%40ss%2fw%c3%b6rd%20%2b1&b", "?a=" REDACTED "&b" },
        { "a form", "r@ss wörd +1", "a=r%40ss+w%C3%B6rd+%2B1", "a=" REDACTED },
        { "a URL in JSON", "s/p\"q r", "s\\/p%22q%20r", REDACTED },
        { "a plus beside escapes", "ab+c/de\"f", "\\n ab+c\\/de\\\"f", "\\n " REDACTED },
        { "base64", "correct horse", "Y29ycmVjdCBob3JzZQ==", REDACTED "Q==" },
        { "base64 behind one byte", "battery staple", "eGJhdHRlcnkgc3RhcGxl", "eG" REDACTED },
        { "base64 behind two bytes", "basic-password", "dTpiYXNpYy1wYXNzd29yZA==", "dTp" REDACTED "A==" },
        { "base64 for URLs", "~~~>>>ooo~~~", "fn5-Pj4-b29vfn5-", REDACTED },
        { "half of it", "0123456789abcdef", "key 01234567...", "key " REDACTED "..." },
        { "less than half", "9876543210fedcba", "key 9876543...", "key 9876543..." },
        { "a line of it", "-----BEGIN-----\nMIIEvQIBADAN\nabc\n-----END-----", "| MIIEvQIBADAN", "| " REDACTED },
        { "too short", "abc", "abcabc", "abcabc" },
    };
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        tf_log_protect(cases[i].secret);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *shown = tf_log_redact(arena, cases[i].text);
        if (strcmp(shown, cases[i].shown) != 0)
            fail_msg("%s: %s", cases[i].name, shown);
    }
    const char *const plain = "Nothing here is secret: 100% of it, \\o/ & so on.";
    assert_ptr_equal(tf_log_redact(arena, plain), plain);
    tf_arena_free(arena);
}

static void test_secrets_inside_and_across_each_other(void **state)
{
    (void)state;
    tf_log_protect("outer-inner-outer");
    tf_log_protect("inner");
    tf_log_protect("left-shared");
    tf_log_protect("shared-right");
    tf_arena *arena = tf_arena_new();
    assert_string_equal(tf_log_redact(arena, "a outer-inner-outer, an inner"), "a " REDACTED ", an " REDACTED);
    assert_string_equal(tf_log_redact(arena, "a left-shared-right"), "a " REDACTED);
    tf_arena_free(arena);
}

static void test_there_is_no_limit(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    tf_arena *arena = tf_arena_new();
    for (int i = 0; i < MANY; i++)
        tf_log_protect(tf_format(arena, "many-%d-secrets", i));
    for (int i = 0; i < MANY; i += 977)
        assert_string_equal(tf_log_redact(arena, tf_format(arena, "x many-%d-secrets", i)), "x " REDACTED);
    /* A page that has none of them costs no more than a page does. */
    char *page = tf_alloc(arena, 1 << 20);
    memset(page, 'm', (1 << 20) - 1);
    const int64_t began = tf_now_ms();
    assert_ptr_equal(tf_log_redact(arena, page), page);
    assert_true(tf_now_ms() - began < 2000);
    tf_arena_free(arena);
}

static void test_an_excerpt_is_cut_behind_what_it_hides(void **state)
{
    (void)state;
    static const char secret[] = "excerpt-of-48-characters-none-of-which-is-shown!";
    static const char *const spellings[] = {
        secret,
        "excerpt%2Dof%2D48%2Dcharacters%2Dnone%2Dof%2Dwhich%2Dis%2Dshown%21",
        "\\u0065xcerpt-of-48-characters-none-of-which-is-shown!",
        "ZXhjZXJwdC1vZi00OC1jaGFyYWN0ZXJzLW5vbmUtb2Ytd2hpY2gtaXMtc2hvd24h",
    };
    tf_log_protect(secret);
    for (size_t spelling = 0; spelling < sizeof spellings / sizeof spellings[0]; spelling++) {
        for (size_t before = 0; before < 300; before++) {
            tf_arena *arena = tf_arena_new();
            char *dots = tf_alloc(arena, before + 1);
            memset(dots, '.', before);
            const char *text = tf_format(arena, "%s%s and more of it", dots, spellings[spelling]);
            const char *shown = tf_log_excerpt(arena, text, strlen(text), 200);
            for (size_t i = 0; i + 4 <= strlen(spellings[spelling]); i++) {
                if (strstr(shown, tf_copy_bytes(arena, spellings[spelling] + i, 4)) != NULL)
                    fail_msg("shown: %s", shown);
            }
            assert_int_equal(strstr(shown, REDACTED) != NULL, before < 200);
            /* Somebody else has cut the text. */
            const char *cut = tf_log_excerpt(arena, text, before + 4, 400);
            assert_int_equal(strstr(cut, "exce") != NULL, 0);
            tf_arena_free(arena);
        }
    }
}

static void test_an_excerpt_is_whole_text(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    assert_string_equal(tf_log_excerpt(arena, "short", 5, 200), "short");
    assert_string_equal(tf_log_excerpt(arena, "exactly", 7, 7), "exactly");
    assert_string_equal(tf_log_excerpt(arena, "one more", 8, 7), "one mor…");
    assert_string_equal(tf_log_excerpt(arena, "grün", 5, 3), "gr…");
    assert_string_equal(tf_log_excerpt(arena, "nul\0nul", 7, 200), "nul nul");
    assert_string_equal(tf_log_excerpt(arena, "", 0, 200), "");
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_secret_is_found_however_it_is_spelled),
        cmocka_unit_test(test_secrets_inside_and_across_each_other),
        cmocka_unit_test(test_there_is_no_limit),
        cmocka_unit_test(test_an_excerpt_is_cut_behind_what_it_hides),
        cmocka_unit_test(test_an_excerpt_is_whole_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
