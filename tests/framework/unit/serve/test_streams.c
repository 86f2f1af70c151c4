/* SPDX-License-Identifier: Apache-2.0 */
/* Calls that stream messages, over a socket, with clients that read slowly, go, or stay when the server ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <grpc/byte_buffer.h>
#include <grpc/byte_buffer_reader.h>
#include <grpc/grpc.h>
#include <grpc/grpc_security.h>
#include <grpc/slice.h>
#include <grpc/support/time.h>
#include <tfplugin6.pb-c.h>

#include <tfprovider/cancel.h>

#include "framework/rpc/message.h"
#include "framework/rpc/rpc.h"
#include "framework/serve/transport.h"

#define LIMIT_SECONDS 60
#define CHUNK_SIZE 100000

struct nothing {
    tf_string name;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct nothing, name), .mode = TF_OPTIONAL },
};

static char *stored;
static size_t stored_size;
static atomic_bool was_cancelled;

/* Says more than any buffer holds, until it is told to stop. */
static bool talk(tf_call *call, const void *config)
{
    (void)config;
    while (!tf_cancel_fired(tf_call_cancel(call)))
        tf_progress(call, "%050000d", 0);
    was_cancelled = true;
    return true;
}

static const tf_action talk_action = {
    .type_name = "test_talk",
    .schema = TF_SCHEMA(struct nothing, attributes),
    .invoke = talk,
};

/* Fires when the action below is on. */
static tf_cancel *is_silent;

/* Says nothing until it is told to stop. */
static bool keep_silent(tf_call *call, const void *config)
{
    (void)config;
    tf_cancel_fire(is_silent);
    was_cancelled = !tf_cancel_wait(tf_call_cancel(call), tf_deadline_in_ms(LIMIT_SECONDS * 1000));
    tf_progress(call, "a word");
    return true;
}

static const tf_action silent_action = {
    .type_name = "test_keep_silent",
    .schema = TF_SCHEMA(struct nothing, attributes),
    .invoke = keep_silent,
};

static bool list_states(tf_call *call)
{
    tf_state_id(call, "default");
    return true;
}

static bool read_state(tf_call *call, const char *id, const void **out_bytes, size_t *out_size)
{
    (void)call;
    (void)id;
    *out_bytes = stored;
    *out_size = stored_size;
    return true;
}

static bool write_state(tf_call *call, const char *id, const void *bytes, size_t size)
{
    (void)call;
    (void)id;
    free(stored);
    stored = malloc(size + 1);
    assert_non_null(stored);
    memcpy(stored, bytes, size);
    stored_size = size;
    return true;
}

static bool delete_state(tf_call *call, const char *id)
{
    (void)id;
    return tf_fail(call, "Not here", "It stays.");
}

static bool lock_state(tf_call *call, const char *id, const char *operation, const char **out_lock)
{
    (void)call;
    (void)operation;
    *out_lock = id;
    return true;
}

static bool unlock_state(tf_call *call, const char *id, const char *lock)
{
    (void)call;
    return strcmp(id, lock) == 0;
}

static const tf_state_store store = {
    .type_name = "test_store",
    .schema = TF_SCHEMA(struct nothing, attributes),
    .list = list_states,
    .read = read_state,
    .write = write_state,
    .delete = delete_state,
    .lock = lock_state,
    .unlock = unlock_state,
};

static const tf_action *const actions[] = { &talk_action, &silent_action, NULL };
static const tf_state_store *const stores[] = { &store, NULL };

static const tf_provider provider = {
    .address = "registry.terraform.io/test/test",
    .version = "1.0.0",
    .schema = TF_SCHEMA(struct nothing, attributes),
    .actions = actions,
    .state_stores = stores,
};

/* A server and a client that is connected to it. */
struct connection {
    tf_arena *arena;
    char directory[32];
    rpc_server *rpc;
    struct transport *transport;
    grpc_channel *channel;
    grpc_completion_queue *queue;
};

/* {"name": null} */
static Tfplugin6__DynamicValue *config(tf_arena *arena)
{
    Tfplugin6__DynamicValue *message = tf_alloc(arena, sizeof *message);
    tfplugin6__dynamic_value__init(message);
    message->msgpack = message_bytes("\x81\xa4name\xc0", 7);
    return message;
}

