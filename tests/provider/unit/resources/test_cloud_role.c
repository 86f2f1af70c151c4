/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "byoc/defaults.h"
#include "resources/cloud_role/cloud_role.h"
#include "resources/resources.h"
#include "rows.h"
#include "support_provider.h"

#define US "arn:aws:iam::640174622193:role/HostBackendRoleProd"
#define EU "arn:aws:iam::640174622193:role/HostBackendRoleProdEu"
#define OWN "arn:aws-us-gov:iam::123456789012:role/own"

static const tf_string_set unknown_set = { .state = TF_UNKNOWN };
static const tf_string_map unknown_map = { .state = TF_UNKNOWN };

/* What the framework gives to the plan function of a create: the configuration, and unknown where it is null. */
static struct cloud_role proposed(const struct cloud_role *config)
{
    struct cloud_role role = *config;
    role.id = role.arn = role.assume_role_policy = tf_unknown_string();
    role.tags_all = unknown_map;
    if (tf_null(role.purpose))
        role.purpose = tf_string_of("control_plane");
    if (tf_null(role.name))
        role.name = tf_unknown_string();
    return role;
}

static bool plan(provider_fixture *fixture, const struct cloud_role *config, const struct cloud_role *prior,
                 struct cloud_role *out)
{
    tf_test_call_set_config(fixture->call, config);
    *out = proposed(config);
    return cloud_role_resource.plan(fixture->call, prior, out);
}

static void test_plans_what_purpose_and_region_decide(void **state)
{
    (void)state;
    static const struct {
        const char *row;
        const char *purpose;
        const char *provider_region;
        const char *own_region;
        const char *aws_region;
        bool trusts_own;
        const char *name;
        const char *principal;
        const char *a_policy;
        const char *inline_policy;
        const char *error;
    } cases[] = {
        { .row = "defaults",
          .aws_region = "us-east-1",
          .name = "LangGraphCloudBYOCRole",
          .principal = US,
          .a_policy = "arn:aws:iam::aws:policy/AmazonRDSFullAccess",
          .inline_policy = "LangGraphCloudCustomPermissions" },
        { .row = "the provider's region",
          .provider_region = "eu",
          .aws_region = "eu-central-1",
          .name = "LangGraphCloudBYOCRole",
          .principal = EU,
          .a_policy = "arn:aws:iam::aws:policy/AmazonVPCReadOnlyAccess",
          .inline_policy = "LangGraphCloudCustomPermissions" },
        { .row = "its own region",
          .provider_region = "apac",
          .own_region = "eu",
          .aws_region = "eu-central-1",
          .name = "LangGraphCloudBYOCRole",
          .principal = EU,
          .a_policy = "arn:aws:iam::aws:policy/AmazonECS_FullAccess",
          .inline_policy = "LangGraphCloudCustomPermissions" },
        { .row = "a region without a principal",
          .provider_region = "apac",
          .aws_region = "eu-central-1",
          .error = "the provider's is apac" },
        { .row = "another partition", .aws_region = "us-gov-west-1", .error = "in the partition aws-us-gov" },
        { .row = "another partition, and a principal",
          .provider_region = "apac",
          .aws_region = "us-gov-west-1",
          .trusts_own = true,
          .name = "LangGraphCloudBYOCRole",
          .principal = OWN,
          .a_policy = "arn:aws-us-gov:iam::aws:policy/SecretsManagerReadWrite",
          .inline_policy = "LangGraphCloudCustomPermissions" },
        { .row = "tasks",
          .purpose = "task_execution",
          .provider_region = "apac",
          .aws_region = "cn-north-1",
          .name = "LangGraphCloudECSTaskExecutionRole",
          .a_policy = "arn:aws-cn:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
          .inline_policy = "SecretsRead" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].row);
        aws_config aws = { .region = tf_string_of(cases[i].aws_region),
                           .skip_credentials_validation = tf_bool_of(true) };
        struct provider_config block = { .data_region = tf_string_of(cases[i].provider_region),
                                         .aws = { .state = TF_KNOWN, .value = &aws } };
        provider_fixture fixture;
        provider_fixture_start(&fixture, &block);
        struct cloud_role config = { .purpose = tf_string_of(cases[i].purpose),
                                     .data_region = tf_string_of(cases[i].own_region) };
        if (cases[i].purpose == NULL)
            config.external_ids = set_of(fixture.arena, "one", NULL);
        if (cases[i].trusts_own)
            config.trusted_principal_arns = set_of(fixture.arena, OWN, NULL);
        struct cloud_role planned;
        assert_int_equal(plan(&fixture, &config, NULL, &planned), cases[i].error == NULL);
        assert_true(provider_fixture_says(&fixture, cases[i].error));
        if (cases[i].error == NULL) {
            assert_string_equal(planned.name.value, cases[i].name);
            assert_string_equal(planned.id.value, cases[i].name);
            assert_int_equal(planned.trusted_principal_arns.count, cases[i].principal == NULL ? 0 : 1);
            if (cases[i].principal != NULL)
                assert_string_equal(planned.trusted_principal_arns.items[0].value, cases[i].principal);
            assert_true(tf_string_set_has(&planned.managed_policy_arns, cases[i].a_policy));
            assert_non_null(tf_string_map_get(&planned.inline_policies, cases[i].inline_policy));
            assert_true(tf_known(planned.assume_role_policy));
        }
        provider_fixture_end(&fixture);
    }
}

