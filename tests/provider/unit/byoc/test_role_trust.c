/* SPDX-License-Identifier: Apache-2.0 */
/* Trust policies as they are written, and what is read of others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "byoc/trust.h"

#define US "arn:aws:iam::640174622193:role/HostBackendRoleProd"
#define EU "arn:aws:iam::640174622193:role/HostBackendRoleProdEu"
#define OWN "arn:aws-us-gov:iam::123456789012:role/own"
#define ALLOW "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","

/* `other` may be NULL. */
static tf_string_set set_of(tf_arena *arena, const char *one, const char *other)
{
    tf_string_set_builder set = { .arena = arena };
    tf_add_element(&set, one);
    if (other != NULL)
        tf_add_element(&set, other);
    return tf_built_string_set(&set);
}

static void test_writes_the_trust_policy(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    byoc_trust trust = {
        .principals = set_of(arena, US, NULL),
        .external_ids = set_of(arena, "two", "one"),
    };
    assert_string_equal(byoc_trust_policy(arena, &trust),
                        ALLOW "\"Principal\":{\"AWS\":\"" US "\"},\"Action\":\"sts:AssumeRole\",\"Condition\":"
                              "{\"StringEquals\":{\"sts:ExternalId\":[\"one\",\"two\"]}}}]}");
    trust = (byoc_trust){ .is_for_tasks = true };
    assert_string_equal(byoc_trust_policy(arena, &trust),
                        ALLOW "\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},"
                              "\"Action\":\"sts:AssumeRole\"}]}");
    trust = (byoc_trust){ .principals = set_of(arena, OWN, NULL) };
    assert_string_equal(byoc_trust_policy(arena, &trust),
                        ALLOW "\"Principal\":{\"AWS\":\"" OWN "\"},\"Action\":\"sts:AssumeRole\"}]}");
    tf_arena_free(arena);
}

static void test_reads_back_the_trust_policies_that_it_writes(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    byoc_trust trust;
    const byoc_trust written = { .principals = set_of(arena, US, EU), .external_ids = set_of(arena, "one", NULL) };
    assert_true(byoc_parse_trust(arena, byoc_trust_policy(arena, &written), "aws", &trust));
    assert_false(trust.is_for_tasks);
    assert_true(tf_same_string_set(&trust.principals, &written.principals));
    assert_true(tf_same_string_set(&trust.external_ids, &written.external_ids));

    const byoc_trust of_tasks = { .is_for_tasks = true };
    assert_true(byoc_parse_trust(arena, byoc_trust_policy(arena, &of_tasks), "aws", &trust));
    assert_true(trust.is_for_tasks);
    assert_true(tf_null(trust.principals) && tf_null(trust.external_ids));

    assert_true(byoc_parse_trust(
        arena, ALLOW "\"Sid\":\"x\",\"Principal\":{\"AWS\":[\"" US "\"]},\"Action\":[\"STS:assumerole\"]}]}", "aws",
        &trust));
    assert_true(tf_known(trust.external_ids) && trust.external_ids.count == 0);

    assert_true(byoc_parse_trust(
        arena,
        ALLOW "\"Principal\":{\"AWS\":[\"123456789012\",\"AROA2XIKAMWTHXR5NHDKG\"]},\"Action\":\"sts:AssumeRole\"}]}",
        "aws-cn", &trust));
    const tf_string_set principals = set_of(arena, "arn:aws-cn:iam::123456789012:root", "AROA2XIKAMWTHXR5NHDKG");
    assert_true(tf_same_string_set(&trust.principals, &principals));
    tf_arena_free(arena);
}

static void test_does_not_pretend_to_understand_other_trust_policies(void **state)
{
    (void)state;
    static const char *const documents[] = {
        "",
        "[]",
        "{\"Statement\":[]}",
        "{\"Statement\":\"Allow\"}",
        ALLOW "\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}]}",
        ALLOW "\"Principal\":{\"AWS\":\"" US "\"},\"Action\":[\"sts:AssumeRole\",\"sts:TagSession\"]}]}",
        ALLOW "\"NotPrincipal\":{\"AWS\":\"" US "\"},\"Action\":\"sts:AssumeRole\"}]}",
        ALLOW "\"Principal\":{\"AWS\":\"" US "\",\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}",
        ALLOW "\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}",
        ALLOW "\"Principal\":{\"AWS\":[1]},\"Action\":\"sts:AssumeRole\"}]}",
        ALLOW "\"Principal\":{\"AWS\":\"" US "\"},\"Action\":\"sts:AssumeRole\","
              "\"Condition\":{\"StringLike\":{\"sts:ExternalId\":\"*\"}}}]}",
        ALLOW "\"Principal\":{\"AWS\":\"" US "\"},\"Action\":\"sts:AssumeRole\"},"
              "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}]}",
        "{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"" US "\"},\"Action\":\"sts:AssumeRole\"}}",
    };
    tf_arena *arena = tf_arena_new();
    byoc_trust trust;
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++) {
        if (byoc_parse_trust(arena, documents[i], "aws", &trust))
            fail_msg("taken for one of that form: %s", documents[i]);
    }
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_writes_the_trust_policy),
        cmocka_unit_test(test_reads_back_the_trust_policies_that_it_writes),
        cmocka_unit_test(test_does_not_pretend_to_understand_other_trust_policies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
