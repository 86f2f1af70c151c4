/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "control_plane/poller.h"
#include "control_plane/v1.h"
#include "control_plane/v2.h"
#include "control_plane/wait.h"
#include "support_control_plane.h"

static control_plane_wait wait_for(client_fixture *fixture, const char *id, const char *revision_id)
{
    return control_plane_wait_until_deployed(&fixture->session, fake_id(fixture->arena, id), id,
                                             fake_id(fixture->arena, revision_id), NULL);
}

static void deploy_on_third_look(fake_service *service)
{
    if (service->gets == 3)
        service->projects[0].active = service->projects[0].latest;
}

static void test_returns_when_the_revision_is_deployed(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake_add("p", "a");
    fake.after_poll = deploy_on_third_look;
    fake.next_poll = 503;
    const control_plane_wait wait = wait_for(&fixture, "p", "a");
    assert_int_equal(wait.outcome, CONTROL_PLANE_DEPLOYED);
    assert_int_equal(fake.gets, 4);
    assert_string_equal(wait.project.id, fake_id(fixture.arena, "p"));
    assert_string_equal(wait.revision_id, fake_id(fixture.arena, "a"));
    assert_string_equal(wait.revision_status, "DEPLOYED");
    fixture_end(&fixture);
}

static void supersede_then_deploy(fake_service *service)
{
    service->revision_status = "SKIPPED";
    if (service->gets == 1)
        strcpy(service->projects[0].latest, "b");
    if (service->gets == 3) {
        service->revision_status = "DEPLOYED";
        service->projects[0].active = "b";
    }
}

static void test_follows_a_superseding_revision(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake_add("p", "a");
    fake.after_poll = supersede_then_deploy;
    const control_plane_wait wait = wait_for(&fixture, "p", NULL);
    assert_int_equal(wait.outcome, CONTROL_PLANE_DEPLOYED);
    assert_string_equal(wait.revision_id, fake_id(fixture.arena, "b"));
    fixture_end(&fixture);
}

/*
 * The revision is DEPLOYED from the third look on, the project shows it from the sixth on: what is kept belongs
 * together.
 */
static void deploy_before_the_project_shows_it(fake_service *service)
{
    service->revision_status = service->gets >= 3 ? "DEPLOYED" : "DEPLOYING";
    service->projects[0].active = service->gets >= 5 ? service->projects[0].latest : "before";
}

static void test_keeps_one_look_that_shows_what_serves(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake_add("p", "a");
    fake.after_poll = deploy_before_the_project_shows_it;
    const control_plane_wait wait = wait_for(&fixture, "p", "a");
    assert_int_equal(wait.outcome, CONTROL_PLANE_DEPLOYED);
    assert_string_equal(wait.project.active_revision_id, fake_id(fixture.arena, "a"));
    assert_string_equal(wait.project.latest_revision_status, "DEPLOYED");
    fixture_end(&fixture);
}

/* Somebody else's revision is on its way when ours is seen to serve. */
static void deploy_and_go_on(fake_service *service)
{
    service->projects[0].active = "a";
    (void)strcpy(service->projects[0].latest, "b");
    service->revision_status = "BUILDING";
}

static void test_keeps_the_status_of_a_newer_revision_too(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake_add("p", "a");
    fake.after_poll = deploy_and_go_on;
    const control_plane_wait wait = wait_for(&fixture, "p", "a");
    assert_int_equal(wait.outcome, CONTROL_PLANE_DEPLOYED);
    assert_string_equal(wait.revision_status, "DEPLOYED");
    assert_string_equal(wait.project.latest_revision_id, fake_id(fixture.arena, "b"));
    assert_string_equal(wait.project.latest_revision_status, "BUILDING");
    fixture_end(&fixture);
}

static void deploy_on_twentieth_look(fake_service *service)
{
    if (service->gets == 20)
        service->projects[0].active = service->projects[0].latest;
}

static void test_notices_a_revision_that_stands_still(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *status;
        bool stands;
    } cases[] = {
        { .name = "moving", .status = "DEPLOYING", .stands = false },
        { .name = "interrupted", .status = "INTERRUPTED", .stands = true },
        { .name = "word that nobody knows", .status = "PONDERING", .stands = true },
        { .name = "deployed, project lags", .status = "DEPLOYED", .stands = false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        client_fixture fixture;
        fixture_start(&fixture, 1);
        fake_add("p", "a");
        fake.revision_status = cases[i].status;
        fake.after_poll = deploy_on_twentieth_look;
        const control_plane_wait wait = wait_for(&fixture, "p", "a");
        assert_int_equal(wait.outcome, CONTROL_PLANE_DEPLOYED);
        if (cases[i].stands != (wait.stood_as != NULL))
            fail_msg("%s: stood as %s", cases[i].name, wait.stood_as == NULL ? "nothing" : wait.stood_as);
        fixture_end(&fixture);
    }
}

