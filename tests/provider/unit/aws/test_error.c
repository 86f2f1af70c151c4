/* SPDX-License-Identifier: Apache-2.0 */
/* What is said to do about an error of AWS's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/testing.h>

#include "aws/error.h"

static const struct {
    const char *name;
    const char *code;
    const char *message;
    const char *says;
    const char *never; /**< NULL for nothing */
} cases[] = {
    { "tags of a resource", "TagLimitExceeded", "", "50 tags", "Service Quotas" },
    { "tags of a role", "LimitExceeded", "Cannot exceed quota for TagsPerRole: 50", "raises this limit for nobody",
      "Service Quotas" },
    { "long policies", "LimitExceeded", "Maximum policy size of 10240 bytes exceeded for role x",
      "raises this limit for nobody", "Service Quotas" },
    { "roles of an account", "LimitExceeded", "Cannot exceed quota for RolesPerAccount: 1000", "Service Quotas", NULL },
    { "a policy", "NoSuchEntity", "Policy arn:aws:iam::aws:policy/X does not exist or is not attachable.",
      "Check the ARN", "since this was planned" },
    { "a role", "NoSuchEntity", "The role with name x cannot be found.", "since this was planned", "ARN:" },
    { "an encoded message", "UnauthorizedOperation",
      "You are not authorized to perform this operation. Encoded authorization failure message: qVT0m1",
      "aws sts decode-authorization-message", NULL },
    { "a plain refusal", "AccessDenied", "", "lack the permission iam:GetRole", "decode-authorization-message" },
    { "a clock", "RequestTimeTooSkewed", "", "AWS's says Tue, 15 Nov 1994 08:12:31 GMT", "expired" },
    { "a clock, in EC2's words", "RequestExpired", "Request has expired.", "This machine's clock says", NULL },
    { "a clock, in IAM's words", "SignatureDoesNotMatch",
      "Signature expired: 20261127T184500Z is now earlier than 20261127T185600Z", "This machine's clock says",
      "does not belong to the access key" },
    { "a wrong secret", "SignatureDoesNotMatch", "", "or this machine's clock is wrong", NULL },
    { "changes at the same time", "ConcurrentModification", "", "Something else was changing it", NULL },
};

static void test_remedies(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tf_call *call = tf_test_call_new("");
        const aws_error error = {
            .service = "IAM",
            .service_id = "iam",
            .action = "GetRole",
            .host = "iam.amazonaws.com",
            .region = "us-east-1",
            .credentials_source = "the environment",
            .status = 400,
            .code = cases[i].code,
            .message = cases[i].message,
            .request_id = "",
            .date = "Tue, 15 Nov 1994 08:12:31 GMT",
        };
        assert_false(aws_fail(call, &error, "role x"));
        const char *detail = tf_call_diagnostics(call)->detail;
        if (strstr(detail, cases[i].says) == NULL || (cases[i].never != NULL && strstr(detail, cases[i].never) != NULL))
            fail_msg("%s: %s", cases[i].name, detail);
        tf_test_call_free(call);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_remedies) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
