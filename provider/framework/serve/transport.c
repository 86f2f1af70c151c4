#include "framework/serve/transport.h"

#include <grpc/byte_buffer.h>
#include <grpc/byte_buffer_reader.h>
#include <grpc/grpc.h>
#include <grpc/grpc_security.h>
#include <grpc/slice.h>
#include <grpc/support/alloc.h>
#include <grpc/support/log.h>
#include <grpc/support/time.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tfprovider/log.h>
#include <time.h>
#include <unistd.h>

#include "framework/serve/pool.h"

/* Terraform runs 10 operations at once by default and as many as a user sets by -parallelism. */
#define MOST_THREADS 256
#define IDLE_MILLISECONDS 10000
/* Terraform itself takes answers of up to 256 MiB from a provider. */
#define MOST_REQUEST_BYTES (256 * 1024 * 1024)

/* The tag of an operation on the completion queue: what to do when it is done. */
struct event {
    void (*done)(struct event *event, bool ok);
    struct served_call *call;
};

/* How a method is served. */
typedef enum kind {
    KIND_CALL,     /* of the provider's: on the struct pool */
    KIND_AT_ONCE,  /* takes no time and must not wait for a thread: here */
    KIND_SHUTDOWN, /* at once; then the process ends */
    KIND_STREAM,   /* is kept open and stays silent */
    KIND_NONE,
} kind;

/* One call. Only the queue's thread touches it, but between the start of a job and that of its answer. */
struct served_call {
    struct transport *transport;
    grpc_call *call;
    grpc_call_details details;
    grpc_metadata_array metadata;
    struct event accepted, received, sent, closed;
    unsigned pending; /* of received or sent, and closed */
    int cancelled;
    kind kind;
    const char *method;
    grpc_byte_buffer *request;
    grpc_byte_buffer *response;
    grpc_slice message;
    pool_job job;
    tf_arena *arena;
    tf_cancel *cancel;
};

struct transport {
    struct transport_options options;
    grpc_server *server;
    grpc_completion_queue *queue;
    struct pool *pool;
    pthread_t thread;
    struct event stopped;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t running;  /* calls that are due an answer */
    bool is_stopped; /* no call is left */
};

static void accept_call(struct transport *transport);

static bool wait_on(struct transport *transport, int64_t deadline)
{
    const struct timespec until = { .tv_sec = deadline / 1000, .tv_nsec = deadline % 1000 * 1000000 };
    return pthread_cond_timedwait(&transport->changed, &transport->lock, &until) == 0;
}

static void count_running(struct transport *transport, bool starts)
{
    pthread_mutex_lock(&transport->lock);
    transport->running = starts ? transport->running + 1 : transport->running - 1;
    pthread_cond_broadcast(&transport->changed);
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
    if (--call->pending == 0)
        free_call(call);
}