static void test_plans_without_calls_while_the_provider_is_not_known(void **state)
{
    (void)state;
    aws_config aws = { .region = tf_unknown_string() };
    struct provider_config block = { .data_region = tf_unknown_string(), .aws = { .state = TF_KNOWN, .value = &aws } };
    provider_fixture fixture;
    provider_fixture_start(&fixture, &block);
    struct cloud_role config = { .external_ids = set_of(fixture.arena, "one", NULL) };
    struct cloud_role planned;
    assert_true(plan(&fixture, &config, NULL, &planned));
    assert_string_equal(planned.name.value, "LangGraphCloudBYOCRole");
    assert_true(tf_unknown(planned.data_region) && tf_unknown(planned.trusted_principal_arns));
    assert_true(tf_unknown(planned.managed_policy_arns) && tf_unknown(planned.assume_role_policy));
    assert_true(tf_unknown(planned.tags_all));
    assert_true(tf_known(planned.inline_policies));

    config.purpose = tf_unknown_string();
    assert_true(plan(&fixture, &config, NULL, &planned));
    assert_true(tf_unknown(planned.name) && tf_unknown(planned.inline_policies));
    provider_fixture_end(&fixture);
}

static void test_plans_defaults_again_after_drift_and_keeps_the_text_of_policies(void **state)
{
    (void)state;
    aws_default_tags defaults = { .tags = tf_empty_string_map() };
    aws_config aws = { .region = tf_string_of("us-east-1"),
                       .skip_credentials_validation = tf_bool_of(true),
                       .default_tags = { TF_KNOWN, &defaults } };
    struct provider_config block = { .aws = { .state = TF_KNOWN, .value = &aws } };
    provider_fixture fixture;
    tf_arena *tags = tf_arena_new();
    tf_string_map_put(tags, &defaults.tags, "owner", "platform");
    tf_string_map_put(tags, &defaults.tags, "stage", "test");
    provider_fixture_start(&fixture, &block);
    struct cloud_role config = { .external_ids = set_of(fixture.arena, "one", NULL) };
    tf_string_map_put(fixture.arena, &config.tags, "stage", "production");

    struct cloud_role made;
    assert_true(plan(&fixture, &config, NULL, &made));
    assert_int_equal(made.tags_all.count, 2);
    assert_true(tf_equal(*tf_string_map_get(&made.tags_all, "stage"), "production"));

    struct cloud_role prior = made;
    prior.managed_policy_arns = set_of(fixture.arena, "arn:aws:iam::aws:policy/AdministratorAccess", NULL);
    prior.inline_policies = tf_empty_string_map();
    tf_string_map_put(fixture.arena, &prior.inline_policies, "LangGraphCloudCustomPermissions",
                      "{ \"Version\": \"2012-10-17\", \"Statement\": { \"Effect\": \"Allow\", \"Resource\": [\"*\"], "
                      "\"Action\": \"application-autoscaling:*\" } }");
    struct cloud_role planned;
    assert_true(plan(&fixture, &config, &prior, &planned));
    assert_true(tf_same_string_set(&planned.managed_policy_arns, &made.managed_policy_arns));
    assert_true(tf_same_string_map(&planned.inline_policies, &prior.inline_policies));
    assert_true(tf_same_string(planned.assume_role_policy, prior.assume_role_policy));
    provider_fixture_end(&fixture);
    tf_arena_free(tags);
}

