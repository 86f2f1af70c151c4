/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Protobuf messages without a heap: all memory is an arena's.
 */
#include "framework/rpc/message.h"

#include <string.h>

#include "framework/foundation/utf8.h"

/* What a message of many small fields takes in structs, in relation to its bytes, and what any message may take. */
#define MEMORY_FACTOR 16
#define MEMORY_LEAST 65536

/* An arena with a limit, in the form of protobuf-c's allocator. */
typedef struct allowance {
    tf_arena *arena;
    size_t left;
} allowance;

static void *allocate(void *context, size_t size)
{
    allowance *memory = context;
    if (size > memory->left)
        return NULL;
    memory->left -= size;
    return tf_alloc(memory->arena, size);
}

static void keep(void *context, void *memory)
{
    (void)context;
    (void)memory;
}

const ProtobufCMessage *message_unpack(tf_arena *arena, const ProtobufCMessageDescriptor *descriptor,
                                       const uint8_t *bytes, size_t size)
{
    allowance memory = { .arena = arena, .left = size * MEMORY_FACTOR + MEMORY_LEAST };
    ProtobufCAllocator allocator = { .alloc = allocate, .free = keep, .allocator_data = &memory };
    static const uint8_t nothing[1];
    return protobuf_c_message_unpack(descriptor, &allocator, size, size == 0 ? nothing : bytes);
}

const uint8_t *message_pack(tf_arena *arena, const ProtobufCMessage *message, size_t *out_size)
{
    uint8_t *bytes = tf_alloc(arena, protobuf_c_message_get_packed_size(message));
    *out_size = protobuf_c_message_pack(message, bytes);
    return bytes;
}

ProtobufCBinaryData message_bytes(const void *bytes, size_t size)
{
    return (ProtobufCBinaryData){ .len = size, .data = (uint8_t *)bytes };
}

/* The length of the UTF-8 sequence that starts at `text`, 0 where none does. */
static size_t sequence_length(const char *text)
{
    const size_t most = strnlen(text, 4);
    for (size_t length = 1; length <= most; length++) {
        if (utf8_is_text(text, length))
            return length;
    }
    return 0;
}

char *message_text(tf_arena *arena, const char *text)
{
    if (text == NULL)
        return "";
    if (utf8_is_text(text, strlen(text)))
        return (char *)text;
    tf_text_builder clean = { .arena = arena };
    while (*text != '\0') {
        const size_t length = sequence_length(text);
        if (length == 0) {
            tf_append(&clean, "\uFFFD");
        } else {
            tf_append_bytes(&clean, text, length);
        }
        text += length == 0 ? 1 : length;
    }
    return clean.text;
}

ProtobufCMessage *message_new(tf_arena *arena, const ProtobufCMessageDescriptor *descriptor)
{
    ProtobufCMessage *message = tf_alloc(arena, descriptor->sizeof_message);
    protobuf_c_message_init(descriptor, message);
    return message;
}

bool message_set_list(ProtobufCMessage *message, const char *name, void *items, size_t count)
{
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
    if (field == NULL || field->label != PROTOBUF_C_LABEL_REPEATED)
        return false;
    memcpy((char *)message + field->offset, &items, sizeof items);
    memcpy((char *)message + field->quantifier_offset, &count, sizeof count);
    return true;
}

ProtobufCMessage **message_new_list(tf_arena *arena, ProtobufCMessage *message, const char *name, size_t count)
{
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
    ProtobufCMessage **items = tf_alloc_array(arena, count, sizeof(items[0]));
    for (size_t i = 0; i < count; i++)
        items[i] = message_new(arena, field->descriptor);
    message_set_list(message, name, items, count);
    return items;
}

bool message_set(ProtobufCMessage *message, const char *name, const void *value)
{
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
    if (field == NULL)
        return false;
    memcpy((char *)message + field->offset, &value, sizeof value);
    return true;
}
