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

/* A project with one plain variable, one secret, and maybe a version, as configuration. */
static struct project configured(tf_arena *arena, const char *plain, const char *secret, const char *version)
{
    struct project project = { .secrets_version = tf_string_of(version) };
    if (plain != NULL)
        tf_string_map_put(arena, &project.environment, "PLAIN", plain);
    if (secret != NULL)
        tf_string_map_put(arena, &project.secrets, "SECRET", secret);
    return project;
}

/* The same as Terraform plans and stores it. */
static struct project without_secrets(struct project config)
{
    config.secrets = (tf_string_map){ .state = TF_NULL };
    return config;
}

static control_plane_project shown(control_plane_variable *items, size_t count)
{
    return (control_plane_project){
        .latest_revision_id = "a",
        .shows_variables = true,
        .variables = { count, items },
    };
}

/* What a create of `stored`, configured as the call says, sends and keeps. */
static const control_plane_variables *create(provider_fixture *fixture, struct project *stored)
{
    const control_plane_variables *sent = NULL;
    assert_true(project_variables(fixture->call, NULL, stored, NULL, &sent));
    assert_non_null(sent);
    project_record_variables(fixture->call, NULL, stored, sent);
    return sent;
}

typedef struct step {
    const char *plain, *secret, *version;
} step;

static void test_sends_what_must_be_sent(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        step before, after;
        const char *shown; /* of the secret; NULL: hidden */
        const char *sent;  /* likewise; NULL: nothing is planned, and nothing sent */
    } cases[] = {
        { "nothing is new", { "a", "s", NULL }, { "a", "s", NULL }, .shown = "s" },
        { "nothing is new, with a version", { "a", "s", "1" }, { "a", "s", "1" }, .shown = "s" },
        /* Values decide without a version, */
        { "another secret", { "a", "s", NULL }, { "a", "t", NULL }, .shown = "s", .sent = "t" },
        { "another value", { "a", "s", NULL }, { "b", "s", NULL }, .shown = "s", .sent = "s" },
        /* and do not with one; what is deployed is kept then, unless the service hides it. */
        { "another secret, the same version", { "a", "s", "1" }, { "a", "t", "1" }, .shown = "s" },
        { "both, the same version", { "a", "s", "1" }, { "b", "t", "1" }, .shown = "s", .sent = "s" },
        { "both, the same version, hidden", { "a", "s", "1" }, { "b", "t", "1" }, .shown = NULL, .sent = "t" },
        { "a new version of the same", { "a", "s", "1" }, { "a", "s", "2" }, .shown = "s", .sent = "s" },
        { "a first version of the same", { "a", "s", NULL }, { "a", "s", "1" }, .shown = "s" },
        { "changed at the service", { "a", "s", NULL }, { "a", "s", NULL }, .shown = "x", .sent = "s" },
        { "changed at both ends", { "a", "s", "1" }, { "a", "t", "1" }, .shown = "x", .sent = "t" },
        { "hidden", { "a", "s", NULL }, { "a", "s", NULL }, .shown = NULL },
        { "hidden, another secret", { "a", "s", NULL }, { "a", "t", NULL }, .shown = NULL, .sent = "t" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].name);
        provider_fixture fixture;
        provider_fixture_start(&fixture, NULL);
        const struct project first =
            configured(fixture.arena, cases[i].before.plain, cases[i].before.secret, cases[i].before.version);
        struct project stored = without_secrets(first);
        tf_test_call_set_config(fixture.call, &first);
        (void)create(&fixture, &stored);

        control_plane_variable items[] = {
            { .name = "PLAIN", .value = "a" },
            { .name = "SECRET", .value = cases[i].shown },
        };
        const control_plane_project found = shown(items, 2);
        project_refresh_variables(fixture.call, &stored, &found);
        const struct project second =
            configured(fixture.arena, cases[i].after.plain, cases[i].after.secret, cases[i].after.version);
        const struct project plan = without_secrets(second);
        tf_test_call_set_config(fixture.call, &second);
        if (project_plans_variables(fixture.call, &stored, &plan) != (cases[i].sent != NULL))
            fail_msg("%s: is planned wrongly", cases[i].name);
        const control_plane_variables *sent = NULL;
        assert_true(project_variables(fixture.call, &stored, &plan, &found, &sent));
        if ((sent != NULL) != (cases[i].sent != NULL))
            fail_msg("%s: differs wrongly", cases[i].name);
        if (sent == NULL) {
            provider_fixture_end(&fixture);
            continue;
        }
        assert_int_equal(sent->count, 2);
        assert_string_equal(sent->items[1].value, cases[i].sent);
        assert_true(sent->items[1].secret);
        provider_fixture_end(&fixture);
    }
}

