/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "resources/project/project.h"
#include "support_provider.h"

static struct project project_with(struct project_resources *resources)
{
    return (struct project){ .resources = { TF_KNOWN, resources } };
}

static void test_merges_only_what_is_named_and_differs(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct project_resources planned;
        const char *found;
        const char *merged; /* NULL where nothing differs */
    } cases[] = {
        { "a number that is there", { .cpu = { TF_KNOWN, "0.5" } }, "{\"cpu\":0.5,\"max_scale\":3}", NULL },
        { "the same number, written otherwise", { .cpu = { TF_KNOWN, "1" } }, "{\"cpu\":1.0}", NULL },
        { "another number",
          { .cpu = { TF_KNOWN, "0.1" } },
          "{\"cpu\":2,\"max_scale\":3}",
          "{\"cpu\":0.1,\"max_scale\":3}" },
        { "a number where there is nothing", { .min_scale = { TF_KNOWN, 2 } }, NULL, "{\"min_scale\":2}" },
        { "a number where there is null",
          { .min_scale = { TF_KNOWN, 2 } },
          "{\"min_scale\":null}",
          "{\"min_scale\":2}" },
        { "a document in another spelling",
          { .volumes = { TF_KNOWN, "[{\"b\":1,\"a\":[]}]" } },
          "{\"volumes\":[{\"a\":[],\"b\":1}]}",
          NULL },
        { "an empty document where there is another",
          { .sidecars = { TF_KNOWN, "[]" } },
          "{\"sidecars\":[{}]}",
          "{\"sidecars\":[]}" },
        { "an empty document where there is null", { .sidecars = { TF_KNOWN, "[]" } }, "{\"sidecars\":null}", NULL },
        { "empty collections where there is nothing",
          { .labels = { .state = TF_KNOWN }, .image_pull_secrets = { .state = TF_KNOWN } },
          "{}",
          NULL },
        { "an empty map where there is another",
          { .labels = { .state = TF_KNOWN } },
          "{\"labels\":{\"a\":\"b\"}}",
          "{\"labels\":{}}" },
        { "a text where there is nothing",
          { .service_account_name = { TF_KNOWN, "a" } },
          "{}",
          "{\"service_account_name\":\"a\"}" },
        { "what is not named", { .max_scale = { TF_NULL, 0 } }, "{\"max_scale\":3}", NULL },
        { "a number that no double holds",
          { .db_cpu = { TF_KNOWN, "1e400" } },
          "{\"db_cpu\":1.7976931348623157e308}",
          NULL },
        { "a whole number that none does",
          { .db_cpu = { TF_KNOWN, "99999999999999999999" } },
          "{\"db_cpu\":9223372036854775807}",
          NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        provider_fixture fixture;
        provider_fixture_start(&fixture, NULL);
        struct project_resources planned = cases[i].planned;
        const struct project project = project_with(&planned);
        const char *merged = project_merge_resources(fixture.call, &project, cases[i].found);
        if ((merged == NULL) != (cases[i].merged == NULL) || (merged != NULL && strcmp(merged, cases[i].merged) != 0))
            fail_msg("%s: %s", cases[i].name, merged);
        provider_fixture_end(&fixture);
    }
}

static void test_sets_and_maps_compare_whole(void **state)
{
    (void)state;
    provider_fixture fixture;
    provider_fixture_start(&fixture, NULL);
    struct project_resources planned = { .image_pull_secrets = set_of(fixture.arena, "a", "b", NULL) };
    tf_string_map_put(fixture.arena, &planned.labels, "team", "support");
    const struct project project = project_with(&planned);
    const char *same = "{\"image_pull_secrets\":[{\"name\":\"b\"},{\"name\":\"a\"}],\"labels\":{\"team\":\"support\"}}";
    assert_null(project_merge_resources(fixture.call, &project, same));
    const char *less = "{\"image_pull_secrets\":[{\"name\":\"b\"}],\"labels\":{\"team\":\"support\"}}";
    assert_non_null(project_merge_resources(fixture.call, &project, less));
    const char *more = "{\"image_pull_secrets\":[{\"name\":\"b\"},{\"name\":\"a\"}],"
                       "\"labels\":{\"team\":\"support\",\"x\":\"y\"}}";
    assert_non_null(project_merge_resources(fixture.call, &project, more));
    provider_fixture_end(&fixture);
}

