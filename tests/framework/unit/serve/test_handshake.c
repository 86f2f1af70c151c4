/* SPDX-License-Identifier: Apache-2.0 */
/* The handshake, the certificates and the socket that it tells of. */
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
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "framework/serve/certificate.h"
#include "framework/serve/handshake.h"
#include "framework/serve/socket.h"
#include "rows.h"

static const char *const variables[] = { "TF_PLUGIN_MAGIC_COOKIE",   "PLUGIN_PROTOCOL_VERSIONS",
                                         "PLUGIN_CLIENT_CERT",       "PLUGIN_MULTIPLEX_GRPC",
                                         "PLUGIN_UNIX_SOCKET_DIR",   "TMPDIR",
                                         "PLUGIN_UNIX_SOCKET_GROUP", NULL };

static int start(void **state)
{
    for (size_t i = 0; variables[i] != NULL; i++)
        assert_int_equal(unsetenv(variables[i]), 0);
    *state = tf_arena_new();
    return 0;
}

static int end(void **state)
{
    tf_arena_free(*state);
    return 0;
}

static void set(const char *name, const char *value)
{
    assert_int_equal(setenv(name, value, 1), 0);
}

static void test_the_cookie_tells_a_plugin_from_a_program(void **state)
{
    (void)state;
    assert_false(handshake_is_plugin());
    set("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b");
    assert_false(handshake_is_plugin());
    set("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2");
    assert_true(handshake_is_plugin());
}

static void test_version_6_has_to_be_among_those_offered(void **state)
{
    static const struct {
        const char *versions;
        bool fits;
    } cases[] = {
        { "6", true },  { "5,6", true }, { "6,7", true },  { "4,5,6,7", true },
        { "5", false }, { "", true },    { "16", false },  { "5,66", false },
        { "x", false }, { "6x", false }, { ",,6,", true }, { "99999999999999999999", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].versions);
        struct handshake handshake;
        const char *problem = NULL;
        set("PLUGIN_PROTOCOL_VERSIONS", cases[i].versions);
        if (handshake_read(*state, &handshake, &problem) != cases[i].fits)
            fail_msg("\"%s\"", cases[i].versions);
        assert_true((problem == NULL) == cases[i].fits);
    }
}

static void test_the_line_says_what_was_asked_for(void **state)
{
    struct handshake handshake;
    const char *problem = NULL;
    assert_true(handshake_read(*state, &handshake, &problem));
    assert_string_equal(handshake.socket_directory, "/tmp");
    assert_null(handshake.client_certificate);
    assert_string_equal(handshake_line(*state, &handshake, "/tmp/s", ""), "1|6|unix|/tmp/s|grpc|\n");
    set("PLUGIN_MULTIPLEX_GRPC", "true");
    set("TMPDIR", "/var/tmp");
    assert_true(handshake_read(*state, &handshake, &problem));
    assert_string_equal(handshake.socket_directory, "/var/tmp");
    assert_false(handshake.directory_is_asked_for);
    assert_string_equal(handshake_line(*state, &handshake, "/tmp/s", "Zm9v"), "1|6|unix|/tmp/s|grpc|Zm9v|false\n");
    set("PLUGIN_UNIX_SOCKET_DIR", "/run");
    set("PLUGIN_UNIX_SOCKET_GROUP", "daemon");
    assert_true(handshake_read(*state, &handshake, &problem));
    assert_string_equal(handshake.socket_directory, "/run");
    assert_true(handshake.directory_is_asked_for);
    assert_string_equal(handshake.socket_group, "daemon");
}

static X509 *read_certificate(const char *pem)
{
    BIO *bio = BIO_new_mem_buf(pem, -1);
    X509 *read = PEM_read_bio_X509(bio, NULL, NULL, NULL);
    BIO_free(bio);
    return read;
}

static void test_a_certificate_is_for_localhost_and_its_own_key(void **state)
{
    struct certificate made;
    assert_true(certificate_make(*state, &made));
    X509 *certificate = read_certificate(made.pem);
    assert_non_null(certificate);
    BIO *bio = BIO_new_mem_buf(made.key_pem, -1);
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
    assert_int_equal(X509_check_private_key(certificate, key), 1);
    assert_int_equal(X509_verify(certificate, key), 1);
    assert_int_equal(X509_check_host(certificate, "localhost", 0, 0, NULL), 1);
    assert_int_equal(X509_check_ca(certificate), 1);
    assert_int_equal(X509_cmp_current_time(X509_get0_notBefore(certificate)), -1);
    assert_int_equal(X509_cmp_current_time(X509_get0_notAfter(certificate)), 1);
    assert_null(strpbrk(made.base64, "=\n"));
    EVP_PKEY_free(key);
    BIO_free(bio);
    X509_free(certificate);

    struct certificate other;
    assert_true(certificate_make(*state, &other));
    assert_string_not_equal(made.pem, other.pem);
}

