/* SPDX-License-Identifier: Apache-2.0 */
/* A small provider that offers one thing of every kind beside resources, and values for calls to it. */
#ifndef TESTS_UNIT_RPC_SUPPORT_KINDS_H
#define TESTS_UNIT_RPC_SUPPORT_KINDS_H

#include "support_thing.h"

/** The one state that the store keeps. */
extern struct kinds_stored {
    const void *bytes; /**< NULL where there is none */
    size_t size;
    int open; /**< stores that were configured and not released */
} kinds_stored;

/** A server for the provider, and an arena: of each test. */
struct kinds {
    rpc_server *server;
    tf_arena *arena;
};

extern const tf_provider kinds_provider;

/** Setup and teardown of a test; kinds_start_with serves another provider than kinds_provider. */
int kinds_start(void **state);
int kinds_start_with(void **state, const tf_provider *provider);
int kinds_end(void **state);

/** The object type of every thing's attributes: `name`, `behaviour` and the computed `answer`. */
const tf_type *kinds_type(tf_arena *arena);

/** A value of `type` from JSON; NULL is null, "unknown" (without quotes) unknown. */
Tfplugin6__DynamicValue *kinds_value(tf_arena *arena, const tf_type *type, const char *json);

/** JSON of a value of `type`, "unknown" where it is; NULL where there is no message. */
const char *kinds_json(tf_arena *arena, const tf_type *type, const Tfplugin6__DynamicValue *value);

/** The client's side of a call that streams: what it sends after the first message, and what it has got. */
struct kinds_stream {
    rpc_stream functions;
    tf_arena *arena;
    const ProtobufCMessage *const *sent; /**< ends with NULL */
    tf_cancel *cancel;                   /**< of the call; NULL for none */
    size_t takes;                        /**< messages that it takes before it goes */
    size_t count;                        /**< messages that it has got */
    ProtobufCBinaryData got[16];
};

/** A client that takes everything, and sends `sent` (may be NULL) after its first message. */
struct kinds_stream kinds_client(tf_arena *arena, const ProtobufCMessage *const *sent);

/** Makes a call that streams; returns its answer. Fails the test where the status is not RPC_OK. */
rpc_answer kinds_stream_call(const struct kinds *kinds, const char *method, const ProtobufCMessage *request,
                             struct kinds_stream *client);

/** Message `index` of what the client has got. */
const void *kinds_got(const struct kinds_stream *client, size_t index, const ProtobufCMessageDescriptor *descriptor);

/** Fails the test unless the diagnostics have `text`, or there are none where it is NULL. */
void kinds_assert_says(tf_arena *arena, Tfplugin6__Diagnostic **diagnostics, size_t count, const char *text);

#define KINDS_SAYS(response, text) kinds_assert_says(arena, (response)->diagnostics, (response)->n_diagnostics, (text))
#define KINDS_RESPONSE(message) (&tfplugin6__##message##__response__descriptor)

#endif
