/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/together.h>

#include "captured_stderr.h"
#include "framework/foundation/call.h"
#include "rows.h"

static void test_a_line_is_one_json_object_in_terraforms_form(void **state)
{
    (void)state;
    tf_log_set_level(TF_LOG_DEBUG);
    tf_log_fields(TF_LOG_DEBUG, "provider.http", "say \"hi\"\n\x01\xff",
                  (const tf_log_field[]){ { "status", "200" }, { "none", NULL }, { NULL, NULL } });
    tf_log(TF_LOG_TRACE, "provider", "not %s", "written");
    assert_non_null(
        strstr(captured_stderr(), "{\"@level\":\"debug\",\"@module\":\"provider.http\",\"@timestamp\":\"20"));
    assert_non_null(strstr(captured_stderr(), ",\"@message\":\"say \\\"hi\\\"\\u000a\\\\x01\\\\xff\","));
    assert_non_null(strstr(captured_stderr(), "\"status\":\"200\",\"none\":null}\n"));
    assert_null(strstr(captured_stderr(), "written"));
}

static void test_secrets_are_replaced(void **state)
{
    (void)state;
    tf_log_set_level(TF_LOG_TRACE);
    tf_log_protect("lsv2_sk_hidden");
    tf_log(TF_LOG_INFO, "provider", "key %s", "lsv2_sk_hidden");
    assert_null(strstr(captured_stderr(), "lsv2_sk_hidden"));
    assert_non_null(strstr(captured_stderr(), "key (sensitive value)"));
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
        at_row(cases[i].provider);
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

/* A call as the rpc layer makes it. */
static tf_call call_of(tf_arena *arena, const char *type_field, const char *type_name)
{
    tf_call call;
    tf_call_init(&call, arena, NULL, type_name);
    call.rpc = "ReadResource";
    call.type_field = type_field;
    return call;
}

static void test_a_line_of_a_call_has_the_fields_of_terraforms_tools(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *type_field;
        const char *type_name;
        const char *expected; /* behind the request's id */
    } cases[] = {
        { "resource", "tf_resource_type", "test_thing",
          "\",\"tf_rpc\":\"ReadResource\",\"tf_resource_type\":\"test_thing\"}\n" },
        { "data source", "tf_data_source_type", "test_thing",
          "\",\"tf_rpc\":\"ReadResource\",\"tf_data_source_type\":\"test_thing\"}\n" },
        { "provider", NULL, "", "\",\"tf_rpc\":\"ReadResource\"}\n" },
    };
    tf_log_set_level(TF_LOG_INFO);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tf_arena *arena = tf_arena_new();
        tf_call call = call_of(arena, cases[i].type_field, cases[i].type_name);
        tf_log_call(&call, TF_LOG_INFO, "provider.test", "%s %d", "look", 7);
        tf_log_call(&call, TF_LOG_DEBUG, "provider.test", "not written");
        const char *id = tf_call_request_id(&call);
        const char *expected = tf_format(arena, "\"@message\":\"look 7\",\"tf_req_id\":\"%s%s", id, cases[i].expected);
        if (strlen(id) != 36 || strstr(captured_stderr(), expected) == NULL)
            fail_msg("%s: %s", cases[i].name, captured_stderr());
        tf_arena_free(arena);
    }
    assert_null(strstr(captured_stderr(), "not written"));
}

static bool log_part(tf_call *call, void *context)
{
    tf_log_call(call, TF_LOG_INFO, "provider.test", "%s", (const char *)context);
    return true;
}

static void test_the_parts_of_a_call_log_as_the_call(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    tf_call call = call_of(arena, "tf_resource_type", "test_thing");
    const tf_part parts[] = { { log_part, "one" }, { log_part, "other" } };
    tf_log_set_level(TF_LOG_INFO);
    assert_true(tf_run_together(&call, parts, 2));
    for (size_t i = 0; i < 2; i++) {
        const char *expected =
            tf_format(arena, "\"%s\",\"tf_req_id\":\"%s\",\"tf_rpc\":\"ReadResource\",\"tf_resource_type\":",
                      (const char *)parts[i].context, tf_call_request_id(&call));
        if (strstr(captured_stderr(), expected) == NULL)
            fail_msg("%s in %s", expected, captured_stderr());
    }
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_line_of_a_call_has_the_fields_of_terraforms_tools, capture_stderr,
                                        restore_stderr),
        cmocka_unit_test_setup_teardown(test_the_parts_of_a_call_log_as_the_call, capture_stderr, restore_stderr),
        cmocka_unit_test_setup_teardown(test_a_line_is_one_json_object_in_terraforms_form, capture_stderr,
                                        restore_stderr),
        cmocka_unit_test_setup_teardown(test_secrets_are_replaced, capture_stderr, restore_stderr),
        cmocka_unit_test_setup_teardown(test_the_environment_sets_the_level, capture_stderr, restore_stderr),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
