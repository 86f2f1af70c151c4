/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/arena.h>
#include <tfprovider/cancel.h>

#include "http/http.h"
#include "http/pace.h"
#include "scripted_server.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX-Made-By: test\r\n\r\nfine"
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* What each test has: an engine, an arena, and a request to the server. */
typedef struct fixture {
    http_engine *engine;
    tf_arena *arena;
    server *server;
    http_request request;
    http_response response;
    http_error error;
} fixture;

static fixture start(const server_step *steps, size_t count)
{
    fixture made = { .engine = http_engine_new(), .arena = tf_arena_new(), .server = server_start(steps, count) };
    made.request = (http_request){
        .method = "GET",
        .url = server_url(made.server),
        .what = "test",
        .idempotent = true,
        .max_retries = 3,
    };
    return made;
}

static bool perform(fixture *test)
{
    return http_perform(test->engine, test->arena, &test->request, &test->response, &test->error);
}

static void end(fixture *test)
{
    http_engine_free(test->engine);
    server_stop(test->server);
    tf_arena_free(test->arena);
}

static void test_request_and_answer_arrive_whole_over_one_connection(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_ANSWER, OK }, { SERVER_ANSWER, OK } };
    fixture test = start(steps, COUNT(steps));
    const http_header headers[] = { { .name = "X-Api-Key", .value = "key", .secret = true } };
    test.request.headers = headers;
    test.request.header_count = 1;
    test.request.method = "PATCH";
    test.request.body = "{\"a\":1}";
    test.request.body_size = 7;
    test.request.content_type = "application/json";
    assert_true(perform(&test));
    assert_int_equal(test.response.status, 200);
    assert_int_equal(test.response.attempts, 1);
    assert_int_equal(test.response.size, 4);
    assert_string_equal(test.response.body, "fine");
    assert_string_equal(http_response_header(&test.response, "x-made-by"), "test");
    assert_null(http_response_header(&test.response, "X-Absent"));
    const char *sent = server_request(test.server, 0);
    assert_ptr_equal(strstr(sent, "PATCH / HTTP/1.1\r\n"), sent);
    assert_non_null(strstr(sent, "\r\nX-Api-Key: key\r\n"));
    assert_non_null(strstr(sent, "\r\nContent-Type: application/json\r\n"));
    assert_non_null(strstr(sent, "\r\nUser-Agent: terraform-provider-langgraph/" PROVIDER_VERSION "\r\n"));
    assert_non_null(strstr(sent, "\r\n\r\n{\"a\":1}"));
    assert_true(perform(&test));
    assert_int_equal(server_connection_count(test.server), 1);
    end(&test);
}

static void test_what_asks_to_come_later_is_repeated_whatever_it_is(void **state)
{
    (void)state;
    static const server_step steps[] = {
        { SERVER_ANSWER, "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n" },
        { SERVER_ANSWER,
          "HTTP/1.1 429 Slow\r\nRetry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\nContent-Length: 0\r\n\r\n" },
        { SERVER_ANSWER, OK },
    };
    fixture test = start(steps, COUNT(steps));
    test.request.method = "POST";
    test.request.idempotent = false;
    assert_true(perform(&test));
    assert_int_equal(test.response.status, 200);
    assert_int_equal(test.response.attempts, 3);
    end(&test);
}

static void test_who_shares_a_pace_slows_down_together(void **state)
{
    (void)state;
    static const server_step steps[] = {
        { SERVER_ANSWER, "HTTP/1.1 409 Changing\r\nContent-Length: 0\r\n\r\n" },
        { SERVER_ANSWER, "HTTP/1.1 429 Slow\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n" },
        { SERVER_ANSWER, OK },
    };
    fixture test = start(steps, COUNT(steps));
    http_pace pace;
    http_pace_init(&pace);
    test.request.pace = &pace;
    assert_true(perform(&test));
    assert_int_equal(test.response.status, 409);
    assert_int_equal(pace.distance_ms, 0);
    assert_true(perform(&test));
    assert_int_equal(test.response.attempts, 2);
    const int64_t next = http_pace_take(&pace, tf_now_ms());
    assert_true(http_pace_take(&pace, tf_now_ms()) > next);

    http_pace_slow_down(&pace, tf_now_ms() + 1000, 60000);
    test.request.deadline = tf_deadline_in_ms(10);
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_DEADLINE);
    assert_int_equal(server_request_count(test.server), 3);
    http_pace_destroy(&pace);
    end(&test);
}

