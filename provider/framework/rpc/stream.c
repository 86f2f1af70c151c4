/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages in and out of a stream, each in an arena of its own.
 */
#include "framework/rpc/stream.h"

#include "framework/rpc/message.h"
#include "framework/rpc/server.h"

bool stream_emit(rpc_stream *stream, const ProtobufCMessage *message)
{
    tf_arena *arena = tf_arena_new();
    size_t size = 0;
    const uint8_t *bytes = message_pack(arena, message, &size);
    const bool sent = stream->emit(stream, bytes, size);
    tf_arena_free(arena);
    return sent;
}

const ProtobufCMessage *stream_next(tf_call *call, rpc_stream *stream, tf_arena *arena,
                                    const ProtobufCMessageDescriptor *descriptor)
{
    const uint8_t *bytes = NULL;
    size_t size = 0;
    if (!stream->next(stream, arena, &bytes, &size))
        return NULL;
    rpc_allow_memory_for(call->arena, size);
    return message_unpack(arena, descriptor, bytes, size);
}
