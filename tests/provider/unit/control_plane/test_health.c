/* SPDX-License-Identifier: Apache-2.0 */
/* A project serves after three good answers in a row; it is asked without the key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "control_plane/health.h"

/* What the project answers, one status a look; 0 is no answer, and the end is the session's. */
static struct {
    const int *statuses;
    int looks;
    tf_cancel *cancel;
} project;

static bool answer(http_engine *engine, tf_arena *arena, const http_request *request, http_response *out,
                   http_error *error)
{
    (void)engine;
    (void)arena;
    assert_string_equal(request->url, "https://agent.example/ok");
    assert_int_equal(request->header_count, 0);
    const int status = project.statuses[project.looks++];
    if (project.statuses[project.looks] < 0)
        tf_cancel_fire(project.cancel);
    *out = (http_response){ .status = status, .body = "" };
    *error = (http_error){ .kind = HTTP_ERROR_CONNECT, .message = "connection refused" };
    return status != 0;
}

static void test_three_good_answers_in_a_row_count(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int statuses[8];
        int looks;
        const char *problem; /* NULL where it serves */
    } cases[] = {
        { "at once", { 200, 200, 200, 500 }, 3, NULL },
        { "with a bad one between", { 503, 200, 200, 404, 200, 200, 200, 0 }, 7, NULL },
        { "no answer first", { 0, 200, 200, 200, 500 }, 4, NULL },
        { "never", { 200, 200, 503, -1 }, 3, "HTTP 503" },
        { "a redirect is none", { 302, -1 }, 1, "HTTP 302" },
        { "nobody there", { 0, -1 }, 1, "connection refused" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const control_plane_config config = { .api_key = "key", .poll_interval_ms = 1, .perform = answer };
        tf_arena *arena = tf_arena_new();
        project.statuses = cases[i].statuses;
        project.looks = 0;
        project.cancel = tf_cancel_new();
        const control_plane_session session = {
            .config = &config, .arena = arena, .cancel = project.cancel, .deadline = TF_NEVER
        };
        const char *problem;
        const bool serves = control_plane_wait_until_healthy(&session, "https://agent.example", "agent", &problem);
        if (serves != (cases[i].problem == NULL) || project.looks != cases[i].looks)
            fail_msg("%s: %d after %d looks: %s", cases[i].name, serves, project.looks, problem);
        if (!serves)
            assert_string_equal(problem, cases[i].problem);
        tf_cancel_release(project.cancel);
        tf_arena_free(arena);
    }
}

static void test_a_project_without_a_url_is_not_waited_for(void **state)
{
    (void)state;
    const control_plane_config config = { .poll_interval_ms = 1, .perform = answer };
    tf_arena *arena = tf_arena_new();
    const control_plane_session session = { .config = &config, .arena = arena, .deadline = TF_NEVER };
    const char *problem;
    assert_false(control_plane_wait_until_healthy(&session, NULL, "agent", &problem));
    assert_string_equal(problem, "the control plane shows no URL of it");
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_three_good_answers_in_a_row_count),
        cmocka_unit_test(test_a_project_without_a_url_is_not_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
