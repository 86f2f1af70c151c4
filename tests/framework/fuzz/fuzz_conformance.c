/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Foreign requests to the conformance provider, which has something of every kind, for every call of the protocol. The
 * first byte picks the call, the second what is named in it. The rest fills the fields of its request, with foreign
 * msgpack and JSON for values; or, where the second byte is the highest, it is the whole message. Whatever it is, there
 * is an answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tfplugin6.pb-c.h>

#include "framework/rpc/rpc.h"
#include "store.h"
#include "things.h"

#define WHOLE_MESSAGE 255
#define MOST_MESSAGES 4
#define MOST_EVENTS 16
#define MOST_RECORDS 16
#define MOST_DEPTH 4

/* What is left of the input. */
struct input {
    const uint8_t *bytes;
    size_t size;
};

static uint8_t take_byte(struct input *input)
{
    if (input->size == 0)
        return 0;
    input->size--;
    return *input->bytes++;
}

/* Some bytes: as many as the next one says, or all that is left. */
static struct input take_part(struct input *input)
{
    size_t size = take_byte(input);
    if (size > input->size)
        size = input->size;
    const struct input part = { input->bytes, size };
    input->bytes += size;
    input->size -= size;
    return part;
}

/* The type or function at that place, over all that there are. */
static const char *name_at(size_t index)
{
    static const char *const others[] = { "framework_lifecycle", "framework_modify_file_action", "framework_inmem" };
    size_t count = 0;
    for (const tf_resource *const *resource = framework_provider.resources; *resource != NULL; resource++)
        if (count++ == index)
            return (*resource)->type_name;
    for (const tf_function *const *function = framework_provider.functions; *function != NULL; function++)
        if (count++ == index)
            return (*function)->name;
    return others[index % (sizeof others / sizeof others[0])];
}

static void append_varint(tf_text_builder *builder, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        tf_append_bytes(builder, &(char){ (char)(number | 0x80) }, 1);
    tf_append_bytes(builder, &(char){ (char)number }, 1);
}

static void append_field(tf_text_builder *builder, uint32_t number, const void *bytes, size_t size)
{
    append_varint(builder, (uint64_t)number << 3 | 2);
    append_varint(builder, size);
    tf_append_bytes(builder, bytes, size);
}

static void compose(tf_text_builder *message, const ProtobufCMessageDescriptor *descriptor, const char *name,
                    struct input *input, size_t depth);

/* A value, as msgpack or as JSON. */
static void compose_value(tf_text_builder *message, struct input *input)
{
    const bool is_json = take_byte(input) % 4 == 3;
    const struct input part = take_part(input);
    append_field(message, is_json ? 2 : 1, part.bytes, part.size);
}

static void compose_field(tf_text_builder *message, const ProtobufCFieldDescriptor *field, const char *name,
                          struct input *input, size_t depth)
{
    tf_text_builder inner = { .arena = message->arena };
    struct input part;
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        part = take_part(input);
        if (part.size == 0)
            part = (struct input){ (const uint8_t *)name, strlen(name) };
        append_field(message, field->id, part.bytes, part.size);
        break;
    case PROTOBUF_C_TYPE_BYTES:
        part = take_part(input);
        append_field(message, field->id, part.bytes, part.size);
        break;
    case PROTOBUF_C_TYPE_MESSAGE:
        if (field->descriptor == &tfplugin6__dynamic_value__descriptor)
            compose_value(&inner, input);
        else if (depth < MOST_DEPTH)
            compose(&inner, field->descriptor, name, input, depth + 1);
        append_field(message, field->id, tf_built_text(&inner), inner.length);
        break;
    default:
        append_varint(message, (uint64_t)field->id << 3);
        append_varint(message, take_byte(input));
    }
}

/* All fields in their order, repeated ones up to three times, while there is input. */
static void compose(tf_text_builder *message, const ProtobufCMessageDescriptor *descriptor, const char *name,
                    struct input *input, size_t depth)
{
    for (unsigned int i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
        size_t count = field->label == PROTOBUF_C_LABEL_REPEATED ? take_byte(input) % 4 : 1;
        for (; count > 0 && (input->size > 0 || field->type == PROTOBUF_C_TYPE_STRING); count--)
            compose_field(message, field, name, input, depth);
    }
}

/* A client that takes some messages and sends what is left of the input. */
struct client {
    rpc_stream functions;
    const ProtobufCMessageDescriptor *request;
    const char *name; /* NULL where the rest of the input is one whole message */
    struct input input;
    size_t events; /* that it takes yet */
    size_t most;   /* messages that it sends */
    size_t sent;
};