static void test_a_faulty_server_is_asked_again_only_where_that_does_no_harm(void **state)
{
    (void)state;
    static const char failure[] = "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";
    static const server_step steps[] = { { SERVER_ANSWER, failure },
                                         { SERVER_ANSWER, OK },
                                         { SERVER_ANSWER, failure } };
    fixture test = start(steps, COUNT(steps));
    assert_true(perform(&test));
    assert_int_equal(test.response.attempts, 2);
    test.request.idempotent = false;
    assert_true(perform(&test));
    assert_int_equal(test.response.status, 500);
    assert_int_equal(test.response.attempts, 1);
    end(&test);
}

static bool says_throttled(const http_response *response)
{
    return strstr(response->body, "Throttling") != NULL;
}

static void test_throttling_in_the_service_s_words_is_repeated(void **state)
{
    (void)state;
    static const server_step steps[] = {
        { SERVER_ANSWER, "HTTP/1.1 400 Bad\r\nRetry-After: 0\r\nContent-Length: 10\r\n\r\nThrottling" },
        { SERVER_ANSWER, OK },
    };
    fixture test = start(steps, COUNT(steps));
    test.request.idempotent = false;
    test.request.is_throttled = says_throttled;
    assert_true(perform(&test));
    assert_int_equal(test.response.attempts, 2);
    end(&test);
}

static void test_a_cut_connection_is_repeated_where_that_does_no_harm(void **state)
{
    (void)state;
    static const server_step steps[] = {
        { SERVER_CLOSE, NULL },
        { SERVER_CLOSE, "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nhalf" },
        { SERVER_ANSWER, OK },
    };
    fixture test = start(steps, COUNT(steps));
    assert_true(perform(&test));
    assert_int_equal(test.response.attempts, 3);
    assert_string_equal(test.response.body, "fine");
    end(&test);
}

static void test_a_lost_answer_is_told_and_not_asked_for_again(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_ANSWER, OK }, { SERVER_CLOSE, NULL }, { SERVER_CLOSE, NULL } };
    fixture test = start(steps, COUNT(steps));
    /*
     * The first request leaves a connection to be reused, on which libcurl would repeat by itself what was not
     * answered.
     */
    assert_true(perform(&test));
    test.request.method = "POST";
    test.request.idempotent = false;
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_TRANSPORT);
    assert_true(test.error.sent);
    assert_int_equal(test.error.attempts, 1);
    assert_int_equal(server_request_count(test.server), 2);
    end(&test);
}

static void test_a_body_beyond_the_limit_is_refused(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_CLOSE, "HTTP/1.1 200 OK\r\n\r\nfar too much" } };
    fixture test = start(steps, COUNT(steps));
    test.request.max_body = 11;
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_TOO_LARGE);
    assert_int_equal(test.error.attempts, 1);
    assert_non_null(strstr(test.error.message, "larger than 11 bytes"));
    end(&test);
}

static void test_an_answer_beyond_the_memory_of_the_call_is_refused(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    tf_text_builder answer = { .arena = arena };
    tf_append(&answer, "HTTP/1.1 200 OK\r\n\r\n");
    for (int i = 0; i < 10000; i++)
        tf_append(&answer, "0123456789");
    const server_step steps[] = { { SERVER_CLOSE, tf_built_text(&answer) } };
    fixture test = start(steps, COUNT(steps));
    tf_arena_limit(test.arena, 60000);
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_MEMORY);
    assert_int_equal(test.error.attempts, 1);

    /* Once it is used up, nothing is asked for any more. */
    (void)tf_alloc(test.arena, tf_arena_left(test.arena));
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_MEMORY);
    assert_int_equal(server_request_count(test.server), 1);
    end(&test);
    tf_arena_free(arena);
}

