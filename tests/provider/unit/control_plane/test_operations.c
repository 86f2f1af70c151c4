/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "control_plane/operations.h"
#include "rows.h"
#include "support_control_plane.h"

static const control_plane_settings settings = { .name = "p", .image_uri = "image" };

static bool create(client_fixture *fixture, control_plane_project *out, control_plane_error *error)
{
    return control_plane_create(&fixture->session, &settings, out, error);
}

static void test_creates_once_whatever_is_lost(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int lost_before, lost_after;
        int creations;
    } cases[] = {
        { .name = "nothing", .creations = 1 },
        { .name = "an answer", .lost_after = 1, .creations = 1 },
        { .name = "a request", .lost_before = 1, .creations = 2 },
        { .name = "two requests and an answer", .lost_before = 2, .lost_after = 1, .creations = 3 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].name);
        client_fixture fixture;
        fixture_start(&fixture, 1);
        fake.lost_before = cases[i].lost_before;
        fake.lost_after = cases[i].lost_after;
        control_plane_project made;
        control_plane_error error;
        assert_true(create(&fixture, &made, &error));
        assert_string_equal(made.id, fake_id(fixture.arena, "p"));
        assert_int_equal(fake.count, 1);
        assert_int_equal(fake.creations, cases[i].creations);
        fixture_end(&fixture);
    }
}

static void test_leaves_alone_what_has_the_name(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake_add("p", "a");
    control_plane_project made;
    control_plane_error error;
    assert_false(create(&fixture, &made, &error));
    assert_int_equal(error.kind, CONTROL_PLANE_ERROR_CONFLICT);
    assert_string_equal(error.existing_id, fake_id(fixture.arena, "p"));
    assert_int_equal(fake.creations, 0);
    fixture_end(&fixture);
}

static void test_a_name_that_only_a_list_still_shows_is_free(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake_add("p", "a");
    fake.all_removed = true;
    control_plane_project found;
    control_plane_error error;
    assert_true(control_plane_find(&fixture.session, "p", &found, &error));
    assert_null(found.id);
    fixture_end(&fixture);
}

static void test_a_name_that_only_contains_it_is_another(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake_add("p-2", "a");
    control_plane_project found;
    control_plane_error error;
    assert_true(control_plane_find(&fixture.session, "p", &found, &error));
    assert_null(found.id);
    fixture_end(&fixture);
}

static void test_gives_up_on_a_service_that_never_answers(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake.lost_before = 100;
    control_plane_project made;
    control_plane_error error;
    assert_false(create(&fixture, &made, &error));
    assert_int_equal(error.kind, CONTROL_PLANE_ERROR_NO_ANSWER);
    assert_in_range(fake.creations, 2, 10);
    fixture_end(&fixture);
}

/* A session that is over when the creation's answer is lost: what was made is found all the same. */
static void test_finds_what_it_made_after_the_end_of_the_call(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake.lost_after = 1;
    tf_cancel_fire(fixture.cancel);
    control_plane_project made;
    control_plane_error error;
    assert_true(create(&fixture, &made, &error));
    assert_string_equal(made.id, fake_id(fixture.arena, "p"));
    fixture_end(&fixture);
}

static void test_changes_once_whatever_is_lost(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int lost_before, lost_after;
        int changes;
    } cases[] = {
        { .name = "nothing", .changes = 1 },
        { .name = "an answer", .lost_after = 1, .changes = 1 },
        { .name = "a request", .lost_before = 1, .changes = 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].name);
        client_fixture fixture;
        fixture_start(&fixture, 1);
        fake_add("p", "a");
        const control_plane_project before = { .id = fake_id(fixture.arena, "p"),
                                               .latest_revision_id = fake_id(fixture.arena, "a") };
        fake.lost_before = cases[i].lost_before;
        fake.lost_after = cases[i].lost_after;
        control_plane_project after;
        control_plane_error error;
        assert_true(control_plane_change(&fixture.session, &before, &settings, &after, &error));
        assert_string_equal(after.latest_revision_id, fake_id(fixture.arena, "a-next"));
        assert_int_equal(fake.changes, cases[i].changes);
        fixture_end(&fixture);
    }
}

