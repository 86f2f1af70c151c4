/* SPDX-License-Identifier: Apache-2.0 */
/* The transport, with a provider whose `configure` waits for what a test wants to happen meanwhile. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

#include <tfprovider/provider.h>

#include "framework/serve/socket.h"
#include "framework/serve/transport.h"
#include "support_client.h"

#define CONFIGURE "/tfplugin6.Provider/ConfigureProvider"
#define LIMIT_SECONDS 100
#define AT_ONCE 100
#define MANY 1000
#define QUEUED 40
/* Threads beside the pool's: gRPC's own, of server and client, the sanitizer's and the test's. */
#define OTHER_THREADS 64

struct block {
    tf_string token;
};

static const tf_attribute block_attributes[] = {
    { TF_STRING(struct block, token), .mode = TF_OPTIONAL, .description = "Token." },
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static size_t inside;    /* calls of `configure` that have begun */
static size_t cancelled; /* of them, those whose token has fired */
static size_t wanted;    /* how many have to be inside before one goes on; 0: until it is cancelled */
static bool shutdown_was_asked;

static void wait_for(const size_t *count, size_t least)
{
    struct timespec limit;
    clock_gettime(CLOCK_REALTIME, &limit);
    limit.tv_sec += LIMIT_SECONDS;
    pthread_mutex_lock(&lock);
    while (*count < least) {
        if (pthread_cond_timedwait(&changed, &lock, &limit) != 0)
            abort();
    }
    pthread_mutex_unlock(&lock);
}

static void count_up(size_t *count)
{
    pthread_mutex_lock(&lock);
    (*count)++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static size_t value_of(const size_t *count)
{
    pthread_mutex_lock(&lock);
    const size_t value = *count;
    pthread_mutex_unlock(&lock);
    return value;
}

static void want(size_t count)
{
    pthread_mutex_lock(&lock);
    wanted = count;
    pthread_mutex_unlock(&lock);
}

static bool configure(tf_call *call, const void *config, void **out_configured)
{
    (void)config;
    *out_configured = NULL;
    count_up(&inside);
    const size_t least = value_of(&wanted);
    if (least > 0) {
        wait_for(&inside, least);
        return true;
    }
    tf_cancel_wait(tf_call_cancel(call), TF_NEVER);
    count_up(&cancelled);
    return tf_fail(call, "Cancelled", "It was.");
}

static const tf_resource *const resources[] = { NULL };

static const tf_provider provider = {
    .address = "registry.terraform.io/test/test",
    .version = "1.2.3",
    .schema = TF_SCHEMA(struct block, block_attributes, .description = "For tests."),
    .configure = configure,
    .resources = resources,
};

static void note_shutdown(void *context)
{
    pthread_mutex_lock(&lock);
    *(bool *)context = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

struct fixture {
    tf_arena *arena;
    struct transport_options options;
    struct transport *transport;
};

static int start(void **state)
{
    static struct fixture fixture;
    static const char *const directories[] = { "/tmp", NULL };
    const char *problem = NULL;
    inside = cancelled = wanted = 0;
    shutdown_was_asked = false;
    fixture.arena = tf_arena_new();
    fixture.options = (struct transport_options){
        .rpc = rpc_server_new(&provider, fixture.arena, &problem),
        .socket_path = socket_choose_path(fixture.arena, directories, &problem),
        .on_shutdown = note_shutdown,
        .context = &shutdown_was_asked,
    };
    fixture.transport = transport_start(&fixture.options);
    *state = &fixture;
    return fixture.transport == NULL ? -1 : 0;
}

static int end(void **state)
{
    const struct fixture *fixture = *state;
    struct stat found;
    if (fixture->transport != NULL && !transport_stop(fixture->transport, TF_NEVER))
        return -1;
    if (stat(fixture->options.socket_path, &found) == 0)
        return -1;
    rpc_server_free(fixture->options.rpc);
    tf_arena_free(fixture->arena);
    return 0;
}

static void test_a_hundred_calls_run_at_once(void **state)
{
    const struct fixture *fixture = *state;
    static struct client_call calls[AT_ONCE];
    struct client client;
    client_connect(&client, fixture->options.socket_path, NULL, NULL);
    want(AT_ONCE);
    for (size_t i = 0; i < AT_ONCE; i++)
        client_begin(&client, &calls[i], CONFIGURE, "", 0);
    for (size_t i = 0; i < AT_ONCE; i++) {
        struct client_call *ended = client_wait(&client);
        assert_int_equal(ended->status, GRPC_STATUS_OK);
        assert_int_equal(client_answer_size(ended), 0);
        client_end(ended);
    }
    client_disconnect(&client);
}

static size_t threads_of_the_process(void)
{
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    size_t threads = 0;
    if (status == NULL)
        skip();
    while (threads == 0 && fgets(line, sizeof line, status) != NULL)
        (void)sscanf(line, "Threads: %zu", &threads);
    (void)fclose(status);
    return threads;
}

static void test_a_thousand_calls_at_once_have_no_thread_each(void **state)
{
    const struct fixture *fixture = *state;
    static struct client_call calls[MANY];
    struct client client;
    client_connect(&client, fixture->options.socket_path, NULL, NULL);
    want(AT_ONCE);
    for (size_t i = 0; i < MANY; i++)
        client_begin(&client, &calls[i], CONFIGURE, "", 0);
    for (size_t i = 0; i < MANY; i++) {
        struct client_call *ended = client_wait(&client);
        assert_int_equal(ended->status, GRPC_STATUS_OK);
        client_end(ended);
    }
    assert_in_range(threads_of_the_process(), 1, TRANSPORT_THREADS + OTHER_THREADS);
    assert_int_equal(value_of(&inside), MANY);
    client_disconnect(&client);
}

static void test_calls_that_wait_for_a_thread_are_cancelled_without_beginning(void **state)
{
    const struct fixture *fixture = *state;
    static struct client_call calls[TRANSPORT_THREADS + QUEUED];
    struct client_call stop;
    struct client client;
    client_connect(&client, fixture->options.socket_path, NULL, NULL);
    /* On a connection that stands, calls arrive in the order in which they begin. */
    assert_int_equal(client_ask(&client, "/tfplugin6.Provider/GetMetadata"), GRPC_STATUS_OK);
    for (size_t i = 0; i < TRANSPORT_THREADS + QUEUED; i++)
        client_begin(&client, &calls[i], CONFIGURE, "", 0);
    wait_for(&inside, TRANSPORT_THREADS);
    struct client_call *last = &calls[TRANSPORT_THREADS + QUEUED - 1];
    assert_int_equal(grpc_call_cancel(last->call, NULL), GRPC_CALL_OK);
    assert_ptr_equal(client_wait(&client), last);
    client_end(last);
    client_begin(&client, &stop, "/tfplugin6.Provider/StopProvider", "", 0);
    size_t ok = 0;
    for (size_t i = 0; i < TRANSPORT_THREADS + QUEUED; i++) {
        struct client_call *ended = client_wait(&client);
        ok += ended->status == GRPC_STATUS_OK;
        assert_true(ended->status == GRPC_STATUS_OK || ended->status == GRPC_STATUS_CANCELLED);
        client_end(ended);
    }
    assert_int_equal(ok, TRANSPORT_THREADS + 1);
    assert_int_equal(value_of(&inside), TRANSPORT_THREADS);
    client_disconnect(&client);
}

static void test_a_stop_ends_the_calls_that_run(void **state)
{
    const struct fixture *fixture = *state;
    struct client_call calls[3];
    struct client client;
    client_connect(&client, fixture->options.socket_path, NULL, NULL);
    for (size_t i = 0; i < 3; i++)
        client_begin(&client, &calls[i], CONFIGURE, "", 0);
    wait_for(&inside, 3);
    struct client_call stop;
    client_begin(&client, &stop, "/tfplugin6.Provider/StopProvider", "", 0);
    for (size_t i = 0; i < 4; i++) {
        struct client_call *ended = client_wait(&client);
        assert_int_equal(ended->status, GRPC_STATUS_OK);
        assert_true((ended == &stop) == (client_answer_size(ended) == 0));
        client_end(ended);
    }
    client_disconnect(&client);
}

static void test_it_is_known_whether_anybody_has_called(void **state)
{
    const struct fixture *fixture = *state;
    struct client client;
    assert_false(transport_was_called(fixture->transport));
    client_connect(&client, fixture->options.socket_path, NULL, NULL);
    assert_int_equal(client_ask(&client, "/tfplugin6.Provider/GetMetadata"), GRPC_STATUS_OK);
    assert_true(transport_was_called(fixture->transport));
    client_disconnect(&client);
}

static void test_a_call_that_the_client_cancels_is_cancelled(void **state)
{
    const struct fixture *fixture = *state;
    struct client_call call;
    struct client client;
    client_connect(&client, fixture->options.socket_path, NULL, NULL);
    client_begin(&client, &call, CONFIGURE, "", 0);
    wait_for(&inside, 1);
    assert_int_equal(grpc_call_cancel(call.call, NULL), GRPC_CALL_OK);
    wait_for(&cancelled, 1);
    assert_int_equal(client_wait(&client)->status, GRPC_STATUS_CANCELLED);
    client_end(&call);
    assert_int_equal(client_ask(&client, "/tfplugin6.Provider/GetMetadata"), GRPC_STATUS_OK);
    client_disconnect(&client);
}

static void test_the_end_cancels_what_runs_and_what_is_open(void **state)
{
    struct fixture *fixture = *state;
    struct client_call call;
    struct client_call stream;
    struct client client;
    client_connect(&client, fixture->options.socket_path, NULL, NULL);
    assert_int_equal(client_ask(&client, "/plugin.GRPCController/Shutdown"), GRPC_STATUS_OK);
    pthread_mutex_lock(&lock);
    while (!shutdown_was_asked)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    client_begin(&client, &stream, "/plugin.GRPCStdio/StreamStdio", "", 0);
    client_begin(&client, &call, CONFIGURE, "", 0);
    wait_for(&inside, 1);
    assert_true(transport_stop(fixture->transport, TF_NEVER));
    fixture->transport = NULL;
    assert_int_equal(value_of(&cancelled), 1);
    struct client_call *ended = client_wait(&client);
    struct client_call *other = client_wait(&client);
    assert_true(ended != other);
    assert_int_not_equal(stream.status, GRPC_STATUS_OK);
    assert_int_equal(call.status, GRPC_STATUS_OK);
    client_end(ended);
    client_end(other);
    client_disconnect(&client);
}

static void test_methods_that_are_not_served(void **state)
{
    const struct fixture *fixture = *state;
    struct client client;
    client_connect(&client, fixture->options.socket_path, NULL, NULL);
    assert_int_equal(client_ask(&client, "/nonsense"), GRPC_STATUS_UNIMPLEMENTED);
    assert_int_equal(client_ask(&client, "/tfplugin6.Provider/Nonsense"), GRPC_STATUS_UNIMPLEMENTED);
    assert_int_equal(client_ask(&client, "/grpc.health.v1.Health/Check"), GRPC_STATUS_OK);
    struct client_call call;
    client_begin(&client, &call, CONFIGURE, "\xff\xff", 2);
    assert_int_equal(client_wait(&client)->status, GRPC_STATUS_INVALID_ARGUMENT);
    client_end(&call);
    client_disconnect(&client);
}

static void test_only_the_client_with_the_certificate_gets_in(void **state)
{
    struct fixture *fixture = *state;
    struct certificate own;
    struct certificate known;
    struct certificate stranger;
    assert_true(certificate_make(fixture->arena, &own));
    assert_true(certificate_make(fixture->arena, &known));
    assert_true(certificate_make(fixture->arena, &stranger));
    assert_true(transport_stop(fixture->transport, TF_NEVER));
    fixture->options.certificate = &own;
    fixture->options.client_certificate = known.pem;
    fixture->transport = transport_start(&fixture->options);
    assert_non_null(fixture->transport);
    struct client client;
    client_connect(&client, fixture->options.socket_path, &known, &own);
    assert_int_equal(client_ask(&client, "/tfplugin6.Provider/GetMetadata"), GRPC_STATUS_OK);
    client_disconnect(&client);
    client_connect(&client, fixture->options.socket_path, &stranger, &own);
    assert_int_equal(client_ask(&client, "/tfplugin6.Provider/GetMetadata"), GRPC_STATUS_UNAVAILABLE);
    client_disconnect(&client);
    client_connect(&client, fixture->options.socket_path, NULL, NULL);
    assert_int_equal(client_ask(&client, "/tfplugin6.Provider/GetMetadata"), GRPC_STATUS_UNAVAILABLE);
    client_disconnect(&client);
}

static void test_a_socket_that_cannot_be_is_no_transport(void **state)
{
    const struct fixture *fixture = *state;
    struct transport_options options = fixture->options;
    options.socket_path = "/nowhere/at/all/socket";
    assert_null(transport_start(&options));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_hundred_calls_run_at_once, start, end),
        cmocka_unit_test_setup_teardown(test_a_thousand_calls_at_once_have_no_thread_each, start, end),
        cmocka_unit_test_setup_teardown(test_calls_that_wait_for_a_thread_are_cancelled_without_beginning, start, end),
        cmocka_unit_test_setup_teardown(test_a_stop_ends_the_calls_that_run, start, end),
        cmocka_unit_test_setup_teardown(test_it_is_known_whether_anybody_has_called, start, end),
        cmocka_unit_test_setup_teardown(test_a_call_that_the_client_cancels_is_cancelled, start, end),
        cmocka_unit_test_setup_teardown(test_the_end_cancels_what_runs_and_what_is_open, start, end),
        cmocka_unit_test_setup_teardown(test_methods_that_are_not_served, start, end),
        cmocka_unit_test_setup_teardown(test_only_the_client_with_the_certificate_gets_in, start, end),
        cmocka_unit_test_setup_teardown(test_a_socket_that_cannot_be_is_no_transport, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
