/* SPDX-License-Identifier: Apache-2.0 */
/* A gRPC client in the same process, for what a transport has to serve. */
#ifndef TESTS_UNIT_SERVE_SUPPORT_CLIENT_H
#define TESTS_UNIT_SERVE_SUPPORT_CLIENT_H

#include <grpc/grpc.h>

#include "framework/serve/certificate.h"

/** A call that was begun. */
struct client_call {
    grpc_call *call;
    grpc_metadata_array initial, trailing;
    grpc_byte_buffer *request, *response;
    grpc_slice details;
    grpc_status_code status;
};

struct client {
    grpc_channel *channel;
    grpc_completion_queue *queue;
};

/** Connects to the socket at `path`: with TLS as `own` to `server`, or in plaintext where they are NULL. */
void client_connect(struct client *client, const char *path, const struct certificate *own,
                    const struct certificate *server);

void client_disconnect(struct client *client);

/** Begins a call with `size` bytes; it ends after a generous while at the latest. */
void client_begin(struct client *client, struct client_call *call, const char *method, const void *bytes, size_t size);

/** Waits until one of the calls that were begun has ended, whichever it is. */
struct client_call *client_wait(struct client *client);

/** Bytes of the answer of a call that has ended. */
size_t client_answer_size(const struct client_call *call);

/** Releases a call that has ended. */
void client_end(struct client_call *call);

/** Makes a call with an empty request and returns how it ended. */
grpc_status_code client_ask(struct client *client, const char *method);

#endif