static void test_waits_out_a_revision_in_progress(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *words;
        const char *status;          /* of the project */
        const char *revision_status; /* of its newest revision */
        bool waits;
    } cases[] = {
        { .name = "in these words", .words = "A revision is in progress", .status = "READY", .waits = true },
        { .name = "one moves", .words = "busy", .status = "READY", .revision_status = "BUILDING", .waits = true },
        { .name = "none moves", .words = "URL is taken", .status = "READY", .revision_status = "DEPLOY_FAILED" },
        { .name = "leaving", .words = "no", .status = "AWAITING_DELETE", .revision_status = "BUILDING" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        client_fixture fixture;
        fixture_start(&fixture, 1);
        fake_add("p", "a")->status = cases[i].status;
        fake.refusal = cases[i].words;
        fake.revision_status = cases[i].revision_status;
        const control_plane_project before = { .id = fake_id(fixture.arena, "p"),
                                               .latest_revision_id = fake_id(fixture.arena, "a") };
        control_plane_project after;
        control_plane_error error;
        fake.conflicts = 5;
        const bool changed = control_plane_change(&fixture.session, &before, &settings, &after, &error);
        fake.conflicts = 5;
        const bool removed = control_plane_remove(&fixture.session, fake_id(fixture.arena, "p"), false, &error);
        if (changed != cases[i].waits || removed != cases[i].waits || fake.changes != (cases[i].waits ? 12 : 2))
            fail_msg("%s: changed %d, removed %d after %d requests", cases[i].name, changed, removed, fake.changes);
        fixture_end(&fixture);
    }
}

static void test_a_revision_in_progress_outlasts_the_call(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake_add("p", "a");
    fake.refusal = "A revision is in progress";
    fake.conflicts = 1000 * 1000;
    fixture.session.deadline = tf_deadline_in_ms(20);
    control_plane_error error;
    assert_false(control_plane_remove(&fixture.session, fake_id(fixture.arena, "p"), false, &error));
    assert_int_equal(error.kind, CONTROL_PLANE_ERROR_DEADLINE);
    assert_non_null(strstr(control_plane_error_text(fixture.arena, &error), "A revision is in progress"));
    tf_cancel_fire(fixture.cancel);
    assert_false(control_plane_remove(&fixture.session, fake_id(fixture.arena, "p"), false, &error));
    assert_int_equal(error.kind, CONTROL_PLANE_ERROR_CANCELLED);
    fixture_end(&fixture);
}

static void test_a_name_of_what_is_leaving_will_be_free(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake_add("p", "a")->status = "AWAITING_FINAL_DELETE";
    control_plane_project made;
    control_plane_error error;
    assert_false(create(&fixture, &made, &error));
    assert_true(error.existing_is_leaving);
    assert_string_equal(error.existing_id, fake_id(fixture.arena, "p"));
    fixture_end(&fixture);
}

static void test_describes_with_the_newest_revision(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake_project *held = fake_add("p", "b");
    control_plane_project found;
    control_plane_error error;
    fake.revision_status = "BUILDING";
    assert_true(control_plane_describe(&fixture.session, fake_id(fixture.arena, "p"), &found, &error));
    assert_string_equal(found.latest_revision_status, "BUILDING");
    /* Pruned: nothing is known of it, and the project is there all the same. */
    fake.revision_status = NULL;
    assert_true(control_plane_describe(&fixture.session, fake_id(fixture.arena, "p"), &found, &error));
    assert_null(found.latest_revision_status);
    /* What serves was deployed: that needs no call. */
    held->active = "b";
    fake.revision_gets = 0;
    assert_true(control_plane_describe(&fixture.session, fake_id(fixture.arena, "p"), &found, &error));
    assert_string_equal(found.latest_revision_status, "DEPLOYED");
    assert_int_equal(fake.revision_gets, 0);
    fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_creates_once_whatever_is_lost),
        cmocka_unit_test(test_leaves_alone_what_has_the_name),
        cmocka_unit_test(test_a_name_that_only_a_list_still_shows_is_free),
        cmocka_unit_test(test_a_name_that_only_contains_it_is_another),
        cmocka_unit_test(test_gives_up_on_a_service_that_never_answers),
        cmocka_unit_test(test_finds_what_it_made_after_the_end_of_the_call),
        cmocka_unit_test(test_changes_once_whatever_is_lost),
        cmocka_unit_test(test_waits_out_a_revision_in_progress),
        cmocka_unit_test(test_a_revision_in_progress_outlasts_the_call),
        cmocka_unit_test(test_a_name_of_what_is_leaving_will_be_free),
        cmocka_unit_test(test_describes_with_the_newest_revision),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
