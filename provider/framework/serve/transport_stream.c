/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The messages beyond the first of a call, between the thread that runs it and the completion queue.
 */
#include "framework/serve/transport_stream.h"

#include <grpc/byte_buffer.h>
#include <grpc/byte_buffer_reader.h>
#include <grpc/slice.h>

static void on_stepped(struct event *event, bool ok)
{
    struct call_stream *stream = (struct call_stream *)((char *)event - offsetof(struct call_stream, stepped));
    struct transport *transport = stream->transport;
    pthread_mutex_lock(&transport->lock);
    stream->is_done = true;
    stream->is_well = ok;
    pthread_cond_broadcast(&transport->changed);
    pthread_mutex_unlock(&transport->lock);
}

/*
 * Starts operations, whose end end_step waits for. False where the transport is about to end, and nothing was started.
 */
static bool begin_step(struct call_stream *stream, const grpc_op *operations, size_t count)
{
    struct transport *transport = stream->transport;
    pthread_mutex_lock(&transport->lock);
    const bool may_wait = !transport->is_stopping;
    stream->is_waiting = may_wait;
    stream->is_done = false;
    pthread_mutex_unlock(&transport->lock);
    return may_wait && grpc_call_start_batch(stream->call, operations, count, &stream->stepped, NULL) == GRPC_CALL_OK;
}

/* Whether the operations that begin_step has started went well. */
static bool end_step(struct call_stream *stream)
{
    struct transport *transport = stream->transport;
    pthread_mutex_lock(&transport->lock);
    while (!stream->is_done)
        pthread_cond_wait(&transport->changed, &transport->lock);
    stream->is_waiting = false;
    const bool is_well = stream->is_well;
    pthread_mutex_unlock(&transport->lock);
    return is_well;
}

static void drop_message(struct call_stream *stream)
{
    if (stream->message != NULL)
        grpc_byte_buffer_destroy(stream->message);
    stream->message = NULL;
}

static bool emit(rpc_stream *functions, const uint8_t *bytes, size_t size)
{
    struct call_stream *stream = (struct call_stream *)functions;
    grpc_slice slice = grpc_slice_from_copied_buffer((const char *)bytes, size);
    stream->message = grpc_raw_byte_buffer_create(&slice, 1);
    grpc_slice_unref(slice);
    grpc_op operations[2] = { { .op = GRPC_OP_SEND_MESSAGE }, { .op = GRPC_OP_SEND_INITIAL_METADATA } };
    operations[0].data.send_message.send_message = stream->message;
    const bool has_started = begin_step(stream, operations, stream->has_begun ? 1 : 2);
    stream->has_begun |= has_started;
    const bool sent = has_started && end_step(stream);
    stream->has_lost |= !sent;
    drop_message(stream);
    return sent;
}

static bool next(rpc_stream *functions, tf_arena *arena, const uint8_t **out_bytes, size_t *out_size)
{
    struct call_stream *stream = (struct call_stream *)functions;
    grpc_op operation = { .op = GRPC_OP_RECV_MESSAGE };
    operation.data.recv_message.recv_message = &stream->message;
    grpc_byte_buffer_reader reader;
    const bool received = begin_step(stream, &operation, 1) && end_step(stream) && stream->message != NULL
                          && grpc_byte_buffer_reader_init(&reader, stream->message);
    if (received) {
        const grpc_slice all = grpc_byte_buffer_reader_readall(&reader);
        *out_size = GRPC_SLICE_LENGTH(all);
        *out_bytes = (const uint8_t *)tf_copy_bytes(arena, GRPC_SLICE_START_PTR(all), *out_size);
        grpc_slice_unref(all);
        grpc_byte_buffer_reader_destroy(&reader);
    }
    drop_message(stream);
    return received;
}

void call_stream_init(struct call_stream *stream, struct transport *transport, grpc_call *call)
{
    *stream = (struct call_stream){
        .functions = { .emit = emit, .next = next },
        .transport = transport,
        .call = call,
        .stepped = { .done = on_stepped },
    };
}

void call_stream_abort(struct call_stream *stream)
{
    if (stream->is_waiting)
        grpc_call_cancel(stream->call, NULL);
}
