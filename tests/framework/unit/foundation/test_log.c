/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <tfprovider/log.h>

static int saved_stderr = -1;
static FILE *captured;

static int capture(void **state)
{
    (void)state;
    captured = tmpfile();
    saved_stderr = dup(STDERR_FILENO);
    return captured == NULL || dup2(fileno(captured), STDERR_FILENO) < 0 ? -1 : 0;
}

static int restore(void **state)
{
    (void)state;
    dup2(saved_stderr, STDERR_FILENO);
    close(saved_stderr);
    fclose(captured);
    tf_log_set_level(TF_LOG_OFF);
    return 0;
}

static const char *lines(void)
{
    static char text[8192];
    const ssize_t size = pread(fileno(captured), text, sizeof text - 1, 0);
    text[size < 0 ? 0 : size] = '\0';
    return text;
}

static void test_a_line_is_one_json_object_in_terraforms_form(void **state)
{
    (void)state;
    tf_log_set_level(TF_LOG_DEBUG);
    tf_log_fields(TF_LOG_DEBUG, "provider.http", "say \"hi\"\n\x01\xff",
                  (const tf_log_field[]){ { "status", "200" }, { "none", NULL }, { NULL, NULL } });
    tf_log(TF_LOG_TRACE, "provider", "not %s", "written");
    assert_non_null(strstr(lines(), "{\"@level\":\"debug\",\"@module\":\"provider.http\",\"@timestamp\":\"20"));
    assert_non_null(strstr(lines(), ",\"@message\":\"say \\\"hi\\\"\\u000a\\\\x01\\\\xff\","));
    assert_non_null(strstr(lines(), "\"status\":\"200\",\"none\":null}\n"));
    assert_null(strstr(lines(), "written"));
}

static void test_secrets_are_replaced(void **state)
{
    (void)state;
    tf_log_set_level(TF_LOG_TRACE);
    tf_log_protect("lsv2_sk_hidden");
    tf_log(TF_LOG_INFO, "provider", "key %s", "lsv2_sk_hidden");
    assert_null(strstr(lines(), "lsv2_sk_hidden"));
    assert_non_null(strstr(lines(), "key (sensitive value)"));
}

static void test_the_environment_sets_the_level(void **state)
{
    (void)state;
    static const struct {
        const char *provider, *all;
        tf_log_level least;
    } cases[] = {
        { NULL, NULL, TF_LOG_OFF },    { NULL, "DEBUG", TF_LOG_DEBUG }, { "warn", "TRACE", TF_LOG_WARN },
        { "", "error", TF_LOG_ERROR }, { NULL, "JSON", TF_LOG_TRACE },  { "off", "TRACE", TF_LOG_OFF },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unsetenv("TF_LOG");
        unsetenv("TF_LOG_PROVIDER");
        if (cases[i].provider != NULL)
            setenv("TF_LOG_PROVIDER", cases[i].provider, 1);
        if (cases[i].all != NULL)
            setenv("TF_LOG", cases[i].all, 1);
        tf_log_configure_from_environment();
        for (tf_log_level level = TF_LOG_TRACE; level < TF_LOG_OFF; level++)
            assert_int_equal(tf_log_enabled(level), level >= cases[i].least);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_line_is_one_json_object_in_terraforms_form, capture, restore),
        cmocka_unit_test_setup_teardown(test_secrets_are_replaced, capture, restore),
        cmocka_unit_test_setup_teardown(test_the_environment_sets_the_level, capture, restore),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
