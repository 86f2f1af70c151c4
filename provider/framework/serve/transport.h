/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gRPC on the Unix socket: bytes of a call in, bytes of the answer out.
 *
 * One thread runs the completion queue; each call of the provider's runs on a thread of a pool, with its own arena and
 * cancel token, which Terraform's cancellation of the call fires as well. A call that is cancelled while it waits for a
 * thread never begins.
 */
#ifndef FRAMEWORK_SERVE_TRANSPORT_H
#define FRAMEWORK_SERVE_TRANSPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "framework/rpc/rpc.h"
#include "framework/serve/certificate.h"

/**
 * Calls that run at once; further ones wait. Terraform makes 10 by default and as many as a user sets by -parallelism.
 */
#define TRANSPORT_THREADS 256

struct transport;

struct transport_options {
    rpc_server *rpc;                       /**< the caller's, longer than the transport */
    const char *socket_path;               /**< where to listen */
    const struct certificate *certificate; /**< the server's own; NULL for plaintext */
    const char *client_certificate;        /**< PEM of the only client that may connect; NULL for plaintext */
    void (*on_shutdown)(void *); /**< called, on a thread of the transport's, when the client asks for the end */
    void *context;               /**< of on_shutdown */
};

/**
 * Starts serving. The socket is for the user alone. NULL where gRPC cannot listen there. The caller owns the transport.
 */
struct transport *transport_start(const struct transport_options *options);

/** Whether a client has made a call yet, of any kind. */
bool transport_was_called(struct transport *transport);

/**
 * Ends serving: no call is accepted any more, running ones are cancelled and have until `deadline` (tf_now_ms based) to
 * answer, then everything is released and the socket removed. False where a call has not come back by then, or a client
 * is connected that does not read: threads are still running, so that nothing is released and the process has to end at
 * once.
 */
bool transport_stop(struct transport *transport, int64_t deadline);

/**
 * Waits, until `deadline` at most, for gRPC to end its threads, which outlive the last transport by the time that
 * connections take to close. For the end of the process; no transport or channel may be left.
 */
void transport_release(int64_t deadline);

#endif