static int start(void **state)
{
    struct connection *connection = test_calloc(1, sizeof *connection);
    const char *problem = NULL;
    strcpy(connection->directory, "/tmp/test-streams-XXXXXX");
    assert_non_null(mkdtemp(connection->directory));
    connection->arena = tf_arena_new();
    connection->rpc = rpc_server_new(&provider, connection->arena, &problem);
    assert_non_null(connection->rpc);
    const struct transport_options options = {
        .rpc = connection->rpc,
        .socket_path = tf_format(connection->arena, "%s/s", connection->directory),
    };
    connection->transport = transport_start(&options);
    assert_non_null(connection->transport);
    grpc_init();
    grpc_channel_credentials *credentials = grpc_insecure_credentials_create();
    connection->channel =
        grpc_channel_create(tf_format(connection->arena, "unix:%s", options.socket_path), credentials, NULL);
    grpc_channel_credentials_release(credentials);
    connection->queue = grpc_completion_queue_create_for_pluck(NULL);
    was_cancelled = false;
    *state = connection;
    return 0;
}

static void stop_server(struct connection *connection)
{
    if (connection->transport != NULL)
        assert_true(transport_stop(connection->transport, tf_deadline_in_ms(LIMIT_SECONDS * 1000)));
    connection->transport = NULL;
}

static int end(void **state)
{
    struct connection *connection = *state;
    stop_server(connection);
    grpc_channel_destroy(connection->channel);
    grpc_completion_queue_shutdown(connection->queue);
    grpc_completion_queue_destroy(connection->queue);
    grpc_shutdown();
    rpc_server_free(connection->rpc);
    tf_arena_free(connection->arena);
    assert_int_equal(rmdir(connection->directory), 0);
    test_free(connection);
    free(stored);
    stored = NULL;
    stored_size = 0;
    return 0;
}

/* A call of the client's. */
struct stream_call {
    struct connection *connection;
    grpc_call *call;
    grpc_metadata_array initial, trailing;
    grpc_status_code status;
    grpc_slice details;
};

static gpr_timespec limit(void)
{
    return gpr_time_add(gpr_now(GPR_CLOCK_REALTIME), gpr_time_from_seconds(LIMIT_SECONDS, GPR_TIMESPAN));
}

static bool run(struct stream_call *call, const grpc_op *operations, size_t count)
{
    assert_int_equal(grpc_call_start_batch(call->call, operations, count, call, NULL), GRPC_CALL_OK);
    const grpc_event done = grpc_completion_queue_pluck(call->connection->queue, call, limit(), NULL);
    assert_int_equal(done.type, GRPC_OP_COMPLETE);
    return done.success != 0;
}

static struct stream_call *begin(struct connection *connection, const char *method)
{
    struct stream_call *call = tf_alloc(connection->arena, sizeof *call);
    const grpc_slice path =
        grpc_slice_from_copied_string(tf_format(connection->arena, "/tfplugin6.Provider/%s", method));
    call->connection = connection;
    call->details = grpc_empty_slice();
    call->call = grpc_channel_create_call(connection->channel, NULL, GRPC_PROPAGATE_DEFAULTS, connection->queue, path,
                                          NULL, limit(), NULL);
    grpc_slice_unref(path);
    grpc_metadata_array_init(&call->initial);
    grpc_metadata_array_init(&call->trailing);
    const grpc_op operation = { .op = GRPC_OP_SEND_INITIAL_METADATA };
    assert_true(run(call, &operation, 1));
    return call;
}

static void send_message(struct stream_call *call, const ProtobufCMessage *message)
{
    size_t size = 0;
    const uint8_t *bytes = message_pack(call->connection->arena, message, &size);
    grpc_slice slice = grpc_slice_from_copied_buffer((const char *)bytes, size);
    grpc_byte_buffer *buffer = grpc_raw_byte_buffer_create(&slice, 1);
    grpc_slice_unref(slice);
    grpc_op operation = { .op = GRPC_OP_SEND_MESSAGE };
    operation.data.send_message.send_message = buffer;
    assert_true(run(call, &operation, 1));
    grpc_byte_buffer_destroy(buffer);
}

static void send_end(struct stream_call *call)
{
    const grpc_op operation = { .op = GRPC_OP_SEND_CLOSE_FROM_CLIENT };
    assert_true(run(call, &operation, 1));
}

static void receive_beginning(struct stream_call *call)
{
    grpc_op operation = { .op = GRPC_OP_RECV_INITIAL_METADATA };
    operation.data.recv_initial_metadata.recv_initial_metadata = &call->initial;
    assert_true(run(call, &operation, 1));
}

