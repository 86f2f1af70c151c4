/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The further messages of a call that streams them. One message is under way at a time: the thread of the call waits
 * until the client has taken, or sent, it, so that a slow client slows the call down instead of filling memory.
 */
#ifndef FRAMEWORK_SERVE_TRANSPORT_STREAM_H
#define FRAMEWORK_SERVE_TRANSPORT_STREAM_H

#include "framework/serve/transport_call.h"

/** A call's stream, a part of the call. */
struct call_stream {
    rpc_stream functions; /**< what the rpc layer gets */
    struct transport *transport;
    grpc_call *call;
    struct event stepped;
    grpc_byte_buffer *message; /**< that is under way */
    bool has_begun;            /**< the answer's metadata has been sent */
    bool has_lost;             /**< a message of the answer could not be sent: it is not whole */
    bool is_waiting;           /**< for `stepped`; under the transport's lock, as the next two */
    bool is_done;
    bool is_well;
};

/** Prepares the stream of `call`. */
void call_stream_init(struct call_stream *stream, struct transport *transport, grpc_call *call);

/** Ends the waiting of `stream`, where it does wait, by cancelling its call. The transport's lock is held. */
void call_stream_abort(struct call_stream *stream);

#endif
