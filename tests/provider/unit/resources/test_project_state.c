/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "resources/project/project.h"
#include "rows.h"
#include "support_provider.h"

static void test_infers_the_role_by_account_and_partition(void **state)
{
    (void)state;
    static const struct {
        const char *region;
        const char *role_arn;
    } cases[] = {
        { "us-east-1", "arn:aws:iam::123456789012:role/LangGraphCloudBYOCRole" },
        { "us-gov-west-1", "arn:aws-us-gov:iam::123456789012:role/LangGraphCloudBYOCRole" },
        { "cn-north-1", "arn:aws-cn:iam::123456789012:role/LangGraphCloudBYOCRole" },
        { NULL, "arn:aws:iam::123456789012:role/LangGraphCloudBYOCRole" },
    };
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].region != NULL ? cases[i].region : "no region");
        const control_plane_project found = { .account_id = "123456789012", .region = cases[i].region };
        assert_string_equal(project_role_of(arena, &found), cases[i].role_arn);
    }
    tf_arena_free(arena);
}

static void test_keeps_a_role_of_the_same_account(void **state)
{
    (void)state;
    provider_fixture fixture;
    provider_fixture_start(&fixture, NULL);
    struct project_byoc byoc = {
        .role_arn = tf_string_of("arn:aws:iam::123456789012:role/of-another-name"),
        .region = tf_string_of("us-east-1"),
        .external_id = tf_string_of("one"),
    };
    struct project project = { .byoc = { TF_KNOWN, &byoc } };
    control_plane_project found = { .name = "agent", .region = "eu-west-1", .account_id = "123456789012" };
    project_refresh(fixture.call, &project, &found);
    assert_true(tf_equal(byoc.role_arn, "arn:aws:iam::123456789012:role/of-another-name"));
    assert_true(tf_equal(byoc.region, "eu-west-1") && tf_equal(byoc.external_id, "one"));
    found.account_id = "210987654321";
    found.external_id = "two";
    project_refresh(fixture.call, &project, &found);
    assert_true(tf_equal(byoc.role_arn, "arn:aws:iam::210987654321:role/LangGraphCloudBYOCRole"));
    assert_true(tf_equal(byoc.external_id, "two"));
    provider_fixture_end(&fixture);
}

static void test_forgets_a_wait_that_is_over(void **state)
{
    (void)state;
    static const struct {
        const char *status;
        const char *revision_status;
        const char *active;
        bool forgotten;
    } cases[] = {
        { "READY", "DEPLOYED", "a", true },
        { "READY", "DEPLOYED", "before", false },
        { "AWAITING_DATABASE", "DEPLOYED", "a", false },
        { "READY", "DEPLOYING", NULL, false },
        { "READY", "DEPLOY_FAILED", NULL, false },
        { "READY", NULL, NULL, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        provider_fixture fixture;
        provider_fixture_start(&fixture, NULL);
        tf_set_private(fixture.call, PROJECT_AWAITED, "a");
        struct project project = { .byoc = { .state = TF_NULL } };
        const control_plane_project found = { .name = "agent",
                                              .status = cases[i].status,
                                              .latest_revision_id = "a",
                                              .active_revision_id = cases[i].active,
                                              .latest_revision_status = cases[i].revision_status };
        project_refresh(fixture.call, &project, &found);
        if ((tf_private(fixture.call, PROJECT_AWAITED) == NULL) != cases[i].forgotten)
            fail_msg("%s, %s", cases[i].status, cases[i].revision_status);
        provider_fixture_end(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_infers_the_role_by_account_and_partition),
        cmocka_unit_test(test_keeps_a_role_of_the_same_account),
        cmocka_unit_test(test_forgets_a_wait_that_is_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
