/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "control_plane/api.h"
#include "control_plane/request.h"
#include "rows.h"
#include "support_control_plane.h"

static bool read_id(tf_arena *arena, const json_t *body, void *out)
{
    const char **id = out;
    *id = arena_json_text(arena, body, "id");
    return *id != NULL;
}

static bool read_answer(client_fixture *fixture, int status, const char *body, bool idempotent,
                        control_plane_error *error)
{
    const char *id = NULL;
    *error = (control_plane_error){ .what = "read the project", .endpoint = "https://e.example", .detail = "" };
    return control_plane_read_answer(&fixture->session,
                                     &(control_plane_request){
                                         .method = "GET",
                                         .path = "/",
                                         .what = "read the project",
                                         .idempotent = idempotent,
                                         .decode = read_id,
                                         .out = &id,
                                     },
                                     &(http_response){ .status = status, .body = body, .size = strlen(body) }, error);
}

static void test_tells_answers_apart(void **state)
{
    (void)state;
    static const struct {
        int status;
        const char *body;
        control_plane_error_kind kind;
        const char *says;
        bool unknown_of_a_post;
    } cases[] = {
        { 200, "{\"id\": \"a\"}", CONTROL_PLANE_ERROR_NONE, "", false },
        { 200, "<html><body>Log in</body></html>", CONTROL_PLANE_ERROR_FOREIGN, "\"Log in", true },
        { 200, "{\"id\": 7}", CONTROL_PLANE_ERROR_FOREIGN, "not an answer of the control plane", true },
        { 200, "{\"id\": 7, \"secrets\": []}", CONTROL_PLANE_ERROR_FOREIGN, "an object of `id`, `secrets`", true },
        { 200, "{}", CONTROL_PLANE_ERROR_FOREIGN, "an object of nothing", true },
        { 200, "[]", CONTROL_PLANE_ERROR_FOREIGN, "a JSON list", true },
        { 201, "{\"id\": \"a", CONTROL_PLANE_ERROR_FOREIGN, "ends early", true },
        { 200, "", CONTROL_PLANE_ERROR_FOREIGN, "an empty body", true },
        { 302, "", CONTROL_PLANE_ERROR_FOREIGN, "HTTP 302", true },
        { 500, "{\"secrets\": [{\"value\": \"x\"}]}", CONTROL_PLANE_ERROR_UNAVAILABLE,
          "500 with an object of `secrets`.", true },
        { 502, "[{\"value\": \"x\"}]", CONTROL_PLANE_ERROR_UNAVAILABLE, "502 with a JSON list.", true },
        { 403, "{\"value\": \"x", CONTROL_PLANE_ERROR_FORBIDDEN, "403 with JSON that is malformed or ends early.",
          false },
        { 301, "{\"value\": \"x\"}", CONTROL_PLANE_ERROR_FOREIGN, "301 with an object of `value`.", true },
        { 400, "{\"detail\": \"'name' is bad\"}", CONTROL_PLANE_ERROR_INVALID, "'name' is bad", false },
        { 401, "", CONTROL_PLANE_ERROR_UNAUTHORIZED, "LANGSMITH_API_KEY", false },
        { 403, "{\"detail\": \"requires workspace specification\"}", CONTROL_PLANE_ERROR_FORBIDDEN,
          "LANGSMITH_WORKSPACE_ID", false },
        { 403, "{\"detail\": \"LangGraph is not enabled\"}", CONTROL_PLANE_ERROR_FORBIDDEN, "plan has to include",
          false },
        { 403, "{\"detail\": \"no\"}", CONTROL_PLANE_ERROR_FORBIDDEN, "whose role", false },
        { 404, "{\"detail\": \"Deployment not found\"}", CONTROL_PLANE_ERROR_NOT_FOUND, "not found", false },
        { 404, "{\"detail\": \"Deployment not found\"}", CONTROL_PLANE_ERROR_NOT_FOUND,
          "deleted since this was planned", false },
        { 404, "{\"detail\": \"Not Found\"}", CONTROL_PLANE_ERROR_NOT_FOUND, "check the provider's `endpoint`", false },
        { 402, "{\"detail\": \"Payment required\"}", CONTROL_PLANE_ERROR_REFUSED, "which plan the organisation has",
          false },
        { 402, "<h1>pay</h1>", CONTROL_PLANE_ERROR_FOREIGN, "Something else answers", true },
        { 413, "{\"detail\": \"Too large\"}", CONTROL_PLANE_ERROR_REFUSED, "Do what the control plane asks for",
          false },
        { 405, "{\"detail\": \"Method Not Allowed\"}", CONTROL_PLANE_ERROR_FOREIGN, "Something else answers", true },
        { 404, "<h1>nginx</h1>", CONTROL_PLANE_ERROR_FOREIGN, "/api-host", true },
        { 409, "{\"detail\": \"taken\"}", CONTROL_PLANE_ERROR_CONFLICT, "taken", false },
        { 429, "", CONTROL_PLANE_ERROR_THROTTLED, "-parallelism", false },
        { 500, "<html>Oops</html>", CONTROL_PLANE_ERROR_UNAVAILABLE, "Oops", true },
        { 503, "{\"detail\": \"later\"}", CONTROL_PLANE_ERROR_UNAVAILABLE, "later", true },
    };
    client_fixture fixture;
    fixture_start(&fixture, 1);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].body);
        control_plane_error error;
        const bool accepted = read_answer(&fixture, cases[i].status, cases[i].body, true, &error);
        assert_int_equal(accepted, cases[i].kind == CONTROL_PLANE_ERROR_NONE);
        assert_int_equal(error.kind, cases[i].kind);
        assert_false(error.outcome_unknown);
        if (!accepted && strstr(control_plane_error_text(fixture.arena, &error), cases[i].says) == NULL)
            fail_msg("%d: says %s", cases[i].status, control_plane_error_text(fixture.arena, &error));
        (void)read_answer(&fixture, cases[i].status, cases[i].body, false, &error);
        assert_int_equal(error.outcome_unknown, cases[i].unknown_of_a_post);
    }
    fixture_end(&fixture);
}

