/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/arena.h>

#include "http/url.h"
#include "rows.h"

static void test_text_is_escaped_and_back(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    assert_string_equal(http_escape(arena, "aZ0-._~ /+&=%\xc3\xa9"), "aZ0-._~%20%2F%2B%26%3D%25%C3%A9");
    assert_string_equal(http_escape(arena, ""), "");
    assert_string_equal(http_unescape(arena, "a%20b%c3%A9+%7b"), "a b\xc3\xa9+{");
    static const char *const malformed[] = { "%", "%2", "%zz", "%2z", "a%00b" };
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
        at_row(malformed[i]);
        assert_null(http_unescape(arena, malformed[i]));
    }
    tf_arena_free(arena);
}

static void test_acceptable_urls(void **state)
{
    (void)state;
    static const char *const urls[] = { "https://api.example.org", "HTTPS://api.example.org:8443/prefix?x=1",
                                        "http://localhost:8080/",  "http://127.0.0.1",
                                        "http://127.1.2.3:80/x",   "http://127.1/",
                                        "http://0x7f000001/",      "http://[::1]:8080/" };
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        at_row(urls[i]);
        assert_null(http_url_problem(arena, urls[i]));
    }
    tf_arena_free(arena);
}

static void test_unacceptable_urls(void **state)
{
    (void)state;
    static const char *const urls[] = {
        "",
        "api.example.org",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://:443/",
        "https://[::1/",
        "https://user@example.org/",
        "https://user:word@example.org/",
        "https://example.org/#fragment",
        "https://example.org/a b",
        "https://example.org/\r\nX: y",
        "http://example.org/",
        "http://127.0.0.1.example.org/",
        "http://127.example.org/",
        "http://localhost@example.org/",
        "http://localhost.example.org/",
        "http://10.0.0.1/",
        "http://[::2]/",
        "http://127.999.0.1/",
        "http://127.0.0.256/",
        "http://localhost./",
        "http://[::ffff:10.0.0.1]/",
        "http://0.0.0.0/",
        "https://example.org:99999/",
    };
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        if (http_url_problem(arena, urls[i]) == NULL)
            fail_msg("%s is accepted", urls[i]);
    }
    tf_arena_free(arena);
}

static void test_an_endpoint_has_no_query(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    assert_null(http_endpoint_problem(arena, "https://example.org/api-host"));
    assert_non_null(strstr(http_endpoint_problem(arena, "https://example.org/?a=b"), "query"));
    assert_non_null(strstr(http_endpoint_problem(arena, "ftp://example.org/"), "https://"));
    tf_arena_free(arena);
}

static void test_the_host_of_a_url(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    assert_string_equal(http_url_host(arena, "https://API.example.org:8443/x"), "api.example.org");
    assert_string_equal(http_url_host(arena, "http://[::1]:80"), "::1");
    assert_string_equal(http_url_host(arena, "https://a@example.org?x"), "example.org");
    assert_null(http_url_host(arena, "https://a@b@example.org?x"));
    assert_string_equal(http_url_host(arena, "http://2130706433/"), "127.0.0.1");
    assert_null(http_url_host(arena, "example.org"));
    tf_arena_free(arena);
}

static void test_a_refused_url_shows_no_password(void **state)
{
    (void)state;
    static const struct {
        const char *url, *shown;
    } cases[] = {
        { "https://host/path", "https://host/path" },
        { "https://user:word@host/path", "https://(sensitive value)@host/path" },
        { "https://user:w@r/d@host", "https://(sensitive value)@host" },
        { "https://user:w#r?d@host:1x", "https://(sensitive value)@host:1x" },
        { "user:word@host", "(sensitive value)@host" },
        { "https//user:word@host", "(sensitive value)@host" },
        { "https://host/?key=word", "https://host/?…" },
        { "https://host/#word", "https://host/#…" },
        { "", "" },
    };
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].url);
        assert_string_equal(http_url_shown(arena, cases[i].url), cases[i].shown);
    }
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_refused_url_shows_no_password),
        cmocka_unit_test(test_text_is_escaped_and_back),
        cmocka_unit_test(test_acceptable_urls),
        cmocka_unit_test(test_unacceptable_urls),
        cmocka_unit_test(test_an_endpoint_has_no_query),
        cmocka_unit_test(test_the_host_of_a_url),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