static void test_the_client_has_exactly_one_certificate(void **state)
{
    struct certificate made;
    assert_true(certificate_make(*state, &made));
    assert_string_equal(certificate_of_client(*state, made.pem), made.pem);
    assert_string_equal(certificate_of_client(*state, tf_format(*state, "text\n%s", made.pem)), made.pem);
    assert_null(certificate_of_client(*state, tf_format(*state, "%s%s", made.pem, made.pem)));
    assert_null(certificate_of_client(*state, made.key_pem));
    assert_null(certificate_of_client(*state, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
    assert_null(certificate_of_client(*state, "nonsense"));
    assert_null(certificate_of_client(*state, tf_copy_bytes(*state, made.pem, strlen(made.pem) / 2)));
}

static const char *choose(tf_arena *arena, const char *first, const char *other, const char **out_problem)
{
    const char *const directories[] = { first, other, NULL };
    return socket_choose_path(arena, directories, out_problem);
}

static void test_a_socket_path_is_new_and_short_enough(void **state)
{
    const char *problem = NULL;
    const char *path = choose(*state, "/tmp", NULL, &problem);
    assert_non_null(path);
    assert_memory_equal(path, "/tmp/plugin-", 12);
    assert_string_not_equal(path, choose(*state, "/tmp", NULL, &problem));
    assert_null(choose(*state, "/nowhere/at/all", NULL, &problem));
    assert_non_null(strstr(problem, "/nowhere/at/all"));
    assert_memory_equal(choose(*state, "/nowhere/at/all", "/tmp", &problem), "/tmp/plugin-", 12);
}

/* Directories for temporary files that cannot be told of, or hold a socket: another one has to do. */
static void test_a_socket_is_made_elsewhere_where_it_has_to_be(void **state)
{
    static const struct {
        const char *name;
        const char *directory;
        const char *problem;
    } rows[] = {
        { "too long", "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
          "too long for a socket" },
        { "ends the line", "a\nb", "characters" },
        { "ends a field of the line", "a|b", "characters" },
        { "begins an escape of a URI", "a%41b", "characters" },
        { "begins a query of a URI", "a?b", "characters" },
        { "begins a fragment of a URI", "a#b", "characters" },
        { "is none of a URI", "a b", "characters" },
    };
    char directory[] = "/tmp/test-serve-XXXXXX";
    assert_non_null(mkdtemp(directory));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        at_row(rows[i].name);
        char *inside = tf_format(*state, "%s/%s", directory, rows[i].directory);
        const char *problem = NULL;
        assert_int_equal(mkdir(inside, 0700), 0);
        if (choose(*state, inside, NULL, &problem) != NULL)
            fail_msg("%s: taken", rows[i].name);
        assert_non_null(strstr(problem, rows[i].problem));
        const char *path = choose(*state, inside, "/tmp", &problem);
        assert_non_null(path);
        assert_memory_equal(path, "/tmp/plugin-", 12);
        assert_int_equal(rmdir(inside), 0);
    }
    assert_int_equal(rmdir(directory), 0);
}

static void test_a_socket_is_shared_with_a_group(void **state)
{
    char path[] = "/tmp/test-serve-XXXXXX";
    const int file = mkstemp(path);
    assert_true(file >= 0);
    const char *problem = NULL;
    assert_true(socket_share(*state, path, tf_format(*state, "%u", (unsigned)getegid()), &problem));
    struct stat shared;
    assert_int_equal(fstat(file, &shared), 0);
    assert_int_equal(shared.st_mode & 0777, 0660);
    assert_int_equal(shared.st_gid, getegid());
    assert_false(socket_share(*state, path, "no-such-group", &problem));
    assert_non_null(strstr(problem, "no-such-group"));
    assert_int_equal(close(file), 0);
    assert_int_equal(unlink(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_cookie_tells_a_plugin_from_a_program, start, end),
        cmocka_unit_test_setup_teardown(test_version_6_has_to_be_among_those_offered, start, end),
        cmocka_unit_test_setup_teardown(test_the_line_says_what_was_asked_for, start, end),
        cmocka_unit_test_setup_teardown(test_a_certificate_is_for_localhost_and_its_own_key, start, end),
        cmocka_unit_test_setup_teardown(test_the_client_has_exactly_one_certificate, start, end),
        cmocka_unit_test_setup_teardown(test_a_socket_path_is_new_and_short_enough, start, end),
        cmocka_unit_test_setup_teardown(test_a_socket_is_made_elsewhere_where_it_has_to_be, start, end),
        cmocka_unit_test_setup_teardown(test_a_socket_is_shared_with_a_group, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