static void test_a_redirect_is_an_answer_and_not_followed(void **state)
{
    (void)state;
    static const server_step steps[] = {
        { SERVER_ANSWER, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n" },
    };
    fixture test = start(steps, COUNT(steps));
    assert_true(perform(&test));
    assert_int_equal(test.response.status, 302);
    assert_int_equal(server_request_count(test.server), 1);
    end(&test);
}

static void test_what_is_not_http_is_an_error(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_CLOSE, "SSH-2.0-OpenSSH_9.2\r\n" } };
    fixture test = start(steps, COUNT(steps));
    test.request.max_retries = 0;
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_TRANSPORT);
    end(&test);
}

typedef struct canceller {
    server *server;
    tf_cancel *cancel;
} canceller;

static void *cancel_when_asked(void *context)
{
    const canceller *with = context;
    server_wait_for_requests(with->server, 1);
    tf_cancel_fire(with->cancel);
    return NULL;
}

static void test_cancellation_ends_a_request_under_way_and_prevents_others(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_HOLD, NULL } };
    fixture test = start(steps, COUNT(steps));
    test.request.cancel = tf_cancel_new();
    canceller with = { test.server, test.request.cancel };
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, cancel_when_asked, &with), 0);
    const int64_t started = tf_now_ms();
    assert_false(perform(&test));
    assert_true(tf_now_ms() - started < HTTP_DEFAULT_TIMEOUT_MS / 2);
    assert_int_equal(test.error.kind, HTTP_ERROR_CANCELLED);
    assert_true(test.error.sent);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_CANCELLED);
    assert_false(test.error.sent);
    assert_int_equal(server_request_count(test.server), 1);
    tf_cancel_release(test.request.cancel);
    end(&test);
}

static void test_cancellation_ends_the_wait_between_attempts(void **state)
{
    (void)state;
    static const server_step steps[] = {
        { SERVER_ANSWER, "HTTP/1.1 429 Slow\r\nRetry-After: 500\r\nContent-Length: 0\r\n\r\n" },
    };
    fixture test = start(steps, COUNT(steps));
    test.request.cancel = tf_cancel_new();
    canceller with = { test.server, test.request.cancel };
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, cancel_when_asked, &with), 0);
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_CANCELLED);
    assert_int_equal(pthread_join(thread, NULL), 0);
    tf_cancel_release(test.request.cancel);
    end(&test);
}

static void test_an_attempt_and_a_request_have_their_limits(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_HOLD, NULL }, { SERVER_HOLD, NULL } };
    fixture test = start(steps, COUNT(steps));
    test.request.max_retries = 0;
    test.request.timeout_ms = 300;
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_TIMEOUT);
    test.request.timeout_ms = 0;
    test.request.max_retries = 3;
    test.request.deadline = tf_deadline_in_ms(20);
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_DEADLINE);
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_DEADLINE);
    assert_false(test.error.sent);
    end(&test);
}

static void test_a_wait_beyond_the_deadline_is_not_begun(void **state)
{
    (void)state;
    static const server_step steps[] = {
        { SERVER_ANSWER, "HTTP/1.1 429 Slow\r\nRetry-After: 500\r\nContent-Length: 0\r\n\r\n" },
    };
    fixture test = start(steps, COUNT(steps));
    test.request.deadline = tf_deadline_in_ms(60000);
    assert_true(perform(&test));
    assert_int_equal(test.response.status, 429);
    assert_int_equal(test.response.attempts, 1);
    end(&test);
}

static void test_no_connection_is_told_as_such(void **state)
{
    (void)state;
    fixture test = start(NULL, 0);
    test.request.url = "http://127.0.0.1:1/";
    test.request.max_retries = 0;
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_CONNECT);
    assert_false(test.error.sent);
    assert_non_null(strstr(test.error.message, "127.0.0.1"));
    test.request.url = "https://127.0.0.1:1/";
    test.request.ca_bundle = "/does/not/exist.pem";
    assert_false(perform(&test));
    assert_false(test.error.sent);
    end(&test);
}

static void test_a_handshake_that_is_not_answered_is_no_connection(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_HOLD, NULL } };
    fixture test = start(steps, COUNT(steps));
    test.request.url = tf_format(test.arena, "https%s", server_url(test.server) + strlen("http"));
    test.request.max_retries = 0;
    test.request.timeout_ms = 20;
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_CONNECT);
    assert_false(test.error.sent);
    assert_non_null(strstr(test.error.message, "no connection to 127.0.0.1 came about"));
    end(&test);
}

