/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/testing.h>

#include "aws/ec2.h"
#include "scripted_server.h"

#define ONE "subnet-00000001"
#define TWO "subnet-00000002"
#define THREE "subnet-00000003"
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

typedef struct fixture {
    http_engine *engine;
    server *server;
    aws_client *aws;
    ec2_client *client;
} fixture;

static fixture start(const server_step *steps, size_t count)
{
    fixture made = { .engine = http_engine_new(), .server = server_start(steps, count) };
    aws_endpoints endpoints = { .ec2 = tf_string_of(server_url(made.server)) };
    const aws_config config = {
        .region = tf_string_of("us-east-1"),
        .access_key = tf_string_of("AKIAIOSFODNN7EXAMPLE"),
        .secret_key = tf_string_of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        .endpoints = { TF_KNOWN, &endpoints },
        .max_attempts = tf_int64_of(1),
    };
    made.aws = aws_client_new(made.engine, &config, 0);
    made.client = ec2_client_new(made.aws);
    return made;
}

static void end(fixture *test)
{
    ec2_client_free(test->client);
    aws_client_free(test->aws);
    http_engine_free(test->engine);
    server_stop(test->server);
}

/* Answers end with the connection, so that they need no length. */
#define HEAD(status) "HTTP/1.1 " status "\r\nContent-Type: text/xml\r\n\r\n"
#define SUBNET(id, tags)                                                                             \
    "<item><subnetId>" id "</subnetId><vpcId>vpc-00000001</vpcId><cidrBlock>10.0.0.0/28</cidrBlock>" \
    "<availabilityZone>us-east-1a</availabilityZone><tagSet>" tags "</tagSet></item>"
#define SUBNETS(items, token)                                                                                      \
    HEAD("200 OK")                                                                                                 \
    "<DescribeSubnetsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><subnetSet>" items "</subnetSet>" \
    "<nextToken>" token "</nextToken></DescribeSubnetsResponse>"
#define NOT_FOUND                                                                                                      \
    HEAD("400 Bad Request")                                                                                            \
    "<Response><Errors><Error><Code>InvalidSubnetID.NotFound</Code><Message>no such subnet</Message></Error></Errors>" \
    "<RequestID>1</RequestID></Response>"
#define TAGGED HEAD("200 OK") "<CreateTagsResponse><return>true</return></CreateTagsResponse>"
#define TAG "<item><key>langgraph-cloud-enabled</key><value>1</value></item>"

/* Reads `id` and returns whether it was found. */
static bool describe(const fixture *test, tf_call *call, const char *id, ec2_read read, ec2_resource *out)
{
    bool found = false;
    assert_true(ec2_describe(test->client, call, id, read, out, &found));
    return found;
}

static void test_a_list_is_read_to_its_last_page_and_answers_many_reads(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_CLOSE, SUBNETS(SUBNET(TWO, TAG), "next+/=") },
                                         { SERVER_CLOSE, SUBNETS(SUBNET(ONE, ""), "") },
                                         { SERVER_CLOSE, NOT_FOUND } };
    fixture test = start(steps, COUNT(steps));
    tf_call *call = tf_test_call_new("");
    ec2_resource found;
    assert_true(describe(&test, call, TWO, EC2_READ_SHARED, &found));
    assert_string_equal(found.vpc_id, "vpc-00000001");
    assert_string_equal(found.cidr_block, "10.0.0.0/28");
    assert_string_equal(found.availability_zone, "us-east-1a");
    assert_string_equal(tf_string_map_get(&found.tags, "langgraph-cloud-enabled")->value, "1");
    assert_true(describe(&test, call, ONE, EC2_READ_SHARED, &found));
    assert_int_equal(found.tags.count, 0);
    assert_int_equal(server_request_count(test.server), 2);
    assert_non_null(strstr(server_request(test.server, 0), "&MaxResults=1000"));
    assert_null(strstr(server_request(test.server, 0), "NextToken"));
    assert_non_null(strstr(server_request(test.server, 1), "&NextToken=next%2B%2F%3D"));
    assert_false(describe(&test, call, THREE, EC2_READ_SHARED, &found));
    assert_non_null(strstr(server_request(test.server, 2), "&SubnetId.1=" THREE));
    assert_false(tf_call_failed(call));
    tf_test_call_free(call);
    end(&test);
}