/* The next message; NULL behind the last. */
static const void *receive(struct stream_call *call, const ProtobufCMessageDescriptor *descriptor)
{
    grpc_byte_buffer *buffer = NULL;
    grpc_op operation = { .op = GRPC_OP_RECV_MESSAGE };
    operation.data.recv_message.recv_message = &buffer;
    if (!run(call, &operation, 1) || buffer == NULL)
        return NULL;
    grpc_byte_buffer_reader reader;
    assert_true(grpc_byte_buffer_reader_init(&reader, buffer));
    const grpc_slice all = grpc_byte_buffer_reader_readall(&reader);
    const void *message =
        message_unpack(call->connection->arena, descriptor, GRPC_SLICE_START_PTR(all), GRPC_SLICE_LENGTH(all));
    assert_non_null(message);
    grpc_slice_unref(all);
    grpc_byte_buffer_reader_destroy(&reader);
    grpc_byte_buffer_destroy(buffer);
    return message;
}

static grpc_status_code finish(struct stream_call *call)
{
    grpc_op operation = { .op = GRPC_OP_RECV_STATUS_ON_CLIENT };
    operation.data.recv_status_on_client.trailing_metadata = &call->trailing;
    operation.data.recv_status_on_client.status = &call->status;
    operation.data.recv_status_on_client.status_details = &call->details;
    run(call, &operation, 1);
    grpc_metadata_array_destroy(&call->initial);
    grpc_metadata_array_destroy(&call->trailing);
    grpc_slice_unref(call->details);
    grpc_call_unref(call->call);
    return call->status;
}

static void configure(struct connection *connection)
{
    Tfplugin6__StateStoreClientCapabilities capabilities = TFPLUGIN6__STATE_STORE_CLIENT_CAPABILITIES__INIT;
    Tfplugin6__ConfigureStateStore__Request request = TFPLUGIN6__CONFIGURE_STATE_STORE__REQUEST__INIT;
    capabilities.chunk_size = CHUNK_SIZE;
    request.capabilities = &capabilities;
    request.type_name = "test_store";
    request.config = config(connection->arena);
    struct stream_call *call = begin(connection, "ConfigureStateStore");
    send_message(call, &request.base);
    send_end(call);
    receive_beginning(call);
    const Tfplugin6__ConfigureStateStore__Response *configured =
        receive(call, &tfplugin6__configure_state_store__response__descriptor);
    assert_int_equal(configured->capabilities->chunk_size, CHUNK_SIZE);
    assert_int_equal(finish(call), GRPC_STATUS_OK);
}

static struct stream_call *invoke(struct connection *connection, const tf_action *action)
{
    Tfplugin6__InvokeAction__Request request = TFPLUGIN6__INVOKE_ACTION__REQUEST__INIT;
    request.action_type = (char *)action->type_name;
    request.config = config(connection->arena);
    struct stream_call *call = begin(connection, "InvokeAction");
    send_message(call, &request.base);
    send_end(call);
    return call;
}

static struct stream_call *invoke_talk(struct connection *connection)
{
    struct stream_call *call = invoke(connection, &talk_action);
    receive_beginning(call);
    return call;
}

static const Tfplugin6__InvokeAction__Event *next_event(struct stream_call *call)
{
    return receive(call, &tfplugin6__invoke_action__event__descriptor);
}

/* Sends `parts` chunks of a state that has three of them, each of its own letter. */
static const Tfplugin6__WriteStateBytes__Response *write_parts(struct connection *connection, size_t parts)
{
    char *bytes = tf_alloc(connection->arena, CHUNK_SIZE);
    struct stream_call *call = begin(connection, "WriteStateBytes");
    for (size_t i = 0; i < parts; i++) {
        Tfplugin6__WriteStateBytes__RequestChunk chunk = TFPLUGIN6__WRITE_STATE_BYTES__REQUEST_CHUNK__INIT;
        Tfplugin6__RequestChunkMeta meta = TFPLUGIN6__REQUEST_CHUNK_META__INIT;
        Tfplugin6__StateByteRange range = TFPLUGIN6__STATE_BYTE_RANGE__INIT;
        meta.type_name = "test_store";
        meta.state_id = "default";
        if (i == 0) {
            chunk.optional_meta_case = TFPLUGIN6__WRITE_STATE_BYTES__REQUEST_CHUNK__OPTIONAL_META_META;
            chunk.meta = &meta;
        }
        memset(bytes, 'a' + (int)i, CHUNK_SIZE);
        range.start = (int64_t)i * CHUNK_SIZE;
        range.end = range.start + CHUNK_SIZE - 1;
        chunk.range = &range;
        chunk.total_length = 3 * CHUNK_SIZE;
        chunk.bytes = message_bytes(bytes, CHUNK_SIZE);
        send_message(call, &chunk.base);
    }
    send_end(call);
    receive_beginning(call);
    const void *answer = receive(call, &tfplugin6__write_state_bytes__response__descriptor);
    assert_int_equal(finish(call), GRPC_STATUS_OK);
    return answer;
}