static void test_shows_strangers_without_their_values(void **state)
{
    (void)state;
    provider_fixture fixture;
    provider_fixture_start(&fixture, NULL);
    const struct project config = configured(fixture.arena, "a", "s", NULL);
    struct project stored = without_secrets(config);
    tf_test_call_set_config(fixture.call, &config);
    (void)create(&fixture, &stored);
    control_plane_variable items[] = {
        { .name = "PLAIN", .value = "b" },
        { .name = "SECRET", .value = "s" },
        { .name = "STRANGER", .value = "unseen" },
    };
    const control_plane_project found = shown(items, 3);
    for (int times = 0; times < 2; times++) {
        project_refresh_variables(fixture.call, &stored, &found);
        assert_int_equal(stored.environment.count, 2);
        assert_true(tf_equal(*tf_string_map_get(&stored.environment, "PLAIN"), "b"));
        assert_true(tf_equal(*tf_string_map_get(&stored.environment, "STRANGER"), "(set outside Terraform)"));
    }
    /* Before there is a revision the service shows nothing, which says nothing. */
    const control_plane_project blank = { .shows_variables = false };
    project_refresh_variables(fixture.call, &stored, &blank);
    assert_int_equal(stored.environment.count, 2);
    provider_fixture_end(&fixture);
}

/* An answer with 16,000 variables took 3 GB, since each one copied the map anew. */
static void test_many_variables_take_memory_in_proportion(void **state)
{
    (void)state;
    enum { COUNT = 16000 };
    provider_fixture fixture;
    provider_fixture_start(&fixture, NULL);
    struct project stored = configured(fixture.arena, "a", NULL, NULL);
    control_plane_variable *items = tf_alloc_array(fixture.arena, COUNT, sizeof *items);
    for (int i = 0; i < COUNT; i++)
        items[i] = (control_plane_variable){ .name = tf_format(fixture.arena, "VARIABLE_%05d", i), .value = "value" };
    const control_plane_project found = shown(items, COUNT);
    project_refresh_variables(fixture.call, &stored, &found);
    assert_int_equal(stored.environment.count, COUNT);
    assert_true(tf_arena_used(fixture.arena) < (size_t)16 * 1024 * 1024);
    provider_fixture_end(&fixture);
}

/* A state file can be edited: what is no record of ours says nothing, so that the secret is sent again. */
static void test_a_record_that_is_none_counts_as_changed(void **state)
{
    (void)state;
    static const char *const records[] = {
        "",
        "no JSON",
        "null",
        "[]",
        "[{\"sent\": 1}]",
        "\"sent\"",
        "{}",
        "{\"sent\": null}",
        "{\"sent\": []}",
        "{\"sent\": {\"SECRET\": null}}",
        "{\"sent\": {\"SECRET\": {}}}",
        "{\"sent\": {\"SECRET\": \"$scrypt$\"}}",
        "{\"sent\": {\"SECRET\": \"x\"}, \"shown\": {\"SECRET\": 1}}",
        "{\"sent\": {}, \"shown\": {\"SECRET\": \"x\"}}",
        "{\"sent\": {\"SECRET\": 1}, \"shown\": {\"SECRET\": \"x\"}, \"salt\": 1}",
        "{\"sent\": {\"SECRET\": 1}, \"shown\": [], \"salt\": \"x\"}",
    };
    for (size_t i = 0; i < sizeof records / sizeof records[0]; i++) {
        provider_fixture fixture;
        provider_fixture_start(&fixture, NULL);
        const struct project config = configured(fixture.arena, "a", "s", NULL);
        struct project stored = without_secrets(config);
        const struct project plan = stored;
        tf_test_call_set_config(fixture.call, &config);
        tf_set_private(fixture.call, "secrets", records[i]);
        control_plane_variable items[] = { { .name = "PLAIN", .value = "a" }, { .name = "SECRET", .value = "x" } };
        const control_plane_project found = shown(items, 2);
        if (!project_plans_variables(fixture.call, &stored, &plan))
            fail_msg("not planned: %s", records[i]);
        project_refresh_variables(fixture.call, &stored, &found);
        if (!project_plans_variables(fixture.call, &stored, &plan))
            fail_msg("not planned after a refresh: %s", records[i]);
        const control_plane_variables *sent = NULL;
        assert_true(project_variables(fixture.call, &stored, &plan, &found, &sent));
        assert_non_null(sent);
        provider_fixture_end(&fixture);
    }
}

