/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gRPC's server: listening, accepting, ending. What becomes of one call is in transport_call.c.
 */
#include "framework/serve/transport.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <grpc/grpc_security.h>
#include <grpc/support/log.h>
#include <grpc/support/time.h>

#include <tfprovider/log.h>

#include "framework/foundation/condition.h"
#include "framework/serve/transport_call.h"

#define IDLE_MILLISECONDS 10000
/* How long connections that nothing is due on any more may take to close: for ever, where the client does not read. */
#define CLOSE_MILLISECONDS 3000
/* Terraform itself takes answers of up to 256 MiB from a provider. */
#define MOST_REQUEST_BYTES (256 * 1024 * 1024)

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

/* Newer gRPC writes errors to stderr, where Terraform takes them from. */
#ifdef GRPC_HAS_LOG_FUNCTION
static void log_grpc(gpr_log_func_args *line)
{
    const tf_log_level level = line->severity == GPR_LOG_SEVERITY_ERROR ? TF_LOG_WARN : TF_LOG_TRACE;
    tf_log(level, "provider.grpc", "%s", line->message);
}
#endif

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
    condition_init(&started->changed);
#ifdef GRPC_HAS_LOG_FUNCTION
    gpr_set_log_function(log_grpc);
#endif
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
    started->pool = pool_new(TRANSPORT_THREADS, IDLE_MILLISECONDS);
    call_accept(started);
    if (pthread_create(&started->thread, NULL, run_queue, started) != 0)
        abort();
    return started;
}

bool transport_was_called(struct transport *transport)
{
    pthread_mutex_lock(&transport->lock);
    const bool was_called = transport->was_called;
    pthread_mutex_unlock(&transport->lock);
    return was_called;
}

/* Threads still use all of it; only the socket can go. */
static bool leave_behind(const struct transport *transport)
{
    unlink(transport->options.socket_path);
    return false;
}

bool transport_stop(struct transport *transport, int64_t deadline)
{
    grpc_server_shutdown_and_notify(transport->server, transport->queue, &transport->stopped);
    pthread_mutex_lock(&transport->lock);
    transport->is_stopping = true;
    pthread_mutex_unlock(&transport->lock);
    call_cancel_all(transport);
    call_abort_streams(transport);
    pthread_mutex_lock(&transport->lock);
    while (transport->due != NULL && condition_wait(&transport->changed, &transport->lock, deadline))
        ;
    const bool is_idle = transport->due == NULL;
    pthread_mutex_unlock(&transport->lock);
    if (!is_idle)
        return leave_behind(transport);
    grpc_server_cancel_all_calls(transport->server);
    pthread_mutex_lock(&transport->lock);
    const int64_t closed_at = tf_deadline_in_ms(CLOSE_MILLISECONDS);
    const int64_t last = closed_at < deadline ? closed_at : deadline;
    while (!transport->is_stopped && condition_wait(&transport->changed, &transport->lock, last))
        ;
    const bool is_stopped = transport->is_stopped;
    pthread_mutex_unlock(&transport->lock);
    if (!is_stopped)
        return leave_behind(transport);
    grpc_completion_queue_shutdown(transport->queue);
    pthread_join(transport->thread, NULL);
    pool_free(transport->pool);
    free_transport(transport);
    return true;
}

void transport_release(int64_t deadline)
{
    const struct timespec pause = { .tv_nsec = 1000000 };
    while (grpc_is_initialized() && tf_now_ms() < deadline)
        nanosleep(&pause, NULL);
}
