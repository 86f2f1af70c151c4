/* SPDX-License-Identifier: Apache-2.0 */
/* Proxies: which hosts need none, and what one that refuses a tunnel leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "http/http.h"
#include "http/proxy.h"
#include "scripted_server.h"

#define REFUSAL "HTTP/1.1 403 no\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

static void test_an_exception_with_a_port_counts_for_that_port(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *listed;
        const char *port;
        const char *kept;
    } rows[] = {
        { "none", "", "443", "" },
        { "hosts", "a.example, .b.example\tc.example", "443", "a.example,.b.example,c.example" },
        { "everything", "*", "443", "*" },
        { "the port asked for", "a.example:8443,10.0.0.1:8443", "8443", "a.example,10.0.0.1" },
        { "another port", "a.example:8443,b.example", "443", "b.example" },
        { "an address of IPv6", "fd00::1,[fd00::2],[fd00::3]:8443,[fd00::4]:1", "8443", "fd00::1,[fd00::2],[fd00::3]" },
        { "a range", "10.0.0.0/8", "443", "10.0.0.0/8" },
        { "no number", "a.example:https", "443", "a.example:https" },
    };
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        setenv("no_proxy", rows[i].listed, 1);
        setenv("NO_PROXY", "not.asked", 1);
        const char *kept = http_exceptions_from_proxy(arena, rows[i].port);
        if (strcmp(kept, rows[i].kept) != 0)
            fail_msg("%s: %s", rows[i].name, kept);
    }
    unsetenv("no_proxy");
    assert_string_equal(http_exceptions_from_proxy(arena, "443"), "not.asked");
    unsetenv("NO_PROXY");
    assert_string_equal(http_exceptions_from_proxy(arena, "443"), "");
    tf_arena_free(arena);
}

static bool perform(http_engine *engine, tf_arena *arena, const char *url, http_error *error)
{
    const http_request request = { .method = "POST", .url = url, .what = "test", .body = "x", .body_size = 1 };
    http_response response;
    return http_perform(engine, arena, &request, &response, error);
}

static void test_a_tunnel_that_was_refused_sent_nothing(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_CLOSE, REFUSAL }, { SERVER_CLOSE, REFUSAL } };
    server *proxy = server_start(steps, 2);
    http_engine *engine = http_engine_new();
    tf_arena *arena = tf_arena_new();
    http_error error;
    setenv("https_proxy", server_url(proxy), 1);
    assert_false(perform(engine, arena, "https://name.invalid:8443/", &error));
    assert_int_equal(error.kind, HTTP_ERROR_CONNECT);
    assert_false(error.sent);
    assert_non_null(strstr(error.message, "403"));
    assert_non_null(strstr(server_request(proxy, 0), "CONNECT name.invalid:8443 "));

    /* What is excepted, and the loopback always, is tried without it. */
    setenv("no_proxy", "name.invalid:8443", 1);
    assert_false(perform(engine, arena, "https://name.invalid:8443/", &error));
    unsetenv("no_proxy");
    assert_false(perform(engine, arena, "https://127.0.0.1:1/", &error));
    assert_int_equal(error.kind, HTTP_ERROR_CONNECT);
    assert_int_equal(server_request_count(proxy), 1);
    assert_false(perform(engine, arena, "https://name.invalid:8444/", &error));
    assert_int_equal(server_request_count(proxy), 2);
    unsetenv("https_proxy");
    http_engine_free(engine);
    server_stop(proxy);
    tf_arena_free(arena);
}

static void test_no_message_shows_a_proxys_password(void **state)
{
    (void)state;
    static const char *const proxies[] = {
        "http://user:pa55@127.0.0.1:1",
        "http://user:pa5%zz@127.0.0.1:1",
        "http://user:pa5@127.0.0.1:port",
        "http://user:pa5/5@127.0.0.1",
        "foo://user:pa55word@127.0.0.1",
        "user:pa5@[::1",
        "http://u:pa5@",
        "http://us er:pa5@host",
        "u:pa5:pa5@:1:1",
    };
    tf_arena *arena = tf_arena_new();
    http_error error;
    for (size_t i = 0; i < sizeof proxies / sizeof proxies[0]; i++) {
        /* Also where libcurl has to cut the message. */
        for (size_t length = 0; length < 300; length += 299) {
            char *more = tf_alloc(arena, length + 1);
            memset(more, 'p', length);
            const char *at = strchr(proxies[i], '@');
            setenv("https_proxy", tf_format(arena, "%.*s%s%s", (int)(at - proxies[i]), proxies[i], more, at), 1);
            http_protect_proxies();
            http_engine *engine = http_engine_new();
            assert_false(perform(engine, arena, "https://name.invalid/", &error));
            if (strstr(error.message, "pa5") != NULL || strstr(error.message, "ppp") != NULL)
                fail_msg("%s: %s", proxies[i], error.message);
            http_engine_free(engine);
        }
    }
    unsetenv("https_proxy");
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_message_shows_a_proxys_password),
        cmocka_unit_test(test_an_exception_with_a_port_counts_for_that_port),
        cmocka_unit_test(test_a_tunnel_that_was_refused_sent_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