static void test_brings_the_log_of_a_failure(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake_add("p", "a");
    fake.revision_status = "BUILD_FAILED";
    fake.log = "no such module\n";
    const control_plane_wait wait = wait_for(&fixture, "p", "a");
    assert_int_equal(wait.outcome, CONTROL_PLANE_FAILED);
    assert_string_equal(wait.revision_status, "BUILD_FAILED");
    assert_string_equal(wait.log, "no such module\n");
    fixture_end(&fixture);
}

static void test_ends_with_the_project(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    assert_int_equal(wait_for(&fixture, "p", "a").outcome, CONTROL_PLANE_GONE);
    fake_add("p", "a")->status = "AWAITING_DELETE";
    assert_int_equal(wait_for(&fixture, "p", "a").outcome, CONTROL_PLANE_GONE);
    fixture_end(&fixture);
}

/* A web server that knows no such page answers both the first look and the list that is to confirm it. */
static void be_away_on_first_look(fake_service *service)
{
    service->all_removed = false;
    if (service->lists == 0)
        service->next_poll = 302;
    service->projects[0].active = service->projects[0].latest;
}

static void test_takes_no_other_server_s_word_for_the_end(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake_add("p", "a");
    fake.all_removed = true;
    fake.refusal = "Not Found";
    fake.after_poll = be_away_on_first_look;
    assert_int_equal(wait_for(&fixture, "p", "a").outcome, CONTROL_PLANE_DEPLOYED);
    assert_int_equal(fake.lists, 1);
    fixture_end(&fixture);
}

static void test_ends_with_an_error_that_stays(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake_add("p", "a");
    fake.next_poll = 401;
    const control_plane_wait wait = wait_for(&fixture, "p", "a");
    assert_int_equal(wait.outcome, CONTROL_PLANE_WAIT_ERROR);
    assert_int_equal(wait.error.kind, CONTROL_PLANE_ERROR_UNAUTHORIZED);
    fixture_end(&fixture);
}

static client_fixture *to_cancel;

static void cancel_on_second_look(fake_service *service)
{
    if (service->gets == 2)
        tf_cancel_fire(to_cancel->cancel);
}

static void test_ends_when_cancelled_or_out_of_time(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake_add("p", "a");
    to_cancel = &fixture;
    fake.after_poll = cancel_on_second_look;
    assert_int_equal(wait_for(&fixture, "p", "a").outcome, CONTROL_PLANE_INTERRUPTED);
    assert_int_equal(fake.gets, 2);
    fixture_end(&fixture);

    fixture_start(&fixture, 1000 * 1000);
    fake_add("p", "a");
    fixture.session.deadline = tf_deadline_in_ms(5);
    assert_int_equal(wait_for(&fixture, "p", "a").outcome, CONTROL_PLANE_TIMED_OUT);
    fixture_end(&fixture);
}

static void vanish_on_third_look(fake_service *service)
{
    if (service->gets == 3)
        service->count = 0;
}

static void test_waits_until_gone(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    fake_add("p", "a")->status = "AWAITING_DELETE";
    fake.after_poll = vanish_on_third_look;
    const control_plane_wait wait = control_plane_wait_until_gone(&fixture.session, fake_id(fixture.arena, "p"), "p");
    assert_int_equal(wait.outcome, CONTROL_PLANE_GONE);
    assert_int_equal(fake.gets, 4);
    fixture_end(&fixture);
}

static void ready_on_third_look(fake_service *service)
{
    deploy_on_third_look(service);
    if (service->gets == 3)
        service->projects[0].status = "READY";
}

static void wait_for_p(client_fixture *fixture)
{
    fake.after_poll = ready_on_third_look;
    assert_int_equal(wait_for(fixture, "p", "a").outcome, CONTROL_PLANE_DEPLOYED);
}

static void wait_for_the_end_of_p(client_fixture *fixture)
{
    fake.after_poll = vanish_on_third_look;
    const control_plane_wait wait = control_plane_wait_until_gone(&fixture->session, fake_id(fixture->arena, "p"), "p");
    assert_int_equal(wait.outcome, CONTROL_PLANE_GONE);
}