static void test_refreshes_only_what_the_state_has(void **state)
{
    (void)state;
    provider_fixture fixture;
    provider_fixture_start(&fixture, NULL);
    struct project_resources held = {
        .cpu = { TF_KNOWN, "0.5" },
        .min_scale = { TF_KNOWN, 1 },
        .memory_mb = { TF_KNOWN, 512 },
        .volumes = { TF_KNOWN, "[ ]" },
        .sidecars = { TF_KNOWN, "[]" },
        .image_pull_secrets = set_of(fixture.arena, "a", NULL),
    };
    project_refresh_resources(fixture.call, &held,
                              "{\"cpu\":0.25,\"min_scale\":2,\"max_scale\":9,\"volumes\":[],\"sidecars\":[{\"x\":1}],"
                              "\"image_pull_secrets\":[{\"name\":\"z\"}]}");
    assert_string_equal(held.cpu.digits, "0.25");
    assert_int_equal(held.min_scale.value, 2);
    assert_int_equal(held.memory_mb.state, TF_NULL);
    assert_int_equal(held.max_scale.state, TF_NULL);
    assert_true(tf_equal(held.volumes, "[ ]"));
    assert_true(tf_equal(held.sidecars, "[{\"x\":1}]"));
    assert_true(tf_string_set_has(&held.image_pull_secrets, "z"));
    struct project_resources empty = { .labels = { .state = TF_KNOWN }, .image_pull_secrets = { .state = TF_KNOWN } };
    project_refresh_resources(fixture.call, &empty, "{\"labels\":null}");
    assert_true(tf_known(empty.labels) && tf_known(empty.image_pull_secrets));
    project_refresh_resources(fixture.call, &held, NULL);
    assert_int_equal(held.min_scale.value, 2);
    provider_fixture_end(&fixture);
}

static void test_plans_a_change_of_what_is_named(void **state)
{
    (void)state;
    provider_fixture fixture;
    provider_fixture_start(&fixture, NULL);
    struct project_resources before = { .cpu = { TF_KNOWN, "1" }, .labels = { .state = TF_NULL } };
    struct project_resources same = { .cpu = { TF_KNOWN, "1" } };
    struct project_resources other = { .cpu = { TF_KNOWN, "2" } };
    struct project_resources unknown = { .cpu = { TF_UNKNOWN, NULL } };
    struct project_resources nothing = { .cpu = { TF_NULL, NULL } };
    const struct project prior = project_with(&before);
    const struct project unset = { .resources = { TF_NULL, NULL } };
    const struct project undecided = { .resources = { TF_UNKNOWN, NULL } };
    assert_false(project_plans_resources(fixture.call, &prior, &(struct project){ .resources = { TF_KNOWN, &same } }));
    assert_true(project_plans_resources(fixture.call, &prior, &(struct project){ .resources = { TF_KNOWN, &other } }));
    assert_true(
        project_plans_resources(fixture.call, &prior, &(struct project){ .resources = { TF_KNOWN, &unknown } }));
    assert_false(
        project_plans_resources(fixture.call, &prior, &(struct project){ .resources = { TF_KNOWN, &nothing } }));
    assert_false(project_plans_resources(fixture.call, &prior, &unset));
    assert_true(project_plans_resources(fixture.call, &prior, &undecided));
    assert_true(project_plans_resources(fixture.call, &unset, &prior));
    provider_fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_merges_only_what_is_named_and_differs),
        cmocka_unit_test(test_sets_and_maps_compare_whole),
        cmocka_unit_test(test_refreshes_only_what_the_state_has),
        cmocka_unit_test(test_plans_a_change_of_what_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
