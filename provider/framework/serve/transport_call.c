/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One call on gRPC's completion queue, from its metadata to its status; rpc/ answers it on a thread of the pool.
 */
#include "framework/serve/transport_call.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <grpc/byte_buffer.h>
#include <grpc/byte_buffer_reader.h>
#include <grpc/slice.h>

#include <tfprovider/log.h>

#include "framework/serve/transport_stream.h"

/* How a method is served. */
typedef enum kind {
    KIND_CALL,     /* of the provider's: on the pool */
    KIND_AT_ONCE,  /* takes no time and must not wait for a thread: here */
    KIND_STOP,     /* likewise; cancels the others */
    KIND_SHUTDOWN, /* at once; then the process ends */
    KIND_SILENT,   /* a stream that is kept open and stays silent */
    KIND_NONE,
} kind;

/* One call. Only the queue's thread touches it, but between the start of a job and that of its answer. */
struct served_call {
    struct transport *transport;
    grpc_call *call;
    grpc_call_details details;
    grpc_metadata_array metadata;
    struct event accepted, received, sent, closed;
    atomic_uint pending;       /* of received or sent, closed, the job, and whoever cancels it */
    struct served_call *next;  /* in the transport's list, of calls that are due an answer */
    struct served_call **link; /* what points here from before */
    int cancelled;
    kind kind;
    const char *method;
    grpc_byte_buffer *request;
    grpc_byte_buffer *response;
    grpc_slice message;
    pool_job job;
    struct call_stream stream;
    tf_arena *arena;
    tf_cancel *cancel;
};

static void expect_answer(struct served_call *call)
{
    struct transport *transport = call->transport;
    pthread_mutex_lock(&transport->lock);
    call->next = transport->due;
    call->link = &transport->due;
    if (call->next != NULL)
        call->next->link = &call->next;
    transport->due = call;
    const bool is_stopping = transport->is_stopping;
    pthread_mutex_unlock(&transport->lock);
    if (is_stopping)
        tf_cancel_fire(call->cancel);
}

static void expect_answer_no_more(struct served_call *call)
{
    struct transport *transport = call->transport;
    pthread_mutex_lock(&transport->lock);
    *call->link = call->next;
    if (call->next != NULL)
        call->next->link = call->link;
    pthread_cond_broadcast(&transport->changed);
    pthread_mutex_unlock(&transport->lock);
}

void call_abort_streams(struct transport *transport)
{
    pthread_mutex_lock(&transport->lock);
    for (struct served_call *call = transport->due; call != NULL; call = call->next)
        call_stream_abort(&call->stream);
    pthread_mutex_unlock(&transport->lock);
}

static void free_call(struct served_call *call)
{
    if (call->call != NULL)
        grpc_call_unref(call->call);
    grpc_call_details_destroy(&call->details);
    grpc_metadata_array_destroy(&call->metadata);
    if (call->request != NULL)
        grpc_byte_buffer_destroy(call->request);
    if (call->response != NULL)
        grpc_byte_buffer_destroy(call->response);
    grpc_slice_unref(call->message);
    tf_cancel_release(call->cancel);
    tf_arena_free(call->arena);
    free(call);
}

static void drop_call(struct served_call *call)
{
    if (atomic_fetch_sub(&call->pending, 1) == 1)
        free_call(call);
}

static kind kind_of(const char *method)
{
    static const struct {
        const char *method;
        kind kind;
    } others[] = {
        { "/tfplugin6.Provider/StopProvider", KIND_STOP },    { "/grpc.health.v1.Health/Check", KIND_AT_ONCE },
        { "/plugin.GRPCController/Shutdown", KIND_SHUTDOWN }, { "/plugin.GRPCStdio/StreamStdio", KIND_SILENT },
        { "/plugin.GRPCBroker/StartStream", KIND_SILENT },
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strcmp(method, others[i].method) == 0)
            return others[i].kind;
    }
    return strncmp(method, "/tfplugin6.Provider/", strlen("/tfplugin6.Provider/")) == 0 ? KIND_CALL : KIND_NONE;
}

