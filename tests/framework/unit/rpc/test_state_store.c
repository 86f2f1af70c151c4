/* SPDX-License-Identifier: Apache-2.0 */
/* State stores: configured, written and read in chunks, locked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support_kinds.h"

#define CHUNK_SIZE 4

static const Tfplugin6__ConfigureStateStore__Response *configure(const struct kinds *kinds, const char *config)
{
    Tfplugin6__StateStoreClientCapabilities capabilities = TFPLUGIN6__STATE_STORE_CLIENT_CAPABILITIES__INIT;
    Tfplugin6__ConfigureStateStore__Request request = TFPLUGIN6__CONFIGURE_STATE_STORE__REQUEST__INIT;
    capabilities.chunk_size = CHUNK_SIZE;
    request.capabilities = &capabilities;
    request.type_name = "test_store";
    request.config = kinds_value(kinds->arena, kinds_type(kinds->arena), config);
    return thing_call(kinds->server, kinds->arena, "ConfigureStateStore", &request.base,
                      KINDS_RESPONSE(configure_state_store));
}

/* A chunk that says of itself what it should: `text` from `start` on, of `total` bytes. */
static const ProtobufCMessage *chunk(tf_arena *arena, const char *id, const char *text, int64_t start, int64_t total)
{
    Tfplugin6__WriteStateBytes__RequestChunk *message = tf_alloc(arena, sizeof *message);
    tfplugin6__write_state_bytes__request_chunk__init(message);
    message->bytes = (ProtobufCBinaryData){ .len = strlen(text), .data = (uint8_t *)text };
    message->total_length = total;
    message->range = tf_alloc(arena, sizeof *message->range);
    tfplugin6__state_byte_range__init(message->range);
    message->range->start = start;
    message->range->end = start + (int64_t)strlen(text) - 1;
    if (id == NULL)
        return &message->base;
    message->optional_meta_case = TFPLUGIN6__WRITE_STATE_BYTES__REQUEST_CHUNK__OPTIONAL_META_META;
    message->meta = tf_alloc(arena, sizeof *message->meta);
    tfplugin6__request_chunk_meta__init(message->meta);
    message->meta->type_name = "test_store";
    message->meta->state_id = (char *)id;
    return &message->base;
}

static const Tfplugin6__WriteStateBytes__Response *write_chunks(const struct kinds *kinds,
                                                                const ProtobufCMessage *const *chunks)
{
    struct kinds_stream client = kinds_client(kinds->arena, chunks + 1);
    const rpc_answer answer = kinds_stream_call(kinds, "WriteStateBytes", chunks[0], &client);
    struct kinds_stream once = { .arena = kinds->arena,
                                 .count = 1,
                                 .got = { { answer.size, (uint8_t *)answer.bytes } } };
    return kinds_got(&once, 0, KINDS_RESPONSE(write_state_bytes));
}

static struct kinds_stream read_chunks(const struct kinds *kinds, const char *id)
{
    Tfplugin6__ReadStateBytes__Request request = TFPLUGIN6__READ_STATE_BYTES__REQUEST__INIT;
    request.type_name = "test_store";
    request.state_id = (char *)id;
    struct kinds_stream client = kinds_client(kinds->arena, NULL);
    assert_null(kinds_stream_call(kinds, "ReadStateBytes", &request.base, &client).bytes);
    return client;
}

static const Tfplugin6__ReadStateBytes__ResponseChunk *chunk_of(const struct kinds_stream *client, size_t index)
{
    return kinds_got(client, index, &tfplugin6__read_state_bytes__response_chunk__descriptor);
}

static void test_a_state_goes_in_and_out_in_chunks(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    const Tfplugin6__ConfigureStateStore__Response *configured = configure(kinds, "{\"name\":\"a\"}");
    KINDS_SAYS(configured, NULL);
    assert_int_equal(configured->capabilities->chunk_size, CHUNK_SIZE);
    assert_int_equal(read_chunks(kinds, "default").count, 0);
    const ProtobufCMessage *const chunks[] = {
        chunk(arena, "default", "abcd", 0, 10),
        chunk(arena, NULL, "efgh", 4, 10),
        chunk(arena, NULL, "ij", 8, 10),
        NULL,
    };
    KINDS_SAYS(write_chunks(kinds, chunks), NULL);
    const struct kinds_stream client = read_chunks(kinds, "default");
    assert_int_equal(client.count, 3);
    for (size_t i = 0; i < client.count; i++) {
        const Tfplugin6__ReadStateBytes__ResponseChunk *got = chunk_of(&client, i);
        assert_int_equal(got->total_length, 10);
        assert_int_equal(got->range->start, i * CHUNK_SIZE);
        assert_int_equal(got->range->end, i * CHUNK_SIZE + got->bytes.len - 1);
        assert_memory_equal(got->bytes.data, &"abcdefghij"[i * CHUNK_SIZE], got -> bytes.len);
    }
    assert_int_equal(chunk_of(&client, 2)->bytes.len, 2);
    const ProtobufCMessage *const nothing[] = { chunk(arena, "default", "", 0, 0), NULL };
    KINDS_SAYS(write_chunks(kinds, nothing), NULL);
    assert_int_equal(read_chunks(kinds, "default").count, 0);
}

