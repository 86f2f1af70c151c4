/* SPDX-License-Identifier: Apache-2.0 */
/* The doctor's options, and how what it finds reads. What it looks at, acceptance tests show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/log.h>

#include "doctor/finding.h"
#include "doctor/options.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define SECRET "hush-hush-hush"

static int begin(void **state)
{
    *state = tf_arena_new();
    return 0;
}

static int end(void **state)
{
    tf_arena_free(*state);
    return 0;
}

static void test_options_are_read_in_both_forms(void **state)
{
    static const char *const given[] = { "--region",           "us-east-1", "--vpc=vpc-1", "--json",
                                         "--external-id",      "--json",    "--image",     "a=b",
                                         "--region=eu-west-1", NULL };
    doctor_options options;
    const char *problem = NULL;
    assert_true(doctor_read_options(*state, given, &options, &problem));
    assert_string_equal(options.region, "eu-west-1");
    assert_string_equal(options.vpc, "vpc-1");
    assert_string_equal(options.external_id, "--json");
    assert_string_equal(options.image, "a=b");
    assert_true(options.json);
    assert_false(options.help);
    assert_null(options.role);
}

static void test_what_cannot_be_read_is_told_by_name(void **state)
{
    static const struct {
        const char *name;
        const char *given[3];
        const char *problem;
    } rows[] = {
        { "an unknown option", { "--regions", "x" }, "there is no option --regions" },
        { "a beginning of an option", { "--reg", "x" }, "there is no option --reg" },
        { "a word", { "now" }, "there is no option now" },
        { "a single dash", { "-region", "x" }, "there is no option -region" },
        { "no value", { "--json", "--role" }, "--role needs a value: --role NAME|ARN" },
        { "an empty value", { "--role", "" }, "--role needs a value: --role NAME|ARN" },
        { "an empty value behind =", { "--vpc=" }, "--vpc needs a value: --vpc ID" },
        { "a flag with a value", { "--json=yes" }, "there is no option --json=yes" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        doctor_options options;
        const char *problem = "";
        if (doctor_read_options(*state, rows[i].given, &options, &problem) || strcmp(problem, rows[i].problem) != 0)
            fail_msg("%s: %s", rows[i].name, problem);
    }
}

static void test_options_stand_for_attributes_of_the_provider_block(void **state)
{
    assert_string_equal(doctor_option_of("aws.region"), "--region");
    assert_string_equal(doctor_option_of("workspace_id"), "--workspace");
    assert_null(doctor_option_of("aws.secret_key"));
    const char *usage = doctor_usage(*state);
    assert_non_null(strstr(usage, "  --role NAME|ARN        role"));
    assert_non_null(strstr(usage, "(as `endpoint` of the provider block)"));
}

static void test_a_finding_is_a_line_with_its_remedy_beneath(void **state)
{
    tf_log_protect(SECRET);
    static const struct {
        const char *name;
        doctor_finding finding;
        bool has_colours;
        const char *text;
    } rows[] = {
        { .name = "all is well", .finding = { .summary = "Role x" }, .text = "✓ Role x\n" },
        { .name = "in colour",
          .has_colours = true,
          .finding = { .status = DOCTOR_SKIPPED, .summary = "Not looked at" },
          .text = "\x1b[33m!\x1b[0m Not looked at\n" },
        { .name = "a problem",
          .finding = { .status = DOCTOR_PROBLEM, .summary = "Role", .detail = "None.", .remedy = "Make it.\nNow." },
          .text = "✗ Role: None.\n    Make it.\n    Now.\n" },
        { .name = "a forged line",
          .finding = { .status = DOCTOR_PROBLEM, .summary = "x\n✓ y", .detail = "a\n✓ b" },
          .text = "✗ x\n    ✓ y: a\n    ✓ b\n" },
        { .name = "a secret, and what acts",
          .finding = { .status = DOCTOR_PROBLEM, .summary = SECRET, .detail = "\x1b[2J", .remedy = "\xff" },
          .text = "✗ (sensitive value): \\x1b[2J\n    \\xff\n" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *text = doctor_finding_text(*state, &rows[i].finding, rows[i].has_colours);
        if (strcmp(text, rows[i].text) != 0)
            fail_msg("%s: %s", rows[i].name, text);
    }
}

static void test_findings_are_counted(void **state)
{
    static const doctor_finding findings[] = { { .status = DOCTOR_PROBLEM },
                                               { .status = DOCTOR_OK },
                                               { .status = DOCTOR_SKIPPED },
                                               { .status = DOCTOR_PROBLEM } };
    static const struct {
        size_t count;
        const char *text;
    } rows[] = {
        { 0, "\nNothing wrong was found.\n" },
        { 1, "\n1 problem.\n" },
        { 3, "\n1 problem; 1 thing could not be looked at.\n" },
        { 4, "\n2 problems; 1 thing could not be looked at.\n" },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(doctor_summary_text(*state, findings, rows[i].count), rows[i].text);
}

static void test_scripts_get_all_of_it_without_secrets(void **state)
{
    tf_log_protect(SECRET);
    static const doctor_finding findings[] = {
        { .area = "aws", .check = "region", .status = DOCTOR_PROBLEM, .summary = "\"x\"", .detail = SECRET },
    };
    static const doctor_facts facts = { .region = "us-east-1", .project_count = 2, .listener_count = -1 };
    assert_string_equal(
        doctor_json_text(*state, findings, 1, &facts),
        "{\"format_version\":\"1.0\",\"problems\":1,\"skipped\":0,\"aws\":{\"region\":\"us-east-1\",\"region_source\":null,"
        "\"credentials_source\":null,\"credentials_expire_at\":null,\"account_id\":null,\"identity_arn\":null},"
        "\"control_plane\":{\"endpoint\":null,\"endpoint_source\":null,\"api_key_source\":null,\"workspace_id\":null,"
        "\"workspace_source\":null,\"project_count\":2,\"listener_count\":null},\"findings\":[{\"area\":\"aws\","
        "\"check\":\"region\",\"status\":\"problem\",\"summary\":\"\\\"x\\\"\",\"detail\":\"(sensitive value)\","
        "\"remedy\":null}]}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_options_are_read_in_both_forms, begin, end),
        cmocka_unit_test_setup_teardown(test_what_cannot_be_read_is_told_by_name, begin, end),
        cmocka_unit_test_setup_teardown(test_options_stand_for_attributes_of_the_provider_block, begin, end),
        cmocka_unit_test_setup_teardown(test_a_finding_is_a_line_with_its_remedy_beneath, begin, end),
        cmocka_unit_test_setup_teardown(test_findings_are_counted, begin, end),
        cmocka_unit_test_setup_teardown(test_scripts_get_all_of_it_without_secrets, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