static void test_leaves_alone_what_is_not_managed(void **state)
{
    (void)state;
    provider_fixture fixture;
    provider_fixture_start(&fixture, NULL);
    const struct project config = { .environment = { .state = TF_NULL } };
    struct project stored = config;
    tf_test_call_set_config(fixture.call, &config);
    control_plane_variable items[] = { { .name = "STRANGER", .value = "unseen" } };
    const control_plane_project found = shown(items, 1);
    project_refresh_variables(fixture.call, &stored, &found);
    const control_plane_variables *sent = NULL;
    assert_int_equal(stored.environment.state, TF_NULL);
    assert_true(project_variables(fixture.call, &stored, &config, &found, &sent));
    assert_null(sent);
    assert_false(project_plans_variables(fixture.call, &stored, &config));
    assert_true(project_check_last_variable(fixture.call, &config));

    /* An empty map is a wish, too, and one that v2 cannot grant. */
    const struct project empty = { .environment = tf_empty_string_map() };
    tf_test_call_set_config(fixture.call, &empty);
    assert_false(project_check_last_variable(fixture.call, &empty));
    assert_true(provider_fixture_says(&fixture, "The Last Variable Cannot Be Removed"));
    provider_fixture_end(&fixture);
}

static void test_keeps_no_value_in_private_state(void **state)
{
    (void)state;
    provider_fixture fixture;
    provider_fixture_start(&fixture, NULL);
    const struct project config = configured(fixture.arena, NULL, "hunter22", NULL);
    struct project stored = without_secrets(config);
    tf_test_call_set_config(fixture.call, &config);
    const char *seen[2];
    for (int times = 0; times < 2; times++) {
        tf_set_private(fixture.call, "secrets", NULL);
        (void)create(&fixture, &stored);
        seen[times] = tf_copy_text(fixture.arena, tf_private(fixture.call, "secrets"));
        assert_null(strstr(seen[times], "hunter22"));
    }
    assert_string_not_equal(seen[0], seen[1]);
    provider_fixture_end(&fixture);
}

/* A record with one salt, from the time before digests named what they are made with. */
#define OLD_RECORD                                    \
    "{\"salt\":\"000102030405060708090a0b0c0d0e0f\"," \
    "\"sent\":{\"SECRET\":\"600c0b12a483de2e74b1a80168b5070dc9620e0a19130b8dd238d1f142589cbe\"}}"