static void start_batch(struct served_call *call, const grpc_op *operations, size_t count, struct event *event)
{
    const grpc_call_error error = grpc_call_start_batch(call->call, operations, count, event, NULL);
    if (error != GRPC_CALL_OK) {
        tf_log(TF_LOG_ERROR, "provider.serve", "gRPC refused an operation: %s", grpc_call_error_to_string(error));
        abort();
    }
}

static void send_answer(struct served_call *call, const rpc_answer *answer)
{
    grpc_op operations[3] = { { .op = GRPC_OP_SEND_STATUS_FROM_SERVER } };
    size_t count = 1;
    if (!call->stream.has_begun)
        operations[count++].op = GRPC_OP_SEND_INITIAL_METADATA;
    if (answer->status == RPC_OK && answer->bytes != NULL) {
        grpc_slice slice = grpc_slice_from_copied_buffer((const char *)answer->bytes, answer->size);
        call->response = grpc_raw_byte_buffer_create(&slice, 1);
        grpc_slice_unref(slice);
        operations[count].op = GRPC_OP_SEND_MESSAGE;
        operations[count++].data.send_message.send_message = call->response;
    } else if (answer->status != RPC_OK) {
        call->message = grpc_slice_from_copied_string(answer->message == NULL ? "" : answer->message);
    }
    operations[0].data.send_status_from_server.status = (grpc_status_code)answer->status;
    operations[0].data.send_status_from_server.status_details = &call->message;
    start_batch(call, operations, count, &call->sent);
}

static void answer_call(struct served_call *call)
{
    grpc_slice request = grpc_empty_slice();
    if (call->request != NULL) {
        grpc_byte_buffer_reader reader;
        if (grpc_byte_buffer_reader_init(&reader, call->request)) {
            request = grpc_byte_buffer_reader_readall(&reader);
            grpc_byte_buffer_reader_destroy(&reader);
        }
    }
    rpc_answer answer;
    rpc_handle_stream(call->transport->options.rpc, call->arena, call->cancel, &call->stream.functions, call->method,
                      GRPC_SLICE_START_PTR(request), GRPC_SLICE_LENGTH(request), &answer);
    grpc_slice_unref(request);
    if (call->stream.has_lost && answer.status == RPC_OK) {
        answer =
            (rpc_answer){ .status = RPC_CANCELLED, .message = "the provider ended before its answer had been sent" };
    }
    send_answer(call, &answer);
}

/* What was cancelled while it waited for a thread must not begin: nobody would learn what it has done. */
static void refuse_call(struct served_call *call)
{
    static const rpc_answer cancelled = { .status = RPC_CANCELLED, .message = "cancelled before it began" };
    send_answer(call, &cancelled);
}

static void run_job(pool_job *job)
{
    struct served_call *call = (struct served_call *)((char *)job - offsetof(struct served_call, job));
    if (tf_cancel_fired(call->cancel)) {
        refuse_call(call);
    } else {
        answer_call(call);
    }
    drop_call(call);
}

/* Tells a call that it is to end; one that still waits for a thread is answered at once. */
static void cancel_call(struct served_call *call)
{
    tf_cancel_fire(call->cancel);
    if (!pool_withdraw(call->transport->pool, &call->job))
        return;
    refuse_call(call);
    /* The job's share, which is not the last one: whoever cancels the call has one too. */
    atomic_fetch_sub(&call->pending, 1);
}

/*
 * Cancels all calls that are due an answer. That runs functions of other layers, which must not find the list locked.
 */
void call_cancel_all(struct transport *transport)
{
    tf_arena *arena = tf_arena_new();
    pthread_mutex_lock(&transport->lock);
    size_t count = 0;
    for (const struct served_call *call = transport->due; call != NULL; call = call->next)
        count++;
    struct served_call **calls = tf_alloc_array(arena, count, sizeof(calls[0]));
    count = 0;
    for (struct served_call *call = transport->due; call != NULL; call = call->next) {
        atomic_fetch_add(&call->pending, 1);
        calls[count++] = call;
    }
    pthread_mutex_unlock(&transport->lock);
    for (size_t i = 0; i < count; i++) {
        cancel_call(calls[i]);
        drop_call(calls[i]);
    }
    tf_arena_free(arena);
}

