/* SPDX-License-Identifier: Apache-2.0 */
/* Writes of tags that become one call, and what each of them hears where that call fails. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/testing.h>

#include "aws/ec2_batch.h"
#include "scripted_server.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Long enough for all threads of a test to come. */
#define COMPANY_MS 200

#define HEAD(status) "HTTP/1.1 " status "\r\nContent-Type: text/xml\r\n\r\n"
#define TAGGED                                                                                        \
    {                                                                                                 \
        SERVER_CLOSE, HEAD("200 OK") "<CreateTagsResponse><return>true</return></CreateTagsResponse>" \
    }
#define UNTAGGED                                                                                      \
    {                                                                                                 \
        SERVER_CLOSE, HEAD("200 OK") "<DeleteTagsResponse><return>true</return></DeleteTagsResponse>" \
    }
#define REFUSED                                                                                           \
    {                                                                                                     \
        SERVER_CLOSE, HEAD("403 Forbidden") "<Response><Errors><Error><Code>UnauthorizedOperation</Code>" \
                                            "<Message>not yours</Message></Error></Errors></Response>"    \
    }

typedef struct fixture {
    http_engine *engine;
    server *server;
    aws_client *aws;
    ec2_batches *batches;
    tf_string_map tags;
    tf_arena *arena;
} fixture;

static fixture start(const server_step *steps, size_t count)
{
    fixture made = { .engine = http_engine_new(), .server = server_start(steps, count), .arena = tf_arena_new() };
    struct aws_endpoints endpoints = { .ec2 = tf_string_of(server_url(made.server)) };
    const aws_config config = {
        .region = tf_string_of("us-east-1"),
        .access_key = tf_string_of("AKIAIOSFODNN7EXAMPLE"),
        .secret_key = tf_string_of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        .endpoints = { .state = TF_KNOWN, .value = &endpoints },
        .max_attempts = tf_int64_of(1),
    };
    made.aws = aws_client_new(made.engine, &config, 0);
    made.batches = ec2_batches_new(made.aws, COMPANY_MS);
    tf_string_map_put(made.arena, &made.tags, "key", "value");
    return made;
}

static void end(fixture *test)
{
    ec2_batches_free(test->batches);
    aws_client_free(test->aws);
    http_engine_free(test->engine);
    server_stop(test->server);
    tf_arena_free(test->arena);
}

/* A write on a thread of its own. */
typedef struct writer {
    const fixture *test;
    ec2_tag_write write;
    char id[32];
    tf_call *call;
    pthread_t thread;
    bool written;
    aws_error error;
} writer;

static void *write_tags(void *context)
{
    writer *self = context;
    self->written = ec2_write(self->test->batches, self->call, &self->write, self->id, &self->error);
    return NULL;
}

static void start_writer(writer *started, const fixture *test, size_t number, bool removes)
{
    *started = (writer){ .test = test, .write = { .removes = removes, .tags = &test->tags } };
    started->call = tf_test_call_new("");
    const char *id = tf_format(tf_call_arena(started->call), "subnet-%08zx", number);
    memcpy(started->id, id, strlen(id) + 1);
    assert_int_equal(pthread_create(&started->thread, NULL, write_tags, started), 0);
}

static void wait_for(writer *writers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal(pthread_join(writers[i].thread, NULL), 0);
}

static void end_writers(writer *writers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tf_test_call_free(writers[i].call);
    }
}

static size_t count_written(const writer *writers, size_t count)
{
    size_t written = 0;
    for (size_t i = 0; i < count; i++)
        written += writers[i].written ? 1 : 0;
    return written;
}

static void test_writes_at_the_same_time_are_one_call(void **state)
{
    (void)state;
    static const server_step steps[] = { TAGGED, TAGGED };
    static writer writers[50];
    fixture test = start(steps, COUNT(steps));
    /* The second time it is known how many come, and nobody waits for more. */
    for (size_t round = 0; round < 2; round++) {
        for (size_t i = 0; i < COUNT(writers); i++)
            start_writer(&writers[i], &test, i, false);
        wait_for(writers, COUNT(writers));
        assert_int_equal(count_written(writers, COUNT(writers)), COUNT(writers));
        const char *request = server_request(test.server, round);
        assert_non_null(strstr(request, "&ResourceId.50=subnet-"));
        assert_non_null(strstr(request, "&Tag.1.Key=key&Tag.1.Value=value"));
        for (size_t i = 0; i < COUNT(writers); i++)
            assert_non_null(strstr(request, writers[i].id));
        end_writers(writers, COUNT(writers));
    }
    assert_int_equal(server_request_count(test.server), 2);
    end(&test);
}

