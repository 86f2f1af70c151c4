/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "aws/arn.h"

static void test_a_role_is_named_by_its_arn_or_alone(void **state)
{
    (void)state;
    static const struct {
        const char *arn;
        const char *account; /* NULL for none */
        const char *name;
    } rows[] = {
        { "arn:aws:iam::123456789012:role/LangGraphCloudBYOCRole", "123456789012", "LangGraphCloudBYOCRole" },
        { "arn:aws-us-gov:iam::123456789012:role/team/agents/deploy", "123456789012", "deploy" },
        { "LangGraphCloudBYOCRole", NULL, "LangGraphCloudBYOCRole" },
        { "arn:aws:iam:::role/x", NULL, "x" },
        { "", NULL, "" },
    };
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *account = aws_account_of_role(arena, rows[i].arn);
        assert_string_equal(account == NULL ? "none" : account, rows[i].account == NULL ? "none" : rows[i].account);
        assert_string_equal(aws_name_of_role(rows[i].arn), rows[i].name);
    }
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_role_is_named_by_its_arn_or_alone) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
