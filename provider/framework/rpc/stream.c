/* SPDX-License-Identifier: Apache-2.0 */
#include "framework/rpc/stream.h"

#include "framework/rpc/message.h"
#include "framework/rpc/server.h"

bool stream_emit(tf_call *call, const ProtobufCMessage *message)
{
    if (call->stream == NULL)
        return false;
    tf_arena *arena = tf_arena_new();
    size_t size = 0;
    const uint8_t *bytes = message_pack(arena, message, &size);
    const bool sent = call->stream->emit(call->stream, bytes, size);
    tf_arena_free(arena);
    return sent;
}

const ProtobufCMessage *stream_next(tf_call *call, tf_arena *arena, const ProtobufCMessageDescriptor *descriptor)
{
    const uint8_t *bytes = NULL;
    size_t size = 0;
    if (call->stream == NULL || !call->stream->next(call->stream, arena, &bytes, &size))
        return NULL;
    rpc_allow_memory_for(call->arena, size);
    return message_unpack(arena, descriptor, bytes, size);
}