/* How often the log says `line` during a wait of three looks, by a client that tells every `log_interval_ms`. */
static size_t times_told(const char *line, int64_t log_interval_ms, void (*wait)(client_fixture *fixture))
{
    client_fixture fixture;
    char text[8192];
    FILE *captured = tmpfile();
    const int saved = dup(STDERR_FILENO);
    assert_true(captured != NULL && dup2(fileno(captured), STDERR_FILENO) >= 0);
    tf_log_set_level(TF_LOG_INFO);
    fixture_start_telling(&fixture, 2, log_interval_ms);
    fake_add("p", "a")->status = "AWAITING_DATABASE";
    wait(&fixture);
    fixture_end(&fixture);
    tf_log_set_level(TF_LOG_OFF);
    dup2(saved, STDERR_FILENO);
    close(saved);
    const ssize_t size = pread(fileno(captured), text, sizeof text - 1, 0);
    text[size < 0 ? 0 : size] = '\0';
    fclose(captured);
    size_t count = 0;
    for (const char *at = strstr(text, line); at != NULL; at = strstr(at + 1, line))
        count++;
    return count;
}

static void test_tells_now_and_then_what_it_waits_for(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    const char *line = tf_format(arena, "waiting for project p: status AWAITING_DATABASE, revision %s DEPLOYING, ",
                                 fake_id(arena, "a"));
    assert_int_equal(times_told(line, 1, wait_for_p), 3);
    assert_int_equal(times_told("waiting", 1000 * 1000, wait_for_p), 0);
    line = "waiting until project p is gone: status AWAITING_DATABASE, ";
    assert_int_equal(times_told(line, 1, wait_for_the_end_of_p), 3);
    tf_arena_free(arena);
}

/* Many at once: the service is done with all of them after that many lists. */
#define WAITERS 12
#define LISTS 9

static void deploy_all_after_enough_lists(fake_service *service)
{
    for (size_t i = 0; service->lists >= LISTS && i < service->count; i++)
        service->projects[i].active = service->projects[i].latest;
}

static void remove_all_after_enough_lists(fake_service *service)
{
    service->all_removed = service->lists >= LISTS;
}

typedef struct waiter {
    pthread_t thread;
    control_plane_session session;
    const char *id;
    control_plane_wait (*wait)(const struct waiter *self);
    control_plane_outcome outcome;
} waiter;

static control_plane_wait wait_until_deployed(const waiter *self)
{
    return control_plane_wait_until_deployed(&self->session, self->id, "p", fake_id(self->session.arena, "a"), NULL);
}

static control_plane_wait wait_until_gone(const waiter *self)
{
    return control_plane_wait_until_gone(&self->session, self->id, "p");
}

static void *wait_on_thread(void *context)
{
    waiter *self = context;
    tf_arena *arena = tf_arena_new();
    self->session.arena = arena;
    self->outcome = self->wait(self).outcome;
    tf_arena_free(arena);
    return NULL;
}

/* Lets so many threads wait side by side and asks that all of them end so. */
static void wait_together(size_t count, int64_t interval_ms, const control_plane_generation *generation,
                          void (*prepare)(client_fixture *fixture), control_plane_wait (*wait)(const waiter *self),
                          control_plane_outcome outcome)
{
    client_fixture fixture;
    fixture_start(&fixture, interval_ms);
    prepare(&fixture);
    /* So many wait already that the first of the others shares, too. */
    const control_plane_session session = fixture_session(&fixture, generation);
    control_plane_waiter present[POLLER_SHARED_FROM];
    for (size_t i = 0; i < POLLER_SHARED_FROM; i++)
        control_plane_poller_join(&session, "nobody", &present[i]);
    waiter *waiters = tf_alloc_array(fixture.arena, count, sizeof *waiters);
    for (size_t i = 0; i < count; i++) {
        const char *name = tf_format(fixture.arena, "p%zu", i);
        fake_add(name, "a");
        waiters[i] = (waiter){ .session = session, .id = fake_id(fixture.arena, name), .wait = wait };
    }
    for (size_t i = 0; i < count; i++)
        assert_int_equal(pthread_create(&waiters[i].thread, NULL, wait_on_thread, &waiters[i]), 0);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(pthread_join(waiters[i].thread, NULL), 0);
        assert_int_equal(waiters[i].outcome, outcome);
    }
    for (size_t i = 0; i < POLLER_SHARED_FROM; i++)
        control_plane_poller_leave(&present[i]);
    fixture_end(&fixture);
}

static void deploy_after_enough_lists(client_fixture *fixture)
{
    (void)fixture;
    fake.after_poll = deploy_all_after_enough_lists;
}

static void test_many_share_their_looks(void **state)
{
    (void)state;
    wait_together(WAITERS, 10, &control_plane_v2, deploy_after_enough_lists, wait_until_deployed,
                  CONTROL_PLANE_DEPLOYED);
    assert_int_equal(fake.gets, 0);
    assert_in_range(fake.revision_gets, 1, WAITERS * (fake.lists / POLLER_REVISION_EVERY + 1));
}

