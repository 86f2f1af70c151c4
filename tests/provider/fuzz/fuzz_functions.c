/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The provider's functions: the first byte picks one, the rest is its arguments with NUL between them, a text as it is
 * and everything else as JSON. There is a result or an error that says why, the same each time, and no bug is reported.
 */
#include <stdlib.h>
#include <string.h>

#include <tfplugin6.pb-c.h>

#include "config.h"
#include "framework/rpc/message.h"
#include "framework/rpc/rpc.h"
#include "functions/functions.h"

#define METHOD "/tfplugin6.Provider/CallFunction"
#define MOST_ARGUMENTS 3
#define BUG "Bug in the Provider: "

#define FUNCTION(name) &name##_function,
static const tf_function *const functions[] = { PROVIDER_FUNCTIONS(FUNCTION) NULL };
#undef FUNCTION

static const tf_provider provider = {
    .address = "registry.terraform.io/test/test",
    .version = "1.2.3",
    .schema = &provider_config_schema,
    .functions = functions,
};

struct call {
    Tfplugin6__CallFunction__Request request;
    Tfplugin6__DynamicValue values[MOST_ARGUMENTS];
    Tfplugin6__DynamicValue *arguments[MOST_ARGUMENTS];
};

/* A string of msgpack with a length of four bytes. */
static ProtobufCBinaryData text_argument(tf_arena *arena, const uint8_t *text, size_t size)
{
    uint8_t *bytes = tf_alloc(arena, 5 + size);
    bytes[0] = 0xdb;
    for (size_t i = 0; i < 4; i++)
        bytes[1 + i] = (uint8_t)(size >> 8 * (3 - i));
    memcpy(bytes + 5, text, size);
    return (ProtobufCBinaryData){ .data = bytes, .len = 5 + size };
}

static bool takes_text(const tf_function *function, size_t argument)
{
    return argument < function->parameter_count && function->parameters[argument].attribute.kind == TF_KIND_STRING;
}

/* One argument more, until the next NUL; what is behind it. */
static const uint8_t *add_argument(struct call *call, const tf_function *function, tf_arena *arena, const uint8_t *from,
                                   const uint8_t *end)
{
    const size_t place = call->request.n_arguments++;
    const uint8_t *until = memchr(from, '\0', (size_t)(end - from));
    const size_t size = (size_t)((until == NULL ? end : until) - from);
    Tfplugin6__DynamicValue *value = call->arguments[place] = &call->values[place];
    tfplugin6__dynamic_value__init(value);
    if (takes_text(function, place))
        value->msgpack = text_argument(arena, from, size);
    else
        value->json = (ProtobufCBinaryData){ .data = (uint8_t *)tf_copy_bytes(arena, from, size), .len = size };
    return until == NULL ? end : until + 1;
}

/* Whether it is a result or an error, and not both; an error says more than that there is a bug, and where it is. */
static bool is_whole(const Tfplugin6__CallFunction__Response *response, size_t arguments)
{
    const Tfplugin6__FunctionError *error = response->error;
    if (error == NULL)
        return response->result != NULL && response->result->msgpack.len > 0;
    return response->result == NULL && *error->text != '\0' && strncmp(error->text, BUG, strlen(BUG)) != 0
           && error->function_argument >= 0 && (uint64_t)error->function_argument < (arguments > 0 ? arguments : 1);
}

static void check(rpc_server *server, tf_arena *arena, const uint8_t *request, size_t size, size_t arguments)
{
    rpc_answer first;
    rpc_answer second;
    rpc_handle(server, arena, NULL, METHOD, request, size, &first);
    rpc_handle(server, arena, NULL, METHOD, request, size, &second);
    if (first.status != RPC_OK || first.size != second.size || memcmp(first.bytes, second.bytes, first.size) != 0)
        abort();
    const ProtobufCMessage *response =
        message_unpack(arena, &tfplugin6__call_function__response__descriptor, first.bytes, first.size);
    if (response == NULL || !is_whole((const Tfplugin6__CallFunction__Response *)response, arguments))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static rpc_server *server;
    const char *problem = NULL;
    tf_arena *arena = tf_arena_new();
    if (server == NULL)
        server = rpc_server_new(&provider, arena, &problem);
    if (server == NULL)
        abort();
    if (size > 0) {
        const tf_function *function = functions[data[0] % (sizeof functions / sizeof functions[0] - 1)];
        struct call call;
        tfplugin6__call_function__request__init(&call.request);
        call.request.name = (char *)(uintptr_t)function->name;
        call.request.arguments = call.arguments;
        const uint8_t *end = data + size;
        for (const uint8_t *at = data + 1; at < end && call.request.n_arguments < MOST_ARGUMENTS;)
            at = add_argument(&call, function, arena, at, end);
        size_t length;
        const uint8_t *request = message_pack(arena, &call.request.base, &length);
        check(server, arena, request, length, call.request.n_arguments);
    }
    tf_arena_free(arena);
    return 0;
}
