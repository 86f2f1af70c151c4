/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framework/foundation/call.h"

static tf_call call;

static int start(void **state)
{
    tf_arena *arena = tf_arena_new();
    tf_call_init(&call, arena, tf_cancel_new(), "test_thing");
    *state = arena;
    return 0;
}

static int end(void **state)
{
    tf_cancel_release(call.cancel);
    tf_arena_free(*state);
    return 0;
}

static void test_paths_are_read_and_written_alike(void **state)
{
    static const char *const cases[] = {
        "name", "a.b.c", "items[0].name", "tags[\"a b\"]", "m[\"q\\\"uo\\\\te\"].x", "a-b[12][\"\"]"
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(tf_path_text(*state, tf_path_parse(*state, cases[i])), cases[i]);
    static const char *const malformed[] = { "",     ".a",     "a.",  "a[",  "a[]",
                                             "a[x]", "a[\"x]", "a[1", "a b", "a[99999999999999999999]" };
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++)
        assert_null(tf_path_parse(*state, malformed[i]));
}

static void test_a_failure_names_its_nested_path_in_the_text(void **state)
{
    (void)state;
    assert_false(tf_fail_on(&call, "resources.cpu", "Too small", "It is %d.", 0));
    tf_warn(&call, "Careful", "%s", "Really.");
    const tf_diagnostic *first = tf_call_diagnostics(&call);
    assert_string_equal(first->summary, "Too small");
    assert_string_equal(first->detail, "resources.cpu: It is 0.");
    assert_int_equal(first->severity, TF_ERROR);
    assert_int_equal(first->next->severity, TF_WARNING);
    assert_null(first->next->path);
    assert_true(tf_call_failed(&call));
}

static void test_reports_of_an_attempt_are_taken_back(void **state)
{
    (void)state;
    tf_fail(&call, "Lost", "Nothing else was said before.");
    tf_take_back_reports(&call, NULL);
    assert_null(tf_call_diagnostics(&call));
    assert_false(tf_call_failed(&call));

    tf_warn(&call, "Careful", "Old.");
    const tf_diagnostic *before = tf_call_diagnostics(&call);
    tf_fail(&call, "Lost", "It is.");
    tf_warn(&call, "Careful", "New.");
    tf_take_back_reports(&call, before);
    assert_ptr_equal(tf_call_diagnostics(&call), before);
    assert_null(before->next);
    assert_false(tf_call_failed(&call));

    tf_fail(&call, "Refused", "Not yours.");
    tf_take_back_reports(&call, before->next);
    assert_string_equal(before->next->summary, "Refused");
    assert_true(tf_call_failed(&call));
    tf_warn(&call, "Careful", "Last.");
    assert_string_equal(before->next->next->detail, "Last.");
}

static void test_what_an_error_leaves_behind_is_added_to_it(void **state)
{
    (void)state;
    tf_warn(&call, "Careful", "Old.");
    tf_fail(&call, "Refused", "Not yours.");
    assert_false(tf_add_to_errors(&call, "%s exists.", "It"));
    const tf_diagnostic *first = tf_call_diagnostics(&call);
    assert_string_equal(first->detail, "Old.");
    assert_string_equal(first->next->detail, "Not yours.\n\nIt exists.");
}

static void test_a_warning_is_no_failure(void **state)
{
    (void)state;
    tf_warn_at(&call, tf_path_parse(call.arena, "name"), "Careful", "Old.");
    assert_false(tf_call_failed(&call));
    assert_string_equal(tf_call_diagnostics(&call)->detail, "Old.");
}

static void test_a_warning_on_an_attribute_has_its_path(void **state)
{
    (void)state;
    tf_warn_on(&call, "resources.cpu", "Careful", "It is %d.", 0);
    const tf_diagnostic *first = tf_call_diagnostics(&call);
    assert_false(tf_call_failed(&call));
    assert_string_equal(tf_path_text(call.arena, first->path), "resources.cpu");
    assert_string_equal(first->detail, "resources.cpu: It is 0.");
}

static void test_a_protected_secret_is_in_no_diagnostic(void **state)
{
    (void)state;
    tf_log_protect("s3cr3t\"key");
    tf_log_protect("s3cr3t");
    tf_fail(&call, "Bad s3cr3t", "sent s3cr3t\"key and {\"k\":\"s3cr3t\\\"key\"} and s3cr3t&quot;key");
    const tf_diagnostic *first = tf_call_diagnostics(&call);
    assert_string_equal(first->summary, "Bad (sensitive value)");
    assert_string_equal(first->detail,
                        "sent (sensitive value) and {\"k\":\"(sensitive value)\"} and (sensitive value)");
}

static void test_private_values_are_replaced_and_removed(void **state)
{
    (void)state;
    assert_null(tf_private(&call, "a"));
    tf_set_private(&call, "a", "1");
    tf_set_private(&call, "b", "2");
    tf_set_private(&call, "a", "3");
    assert_string_equal(tf_private(&call, "a"), "3");
    tf_set_private(&call, "a", NULL);
    assert_null(tf_private(&call, "a"));
    assert_string_equal(tf_private(&call, "b"), "2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_paths_are_read_and_written_alike, start, end),
        cmocka_unit_test_setup_teardown(test_a_failure_names_its_nested_path_in_the_text, start, end),
        cmocka_unit_test_setup_teardown(test_reports_of_an_attempt_are_taken_back, start, end),
        cmocka_unit_test_setup_teardown(test_what_an_error_leaves_behind_is_added_to_it, start, end),
        cmocka_unit_test_setup_teardown(test_a_warning_is_no_failure, start, end),
        cmocka_unit_test_setup_teardown(test_a_warning_on_an_attribute_has_its_path, start, end),
        cmocka_unit_test_setup_teardown(test_a_protected_secret_is_in_no_diagnostic, start, end),
        cmocka_unit_test_setup_teardown(test_private_values_are_replaced_and_removed, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