static void test_a_list_that_goes_on_where_it_was_has_an_end(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_CLOSE, SUBNETS(SUBNET(TWO, ""), "one") },
                                         { SERVER_CLOSE, SUBNETS(SUBNET(TWO, ""), "other") },
                                         { SERVER_CLOSE, SUBNETS(SUBNET(TWO, ""), "one") },
                                         { SERVER_CLOSE, SUBNETS(SUBNET(TWO, ""), "other") } };
    fixture test = start(steps, COUNT(steps));
    tf_call *call = tf_test_call_new("");
    ec2_resource found;
    bool is_found = false;
    assert_false(ec2_describe(test.client, call, ONE, EC2_READ_SHARED, &found, &is_found));
    assert_true(tf_call_failed(call));
    assert_int_equal(server_request_count(test.server), 3);
    tf_test_call_free(call);
    end(&test);
}

static void test_many_tags_take_memory_in_proportion(void **state)
{
    (void)state;
    enum { TAGS = 100000 };
    tf_arena *arena = tf_arena_new();
    tf_text_builder tags = { .arena = arena };
    for (int i = 0; i < TAGS; i++)
        tf_append_format(&tags, "<item><key>k%05d</key><value>v</value></item>", i);
    const char *answer = tf_format(arena,
                                   HEAD("200 OK") "<DescribeSubnetsResponse><subnetSet>" SUBNET(
                                       ONE, "%s") "</subnetSet></DescribeSubnetsResponse>",
                                   tf_built_text(&tags));
    const server_step steps[] = { { SERVER_CLOSE, answer } };
    fixture test = start(steps, COUNT(steps));
    tf_call *call = tf_test_call_new("");
    ec2_resource found;
    assert_true(describe(&test, call, ONE, EC2_READ_SHARED, &found));
    assert_int_equal(found.tags.count, TAGS);
    assert_true(tf_arena_used(tf_call_arena(call)) < (size_t)128 * 1024 * 1024);
    tf_test_call_free(call);
    end(&test);
    tf_arena_free(arena);
}

static void test_what_this_process_has_written_is_asked_for_anew(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_CLOSE, SUBNETS(SUBNET(ONE, "") SUBNET(TWO, ""), "") },
                                         { SERVER_CLOSE, TAGGED },
                                         { SERVER_CLOSE, SUBNETS(SUBNET(ONE, TAG), "") } };
    fixture test = start(steps, COUNT(steps));
    tf_call *call = tf_test_call_new("");
    ec2_resource found;
    assert_true(describe(&test, call, ONE, EC2_READ_SHARED, &found));
    tf_string_map tags = tf_empty_string_map();
    assert_true(ec2_create_tags(test.client, call, ONE, &tags, "one"));
    assert_int_equal(server_request_count(test.server), 1);
    tf_string_map_put(tf_call_arena(call), &tags, "a b", "c&d");
    assert_true(ec2_create_tags(test.client, call, ONE, &tags, "one"));
    assert_non_null(strstr(server_request(test.server, 1), "&ResourceId.1=" ONE "&Tag.1.Key=a%20b&Tag.1.Value=c%26d"));
    assert_true(describe(&test, call, ONE, EC2_READ_SHARED, &found));
    assert_int_equal(found.tags.count, 1);
    assert_true(describe(&test, call, TWO, EC2_READ_SHARED, &found));
    assert_int_equal(server_request_count(test.server), 3);
    tf_test_call_free(call);
    end(&test);
}