static void test_accepts_digests_of_earlier_versions_once(void **state)
{
    (void)state;
    static const struct {
        const char *name, *shown, *secret;
        bool planned, is_new;
    } cases[] = {
        { "as it was sent", "s", "s", false, true },
        { "changed in the configuration", "s", "t", true, true },
        { "changed at the service", "x", "s", true, false },
        { "hidden", "", "s", false, false },
        { "hidden, and changed in the configuration", "", "t", true, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        provider_fixture fixture;
        provider_fixture_start(&fixture, NULL);
        tf_set_private(fixture.call, "secrets", OLD_RECORD);
        const struct project config = configured(fixture.arena, NULL, cases[i].secret, NULL);
        struct project stored = without_secrets(config);
        control_plane_variable items[] = { { .name = "SECRET", .value = cases[i].shown } };
        const control_plane_project found = shown(items, 1);
        tf_test_call_set_config(fixture.call, &config);
        project_refresh_variables(fixture.call, &stored, &found);
        if ((strstr(tf_private(fixture.call, "secrets"), "scrypt") != NULL) != cases[i].is_new)
            fail_msg("%s: the digest is in the wrong form", cases[i].name);
        if (project_plans_variables(fixture.call, &stored, &stored) != cases[i].planned)
            fail_msg("%s: planned wrongly", cases[i].name);
        provider_fixture_end(&fixture);
    }
}

static void test_keeps_no_digest_that_serves_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *name, *version, *shown;
        bool kept;
    } cases[] = {
        { "the service shows it", "1", "s", true },
        { "the service hides it", "1", NULL, false },
        { "the service shows nothing in its place", "1", "", false },
        { "the configuration is compared", NULL, NULL, true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        provider_fixture fixture;
        provider_fixture_start(&fixture, NULL);
        const struct project config = configured(fixture.arena, NULL, "s", cases[i].version);
        struct project stored = without_secrets(config);
        tf_test_call_set_config(fixture.call, &config);
        (void)create(&fixture, &stored);
        control_plane_variable items[] = { { .name = "SECRET", .value = cases[i].shown } };
        const control_plane_project seen = shown(items, 1);
        project_drop_digests(fixture.call, &stored, &seen);
        if ((strstr(tf_private(fixture.call, "secrets"), "scrypt") != NULL) != cases[i].kept)
            fail_msg("%s: kept wrongly", cases[i].name);
        project_refresh_variables(fixture.call, &stored, &seen);
        if (project_plans_variables(fixture.call, &stored, &stored))
            fail_msg("%s: nothing has changed", cases[i].name);

        /* Once the service shows a value, a change of it is seen. */
        control_plane_variable first[] = { { .name = "SECRET", .value = "s" } };
        const control_plane_project showing = shown(first, 1);
        project_refresh_variables(fixture.call, &stored, &showing);
        control_plane_variable second[] = { { .name = "SECRET", .value = "x" } };
        const control_plane_project changed = shown(second, 1);
        project_refresh_variables(fixture.call, &stored, &changed);
        if (!project_plans_variables(fixture.call, &stored, &stored))
            fail_msg("%s: a change is not seen", cases[i].name);
        provider_fixture_end(&fixture);
    }
}

static void test_takes_a_record_that_somebody_edited_for_changed(void **state)
{
    (void)state;
    static const char *const records[] = {
        "",
        "{",
        "[]",
        "null",
        "\"text\"",
        "{}",
        "{\"sent\":[]}",
        "{\"sent\":\"text\"}",
        "{\"salt\":1,\"sent\":{}}",
        "{\"sent\":{\"SECRET\":null},\"shown\":{\"SECRET\":1}}",
        "{\"sent\":{\"SECRET\":\"$scrypt$ln=60,r=8,p=1$00$\"}}",
        "{\"salt\":\"\",\"sent\":{\"SECRET\":\"00\"},\"shown\":7}",
    };
    for (size_t i = 0; i < sizeof records / sizeof records[0]; i++) {
        provider_fixture fixture;
        provider_fixture_start(&fixture, NULL);
        tf_set_private(fixture.call, "secrets", records[i]);
        const struct project config = configured(fixture.arena, NULL, "s", NULL);
        struct project stored = without_secrets(config);
        control_plane_variable items[] = { { .name = "SECRET", .value = "s" } };
        const control_plane_project found = shown(items, 1);
        tf_test_call_set_config(fixture.call, &config);
        for (int times = 0; times < 2; times++) {
            if (!project_plans_variables(fixture.call, &stored, &stored))
                fail_msg("not planned: %s", records[i]);
            project_refresh_variables(fixture.call, &stored, &found);
        }
        const control_plane_variables *sent = NULL;
        assert_true(project_variables(fixture.call, &stored, &stored, &found, &sent));
        project_drop_digests(fixture.call, &stored, &found);
        provider_fixture_end(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sends_what_must_be_sent),
        cmocka_unit_test(test_shows_strangers_without_their_values),
        cmocka_unit_test(test_many_variables_take_memory_in_proportion),
        cmocka_unit_test(test_a_record_that_is_none_counts_as_changed),
        cmocka_unit_test(test_leaves_alone_what_is_not_managed),
        cmocka_unit_test(test_keeps_no_value_in_private_state),
        cmocka_unit_test(test_accepts_digests_of_earlier_versions_once),
        cmocka_unit_test(test_keeps_no_digest_that_serves_nothing),
        cmocka_unit_test(test_takes_a_record_that_somebody_edited_for_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
