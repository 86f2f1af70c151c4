/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Protobuf messages in a call's arena.
 */
#ifndef FRAMEWORK_RPC_MESSAGE_H
#define FRAMEWORK_RPC_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

#include <tfprovider/arena.h>

/**
 * Reads a message that `descriptor` describes. NULL where the bytes are none, or where it would take far more memory
 * than they do. No request nests without end, so that depth needs no limit.
 */
const ProtobufCMessage *message_unpack(tf_arena *arena, const ProtobufCMessageDescriptor *descriptor,
                                       const uint8_t *bytes, size_t size);

/** Writes a message; `*out_size` is its length in bytes. */
const uint8_t *message_pack(tf_arena *arena, const ProtobufCMessage *message, size_t *out_size);

/** Bytes as a field of a message refers to them. */
ProtobufCBinaryData message_bytes(const void *bytes, size_t size);

/**
 * Text as a message may hold it: gRPC's other implementations refuse a whole message for one text that is not UTF-8.
 * Bytes that are not become U+FFFD. NULL becomes "". Refers to `text` where it is all right.
 */
char *message_text(tf_arena *arena, const char *text);

/** An empty message that `descriptor` describes. */
ProtobufCMessage *message_new(tf_arena *arena, const ProtobufCMessageDescriptor *descriptor);

/* Fields by their names in the protocol, for messages that have the same ones and no type in common. */

/** Sets a repeated field to `count` pointers to messages, or texts. False where the message has none of that name. */
bool message_set_list(ProtobufCMessage *message, const char *name, void *items, size_t count);

/**
 * Fills a repeated field of messages with `count` empty ones, and returns them. The message has a field of that name.
 */
ProtobufCMessage **message_new_list(tf_arena *arena, ProtobufCMessage *message, const char *name, size_t count);

/** Sets a field that is one message, or one text. False where the message has none of that name. */
bool message_set(ProtobufCMessage *message, const char *name, const void *value);

#endif