static void test_keeps_values_of_variables_to_itself(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "{\"secrets\": [{\"name\": \"A\", \"value\": \"sesame\"}]}",
        "[{\"name\": \"A\", \"value\": \"sesame\"}]",
        " {\"secrets\": [{\"name\": \"A\", \"value\": \"sesame\"",
    };
    client_fixture fixture;
    fixture_start(&fixture, 1);
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        at_row(bodies[i]);
        control_plane_error error;
        assert_false(read_answer(&fixture, 200, bodies[i], true, &error));
        assert_null(strstr(control_plane_error_text(fixture.arena, &error), "sesame"));
    }
    fixture_end(&fixture);
}

static void test_reads_the_places_of_a_422(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    control_plane_error error;
    assert_false(read_answer(&fixture, 422,
                             "{\"detail\": [{\"loc\": [\"body\", \"secrets\", 3, \"value\"], \"msg\": \"is bad\"},"
                             " {\"loc\": [\"body\", \"name\"]}, {}]}",
                             false, &error));
    assert_int_equal(error.kind, CONTROL_PLANE_ERROR_INVALID);
    assert_int_equal(error.problem_count, 3);
    assert_string_equal(error.problems[0].location, "secrets.3.value");
    assert_string_equal(error.problems[0].message, "is bad");
    assert_string_equal(error.problems[1].location, "name");
    assert_string_equal(error.problems[2].location, "");
    assert_string_equal(error.detail, "secrets.3.value: is bad; name: is not accepted; is not accepted");
    fixture_end(&fixture);
}

static void test_reads_logs_oldest_first(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    json_t *body =
        json_loads("{\"logs\": [{\"id\": \"b\", \"message\": \"last\\n\", \"timestamp\": 2}, {\"timestamp\": \"x\"},"
                   " {\"message\": \"first\"}], \"next_offset\": null}",
                   0, NULL);
    control_plane_log log = { .count = 0 };
    assert_true(control_plane_read_log(arena, body, &log));
    assert_int_equal(log.count, 2);
    assert_string_equal(log.entries[0].message, "first");
    assert_string_equal(log.entries[1].message, "last");
    assert_string_equal(log.entries[1].id, "b");
    json_decref(body);
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tells_answers_apart),
        cmocka_unit_test(test_keeps_values_of_variables_to_itself),
        cmocka_unit_test(test_reads_the_places_of_a_422),
        cmocka_unit_test(test_reads_logs_oldest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
