/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The calls of a transport, from their arrival to the end of their answer.
 */
#ifndef FRAMEWORK_SERVE_TRANSPORT_CALL_H
#define FRAMEWORK_SERVE_TRANSPORT_CALL_H

#include <pthread.h>

#include <grpc/grpc.h>

#include "framework/serve/pool.h"
#include "framework/serve/transport.h"

/** The tag of an operation on the completion queue: what to do when it is done, on the queue's thread. */
struct event {
    void (*done)(struct event *event, bool ok);
    struct served_call *call;
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
    struct served_call *due; /**< calls that are due an answer */
    bool was_called;         /**< a call has come */
    bool is_stopping;        /**< those that come yet are cancelled at once */
    bool is_stopped;         /**< gRPC has no call left */
};

/** Has gRPC hand over the next call; every call that comes asks for its successor. */
void call_accept(struct transport *transport);

/** Fires the cancel tokens of all calls that are running, and answers those that have not begun. */
void call_cancel_all(struct transport *transport);

/** Ends the waiting of calls for the client to take or send a message. Once the transport is stopping. */
void call_abort_streams(struct transport *transport);

#endif