static void test_refuses_configurations_that_cannot_be_right(void **state)
{
    (void)state;
    provider_fixture fixture;
    provider_fixture_start(&fixture, NULL);
    const tf_string_set ids = set_of(fixture.arena, "one", NULL);
    tf_string_map long_policies = tf_empty_string_map();
    tf_string_map_put(fixture.arena, &long_policies, "One", tf_format(fixture.arena, "%*s{}", 20000, ""));
    const tf_string_map short_policies = long_policies;
    tf_string_map_put(fixture.arena, &long_policies, "Two", tf_format(fixture.arena, "%010239d", 0));
    const struct {
        const char *name;
        struct cloud_role config;
        const char *error; /* NULL: it is right */
    } cases[] = {
        { .name = "ids", .config = { .external_ids = ids } },
        { .name = "unknown ids", .config = { .external_ids = unknown_set } },
        { .name = "unknown purpose", .config = { .purpose = tf_unknown_string() } },
        { .name = "tasks", .config = { .purpose = tf_string_of("task_execution") } },
        { .name = "no ids", .config = { .purpose = tf_string_of("control_plane") }, .error = "needs external_ids" },
        { .name = "empty ids", .config = { .external_ids = { .state = TF_KNOWN } }, .error = "needs external_ids" },
        { .name = "ids of tasks",
          .config = { .purpose = tf_string_of("task_execution"), .external_ids = ids },
          .error = "Remove external_ids" },
        { .name = "short policies", .config = { .external_ids = ids, .inline_policies = short_policies } },
        { .name = "long policies",
          .config = { .external_ids = ids, .inline_policies = long_policies },
          .error = "10240 characters together" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].name);
        tf_test_call_reset(fixture.call);
        const bool valid = cloud_role_resource.validate(fixture.call, &cases[i].config);
        assert_int_equal(valid, cases[i].error == NULL);
        assert_true(provider_fixture_says(&fixture, cases[i].error));
    }
    provider_fixture_end(&fixture);
}

static void test_tells_a_role_as_created_from_any_other(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    struct cloud_role wanted = {
        .name = tf_string_of("role"),
        .path = tf_string_of("/"),
        .purpose = tf_string_of("task_execution"),
        .max_session_duration = tf_int64_of(3600),
        .managed_policy_arns = set_of(arena, "arn:aws:iam::aws:policy/AmazonECS_FullAccess", NULL),
        .inline_policies = byoc_inline_policies(arena, tf_string_of("task_execution")),
        .tags_all = tf_empty_string_map(),
    };
    wanted.assume_role_policy = tf_string_of(cloud_role_trust_policy(arena, &wanted));
    cloud_role_observed observed = {
        .role = { .name = "role",
                  .path = "/",
                  .assume_role_policy = wanted.assume_role_policy.value,
                  .description = "",
                  .max_session_duration = 3600,
                  .tags = tf_empty_string_map() },
        .managed_policy_arns = { .state = TF_KNOWN },
        .inline_policies = tf_empty_string_map(),
    };
    assert_true(cloud_role_is_as_created(arena, &wanted, &observed));

    cloud_role_observed other = observed;
    other.role.path = "/platform/";
    assert_false(cloud_role_is_as_created(arena, &wanted, &other));
    other = observed;
    other.role.description = "somebody else's";
    assert_false(cloud_role_is_as_created(arena, &wanted, &other));
    other = observed;
    other.role.assume_role_policy = "{}";
    assert_false(cloud_role_is_as_created(arena, &wanted, &other));
    other = observed;
    other.role.permissions_boundary = "arn:aws:iam::aws:policy/PowerUserAccess";
    assert_false(cloud_role_is_as_created(arena, &wanted, &other));
    other = observed;
    other.managed_policy_arns = wanted.managed_policy_arns;
    assert_false(cloud_role_is_as_created(arena, &wanted, &other));
    other = observed;
    tf_string_map_put(arena, &other.role.tags, "owner", "somebody else");
    assert_false(cloud_role_is_as_created(arena, &wanted, &other));
    tf_arena_free(arena);
}

static void test_imports_by_name_only(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        bool accepted;
    } cases[] = {
        { "LangGraphCloudBYOCRole", true },
        { "", false },
        { "arn:aws:iam::123456789012:role/LangGraphCloudBYOCRole", false },
        { "platform/LangGraphCloudBYOCRole", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].id);
        provider_fixture fixture;
        provider_fixture_start(&fixture, NULL);
        struct cloud_role role = { .id = { .state = TF_NULL } };
        assert_int_equal(cloud_role_resource.import(fixture.call, cases[i].id, &role), cases[i].accepted);
        assert_true(provider_fixture_says(&fixture, cases[i].accepted ? NULL : "Import by name"));
        provider_fixture_end(&fixture);
    }
}

int main(void)
{
    forget_environment();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plans_what_purpose_and_region_decide),
        cmocka_unit_test(test_plans_without_calls_while_the_provider_is_not_known),
        cmocka_unit_test(test_plans_defaults_again_after_drift_and_keeps_the_text_of_policies),
        cmocka_unit_test(test_refuses_configurations_that_cannot_be_right),
        cmocka_unit_test(test_tells_a_role_as_created_from_any_other),
        cmocka_unit_test(test_imports_by_name_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
