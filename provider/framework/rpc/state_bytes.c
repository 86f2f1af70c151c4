/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A state's bytes, in chunks of the size that was agreed on when the store was configured. What has arrived of a state
 * decides what is allocated for it, whatever length it announces.
 */
#include <inttypes.h>
#include <string.h>

#include "framework/rpc/diagnostics.h"
#include "framework/rpc/message.h"
#include "framework/rpc/methods.h"
#include "framework/rpc/state_store_call.h"
#include "framework/rpc/stream.h"

/* Sends the bytes from `start` on, at most `size` of them, with what was reported, if `tells`. */
static bool send_chunk(tf_call *call, rpc_stream *stream, const uint8_t *state, size_t total, size_t start, size_t size,
                       bool tells)
{
    Tfplugin6__ReadStateBytes__ResponseChunk chunk = TFPLUGIN6__READ_STATE_BYTES__RESPONSE_CHUNK__INIT;
    Tfplugin6__StateByteRange range = TFPLUGIN6__STATE_BYTE_RANGE__INIT;
    if (size > 0) {
        range.start = (int64_t)start;
        range.end = (int64_t)(start + size - 1);
        chunk.range = &range;
        chunk.bytes = message_bytes(state + start, size);
        chunk.total_length = (int64_t)total;
    }
    if (tells)
        chunk.diagnostics = diagnostics_message(call, &chunk.n_diagnostics);
    return stream_emit(stream, &chunk.base);
}

static void send_state(tf_call *call, rpc_stream *stream, const void *state, size_t total, size_t chunk_size)
{
    size_t start = 0;
    while (start < total) {
        const size_t size = total - start < chunk_size ? total - start : chunk_size;
        if (!send_chunk(call, stream, state, total, start, size, start == 0))
            return;
        start += size;
    }
    if (total == 0 && call->diagnostics != NULL)
        send_chunk(call, stream, NULL, 0, 0, 0, true);
}

/* A state that is not there is an answer without chunks. */
void rpc_read_state(rpc_server *server, tf_call *call, const Tfplugin6__ReadStateBytes__Request *asked,
                    rpc_stream *stream)
{
    const void *bytes = NULL;
    size_t size = 0;
    store_use use = { .chunk_size = 1 };
    if (store_begin(server, call, asked->type_name, &use)) {
        const char *id = message_text(call->arena, asked->state_id);
        if (!rpc_succeeded(call, "read", use.store->read(call, id, &bytes, &size)) || bytes == NULL)
            size = 0;
        store_end(call, &use);
    }
    send_state(call, stream, bytes, size, (size_t)use.chunk_size);
}

/* A state that arrives. */
struct arrival {
    tf_arena *arena; /* of the bytes, replaced by a larger one as they grow */
    uint8_t *bytes;
    size_t capacity;
    size_t size;
    int64_t total; /* announced */
};

/* Makes room for `size` bytes more: twice what has arrived at most. */
static void make_room(struct arrival *arrival, size_t size)
{
    const size_t needed = arrival->size + size;
    if (needed <= arrival->capacity)
        return;
    size_t capacity = needed * 2;
    if (capacity > (size_t)arrival->total)
        capacity = (size_t)arrival->total;
    tf_arena *arena = tf_arena_new();
    uint8_t *bytes = tf_alloc(arena, capacity);
    if (arrival->size > 0)
        memcpy(bytes, arrival->bytes, arrival->size);
    tf_arena_free(arrival->arena);
    *arrival = (struct arrival){ arena, bytes, capacity, arrival->size, arrival->total };
}

static bool take_chunk(tf_call *call, struct arrival *arrival, const Tfplugin6__WriteStateBytes__RequestChunk *chunk)
{
    const size_t size = chunk->bytes.len;
    const bool in_place = chunk->range == NULL || chunk->range->start == (int64_t)arrival->size;
    const bool is_whole = chunk->range == NULL || chunk->range->end == (int64_t)(arrival->size + size) - 1;
    if (arrival->size == 0)
        arrival->total = chunk->total_length;
    if (chunk->total_length != arrival->total || !in_place || !is_whole
        || (int64_t)(arrival->size + size) > arrival->total) {
        return tf_fail(call, "Malformed State",
                       "A part of the state does not fit to those before it: %zu bytes after %zu of %" PRId64
                       ". Terraform and the provider may not fit together; please report it.",
                       size, arrival->size, arrival->total);
    }
    make_room(arrival, size);
    if (size > 0)
        memcpy(arrival->bytes + arrival->size, chunk->bytes.data, size);
    arrival->size += size;
    return true;
}

/* Takes the chunks behind the first one, each in an arena of its own. */
static bool take_rest(tf_call *call, rpc_stream *stream, struct arrival *arrival)
{
    bool goes_on = true;
    while (goes_on && !call->failed) {
        tf_arena *arena = tf_arena_new();
        const ProtobufCMessage *message =
            stream_next(call, stream, arena, &tfplugin6__write_state_bytes__request_chunk__descriptor);
        goes_on = message != NULL && take_chunk(call, arrival, (const void *)message);
        tf_arena_free(arena);
    }
    if (!call->failed && (int64_t)arrival->size != arrival->total) {
        tf_fail(call, "Incomplete State", "Of a state of %" PRId64 " bytes, %zu have arrived. It was not stored.",
                arrival->total, arrival->size);
    }
    return !call->failed;
}

void rpc_write_state(rpc_server *server, tf_call *call, const Tfplugin6__WriteStateBytes__RequestChunk *first,
                     rpc_stream *stream, Tfplugin6__WriteStateBytes__Response *response)
{
    (void)response;
    (void)response;
    static const Tfplugin6__RequestChunkMeta nothing = TFPLUGIN6__REQUEST_CHUNK_META__INIT;
    const bool is_named = first->optional_meta_case == TFPLUGIN6__WRITE_STATE_BYTES__REQUEST_CHUNK__OPTIONAL_META_META;
    const Tfplugin6__RequestChunkMeta *meta = is_named ? first->meta : &nothing;
    struct arrival arrival = { .arena = NULL };
    store_use use;
    if (store_begin(server, call, meta->type_name, &use)) {
        const char *id = message_text(call->arena, meta->state_id);
        if (take_chunk(call, &arrival, first) && take_rest(call, stream, &arrival)) {
            rpc_succeeded(
                call, "write",
                use.store->write(call, id, arrival.size == 0 ? (const void *)"" : arrival.bytes, arrival.size));
        }
        store_end(call, &use);
    }
    tf_arena_free(arrival.arena);
}