static void remove_after_enough_lists(client_fixture *fixture)
{
    (void)fixture;
    fake.after_poll = remove_all_after_enough_lists;
}

/* The first generation lists what is gone: each looks itself in every fourth interval, and believes that. */
static void test_many_share_the_wait_for_their_end(void **state)
{
    (void)state;
    wait_together(WAITERS, 10, &control_plane_v1, remove_after_enough_lists, wait_until_gone, CONTROL_PLANE_GONE);
    assert_true(fake.lists >= LISTS);
    assert_in_range(fake.gets, WAITERS, WAITERS * (fake.lists / POLLER_REVISION_EVERY + 1));
    assert_int_equal(fake.revision_gets, 0);
}

#define MANY 200

/* Two hundred at once: lists of two pages, one an interval, and a quarter of the revisions. */
static void test_two_hundred_wait_within_the_budget(void **state)
{
    (void)state;
    const int64_t began_at = tf_now_ms();
    wait_together(MANY, 50, &control_plane_v2, deploy_after_enough_lists, wait_until_deployed, CONTROL_PLANE_DEPLOYED);
    assert_true(fake.lists <= (tf_now_ms() - began_at) / 50 + 1);
    assert_int_equal(fake.pages, 3 * fake.lists); /* the third shows the end */
    assert_int_equal(fake.gets, 0);
    assert_int_equal(fake.other_paces, 0); /* whoever is told to slow down slows down all */
    assert_true(fake.revision_gets <= (MANY / POLLER_REVISION_EVERY) * (fake.lists + 1));
}

static client_fixture *interrupted;
static int64_t interrupted_at;

static void interrupt_after_two_lists(fake_service *service)
{
    if (service->lists != 2 || interrupted_at != 0)
        return;
    interrupted_at = tf_now_ms();
    tf_cancel_fire(interrupted->cancel);
}

static void interrupt(client_fixture *fixture)
{
    interrupted = fixture;
    interrupted_at = 0;
    fake.after_poll = interrupt_after_two_lists;
}

static void test_an_interruption_ends_all_waits(void **state)
{
    (void)state;
    wait_together(MANY, 100, &control_plane_v2, interrupt, wait_until_deployed, CONTROL_PLANE_INTERRUPTED);
    assert_true(interrupted_at != 0 && tf_now_ms() - interrupted_at < 2000);
}

static int polls_until_deployed;

static void deploy_after_enough_polls(fake_service *service)
{
    if (service->gets >= polls_until_deployed)
        service->projects[0].active = service->projects[0].latest;
}

/* An hour of polls every five seconds takes the memory of a minute. */
static void test_a_long_wait_takes_no_more_memory_than_a_short_one(void **state)
{
    (void)state;
    size_t used[2];
    const int polls[] = { 12, 720 };
    for (size_t i = 0; i < 2; i++) {
        client_fixture fixture;
        fixture_start(&fixture, 1);
        fake_add("p", "a");
        polls_until_deployed = polls[i];
        fake.after_poll = deploy_after_enough_polls;
        assert_int_equal(wait_for(&fixture, "p", "a").outcome, CONTROL_PLANE_DEPLOYED);
        used[i] = tf_arena_used(fixture.arena);
        fixture_end(&fixture);
    }
    assert_int_equal(used[0], used[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_returns_when_the_revision_is_deployed),
        cmocka_unit_test(test_follows_a_superseding_revision),
        cmocka_unit_test(test_keeps_one_look_that_shows_what_serves),
        cmocka_unit_test(test_keeps_the_status_of_a_newer_revision_too),
        cmocka_unit_test(test_notices_a_revision_that_stands_still),
        cmocka_unit_test(test_brings_the_log_of_a_failure),
        cmocka_unit_test(test_ends_with_the_project),
        cmocka_unit_test(test_takes_no_other_server_s_word_for_the_end),
        cmocka_unit_test(test_ends_with_an_error_that_stays),
        cmocka_unit_test(test_ends_when_cancelled_or_out_of_time),
        cmocka_unit_test(test_waits_until_gone),
        cmocka_unit_test(test_tells_now_and_then_what_it_waits_for),
        cmocka_unit_test(test_many_share_their_looks),
        cmocka_unit_test(test_many_share_the_wait_for_their_end),
        cmocka_unit_test(test_two_hundred_wait_within_the_budget),
        cmocka_unit_test(test_an_interruption_ends_all_waits),
        cmocka_unit_test(test_a_long_wait_takes_no_more_memory_than_a_short_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