static void test_unacceptable_requests_are_not_made(void **state)
{
    (void)state;
    fixture test = start(NULL, 0);
    test.request.url = "http://example.org/";
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_REFUSED);
    const http_header headers[] = { { .name = "X-Api-Key", .value = "key\r\nX-Other: 1", .secret = true } };
    test.request.url = server_url(test.server);
    test.request.headers = headers;
    test.request.header_count = 1;
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_REFUSED);
    assert_null(strstr(test.error.message, "X-Other"));
    assert_int_equal(server_connection_count(test.server), 0);
    end(&test);
}

#define THREADS 40

static void *perform_in_thread(void *context)
{
    const fixture *shared = context;
    fixture test = *shared;
    test.arena = tf_arena_new();
    const bool fine = perform(&test) && strcmp(test.response.body, "fine") == 0;
    tf_arena_free(test.arena);
    return fine ? context : NULL;
}

static void test_many_threads_share_the_engine(void **state)
{
    (void)state;
    static server_step steps[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        steps[i] = (server_step){ SERVER_CLOSE, OK };
    fixture test = start(steps, THREADS);
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, perform_in_thread, &test), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *result = NULL;
        assert_int_equal(pthread_join(threads[i], &result), 0);
        assert_non_null(result);
    }
    end(&test);
}

/* A connection that is idle now may be as dead as the one in which an attempt was lost. */
static void test_after_a_time_out_no_older_connection_is_used(void **state)
{
    (void)state;
    static const server_step steps[] = {
        { SERVER_ANSWER, OK }, { SERVER_HOLD, NULL }, { SERVER_ANSWER, OK }, { SERVER_ANSWER, OK }
    };
    fixture test = start(steps, COUNT(steps));
    assert_true(perform(&test));
    test.request.idempotent = false; /* on a connection of its own */
    test.request.timeout_ms = 100;
    assert_false(perform(&test));
    assert_int_equal(test.error.kind, HTTP_ERROR_TIMEOUT);
    assert_true(test.error.sent);
    test.request.idempotent = true;
    test.request.timeout_ms = 0;
    assert_true(perform(&test));
    assert_int_equal(server_connection_count(test.server), 3);
    assert_true(perform(&test));
    assert_int_equal(server_connection_count(test.server), 3);
    end(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request_and_answer_arrive_whole_over_one_connection),
        cmocka_unit_test(test_what_asks_to_come_later_is_repeated_whatever_it_is),
        cmocka_unit_test(test_who_shares_a_pace_slows_down_together),
        cmocka_unit_test(test_a_faulty_server_is_asked_again_only_where_that_does_no_harm),
        cmocka_unit_test(test_throttling_in_the_service_s_words_is_repeated),
        cmocka_unit_test(test_a_cut_connection_is_repeated_where_that_does_no_harm),
        cmocka_unit_test(test_a_lost_answer_is_told_and_not_asked_for_again),
        cmocka_unit_test(test_a_body_beyond_the_limit_is_refused),
        cmocka_unit_test(test_an_answer_beyond_the_memory_of_the_call_is_refused),
        cmocka_unit_test(test_a_redirect_is_an_answer_and_not_followed),
        cmocka_unit_test(test_what_is_not_http_is_an_error),
        cmocka_unit_test(test_cancellation_ends_a_request_under_way_and_prevents_others),
        cmocka_unit_test(test_cancellation_ends_the_wait_between_attempts),
        cmocka_unit_test(test_an_attempt_and_a_request_have_their_limits),
        cmocka_unit_test(test_a_wait_beyond_the_deadline_is_not_begun),
        cmocka_unit_test(test_no_connection_is_told_as_such),
        cmocka_unit_test(test_a_handshake_that_is_not_answered_is_no_connection),
        cmocka_unit_test(test_unacceptable_requests_are_not_made),
        cmocka_unit_test(test_many_threads_share_the_engine),
        cmocka_unit_test(test_after_a_time_out_no_older_connection_is_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