static void test_a_malformed_state_is_not_stored(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    configure(kinds, "{\"name\":\"a\"}");
    const ProtobufCMessage *const cases[][3] = {
        { chunk(arena, "default", "abcd", 0, 10), NULL },
        { chunk(arena, "default", "abcd", 0, 3), NULL },
        { chunk(arena, "default", "abcd", 1, 10), NULL },
        { chunk(arena, "default", "abcd", 0, -1), NULL },
        { chunk(arena, "default", "abcd", 0, 8), chunk(arena, NULL, "efgh", 0, 8), NULL },
        { chunk(arena, "default", "abcd", 0, 8), chunk(arena, NULL, "efgh", 4, 9), NULL },
        { chunk(arena, "default", "a", 0, INT64_MAX), NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        KINDS_SAYS(write_chunks(kinds, cases[i]), " State: ");
    assert_null(kinds_stored.bytes);
    const ProtobufCMessage *const nameless[] = { chunk(arena, NULL, "a", 0, 1), NULL };
    KINDS_SAYS(write_chunks(kinds, nameless), "has no state store");
}

static void test_errors_come_with_the_answer(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    struct kinds_stream client = read_chunks(kinds, "default");
    KINDS_SAYS(chunk_of(&client, 0), "used before it was configured");
    KINDS_SAYS(configure(kinds, "{\"name\":\"a\",\"behaviour\":\"refused\"}"), "Refused");
    KINDS_SAYS(configure(kinds, "{\"name\":\"a\"}"), NULL);
    client = read_chunks(kinds, "other");
    assert_int_equal(client.count, 1);
    KINDS_SAYS(chunk_of(&client, 0), "No such state: There is no other.");
    const ProtobufCMessage *const chunks[] = { chunk(arena, "other", "a", 0, 1), NULL };
    KINDS_SAYS(write_chunks(kinds, chunks), "write failed without saying why");
}

static void test_states_are_listed_and_deleted(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    configure(kinds, "{\"name\":\"a\"}");
    configure(kinds, "{\"name\":\"b\"}");
    assert_int_equal(kinds_stored.open, 1);
    const ProtobufCMessage *const chunks[] = { chunk(arena, "default", "a", 0, 1), NULL };
    KINDS_SAYS(write_chunks(kinds, chunks), NULL);
    Tfplugin6__GetStates__Request request = TFPLUGIN6__GET_STATES__REQUEST__INIT;
    request.type_name = "test_store";
    const Tfplugin6__GetStates__Response *listed =
        thing_call(kinds->server, arena, "GetStates", &request.base, KINDS_RESPONSE(get_states));
    KINDS_SAYS(listed, NULL);
    assert_int_equal(listed->n_state_ids, 2);
    assert_string_equal(listed->state_ids[0], "default");
    Tfplugin6__DeleteState__Request deletion = TFPLUGIN6__DELETE_STATE__REQUEST__INIT;
    deletion.type_name = "test_store";
    deletion.state_id = "default";
    const Tfplugin6__DeleteState__Response *deleted =
        thing_call(kinds->server, arena, "DeleteState", &deletion.base, KINDS_RESPONSE(delete_state));
    KINDS_SAYS(deleted, NULL);
    listed = thing_call(kinds->server, arena, "GetStates", &request.base, KINDS_RESPONSE(get_states));
    KINDS_SAYS(listed, "Empty: There is nothing.");
}

static const Tfplugin6__LockState__Response *lock(const struct kinds *kinds, const char *id)
{
    Tfplugin6__LockState__Request request = TFPLUGIN6__LOCK_STATE__REQUEST__INIT;
    request.type_name = "test_store";
    request.state_id = (char *)id;
    request.operation = "plan";
    return thing_call(kinds->server, kinds->arena, "LockState", &request.base, KINDS_RESPONSE(lock_state));
}

static void test_states_are_locked(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    configure(kinds, "{\"name\":\"a\"}");
    assert_string_equal(lock(kinds, "default")->lock_id, "default for plan");
    KINDS_SAYS(lock(kinds, "held"), "Already locked");
    KINDS_SAYS(lock(kinds, "silent"), "left no id of the lock");
    Tfplugin6__UnlockState__Request request = TFPLUGIN6__UNLOCK_STATE__REQUEST__INIT;
    request.type_name = "test_store";
    request.state_id = "default";
    request.lock_id = "default for plan";
    const Tfplugin6__UnlockState__Response *unlocked =
        thing_call(kinds->server, arena, "UnlockState", &request.base, KINDS_RESPONSE(unlock_state));
    KINDS_SAYS(unlocked, NULL);
    request.lock_id = "another";
    unlocked = thing_call(kinds->server, arena, "UnlockState", &request.base, KINDS_RESPONSE(unlock_state));
    KINDS_SAYS(unlocked, "Not locked");
}

static void test_a_configuration_is_checked(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    Tfplugin6__ValidateStateStoreConfig__Request request = TFPLUGIN6__VALIDATE_STATE_STORE_CONFIG__REQUEST__INIT;
    request.type_name = "test_store";
    request.config = kinds_value(arena, kinds_type(arena), "{\"name\":\"bad\"}");
    const Tfplugin6__ValidateStateStoreConfig__Response *checked = thing_call(
        kinds->server, arena, "ValidateStateStoreConfig", &request.base, KINDS_RESPONSE(validate_state_store_config));
    KINDS_SAYS(checked, "Bad name [name]");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, kinds_start, kinds_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_state_goes_in_and_out_in_chunks),
        TEST(test_a_malformed_state_is_not_stored),
        TEST(test_errors_come_with_the_answer),
        TEST(test_states_are_listed_and_deleted),
        TEST(test_states_are_locked),
        TEST(test_a_configuration_is_checked),
    };
    return cmocka_run_group_tests_name("state_store", tests, NULL, NULL);
}