static bool take(rpc_stream *stream, const uint8_t *bytes, size_t size)
{
    struct client *client = (struct client *)stream;
    if (size > 0 && bytes == NULL)
        abort();
    return client->events > 0 && --client->events > 0;
}

static bool give(rpc_stream *stream, tf_arena *arena, const uint8_t **out_bytes, size_t *out_size)
{
    struct client *client = (struct client *)stream;
    tf_text_builder message = { .arena = arena };
    if (client->sent == client->most || (client->sent > 0 && client->input.size == 0))
        return false;
    client->sent++;
    if (client->name == NULL) {
        const struct input part = client->most == 1 ? client->input : take_part(&client->input);
        tf_append_bytes(&message, part.bytes, part.size);
    } else {
        compose(&message, client->request, client->name, &client->input, 0);
    }
    *out_bytes = (const uint8_t *)tf_built_text(&message);
    *out_size = message.length;
    return true;
}

/* What the action has instead of fopen (see CMakeLists.txt): it would write files wherever foreign bytes say. */
FILE *open_nowhere(const char *name, const char *mode);

FILE *open_nowhere(const char *name, const char *mode)
{
    return fopen(*name == '\0' ? name : "/dev/null", mode);
}

/* What calls have stored serves those behind them, but does not grow for ever. */
static void forget_records(tf_arena *arena)
{
    for (store_table table = 0; table < STORE_TABLES; table++) {
        const char *const *keys = NULL;
        if (store_keys(arena, table, &keys) != STORE_DONE)
            abort();
        size_t count = 0;
        while (keys[count] != NULL)
            count++;
        for (size_t i = 0; count > MOST_RECORDS && i < count; i++)
            store_remove(table, keys[i]);
    }
}

static void call(rpc_server *server, tf_arena *arena, const char *name, struct client *client)
{
    const uint8_t *first = NULL;
    size_t size = 0;
    rpc_answer answer;
    if (!give(&client->functions, arena, &first, &size))
        abort();
    rpc_handle_stream(server, arena, NULL, &client->functions, tf_format(arena, "/tfplugin6.Provider/%s", name), first,
                      size, &answer);
    if (answer.status == RPC_UNIMPLEMENTED || (answer.status != RPC_OK && answer.message == NULL))
        abort();
}

static void call_with(rpc_server *server, size_t method, const char *name, struct input input)
{
    const ProtobufCServiceDescriptor *service = &tfplugin6__provider__descriptor;
    const ProtobufCMessageDescriptor *request = service->methods[method].input;
    const bool streams = request == &tfplugin6__write_state_bytes__request_chunk__descriptor;
    struct client client = {
        .functions = { take, give },
        .request = request,
        .name = name,
        .input = input,
        .events = MOST_EVENTS,
        .most = streams ? MOST_MESSAGES : 1,
    };
    tf_arena *arena = tf_arena_new();
    call(server, arena, service->methods[method].name, &client);
    forget_records(arena);
    tf_arena_free(arena);
}

/* A server whose provider and state store are configured, so that every call reaches its function. */
static rpc_server *start(void)
{
    static const uint8_t of_provider[] = "\0\0\x12\x82\xa5"
                                         "dummy"
                                         "\xc0\xa8"
                                         "deferral"
                                         "\xc0";
    static const uint8_t of_store[] = "\0\0\x12\x81\xa6"
                                      "region"
                                      "\xa9"
                                      "us-east-1"
                                      "\xff";
    const char *problem = NULL;
    tf_arena *tables = tf_arena_new();
    rpc_server *server = rpc_server_new(&framework_provider, tables, &problem);
    tf_arena_free(tables);
    if (server == NULL)
        abort();
    for (size_t i = 0; i < tfplugin6__provider__descriptor.n_methods; i++) {
        const ProtobufCMessageDescriptor *request = tfplugin6__provider__descriptor.methods[i].input;
        if (request == &tfplugin6__configure_provider__request__descriptor)
            call_with(server, i, "1.15.0", (struct input){ of_provider, sizeof of_provider - 1 });
        if (request == &tfplugin6__configure_state_store__request__descriptor)
            call_with(server, i, "framework_inmem", (struct input){ of_store, sizeof of_store - 1 });
    }
    return server;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static rpc_server *server;
    if (server == NULL)
        server = start();
    if (size < 2)
        return 0;
    const size_t method = data[0] % tfplugin6__provider__descriptor.n_methods;
    const char *name = data[1] == WHOLE_MESSAGE ? NULL : name_at(data[1]);
    call_with(server, method, name, (struct input){ data + 2, size - 2 });
    return 0;
}