static kind kind_of(const char *method)
{
    static const struct {
        const char *method;
        kind kind;
    } others[] = {
        { "/tfplugin6.Provider/StopProvider", KIND_AT_ONCE }, { "/grpc.health.v1.Health/Check", KIND_AT_ONCE },
        { "/plugin.GRPCController/Shutdown", KIND_SHUTDOWN }, { "/plugin.GRPCStdio/StreamStdio", KIND_STREAM },
        { "/plugin.GRPCBroker/StartStream", KIND_STREAM },
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
    grpc_op operations[3] = { { .op = GRPC_OP_SEND_INITIAL_METADATA }, { .op = GRPC_OP_SEND_STATUS_FROM_SERVER } };
    size_t count = 2;
    if (answer->status == RPC_OK) {
        grpc_slice slice = grpc_slice_from_copied_buffer((const char *)answer->bytes, answer->size);
        call->response = grpc_raw_byte_buffer_create(&slice, 1);
        grpc_slice_unref(slice);
        operations[count].op = GRPC_OP_SEND_MESSAGE;
        operations[count++].data.send_message.send_message = call->response;
    } else {
        call->message = grpc_slice_from_copied_string(answer->message == NULL ? "" : answer->message);
    }
    operations[1].data.send_status_from_server.status = (grpc_status_code)answer->status;
    operations[1].data.send_status_from_server.status_details = &call->message;
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
    rpc_handle(call->transport->options.rpc, call->arena, call->cancel, call->method, GRPC_SLICE_START_PTR(request),
               GRPC_SLICE_LENGTH(request), &answer);
    grpc_slice_unref(request);
    send_answer(call, &answer);
}

static void run_job(pool_job *job)
{
    answer_call((struct served_call *)((char *)job - offsetof(struct served_call, job)));
}

static void on_received(struct event *event, bool ok)
{
    struct served_call *call = event->call;
    if (!ok) {
        count_running(call->transport, false);
        drop_call(call);
        return;
    }
    if (call->kind != KIND_CALL) {
        answer_call(call);
        return;
    }
    call->job.run = run_job;
    pool_run(call->transport->pool, &call->job);
}

static void on_sent(struct event *event, bool ok)
{
    (void)ok;
    struct served_call *call = event->call;
    struct transport *transport = call->transport;
    const bool shuts_down = call->kind == KIND_SHUTDOWN;
    if (call->kind != KIND_STREAM)
        count_running(transport, false);
    drop_call(call);
    if (shuts_down)
        transport->options.on_shutdown(transport->options.context);
}

/* The call is over, for whatever reason: a cancelled one is to be worked on no more. */
static void on_closed(struct event *event, bool ok)
{
    struct served_call *call = event->call;
    if (!ok || call->cancelled)
        tf_cancel_fire(call->cancel);
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
    accept_call(call->transport);
    call->arena = tf_arena_new();
    call->cancel = tf_cancel_new();
    call->method =
        tf_copy_bytes(call->arena, GRPC_SLICE_START_PTR(call->details.method), GRPC_SLICE_LENGTH(call->details.method));
    call->kind = kind_of(call->method);
    call->pending = 2;
    grpc_op closing = { .op = GRPC_OP_RECV_CLOSE_ON_SERVER };
    closing.data.recv_close_on_server.cancelled = &call->cancelled;
    start_batch(call, &closing, 1, &call->closed);
    if (call->kind != KIND_STREAM)
        count_running(call->transport, true);
    if (call->kind == KIND_STREAM)
        open_stream(call);
    else if (call->kind == KIND_NONE)
        answer_call(call);
    else
        receive_request(call);
}

static void accept_call(struct transport *transport)
{
    struct served_call *call = calloc(1, sizeof *call);
    if (call == NULL) {
        fputs("out of memory\n", stderr);
        abort();
    }
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

static void on_stopped(struct event *event, bool ok)
{
    (void)ok;
    struct transport *stopped = (struct transport *)((char *)event - offsetof(struct transport, stopped));
    pthread_mutex_lock(&stopped->lock);
    stopped->is_stopped = true;
    pthread_cond_broadcast(&stopped->changed);
    pthread_mutex_unlock(&stopped->lock);
}

static void *run_queue(void *context)
{
    const struct transport *transport = context;
    for (;;) {
        const grpc_event next = grpc_completion_queue_next(transport->queue, gpr_inf_future(GPR_CLOCK_MONOTONIC), NULL);
        if (next.type == GRPC_QUEUE_SHUTDOWN)
            return NULL;
        if (next.type == GRPC_OP_COMPLETE) {
            struct event *done = next.tag;
            done->done(done, next.success != 0);
        }
    }
}

static void log_grpc(gpr_log_func_args *line)
{
    const tf_log_level level = line->severity == GPR_LOG_SEVERITY_ERROR ? TF_LOG_WARN : TF_LOG_TRACE;
    tf_log(level, "provider.grpc", "%s", line->message);
}

static grpc_server_credentials *make_credentials(const struct transport_options *options)
{
    if (options->certificate == NULL || options->client_certificate == NULL)
        return grpc_insecure_server_credentials_create();
    grpc_ssl_pem_key_cert_pair pair = {
        .private_key = options->certificate->key_pem,
        .cert_chain = options->certificate->pem,
    };
    return grpc_ssl_server_credentials_create_ex(options->client_certificate, &pair, 1,
                                                 GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY, NULL);
}

static bool listen_on_socket(struct transport *transport)
{
    grpc_server_credentials *credentials = make_credentials(&transport->options);
    if (credentials == NULL)
        return false;
    tf_arena *arena = tf_arena_new();
    const mode_t before = umask(S_IRWXG | S_IRWXO);
    const bool listens =
        grpc_server_add_http2_port(transport->server, tf_format(arena, "unix:%s", transport->options.socket_path),
                                   credentials)
        != 0;
    umask(before);
    tf_arena_free(arena);
    grpc_server_credentials_release(credentials);
    return listens;
}

static grpc_server *make_server(void)
{
    grpc_arg arguments[] = {
        { .type = GRPC_ARG_INTEGER, .key = GRPC_ARG_MAX_RECEIVE_MESSAGE_LENGTH, .value.integer = MOST_REQUEST_BYTES },
        { .type = GRPC_ARG_INTEGER, .key = GRPC_ARG_MAX_SEND_MESSAGE_LENGTH, .value.integer = -1 },
    };
    const grpc_channel_args all = { .num_args = sizeof arguments / sizeof arguments[0], .args = arguments };
    return grpc_server_create(&all, NULL);
}

static void free_transport(struct transport *transport)
{
    grpc_server_destroy(transport->server);
    grpc_completion_queue_destroy(transport->queue);
    grpc_shutdown();
    unlink(transport->options.socket_path);
    pthread_cond_destroy(&transport->changed);
    pthread_mutex_destroy(&transport->lock);
    free(transport);
}

struct transport *transport_start(const struct transport_options *options)
{
    struct transport *started = calloc(1, sizeof *started);
    if (started == NULL)
        return NULL;
    started->options = *options;
    started->stopped.done = on_stopped;
    pthread_mutex_init(&started->lock, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&started->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    gpr_set_log_function(log_grpc);
    grpc_init();
    started->queue = grpc_completion_queue_create_for_next(NULL);
    started->server = make_server();
    grpc_server_register_completion_queue(started->server, started->queue, NULL);
    if (!listen_on_socket(started)) {
        grpc_completion_queue_shutdown(started->queue);
        run_queue(started);
        free_transport(started);
        return NULL;
    }
    grpc_server_start(started->server);
    started->pool = pool_new(MOST_THREADS, IDLE_MILLISECONDS);
    accept_call(started);
    if (pthread_create(&started->thread, NULL, run_queue, started) != 0)
        abort();
    return started;
}

bool transport_stop(struct transport *transport, int64_t deadline)
{
    grpc_server_shutdown_and_notify(transport->server, transport->queue, &transport->stopped);
    rpc_server_stop(transport->options.rpc);
    pthread_mutex_lock(&transport->lock);
    while (transport->running > 0 && wait_on(transport, deadline))
        ;
    const bool is_idle = transport->running == 0;
    pthread_mutex_unlock(&transport->lock);
    if (!is_idle) {
        unlink(transport->options.socket_path);
        return false;
    }
    grpc_server_cancel_all_calls(transport->server);
    pthread_mutex_lock(&transport->lock);
    while (!transport->is_stopped)
        pthread_cond_wait(&transport->changed, &transport->lock);
    pthread_mutex_unlock(&transport->lock);
    grpc_completion_queue_shutdown(transport->queue);
    pthread_join(transport->thread, NULL);
    pool_free(transport->pool);
    free_transport(transport);
    return true;
}
