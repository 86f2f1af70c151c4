/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server, and the one way from a request's bytes to those of the answer. What a call does is in the files of the
 * families.
 */
#include "framework/rpc/server.h"

#include <string.h>

#include "framework/foundation/visible.h"
#include "framework/rpc/diagnostics.h"
#include "framework/rpc/entry_config.h"
#include "framework/rpc/goplugin.h"
#include "framework/rpc/message.h"
#include "framework/rpc/methods.h"
#include "framework/rpc/state_store_call.h"

/* A method with the types of its messages, by which the dispatcher reads the request and makes the response. */
typedef struct method {
    const char *name;
    const ProtobufCMessageDescriptor *request;
    const ProtobufCMessageDescriptor *response; /* NULL where the answer is streamed */
    void (*answer)(rpc_server *server, tf_call *call, const ProtobufCMessage *request, rpc_stream *stream,
                   ProtobufCMessage *response);
    bool streams;
} method;

#define ANSWER_UNARY(message, small, function)                                                                         \
    static void answer_##small(rpc_server *server, tf_call *call, const ProtobufCMessage *request, rpc_stream *stream, \
                               ProtobufCMessage *response)                                                             \
    {                                                                                                                  \
        (void)stream;                                                                                                  \
        function(server, call, (const Tfplugin6__##message##__Request *)request,                                       \
                 (Tfplugin6__##message##__Response *)response);                                                        \
    }
RPC_UNARY_METHODS(ANSWER_UNARY)

#define ANSWER_VALIDATE(message, small, family, name)                                                                  \
    static void answer_##small(rpc_server *server, tf_call *call, const ProtobufCMessage *request, rpc_stream *stream, \
                               ProtobufCMessage *response)                                                             \
    {                                                                                                                  \
        (void)stream;                                                                                                  \
        (void)response;                                                                                                \
        const Tfplugin6__##message##__Request *asked = (const void *)request;                                          \
        rpc_check_config(server, call, family, asked->name, asked->config);                                            \
    }
RPC_VALIDATE_METHODS(ANSWER_VALIDATE)

#define ANSWER_STREAM(message, small, function)                                                                        \
    static void answer_##small(rpc_server *server, tf_call *call, const ProtobufCMessage *request, rpc_stream *stream, \
                               ProtobufCMessage *response)                                                             \
    {                                                                                                                  \
        (void)response;                                                                                                \
        function(server, call, (const Tfplugin6__##message##__Request *)request, stream);                              \
    }
RPC_STREAM_METHODS(ANSWER_STREAM)

static void answer_write_state_bytes(rpc_server *server, tf_call *call, const ProtobufCMessage *request,
                                     rpc_stream *stream, ProtobufCMessage *response)
{
    rpc_write_state(server, call, (const Tfplugin6__WriteStateBytes__RequestChunk *)request, stream,
                    (Tfplugin6__WriteStateBytes__Response *)response);
}

#define UNARY_ROW(message, small, ...)                                                                   \
    { #message, &tfplugin6__##small##__request__descriptor, &tfplugin6__##small##__response__descriptor, \
      answer_##small, false },
#define STREAM_ROW(message, small, ...) \
    { #message, &tfplugin6__##small##__request__descriptor, NULL, answer_##small, true },

static const method methods[] = {
    RPC_UNARY_METHODS(UNARY_ROW) RPC_VALIDATE_METHODS(UNARY_ROW) RPC_STREAM_METHODS(STREAM_ROW){
        "WriteStateBytes", &tfplugin6__write_state_bytes__request_chunk__descriptor,
        &tfplugin6__write_state_bytes__response__descriptor, answer_write_state_bytes, true },
};

rpc_server *rpc_server_new(const tf_provider *provider, tf_arena *arena, const char **out_problem)
{
    tf_arena *own = tf_arena_new();
    rpc_server *server = tf_alloc(own, sizeof *server);
    server->arena = own;
    server->provider = provider;
    registry_gather(&server->registry, own, provider);
    *out_problem = registry_problem(arena, provider, &server->registry);
    if (*out_problem != NULL) {
        tf_arena_free(own);
        return NULL;
    }
    registry_make_types(&server->registry, own);
    server->block = (rpc_entry){
        .type_name = "",
        .schema = provider->schema,
        .validate = provider->validate,
        .type = type_of_schema(own, provider->schema),
    };
    server->stores = tf_alloc_array(own, server->registry.families[RPC_STATE_STORE].count, sizeof(server->stores[0]));
    pthread_mutex_init(&server->lock, NULL);
    return server;
}

void rpc_server_free(rpc_server *server)
{
    if (server == NULL)
        return;
    rpc_release_configuration(server->configuration);
    for (size_t i = 0; i < server->registry.families[RPC_STATE_STORE].count; i++)
        rpc_release_configuration(server->stores[i].configuration);
    pthread_mutex_destroy(&server->lock);
    tf_arena_free(server->arena);
}

static const method *find_method(const char *path)
{
    static const char service[] = "/tfplugin6.Provider/";
    if (strncmp(path, service, sizeof service - 1) != 0)
        return NULL;
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (strcmp(path + sizeof service - 1, methods[i].name) == 0)
            return &methods[i];
    }
    return NULL;
}

static void log_answer(tf_call *call, int64_t began)
{
    if (!tf_log_enabled(TF_LOG_TRACE))
        return;
    const tf_log_field fields[] = {
        { "tf_req_duration_ms", tf_format(call->arena, "%lld", (long long)(tf_now_ms() - began)) },
        { "diagnostic_has_error", call->failed ? "true" : "false" },
        { NULL, NULL },
    };
    tf_call_log(call, TF_LOG_TRACE, "provider.rpc", "answered", fields);
}

/* What was reported, in the field of that name which most responses have. */
static void fill_diagnostics(const tf_call *call, ProtobufCMessage *response)
{
    size_t count = 0;
    Tfplugin6__Diagnostic **diagnostics = diagnostics_message(call, &count);
    message_set_list(response, "diagnostics", diagnostics, count);
}

static void answer_with(rpc_server *server, tf_call *call, const method *found, const ProtobufCMessage *request,
                        rpc_stream *stream, rpc_answer *answer)
{
    const int64_t began = tf_now_ms();
    call->rpc = found->name;
    rpc_configuration *configuration = rpc_hold_configuration(server, &server->configuration);
    if (configuration != NULL) {
        call->configured = configuration->configured;
        call->provider_deferral = configuration->deferral;
    }
    ProtobufCMessage *response = found->response == NULL ? NULL : message_new(call->arena, found->response);
    found->answer(server, call, request, stream, response);
    if (response != NULL) {
        fill_diagnostics(call, response);
        answer->bytes = message_pack(call->arena, response, &answer->size);
    }
    rpc_release_configuration(configuration);
    log_answer(call, began);
}

void rpc_handle(rpc_server *server, tf_arena *arena, tf_cancel *cancel, const char *method_path, const uint8_t *request,
                size_t size, rpc_answer *answer)
{
    rpc_handle_stream(server, arena, cancel, NULL, method_path, request, size, answer);
}

void rpc_allow_memory_for(tf_arena *arena, size_t size)
{
    tf_arena_raise_limit(arena, size > SIZE_MAX / RPC_MEMORY_A_BYTE ? SIZE_MAX : size * RPC_MEMORY_A_BYTE);
}

void rpc_handle_stream(rpc_server *server, tf_arena *arena, tf_cancel *cancel, rpc_stream *stream,
                       const char *method_path, const uint8_t *request, size_t size, rpc_answer *answer)
{
    *answer = (rpc_answer){ .status = RPC_OK };
    if (strcmp(method_path, "/tfplugin6.Provider/GetProviderSchema") == 0) {
        answer->bytes = rpc_provider_schema(server, &answer->size);
        return;
    }
    if (goplugin_answer(arena, method_path, request, size, answer))
        return;
    const method *found = find_method(method_path);
    if (found == NULL || (found->streams && stream == NULL)) {
        answer->status = RPC_UNIMPLEMENTED;
        answer->message = tf_format(arena, "this provider does not implement %s", shown_text(arena, method_path));
        return;
    }
    tf_arena_limit(arena, RPC_CALL_MEMORY);
    rpc_allow_memory_for(arena, size);
    const ProtobufCMessage *message = message_unpack(arena, found->request, request, size);
    if (message == NULL) {
        answer->status = RPC_INVALID_ARGUMENT;
        answer->message = tf_format(arena, "the request of %s is no valid message", found->name);
        return;
    }
    tf_call call;
    tf_cancel *own = cancel == NULL ? tf_cancel_new() : tf_cancel_retain(cancel);
    tf_call_init(&call, arena, own, "");
    answer_with(server, &call, found, message, stream, answer);
    tf_cancel_release(own);
}
