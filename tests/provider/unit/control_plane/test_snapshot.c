/* SPDX-License-Identifier: Apache-2.0 */
/* What refreshes of many projects cost, and what a list may not be believed about. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "control_plane/holdings.h"
#include "control_plane/operations.h"
#include "control_plane/snapshot.h"
#include "support_control_plane.h"

#define MANY 200
#define THREADS 10

static void add_settled(tf_arena *arena, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fake_add(tf_format(arena, "p%zu", i), "a")->active = "a";
}

typedef struct refresher {
    pthread_t thread;
    control_plane_session session;
    size_t first;
    bool succeeded;
} refresher;

/* Every tenth project, as a thread of Terraform's would. */
static void *refresh_some(void *context)
{
    refresher *self = context;
    self->session.arena = tf_arena_new();
    self->succeeded = true;
    for (size_t i = self->first; i < MANY; i += THREADS) {
        control_plane_project project;
        control_plane_error error;
        const char *id = fake_id(self->session.arena, tf_format(self->session.arena, "p%zu", i));
        self->succeeded = control_plane_refresh(&self->session, id, &project, &error) && strcmp(project.id, id) == 0
                          && strcmp(project.latest_revision_status, "DEPLOYED") == 0 && self->succeeded;
    }
    tf_arena_free(self->session.arena);
    return NULL;
}

static void refresh_all(const client_fixture *fixture)
{
    refresher refreshers[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        refreshers[i] = (refresher){ .session = fixture->session, .first = i };
        assert_int_equal(pthread_create(&refreshers[i].thread, NULL, refresh_some, &refreshers[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(refreshers[i].thread, NULL), 0);
        assert_true(refreshers[i].succeeded);
    }
}

static void test_refreshing_many_settled_projects_is_a_list_or_three(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 5000);
    add_settled(fixture.arena, MANY);
    refresh_all(&fixture);
    /* One read, and three pages: two hundred fill two, and a third shows the end. */
    assert_in_range(fake.gets + fake.pages, 3, 2 + MANY / 100);
    assert_int_equal(fake.revision_gets, 0);
    fixture_end(&fixture);
}

static void test_those_that_moved_cost_a_read_each(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 5000);
    add_settled(fixture.arena, MANY);
    fake.revision_status = "DEPLOYED";
    for (size_t i = 0; i < 7; i++)
        fake.projects[i * 9].active = "before";
    refresh_all(&fixture);
    assert_in_range(fake.gets + fake.pages, 3, 2 + MANY / 100);
    assert_int_equal(fake.revision_gets, 7);
    fixture_end(&fixture);
}

/* Reads so many projects that lists pay from now on. */
static void read_until_lists_pay(const client_fixture *fixture)
{
    while (!control_plane_snapshot_pays(&fixture->session))
        continue;
}

static bool refresh(const client_fixture *fixture, const char *name, control_plane_project *out)
{
    control_plane_error error;
    return control_plane_refresh(&fixture->session, fake_id(fixture->arena, name), out, &error);
}

static void test_what_a_list_is_not_believed_about(void **state)
{
    (void)state;
    client_fixture fixture;
    control_plane_project project;
    fixture_start(&fixture, 5000);
    add_settled(fixture.arena, 3);
    read_until_lists_pay(&fixture);
    assert_true(refresh(&fixture, "p0", &project));
    assert_int_equal(fake.gets, 0);

    /* New since. */
    fake_add("new", "a")->active = "a";
    assert_true(refresh(&fixture, "new", &project));
    assert_int_equal(fake.gets, 1);

    /* On its way out, which a list goes on showing. */
    fake.projects[1].status = "AWAITING_DELETE";
    control_plane_snapshot_outdate(&fixture.session);
    fake.all_removed = true;
    assert_false(refresh(&fixture, "p1", &project));
    assert_int_equal(fake.gets, 2);
    fixture_end(&fixture);
}

static void test_a_list_from_before_a_write_is_too_old(void **state)
{
    (void)state;
    client_fixture fixture;
    control_plane_project project;
    control_plane_error error;
    fixture_start(&fixture, 5000);
    add_settled(fixture.arena, 1);
    read_until_lists_pay(&fixture);
    assert_true(refresh(&fixture, "p0", &project));
    const control_plane_settings settings = { .image_uri = "next" };
    assert_true(control_plane_change(&fixture.session, &project, &settings, &project, &error));
    assert_true(refresh(&fixture, "p0", &project));
    assert_string_equal(project.latest_revision_id, fake_id(fixture.arena, "a-next"));
    fixture_end(&fixture);
}

static void test_without_a_list_each_is_asked_alone(void **state)
{
    (void)state;
    client_fixture fixture;
    control_plane_project project;
    fixture_start(&fixture, 5000);
    add_settled(fixture.arena, 2);
    read_until_lists_pay(&fixture);
    fake.next_poll = 500;
    assert_true(refresh(&fixture, "p0", &project));
    assert_true(refresh(&fixture, "p1", &project));
    assert_int_equal(fake.lists, 1);
    assert_int_equal(fake.gets, 2);
    fixture_end(&fixture);
}

static void test_finds_who_has_a_name(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 5000);
    add_settled(fixture.arena, 2);
    control_plane_hold(&fixture.session, fake_id(fixture.arena, "p1"));
    static const struct {
        const char *name;
        bool found, held;
    } cases[] = {
        { .name = "p0", .found = true, .held = false },
        { .name = "p1", .found = true, .held = true },
        { .name = "p", .found = false, .held = false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        control_plane_finding finding;
        control_plane_error error;
        const control_plane_search search = { .name = cases[i].name };
        assert_true(control_plane_snapshot_find(&fixture.session, &search, &finding, &error));
        if (finding.found != cases[i].found
            || (finding.found && control_plane_is_held(&fixture.session, finding.project.id)) != cases[i].held)
            fail_msg("%s: found %d", cases[i].name, finding.found);
    }
    assert_int_equal(fake.lists, 1);
    fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refreshing_many_settled_projects_is_a_list_or_three),
        cmocka_unit_test(test_those_that_moved_cost_a_read_each),
        cmocka_unit_test(test_what_a_list_is_not_believed_about),
        cmocka_unit_test(test_a_list_from_before_a_write_is_too_old),
        cmocka_unit_test(test_without_a_list_each_is_asked_alone),
        cmocka_unit_test(test_finds_who_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
