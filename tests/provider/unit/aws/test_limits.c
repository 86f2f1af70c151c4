/* SPDX-License-Identifier: Apache-2.0 */
/* What AWS refuses of descriptions, tags and policies, as the checks of attributes see it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/testing.h>

#include "aws/description.h"
#include "aws/policy.h"
#include "aws/tags.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Whether one error was given that has `text` in it; NULL: none at all. */
static bool says(const tf_call *call, const char *text)
{
    const tf_diagnostic *first = tf_call_diagnostics(call);
    if (text == NULL)
        return first == NULL;
    return first != NULL && first->next == NULL && strstr(first->detail, text) != NULL;
}

typedef struct text_case {
    const char *name;
    const char *text;
    const char *error;
} text_case;

typedef bool text_check(tf_call *call, const tf_path *path, const char *text, const void *unused);

static void run_text_cases(text_check *check, const text_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tf_call *call = tf_test_call_new("");
        const bool accepted = check(call, tf_path_parse(tf_call_arena(call), "it"), cases[i].text, NULL);
        if (accepted != (cases[i].error == NULL) || !says(call, cases[i].error))
            fail_msg("%s", cases[i].name);
        tf_test_call_free(call);
    }
}

static void test_descriptions(void **state)
{
    (void)state;
    static const text_case cases[] = {
        { "empty", "", NULL },
        { "plain", "Runs agents\tand\r\nmore ~", NULL },
        { "Latin-1", "\xc2\xa1\xc3\xbf", NULL },
        { "a no-break space", "a\xc2\xa0z", "Latin-1" },
        { "a dash", "Runs agents \xe2\x80\x94 EU", "\"\xe2\x80\x94\"" },
        { "beyond Latin-1 by one", "\xc4\x80", "Latin-1" },
        { "four bytes", "\xf0\x9f\x98\x80", "Latin-1" },
        { "a control character", "a\x1bz", "Latin-1" },
        { "delete", "\x7f", "Latin-1" },
    };
    run_text_cases(iam_check_description, cases, COUNT(cases));
}

static void test_values_of_tags(void **state)
{
    (void)state;
    static const text_case cases[] = {
        { "empty", "", NULL },
        { "all signs", "aZ0 _.:/=+-@", NULL },
        { "letters of others", "\xd0\x96", NULL },
        { "a comma", "a,b", "_.:/=+-@" },
        { "a line end", "a\n", "_.:/=+-@" },
    };
    run_text_cases(aws_check_tag_characters, cases, COUNT(cases));
}

static void test_keys_of_tags(void **state)
{
    (void)state;
    const struct {
        const char *name;
        const char *first;
        const char *second;
        const char *error;
    } cases[] = {
        { "two", "Team", "owner", NULL },
        { "AWS's", "Team", "aws:x", "begins with aws:" },
        { "AWS's in capitals", "AWS:x", "team", "begins with aws:" },
        { "the same but for case", "Team", "team", "in case only" },
        { "a sign", "Team", "te&am", "_.:/=+-@" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        tf_call *call = tf_test_call_new("");
        const char *const keys[] = { cases[i].first, cases[i].second };
        tf_value values[2] = { { .state = TF_KNOWN }, { .state = TF_KNOWN } };
        const tf_value tags = { .state = TF_KNOWN, .count = 2, .items = values, .keys = keys };
        const bool accepted =
            aws_check_keys_of_tags(call, tf_path_parse(tf_call_arena(call), "tags"), &tags, NULL, NULL);
        if (accepted != (cases[i].error == NULL) || !says(call, cases[i].error))
            fail_msg("%s", cases[i].name);
        tf_test_call_free(call);
    }
}

static void test_policy_documents(void **state)
{
    (void)state;
    static const text_case cases[] = {
        { "a list", "{\"Statement\":[{\"Effect\":\"Allow\"}]}", NULL },
        { "a single statement", "{\"Statement\":{\"Effect\":\"Allow\"}}", NULL },
        { "blanks around", "\n\t {\"Statement\":{}}\n", NULL },
        { "no JSON", "{\"Statement\":", "not valid JSON (line 1" },
        { "empty", "", "not valid JSON" },
        { "no object", "[]", "no object" },
        { "a text", "\"{}\"", "no object" },
        { "no statement", "{}", "it has none" },
        { "no statement at all", "{\"Statement\":[]}", "empty" },
        { "a statement that is none", "{\"Statement\":[\"Allow\"]}", "has to be an object" },
        { "an element twice", "{\"Statement\":{\"Effect\":\"Allow\",\"Effect\":\"Deny\"}}", "not valid JSON" },
    };
    run_text_cases(policy_check_document, cases, COUNT(cases));
}

static void test_leading_blanks_are_cut_off(void **state)
{
    (void)state;
    assert_string_equal(policy_without_leading_blanks("\r\n\t {} "), "{} ");
    assert_string_equal(policy_without_leading_blanks(""), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_descriptions),
        cmocka_unit_test(test_values_of_tags),
        cmocka_unit_test(test_keys_of_tags),
        cmocka_unit_test(test_policy_documents),
        cmocka_unit_test(test_leading_blanks_are_cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
