/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "aws/shared_config.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static int set_up(void **state)
{
    *state = tf_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    tf_arena_free(*state);
    return 0;
}

static const aws_section *parse(tf_arena *arena, aws_file_kind kind, const char *text, size_t *out_line)
{
    const aws_section *sections = NULL;
    (void)aws_shared_file_parse(arena, text, strlen(text), kind, &sections, out_line);
    return sections;
}

static void test_a_setting_is_read_in_every_form(void **state)
{
    static const struct {
        const char *name;
        aws_file_kind kind;
        const char *text;
        const char *value; /* of `key` in the profile "p"; NULL where it has none */
    } rows[] = {
        { "plain", AWS_CREDENTIALS_FILE, "[p]\nkey = value\n", "value" },
        { "without a line end", AWS_CREDENTIALS_FILE, "[p]\nkey = value", "value" },
        { "line ends of DOS", AWS_CREDENTIALS_FILE, "[p]\r\nkey = value\r\n", "value" },
        { "upper case", AWS_CREDENTIALS_FILE, "[p]\nKEY = Value\n", "Value" },
        { "a colon", AWS_CREDENTIALS_FILE, "[p]\nkey: value\n", "value" },
        { "a colon in the value", AWS_CREDENTIALS_FILE, "[p]\nkey = a:b=c\n", "a:b=c" },
        { "indented", AWS_CREDENTIALS_FILE, "[p]\n  key = value\n", "value" },
        { "indented below another", AWS_CREDENTIALS_FILE, "[p]\nother = 1\n\tkey = value\n", "value" },
        { "a comment behind", AWS_CREDENTIALS_FILE, "[p]\nkey = value # of ci\n", "value" },
        { "another comment behind", AWS_CREDENTIALS_FILE, "[p]\nkey = value\t; of ci\n", "value" },
        { "no comment", AWS_CREDENTIALS_FILE, "[p]\nkey = https://start#/a;b\n", "https://start#/a;b" },
        { "nothing but a comment", AWS_CREDENTIALS_FILE, "[p]\nkey = # none\n", NULL },
        { "comments before", AWS_CREDENTIALS_FILE, "# a\n  ; b\n[p] # c\nkey = value\n", "value" },
        { "blanks in the brackets", AWS_CREDENTIALS_FILE, "[ p ]\nkey = value\n", "value" },
        { "the later one counts", AWS_CREDENTIALS_FILE, "[p]\nkey = 1\nkey = value\n", "value" },
        { "the later section counts", AWS_CREDENTIALS_FILE, "[p]\nkey = 1\n[q]\n[p]\nkey = value\n", "value" },
        { "a line that goes on", AWS_CREDENTIALS_FILE, "[p]\nkey = value\n  and more\n", "value\nand more" },
        { "a profile of the config file", AWS_CONFIG_FILE, "[profile p]\nkey = value\n", "value" },
        { "blanks in its name", AWS_CONFIG_FILE, "[ profile \t p ]\nkey = value\n", "value" },
        { "quotes", AWS_CONFIG_FILE, "[profile \"p\"]\nkey = value\n", "value" },
        { "a section without the word", AWS_CONFIG_FILE, "[p]\nkey = value\n", NULL },
        { "another profile", AWS_CONFIG_FILE, "[profile pp]\nkey = value\n", NULL },
        { "a session", AWS_CONFIG_FILE, "[sso-session p]\nkey = value\n", NULL },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t line = 0;
        const aws_shared_config shared = { .sections = parse(*state, rows[i].kind, rows[i].text, &line) };
        const char *value = aws_shared_config_text(&shared, AWS_SECTION_PROFILE, "p", "key");
        const bool same =
            value == NULL || rows[i].value == NULL ? value == rows[i].value : strcmp(value, rows[i].value) == 0;
        if (!same || line != 0)
            fail_msg("%s: \"%s\", line %zu", rows[i].name, value != NULL ? value : "(none)", line);
    }
}

static void test_what_is_malformed_is_told_by_its_line(void **state)
{
    static const struct {
        const char *name;
        const char *text;
        size_t line;
    } rows[] = {
        { "no bracket", "[p\n", 1 },
        { "no name", "\n[ ]\n", 2 },
        { "no setting", "[p]\nkey = 1\nkey\n", 3 },
        { "no key", "[p]\n= value\n", 2 },
        { "no section", "key = value\n", 1 },
        { "nothing to go on with", "[p]\n  and more\n", 2 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t line = 0;
        (void)parse(*state, AWS_CONFIG_FILE, rows[i].text, &line);
        if (line != rows[i].line)
            fail_msg("%s: line %zu", rows[i].name, line);
    }
}

static void test_sections_of_all_kinds_are_told_apart(void **state)
{
    static const char text[] = "[default]\nregion = one\nservices = local\n[services local]\nec2 =\n  endpoint_url = "
                               "http://127.0.0.1:1\ns3 =\n  endpoint_url = http://127.0.0.1:2\n[sso-session work]\n"
                               "sso_region = two\n[plugins]\nregion = none\n";
    size_t line = 0;
    const aws_shared_config shared = { .sections = parse(*state, AWS_CONFIG_FILE, text, &line) };
    assert_string_equal(aws_shared_config_text(&shared, AWS_SECTION_PROFILE, "default", "region"), "one");
    assert_string_equal(aws_shared_config_text(&shared, AWS_SECTION_SSO_SESSION, "work", "sso_region"), "two");
    assert_string_equal(aws_shared_config_part(&shared, AWS_SECTION_SERVICES, "local", "ec2", "endpoint_url"),
                        "http://127.0.0.1:1");
    assert_null(aws_shared_config_part(&shared, AWS_SECTION_SERVICES, "local", "iam", "endpoint_url"));
    assert_false(aws_shared_config_has(&shared, AWS_SECTION_PROFILE, "plugins"));
}

static void test_long_values_names_and_comments_are_taken_whole(void **state)
{
    char token[2001];
    memset(token, 't', sizeof token - 1);
    token[sizeof token - 1] = '\0';
    static const char name[] = "AdministratorAccess-of-the-department-of-everything-123456789012";
    const char *text =
        tf_format(*state, "# %s\n[%s-and-more]\nkey = other\n[%s]\nkey = %s \r\n", token, name, name, token);
    size_t line = 0;
    const aws_shared_config shared = { .sections = parse(*state, AWS_CREDENTIALS_FILE, text, &line) };
    assert_string_equal(aws_shared_config_text(&shared, AWS_SECTION_PROFILE, name, "key"), token);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_setting_is_read_in_every_form, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_malformed_is_told_by_its_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sections_of_all_kinds_are_told_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_long_values_names_and_comments_are_taken_whole, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