static void test_a_state_is_written_and_read_in_chunks(void **state)
{
    struct connection *connection = *state;
    configure(connection);
    assert_int_equal(write_parts(connection, 3)->n_diagnostics, 0);
    Tfplugin6__ReadStateBytes__Request request = TFPLUGIN6__READ_STATE_BYTES__REQUEST__INIT;
    request.type_name = "test_store";
    request.state_id = "default";
    struct stream_call *call = begin(connection, "ReadStateBytes");
    send_message(call, &request.base);
    send_end(call);
    receive_beginning(call);
    for (size_t i = 0; i < 3; i++) {
        const Tfplugin6__ReadStateBytes__ResponseChunk *chunk =
            receive(call, &tfplugin6__read_state_bytes__response_chunk__descriptor);
        assert_non_null(chunk);
        assert_int_equal(chunk->bytes.len, CHUNK_SIZE);
        assert_int_equal(chunk->bytes.data[0], 'a' + i);
        assert_int_equal(chunk->range->start, i * CHUNK_SIZE);
    }
    assert_null(receive(call, &tfplugin6__read_state_bytes__response_chunk__descriptor));
    assert_int_equal(finish(call), GRPC_STATUS_OK);
}

static void test_a_state_that_breaks_off_is_not_stored(void **state)
{
    struct connection *connection = *state;
    configure(connection);
    const Tfplugin6__WriteStateBytes__Response *answer = write_parts(connection, 2);
    assert_int_equal(answer->n_diagnostics, 1);
    assert_string_equal(answer->diagnostics[0]->summary, "Incomplete State");
    assert_null(stored);
}

static void test_a_client_that_goes_ends_the_call(void **state)
{
    struct connection *connection = *state;
    struct stream_call *call = invoke_talk(connection);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(next_event(call)->type_case, TFPLUGIN6__INVOKE_ACTION__EVENT__TYPE_PROGRESS);
    grpc_call_cancel(call->call, NULL);
    assert_int_equal(finish(call), GRPC_STATUS_CANCELLED);
    stop_server(connection);
    assert_true(was_cancelled);
}

static void test_a_client_that_does_not_read_does_not_keep_the_server(void **state)
{
    struct connection *connection = *state;
    struct stream_call *call = invoke_talk(connection);
    assert_non_null(next_event(call));
    stop_server(connection);
    assert_true(was_cancelled);
    while (next_event(call) != NULL)
        ;
    assert_int_not_equal(finish(call), GRPC_STATUS_OK);
}

static void test_an_answer_that_is_not_whole_is_not_ok(void **state)
{
    struct connection *connection = *state;
    is_silent = tf_cancel_new();
    struct stream_call *call = invoke(connection, &silent_action);
    assert_false(tf_cancel_wait(is_silent, tf_deadline_in_ms(LIMIT_SECONDS * 1000)));
    stop_server(connection);
    assert_true(was_cancelled);
    receive_beginning(call);
    assert_null(next_event(call));
    assert_int_equal(finish(call), GRPC_STATUS_CANCELLED);
    tf_cancel_release(is_silent);
}

static void test_stopping_ends_an_action_in_order(void **state)
{
    struct connection *connection = *state;
    struct stream_call *call = invoke_talk(connection);
    assert_non_null(next_event(call));
    const Tfplugin6__StopProvider__Request request = TFPLUGIN6__STOP_PROVIDER__REQUEST__INIT;
    struct stream_call *stop = begin(connection, "StopProvider");
    send_message(stop, &request.base);
    send_end(stop);
    receive_beginning(stop);
    assert_non_null(receive(stop, &tfplugin6__stop_provider__response__descriptor));
    assert_int_equal(finish(stop), GRPC_STATUS_OK);
    const Tfplugin6__InvokeAction__Event *event = next_event(call);
    while (event != NULL && event->type_case == TFPLUGIN6__INVOKE_ACTION__EVENT__TYPE_PROGRESS)
        event = next_event(call);
    assert_non_null(event);
    assert_int_equal(event->type_case, TFPLUGIN6__INVOKE_ACTION__EVENT__TYPE_COMPLETED);
    assert_null(next_event(call));
    assert_int_equal(finish(call), GRPC_STATUS_OK);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_state_is_written_and_read_in_chunks),
        TEST(test_a_state_that_breaks_off_is_not_stored),
        TEST(test_a_client_that_goes_ends_the_call),
        TEST(test_a_client_that_does_not_read_does_not_keep_the_server),
        TEST(test_an_answer_that_is_not_whole_is_not_ok),
        TEST(test_stopping_ends_an_action_in_order),
    };
    return cmocka_run_group_tests_name("streams", tests, NULL, NULL);
}