static void test_a_batch_has_an_end(void **state)
{
    (void)state;
    static const server_step steps[] = { TAGGED, TAGGED };
    static writer writers[EC2_BATCH_MOST + 1];
    fixture test = start(steps, COUNT(steps));
    for (size_t i = 0; i < COUNT(writers); i++)
        start_writer(&writers[i], &test, i, false);
    wait_for(writers, COUNT(writers));
    assert_int_equal(count_written(writers, COUNT(writers)), COUNT(writers));
    assert_int_equal(server_request_count(test.server), 2);
    end_writers(writers, COUNT(writers));
    end(&test);
}

static void test_writes_of_another_kind_are_calls_of_their_own(void **state)
{
    (void)state;
    static const server_step steps[] = { UNTAGGED, TAGGED };
    writer writers[2];
    fixture test = start(steps, COUNT(steps));
    start_writer(&writers[0], &test, 0, true);
    wait_for(writers, 1);
    start_writer(&writers[1], &test, 0, false);
    wait_for(writers + 1, 1);
    assert_int_equal(count_written(writers, 2), 2);
    assert_non_null(strstr(server_request(test.server, 0), "Action=DeleteTags"));
    assert_null(strstr(server_request(test.server, 0), "Value"));
    end_writers(writers, 2);
    end(&test);
}

static void test_a_refused_batch_is_repeated_one_by_one(void **state)
{
    (void)state;
    static const server_step steps[] = { REFUSED, TAGGED, REFUSED, TAGGED };
    writer writers[3];
    fixture test = start(steps, COUNT(steps));
    for (size_t i = 0; i < COUNT(writers); i++)
        start_writer(&writers[i], &test, i, false);
    wait_for(writers, COUNT(writers));
    assert_int_equal(count_written(writers, COUNT(writers)), 2);
    for (size_t i = 0; i < COUNT(writers); i++) {
        if (!writers[i].written)
            assert_string_equal(writers[i].error.message, "not yours");
    }
    assert_int_equal(server_request_count(test.server), 4);
    end_writers(writers, COUNT(writers));
    end(&test);
}

static void test_what_concerns_all_is_not_repeated(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_CLOSE, NULL } };
    writer writers[3];
    fixture test = start(steps, COUNT(steps));
    for (size_t i = 0; i < COUNT(writers); i++)
        start_writer(&writers[i], &test, i, false);
    wait_for(writers, COUNT(writers));
    for (size_t i = 0; i < COUNT(writers); i++) {
        assert_false(writers[i].written);
        assert_int_equal(writers[i].error.transport, HTTP_ERROR_TRANSPORT);
    }
    assert_int_equal(server_request_count(test.server), 1);
    end_writers(writers, COUNT(writers));
    end(&test);
}

static void test_who_waits_for_another_can_be_cancelled(void **state)
{
    (void)state;
    /* Who still waits when the leader is cancelled begins a write of its own. */
    static const server_step steps[] = { { SERVER_HOLD, NULL }, { SERVER_HOLD, NULL } };
    writer writers[2];
    fixture test = start(steps, COUNT(steps));
    start_writer(&writers[0], &test, 0, false);
    start_writer(&writers[1], &test, 1, false);
    server_wait_for_requests(test.server, 1);
    tf_cancel_fire(tf_call_cancel(writers[0].call));
    tf_cancel_fire(tf_call_cancel(writers[1].call));
    wait_for(writers, COUNT(writers));
    assert_int_equal(count_written(writers, COUNT(writers)), 0);
    end_writers(writers, COUNT(writers));
    end(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_writes_at_the_same_time_are_one_call),
        cmocka_unit_test(test_a_batch_has_an_end),
        cmocka_unit_test(test_writes_of_another_kind_are_calls_of_their_own),
        cmocka_unit_test(test_a_refused_batch_is_repeated_one_by_one),
        cmocka_unit_test(test_what_concerns_all_is_not_repeated),
        cmocka_unit_test(test_who_waits_for_another_can_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
