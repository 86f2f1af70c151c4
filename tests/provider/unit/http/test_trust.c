/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <tfprovider/arena.h>

#include "http/http.h"
#include "http/trust.h"
#include "rows.h"

/* The second of each is there on every system. */
static const char *const files[] = { "/nonexistent/one.pem", "/dev/null", "/nonexistent/two.pem", NULL };
static const char *const directories[] = { "/nonexistent", "/", NULL };
static const char *const none[] = { "/nonexistent/one.pem", NULL };
static const char *const nothing[] = { NULL };

static void assert_text_or_null(const char *got, const char *expected)
{
    if (expected == NULL) {
        assert_null(got);
    } else {
        assert_string_equal(got, expected);
    }
}

static void test_places(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *ca_bundle;
        const char *variable_file;
        const char *variable_directory;
        http_trust_places places;
        const char *file;
        const char *directories;
        const char *says;
    } rows[] = {
        { "named", "/a.pem", "/b.pem", "/c", { files, directories }, "/a.pem", NULL, "in /a.pem" },
        { "file by variable", NULL, "/b.pem", NULL, { files, directories }, "/b.pem", NULL, "SSL_CERT_FILE" },
        { "directories by variable", NULL, "", "/c:/d", { files, directories }, NULL, "/c:/d", "SSL_CERT_DIR" },
        { "both by variable", NULL, "/b.pem", "/c", { files, directories }, "/b.pem", "/c", "SSL_CERT_DIR (/c)" },
        { "first file that is there", NULL, NULL, NULL, { files, directories }, "/dev/null", NULL, "in /dev/null" },
        { "no file", NULL, NULL, NULL, { none, directories }, NULL, "/", "in /" },
        { "nothing", NULL, NULL, NULL, { none, nothing }, NULL, NULL, "there is none of /nonexistent/one.pem" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        at_row(rows[i].name);
        tf_arena *arena = tf_arena_new();
        unsetenv("SSL_CERT_FILE");
        unsetenv("SSL_CERT_DIR");
        if (rows[i].variable_file != NULL)
            setenv("SSL_CERT_FILE", rows[i].variable_file, 1);
        if (rows[i].variable_directory != NULL)
            setenv("SSL_CERT_DIR", rows[i].variable_directory, 1);
        const http_trust trust = http_find_trust(arena, rows[i].ca_bundle, &rows[i].places);
        assert_text_or_null(trust.file, rows[i].file);
        assert_text_or_null(trust.directories, rows[i].directories);
        assert_non_null(strstr(trust.looked, rows[i].says));
        tf_arena_free(arena);
    }
}

/* Opened, a pipe would hold up the engine's thread until somebody writes to it. */
static void test_certificates_in_a_pipe_are_refused_unread(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    http_engine *engine = http_engine_new();
    char directory[] = "/tmp/test_trust.XXXXXX";
    assert_non_null(mkdtemp(directory));
    const char *pipe = tf_format(arena, "%s/pipe", directory);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    const http_request request = {
        .method = "GET", .url = "https://127.0.0.1:1/", .what = "test", .ca_bundle = pipe, .idempotent = true
    };
    http_response response;
    http_error error;
    assert_false(http_perform(engine, arena, &request, &response, &error));
    assert_int_equal(error.kind, HTTP_ERROR_TLS);
    assert_non_null(strstr(error.message, "pipe is no regular file"));
    assert_int_equal(unlink(pipe), 0);
    assert_int_equal(rmdir(directory), 0);
    http_engine_free(engine);
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_places),
                                        cmocka_unit_test(test_certificates_in_a_pipe_are_refused_unread) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