static void test_what_was_made_a_moment_ago_is_waited_for(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_CLOSE, NOT_FOUND },
                                         { SERVER_CLOSE, SUBNETS(SUBNET(ONE, ""), "") },
                                         { SERVER_CLOSE, NOT_FOUND },
                                         { SERVER_CLOSE, TAGGED },
                                         { SERVER_CLOSE, NOT_FOUND } };
    fixture test = start(steps, COUNT(steps));
    tf_call *call = tf_test_call_new("");
    ec2_resource found;
    assert_true(describe(&test, call, ONE, EC2_READ_JUST_MADE, &found));
    tf_string_map tags = tf_empty_string_map();
    tf_string_map_put(tf_call_arena(call), &tags, "key", "value");
    assert_true(ec2_create_tags(test.client, call, ONE, &tags, "one"));
    assert_true(ec2_delete_tags(test.client, call, ONE, &tags, "one"));
    assert_int_equal(server_request_count(test.server), 5);
    assert_null(strstr(server_request(test.server, 4), "Value"));
    tf_test_call_free(call);
    end(&test);
}

/* A read on a thread of its own. */
typedef struct reader {
    const fixture *test;
    tf_call *call;
    bool succeeded;
    bool found;
    pthread_t thread;
} reader;

static void *read_shared(void *context)
{
    reader *self = context;
    ec2_resource found;
    self->succeeded = ec2_describe(self->test->client, self->call, ONE, EC2_READ_SHARED, &found, &self->found);
    return NULL;
}

static void start_reader(reader *started, const fixture *test)
{
    *started = (reader){ .test = test, .call = tf_test_call_new("") };
    assert_int_equal(pthread_create(&started->thread, NULL, read_shared, started), 0);
}

static void test_reads_at_the_same_time_are_one_call(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_CLOSE, SUBNETS(SUBNET(ONE, TAG), "") } };
    static reader readers[50];
    fixture test = start(steps, COUNT(steps));
    for (size_t i = 0; i < COUNT(readers); i++)
        start_reader(&readers[i], &test);
    for (size_t i = 0; i < COUNT(readers); i++) {
        assert_int_equal(pthread_join(readers[i].thread, NULL), 0);
        assert_true(readers[i].succeeded && readers[i].found);
        tf_test_call_free(readers[i].call);
    }
    assert_int_equal(server_request_count(test.server), 1);
    end(&test);
}

static void test_a_read_that_waits_for_another_can_be_cancelled(void **state)
{
    (void)state;
    static const server_step steps[] = { { SERVER_HOLD, NULL } };
    fixture test = start(steps, COUNT(steps));
    reader asking;
    reader waiting;
    start_reader(&asking, &test);
    server_wait_for_requests(test.server, 1);
    start_reader(&waiting, &test);
    tf_cancel_fire(tf_call_cancel(waiting.call));
    assert_int_equal(pthread_join(waiting.thread, NULL), 0);
    assert_false(waiting.succeeded);
    assert_true(tf_call_failed(waiting.call));
    tf_cancel_fire(tf_call_cancel(asking.call));
    assert_int_equal(pthread_join(asking.thread, NULL), 0);
    assert_false(asking.succeeded);
    assert_int_equal(server_request_count(test.server), 1);
    tf_test_call_free(waiting.call);
    tf_test_call_free(asking.call);
    end(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_list_is_read_to_its_last_page_and_answers_many_reads),
        cmocka_unit_test(test_a_list_that_goes_on_where_it_was_has_an_end),
        cmocka_unit_test(test_many_tags_take_memory_in_proportion),
        cmocka_unit_test(test_what_this_process_has_written_is_asked_for_anew),
        cmocka_unit_test(test_what_was_made_a_moment_ago_is_waited_for),
        cmocka_unit_test(test_reads_at_the_same_time_are_one_call),
        cmocka_unit_test(test_a_read_that_waits_for_another_can_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
