/* SPDX-License-Identifier: Apache-2.0 */
/* What policy documents say of an action. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "aws/policy_grants.h"

#define POLICY(statements) "{\"Version\":\"2012-10-17\",\"Statement\":" statements "}"
#define STATEMENT(effect, action) "{\"Effect\":\"" effect "\",\"Action\":" action ",\"Resource\":\"*\"}"

static const struct {
    const char *name;
    const char *document;
    policy_verdict expected;
} rows[] = {
    { "the action itself", POLICY(STATEMENT("Allow", "\"ecs:CreateCluster\"")), { .allows = true } },
    { "in a list, in other letters",
      POLICY("[" STATEMENT("Allow", "[\"s3:*\",\"ECS:createcluster\"]") "]"),
      { .allows = true } },
    { "everything", POLICY(STATEMENT("Allow", "\"*\"")), { .allows = true } },
    { "a pattern", POLICY(STATEMENT("Allow", "\"ecs:*C?uster\"")), { .allows = true } },
    { "a pattern with several stars", POLICY(STATEMENT("Allow", "\"e*:*e*C?us*\"")), { .allows = true } },
    { "a pattern that goes back to its star", POLICY(STATEMENT("Allow", "\"ecs:*Cl*er\"")), { .allows = true } },
    { "another action", POLICY(STATEMENT("Allow", "\"ecs:CreateClusters\"")), { .allows = false } },
    { "all but others",
      POLICY("{\"Effect\":\"Allow\",\"NotAction\":\"s3:*\",\"Resource\":\"*\"}"),
      { .allows = true } },
    { "all but this",
      POLICY("{\"Effect\":\"Allow\",\"NotAction\":[\"ecs:*\"],\"Resource\":\"*\"}"),
      { .allows = false } },
    { "one statement allows, one denies",
      POLICY("[" STATEMENT("Allow", "\"ecs:*\"") "," STATEMENT("Deny", "\"*:CreateCluster\"") "]"),
      { .allows = true, .denies = true } },
    { "some resources",
      POLICY("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":[\"arn:aws:ecs:::cluster/x\"]}"),
      { .may_allow = true } },
    { "all resources among some",
      POLICY("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":[\"x\",\"*\"]}"),
      { .allows = true } },
    { "a condition",
      POLICY("{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"a\":\"b\"}}}"),
      { .may_deny = true } },
    { "an empty condition",
      POLICY("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{}}"),
      { .allows = true } },
    { "no JSON", "allow", { .may_allow = true, .may_deny = true } },
    { "nothing", "", { .may_allow = true, .may_deny = true } },
    { "statements of another kind", POLICY("[1,null,\"Allow\",[]]"), { .allows = false } },
    { "actions of another kind", POLICY(STATEMENT("Allow", "{\"ecs\":1}")), { .allows = false } },
};

static void test_judges_what_a_document_says_of_an_action(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        policy_verdict found = { .allows = false };
        policy_judge(rows[i].document, "ecs:CreateCluster", &found);
        const policy_verdict *expected = &rows[i].expected;
        if (found.allows != expected->allows || found.denies != expected->denies
            || found.may_allow != expected->may_allow || found.may_deny != expected->may_deny)
            fail_msg("%s: %d %d %d %d", rows[i].name, found.allows, found.denies, found.may_allow, found.may_deny);
    }
}

static void test_adds_what_documents_say(void **state)
{
    (void)state;
    policy_verdict found = { .allows = false };
    policy_judge(POLICY(STATEMENT("Allow", "\"ecs:*\"")), "ecs:CreateCluster", &found);
    policy_judge(POLICY(STATEMENT("Deny", "\"s3:*\"")), "ecs:CreateCluster", &found);
    policy_judge(POLICY(STATEMENT("Deny", "\"ecs:Create*\"")), "ecs:CreateCluster", &found);
    assert_true(found.allows && found.denies && !found.may_allow && !found.may_deny);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judges_what_a_document_says_of_an_action),
        cmocka_unit_test(test_adds_what_documents_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