static void on_received(struct event *event, bool ok)
{
    struct served_call *call = event->call;
    if (!ok) {
        expect_answer_no_more(call);
        drop_call(call);
        return;
    }
    if (call->kind == KIND_STOP)
        call_cancel_all(call->transport);
    if (call->kind != KIND_CALL) {
        answer_call(call);
        return;
    }
    call->job.run = run_job;
    atomic_fetch_add(&call->pending, 1);
    pool_run(call->transport->pool, &call->job);
}

static void on_sent(struct event *event, bool ok)
{
    (void)ok;
    struct served_call *call = event->call;
    struct transport *transport = call->transport;
    const bool shuts_down = call->kind == KIND_SHUTDOWN;
    if (call->kind != KIND_SILENT)
        expect_answer_no_more(call);
    drop_call(call);
    if (shuts_down)
        transport->options.on_shutdown(transport->options.context);
}

/* The call is over, for whatever reason: a cancelled one is to be worked on no more. */
static void on_closed(struct event *event, bool ok)
{
    struct served_call *call = event->call;
    if (!ok || call->cancelled)
        cancel_call(call);
    drop_call(call);
}

/* Says once that the stream is there. What ends it is the client, or the end of the server. */
static void open_stream(struct served_call *call)
{
    const grpc_op operation = { .op = GRPC_OP_SEND_INITIAL_METADATA };
    start_batch(call, &operation, 1, &call->sent);
}

static void receive_request(struct served_call *call)
{
    grpc_op operation = { .op = GRPC_OP_RECV_MESSAGE };
    operation.data.recv_message.recv_message = &call->request;
    start_batch(call, &operation, 1, &call->received);
}

static void on_accepted(struct event *event, bool ok)
{
    struct served_call *call = event->call;
    if (!ok) {
        free_call(call);
        return;
    }
    call_accept(call->transport);
    pthread_mutex_lock(&call->transport->lock);
    call->transport->was_called = true;
    pthread_mutex_unlock(&call->transport->lock);
    call->arena = tf_arena_new();
    call->cancel = tf_cancel_new();
    call->method =
        tf_copy_bytes(call->arena, GRPC_SLICE_START_PTR(call->details.method), GRPC_SLICE_LENGTH(call->details.method));
    call->kind = kind_of(call->method);
    atomic_init(&call->pending, 2);
    call_stream_init(&call->stream, call->transport, call->call);
    grpc_op closing = { .op = GRPC_OP_RECV_CLOSE_ON_SERVER };
    closing.data.recv_close_on_server.cancelled = &call->cancelled;
    start_batch(call, &closing, 1, &call->closed);
    if (call->kind != KIND_SILENT)
        expect_answer(call);
    if (call->kind == KIND_SILENT) {
        open_stream(call);
    } else if (call->kind == KIND_NONE) {
        answer_call(call);
    } else {
        receive_request(call);
    }
}

void call_accept(struct transport *transport)
{
    struct served_call *call = calloc(1, sizeof *call);
    if (call == NULL)
        tf_no_memory(sizeof *call);
    call->transport = transport;
    call->message = grpc_empty_slice();
    call->accepted = (struct event){ on_accepted, call };
    call->received = (struct event){ on_received, call };
    call->sent = (struct event){ on_sent, call };
    call->closed = (struct event){ on_closed, call };
    grpc_call_details_init(&call->details);
    grpc_metadata_array_init(&call->metadata);
    if (grpc_server_request_call(transport->server, &call->call, &call->details, &call->metadata, transport->queue,
                                 transport->queue, &call->accepted)
        != GRPC_CALL_OK)
        free_call(call);
}
