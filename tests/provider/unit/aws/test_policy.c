/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <tfprovider/arena.h>

#include "aws/policy.h"

#define DOCUMENT(statement) "{\"Version\":\"2012-10-17\",\"Statement\":[" statement "]}"

typedef struct comparison {
    const char *difference;
    const char *one;
    const char *other;
} comparison;

static const comparison same[] = {
    { "nothing", "{}", "{}" },
    { "text that is no JSON", "nonsense", "nonsense" },
    { "white space and order of keys", "{\"Statement\": [ ], \"Version\": \"2012-10-17\"}",
      "{\"Version\":\"2012-10-17\",\"Statement\":[]}" },
    { "a string for a list of one", DOCUMENT("{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"}"),
      DOCUMENT("{\"Effect\":\"Allow\",\"Action\":[\"s3:Get*\"],\"Resource\":[\"*\"]}") },
    { "a statement for a list of one", "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\"}}",
      DOCUMENT("{\"Effect\":\"Deny\"}") },
    { "order and repetition of actions", DOCUMENT("{\"Action\":[\"a:B\",\"c:D\",\"a:B\"]}"),
      DOCUMENT("{\"Action\":[\"c:D\",\"a:B\"]}") },
    { "case of actions", DOCUMENT("{\"Action\":\"STS:assumerole\"}"), DOCUMENT("{\"Action\":\"sts:AssumeRole\"}") },
    { "order of statements", DOCUMENT("{\"Sid\":\"A\"},{\"Sid\":\"B\"}"), DOCUMENT("{\"Sid\":\"B\"},{\"Sid\":\"A\"}") },
    { "an account for its root user", DOCUMENT("{\"Principal\":{\"AWS\":\"123456789012\"}}"),
      DOCUMENT("{\"Principal\":{\"AWS\":[\"arn:aws:iam::123456789012:root\"]}}") },
    { "anyone as principal", DOCUMENT("{\"Principal\":\"*\"}"), DOCUMENT("{\"Principal\":{\"AWS\":\"*\"}}") },
    { "order of principals", DOCUMENT("{\"Principal\":{\"Service\":[\"a.amazonaws.com\",\"b.amazonaws.com\"]}}"),
      DOCUMENT("{\"Principal\":{\"Service\":[\"b.amazonaws.com\",\"a.amazonaws.com\"]}}") },
    { "values of conditions", DOCUMENT("{\"Condition\":{\"Bool\":{\"aws:SecureTransport\":true}}}"),
      DOCUMENT("{\"Condition\":{\"Bool\":{\"aws:SecureTransport\":[\"true\"]}}}") },
    { "numbers in conditions", DOCUMENT("{\"Condition\":{\"NumericLessThan\":{\"s3:max-keys\":10}}}"),
      DOCUMENT("{\"Condition\":{\"NumericLessThan\":{\"s3:max-keys\":\"10\"}}}") },
    { "order and case in conditions", DOCUMENT("{\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":[\"b\",\"a\"]}}}"),
      DOCUMENT("{\"Condition\":{\"stringEquals\":{\"sts:externalid\":[\"a\",\"b\"]}}}") },
    { "an empty condition", DOCUMENT("{\"Effect\":\"Allow\",\"Condition\":{}}"), DOCUMENT("{\"Effect\":\"Allow\"}") },
    { "percent-encoding", "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D",
      "{\"Version\":\"2012-10-17\",\"Statement\":[]}" },
    { "the version that is meant without one", "{\"Statement\":[]}", "{\"Version\":\"2008-10-17\",\"Statement\":[]}" },
    { "escapes in JSON", DOCUMENT("{\"Sid\":\"\\u0041\"}"), DOCUMENT("{\"Sid\":\"A\"}") },
};

static const comparison different[] = {
    { "text that is no JSON", "nonsense", "other nonsense" },
    { "JSON and none", "{}", "" },
    { "effect", DOCUMENT("{\"Effect\":\"Allow\"}"), DOCUMENT("{\"Effect\":\"Deny\"}") },
    { "version", "{\"Version\":\"2012-10-17\",\"Statement\":[]}", "{\"Statement\":[]}" },
    { "a further action", DOCUMENT("{\"Action\":[\"a:B\",\"c:D\"]}"), DOCUMENT("{\"Action\":[\"a:B\"]}") },
    { "the opposite of an action", DOCUMENT("{\"Action\":\"a:B\"}"), DOCUMENT("{\"NotAction\":\"a:B\"}") },
    { "case of resources", DOCUMENT("{\"Resource\":\"arn:aws:s3:::A\"}"),
      DOCUMENT("{\"Resource\":\"arn:aws:s3:::a\"}") },
    { "kind of principal", DOCUMENT("{\"Principal\":{\"AWS\":\"*\"}}"),
      DOCUMENT("{\"Principal\":{\"Service\":\"*\"}}") },
    { "user of the account", DOCUMENT("{\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:user/root\"}}"),
      DOCUMENT("{\"Principal\":{\"AWS\":\"123456789012\"}}") },
    { "value of a condition", DOCUMENT("{\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"a\"}}}"),
      DOCUMENT("{\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"A\"}}}") },
    { "operator of a condition", DOCUMENT("{\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"a\"}}}"),
      DOCUMENT("{\"Condition\":{\"StringLike\":{\"sts:ExternalId\":\"a\"}}}") },
    { "no condition", DOCUMENT("{\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"a\"}}}"), DOCUMENT("{}") },
    { "a condition that is malformed", DOCUMENT("{\"Condition\":{\"StringEquals\":\"a\"}}"),
      DOCUMENT("{\"Condition\":{\"StringEquals\":\"b\"}}") },
    { "a further statement", DOCUMENT("{\"Sid\":\"A\"}"), DOCUMENT("{\"Sid\":\"A\"},{\"Sid\":\"B\"}") },
};

static void test_same_meaning(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        if (!policy_same_meaning(arena, same[i].one, same[i].other)
            || !policy_same_meaning(arena, same[i].other, same[i].one))
            fail_msg("%s: should mean the same", same[i].difference);
    }
    tf_arena_free(arena);
}

static void test_different_meaning(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof different / sizeof different[0]; i++) {
        if (policy_same_meaning(arena, different[i].one, different[i].other)
            || policy_same_meaning(arena, different[i].other, different[i].one))
            fail_msg("%s: should not mean the same", different[i].difference);
    }
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_meaning),
        cmocka_unit_test(test_different_meaning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
