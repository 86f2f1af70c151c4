/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <tfprovider/testing.h>

#include "aws/client_internal.h"
#include "aws/credentials_renewal.h"
#include "scripted_server.h"

#define THREADS 8
#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define REFUSED "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
#define ROLE_ANSWER(key)                                                                        \
    "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>"         \
    "<AccessKeyId>" key "</AccessKeyId><SecretAccessKey>secret-of-a-role</SecretAccessKey>"     \
    "<SessionToken>token-of-a-role</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>" \
    "</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>"
#define ASSUMED(key) "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n" ROLE_ANSWER(key)
#define GIVEN(key)                                                                                          \
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"AccessKeyId\":\"" key                      \
    "\",\"SecretAccessKey\":\"secret-of-a-container\",\"Token\":\"token-of-a-container\",\"Expiration\":\"" \
    "2099-01-01T00:00:00Z\"}"

/* A client whose only source is a container's endpoint, which answers in these steps. */
typedef struct fixture {
    http_engine *engine;
    server *server;
    aws_client *client;
} fixture;

static fixture start(const server_step *steps, size_t count)
{
    fixture made = { .engine = http_engine_new(), .server = server_start(steps, count) };
    const aws_config config = { .region = tf_string_of("us-east-1") };
    (void)setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", server_url(made.server), 1);
    (void)setenv("AWS_CONFIG_FILE", "/dev/null", 1);
    (void)setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null", 1);
    (void)unsetenv("AWS_ACCESS_KEY_ID");
    (void)unsetenv("AWS_PROFILE");
    made.client = aws_client_new(made.engine, &config, 0);
    return made;
}

static void end(fixture *test)
{
    aws_client_free(test->client);
    http_engine_free(test->engine);
    server_stop(test->server);
}

/* Asks for credentials in a call of its own; the access key, or the summary of the error, which the caller frees. */
static void *ask(void *context)
{
    const fixture *test = context;
    tf_call *call = tf_test_call_new("");
    aws_credentials found;
    const bool has_found = aws_client_credentials(test->client, call, &found);
    char *text = strdup(has_found ? found.access_key : tf_call_diagnostics(call)->summary);
    tf_test_call_free(call);
    return text;
}

static void ask_once(fixture *test, const char *expected)
{
    char *text = ask(test);
    assert_string_equal(text, expected);
    free(text);
}

/* As many calls at once; each has to get `expected`. */
static void ask_at_once(fixture *test, const char *expected)
{
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask, test), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *text = NULL;
        assert_int_equal(pthread_join(threads[i], &text), 0);
        assert_string_equal(text, expected);
        free(text);
    }
}

static void test_calls_at_the_same_time_ask_once(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_CLOSE, GIVEN("ASIAFIRST") } };
    fixture test = start(steps, COUNT(steps));
    ask_at_once(&test, "ASIAFIRST");
    assert_int_equal(server_request_count(test.server), 1);
    end(&test);
}

static void test_what_has_ended_is_renewed_once(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_CLOSE, GIVEN("ASIAFIRST") }, { SERVER_CLOSE, GIVEN("ASIASECOND") } };
    fixture test = start(steps, COUNT(steps));
    ask_at_once(&test, "ASIAFIRST");
    const aws_credentials first = { .access_key = "ASIAFIRST", .expires_at = INT64_MAX };
    assert_true(aws_client_credentials_ended(test.client, &first));
    ask_at_once(&test, "ASIASECOND");
    /* A call that comes late with what was replaced already makes nothing new. */
    assert_true(aws_client_credentials_ended(test.client, &first));
    ask_at_once(&test, "ASIASECOND");
    assert_int_equal(server_request_count(test.server), 2);
    end(&test);
}

/* As if some time had passed. */
static void make_due(fixture *test)
{
    pthread_mutex_lock(&test->client->credentials.lock);
    test->client->credentials.renew_at = 0;
    pthread_mutex_unlock(&test->client->credentials.lock);
}

static void test_a_renewal_that_fails_leaves_what_has_not_ended_in_use(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_CLOSE, GIVEN("ASIAFIRST") },
                                         { SERVER_CLOSE, REFUSED },
                                         { SERVER_CLOSE, GIVEN("ASIASECOND") },
                                         { SERVER_CLOSE, REFUSED } };
    fixture test = start(steps, COUNT(steps));
    ask_at_once(&test, "ASIAFIRST");
    make_due(&test);
    ask_at_once(&test, "ASIAFIRST");
    /* The next attempt is for later. */
    ask_at_once(&test, "ASIAFIRST");
    assert_int_equal(server_request_count(test.server), 2);
    make_due(&test);
    ask_once(&test, "ASIASECOND");
    /* What AWS says has ended is not used again. */
    const aws_credentials second = { .access_key = "ASIASECOND", .expires_at = INT64_MAX };
    assert_true(aws_client_credentials_ended(test.client, &second));
    ask_once(&test, "No AWS Credentials of the Container");
    end(&test);
}

static void test_who_needs_them_while_they_are_renewed_does_not_wait(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_CLOSE, GIVEN("ASIAFIRST") }, { SERVER_HOLD, NULL } };
    fixture test = start(steps, COUNT(steps));
    ask_at_once(&test, "ASIAFIRST");
    make_due(&test);
    pthread_t renewing;
    assert_int_equal(pthread_create(&renewing, NULL, ask, &test), 0);
    server_wait_for_requests(test.server, 2);
    ask_at_once(&test, "ASIAFIRST");
    assert_int_equal(server_request_count(test.server), 2);
    server_stop(test.server);
    void *told = NULL;
    assert_int_equal(pthread_join(renewing, &told), 0);
    assert_string_equal(told, "ASIAFIRST");
    free(told);
    aws_client_free(test.client);
    http_engine_free(test.engine);
}

static void write_token(const char *path, const char *token)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    (void)fputs(token, file);
    assert_int_equal(fclose(file), 0);
}

static void test_a_web_identity_is_read_anew_with_each_renewal(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_CLOSE, ASSUMED("ASIAFIRST") },
                                         { SERVER_CLOSE, ASSUMED("ASIASECOND") } };
    char path[] = "/tmp/langgraph-token-XXXXXX";
    assert_true(close(mkstemp(path)) == 0);
    fixture test = start(steps, COUNT(steps));
    (void)setenv("AWS_WEB_IDENTITY_TOKEN_FILE", path, 1);
    (void)setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/deploy", 1);
    (void)setenv("AWS_ENDPOINT_URL_STS", server_url(test.server), 1);
    write_token(path, "token-of-before\n");
    ask_at_once(&test, "ASIAFIRST");
    write_token(path, "token-of-now");
    const aws_credentials first = { .access_key = "ASIAFIRST", .expires_at = INT64_MAX };
    assert_true(aws_client_credentials_ended(test.client, &first));
    ask_at_once(&test, "ASIASECOND");
    assert_non_null(strstr(server_request(test.server, 0), "WebIdentityToken=token-of-before"));
    assert_non_null(strstr(server_request(test.server, 1), "WebIdentityToken=token-of-now"));
    (void)unsetenv("AWS_WEB_IDENTITY_TOKEN_FILE");
    (void)unlink(path);
    end(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calls_at_the_same_time_ask_once),
        cmocka_unit_test(test_what_has_ended_is_renewed_once),
        cmocka_unit_test(test_a_renewal_that_fails_leaves_what_has_not_ended_in_use),
        cmocka_unit_test(test_who_needs_them_while_they_are_renewed_does_not_wait),
        cmocka_unit_test(test_a_web_identity_is_read_anew_with_each_renewal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
