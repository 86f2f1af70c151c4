/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin protocol without its transport: protobuf request in, protobuf answer out.
 */
#ifndef FRAMEWORK_RPC_RPC_H
#define FRAMEWORK_RPC_RPC_H

#include <stdint.h>

#include <tfprovider/provider.h>

/** A provider being served: its schema in every form that is needed more than once, and its configured clients. */
typedef struct rpc_server rpc_server;

/**
 * A server for `provider`, whose tables it checks: a table that cannot work (a name twice, a default of an
 * optional-only attribute) ends in NULL and `*out_problem`, in `arena`. The caller owns the server.
 */
rpc_server *rpc_server_new(const tf_provider *provider, tf_arena *arena, const char **out_problem);

/** Releases the server and the configured clients. No call may be running. */
void rpc_server_free(rpc_server *server);

/** gRPC status codes that an answer can have. */
typedef enum rpc_status {
    RPC_OK = 0,
    RPC_CANCELLED = 1, /**< of calls that did not begin, and of streams that are not whole */
    RPC_INVALID_ARGUMENT = 3,
    RPC_NOT_FOUND = 5,
    RPC_UNIMPLEMENTED = 12,
    RPC_INTERNAL = 13,
} rpc_status;

typedef struct rpc_answer {
    rpc_status status;
    const char *message;  /**< of a status other than RPC_OK */
    const uint8_t *bytes; /**< NULL where the answer was streamed */
    size_t size;
} rpc_answer;

/** The messages beyond the first of a call that streams them. Used on the thread of the call only. */
typedef struct rpc_stream {
    /** Sends one message of the answer and waits until it has gone out; false where the client takes no more. */
    bool (*emit)(struct rpc_stream *stream, const uint8_t *bytes, size_t size);

    /**
     * Waits for the next message of the request, copied into `arena`; false behind the last, and where the client has
     * gone.
     */
    bool (*next)(struct rpc_stream *stream, tf_arena *arena, const uint8_t **out_bytes, size_t *out_size);
} rpc_stream;

/**
 * Answers one unary call. `method_path` is the whole path, "/tfplugin6.Provider/PlanResourceChange"; what is not known
 * is RPC_UNIMPLEMENTED. Everything, the answer included, is allocated from `arena`, but the schema, which lives as long
 * as the server. Thread-safe; takes as long as the provider's function takes, which `cancel` (may be NULL) cuts short.
 * StopProvider is answered only: firing the tokens of the calls that are running is up to whoever runs them.
 */
void rpc_handle(rpc_server *server, tf_arena *arena, tf_cancel *cancel, const char *method_path, const uint8_t *request,
                size_t size, rpc_answer *answer);

/**
 * Likewise for all calls, those that stream messages by `stream` included: `request` is the first message, and an
 * answer of many messages has been sent when this returns.
 */
void rpc_handle_stream(rpc_server *server, tf_arena *arena, tf_cancel *cancel, rpc_stream *stream,
                       const char *method_path, const uint8_t *request, size_t size, rpc_answer *answer);

#endif
