/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages of a call that streams them.
 */
#ifndef FRAMEWORK_RPC_STREAM_H
#define FRAMEWORK_RPC_STREAM_H

#include <protobuf-c/protobuf-c.h>

#include "framework/foundation/call.h"
#include "framework/rpc/rpc.h"

/**
 * Sends a message of the call's answer and waits until it has gone out. False where the client takes no more.
 */
bool stream_emit(rpc_stream *stream, const ProtobufCMessage *message);

/**
 * Waits for the next message of the call's request and reads it into `arena`. NULL behind the last one, where the
 * client has gone, and where the bytes are no such message.
 */
const ProtobufCMessage *stream_next(tf_call *call, rpc_stream *stream, tf_arena *arena,
                                    const ProtobufCMessageDescriptor *descriptor);

#endif
