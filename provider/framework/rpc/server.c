/* SPDX-License-Identifier: Apache-2.0 */
#include "framework/rpc/server.h"

#include <string.h>

#include "framework/foundation/visible.h"
#include "framework/rpc/diagnostics.h"
#include "framework/rpc/function.h"
#include "framework/rpc/message.h"
#include "framework/rpc/services.h"
#include "framework/rpc/state_store.h"
#include "framework/rpc/things.h"

/* A method, and the type of its request. */
typedef struct method {
    const char *name;
    const ProtobufCMessageDescriptor *request;
    rpc_function *answer;
    bool streams; /* messages of the request or the answer */
} method;

#define STREAM(method_name, message, function)                               \
    {                                                                        \
        (method_name), &tfplugin6__##message##__descriptor, (function), true \
    }

#define METHOD(method_name, message, function)                                         \
    {                                                                                  \
        (method_name), &tfplugin6__##message##__request__descriptor, (function), false \
    }

static const method methods[] = {
    METHOD("GetMetadata", get_metadata, rpc_get_metadata),
    METHOD("GetFunctions", get_functions, rpc_get_functions),
    METHOD("GetResourceIdentitySchemas", get_resource_identity_schemas, rpc_get_identity_schemas),
    METHOD("ValidateProviderConfig", validate_provider_config, rpc_validate_provider),
    METHOD("ConfigureProvider", configure_provider, rpc_configure_provider),
    METHOD("StopProvider", stop_provider, rpc_stop_provider),
    METHOD("ValidateResourceConfig", validate_resource_config, rpc_validate_resource),
    METHOD("UpgradeResourceState", upgrade_resource_state, rpc_upgrade_resource),
    METHOD("ReadResource", read_resource, rpc_read_resource),
    METHOD("PlanResourceChange", plan_resource_change, rpc_plan_resource),
    METHOD("ApplyResourceChange", apply_resource_change, rpc_apply_resource),
    METHOD("ImportResourceState", import_resource_state, rpc_import_resource),
    METHOD("MoveResourceState", move_resource_state, rpc_move_resource),
    METHOD("GenerateResourceConfig", generate_resource_config, rpc_generate_config),
    METHOD("UpgradeResourceIdentity", upgrade_resource_identity, rpc_upgrade_identity),
    METHOD("ValidateDataResourceConfig", validate_data_resource_config, rpc_validate_data_source),
    METHOD("ReadDataSource", read_data_source, rpc_read_data_source),
    METHOD("CallFunction", call_function, rpc_call_function),
    METHOD("ValidateEphemeralResourceConfig", validate_ephemeral_resource_config, rpc_validate_ephemeral),
    METHOD("OpenEphemeralResource", open_ephemeral_resource, rpc_open_ephemeral),
    METHOD("RenewEphemeralResource", renew_ephemeral_resource, rpc_renew_ephemeral),
    METHOD("CloseEphemeralResource", close_ephemeral_resource, rpc_close_ephemeral),
    METHOD("ValidateActionConfig", validate_action_config, rpc_validate_action),
    METHOD("PlanAction", plan_action, rpc_plan_action),
    STREAM("InvokeAction", invoke_action__request, rpc_invoke_action),
    METHOD("ValidateListResourceConfig", validate_list_resource_config, rpc_validate_list),
    STREAM("ListResource", list_resource__request, rpc_list_resource),
    METHOD("ValidateStateStoreConfig", validate_state_store_config, rpc_validate_store),
    METHOD("ConfigureStateStore", configure_state_store, rpc_configure_store),
    METHOD("GetStates", get_states, rpc_get_states),
    METHOD("DeleteState", delete_state, rpc_delete_state),
    METHOD("LockState", lock_state, rpc_lock_state),
    METHOD("UnlockState", unlock_state, rpc_unlock_state),
    STREAM("ReadStateBytes", read_state_bytes__request, rpc_read_state),
    STREAM("WriteStateBytes", write_state_bytes__request_chunk, rpc_write_state),
};

static void gather_resources(rpc_server *server)
{
    const tf_resource *const *resources = server->provider->resources;
    if (resources == NULL)
        return;
    while (resources[server->resource_count] != NULL)
        server->resource_count++;
    server->resources = tf_alloc_array(server->arena, server->resource_count, sizeof(server->resources[0]));
    for (size_t i = 0; i < server->resource_count; i++) {
        server->resources[i].resource = resources[i];
        server->resources[i].type = type_of_schema(server->arena, resources[i]->attributes);
        if (resources[i]->identity != NULL)
            server->resources[i].identity_type = type_of_schema(server->arena, resources[i]->identity);
    }
}

rpc_server *rpc_server_new(const tf_provider *provider, tf_arena *arena, const char **out_problem)
{
    *out_problem = rpc_table_problem(arena, provider);
    if (*out_problem != NULL)
        return NULL;
    tf_arena *own = tf_arena_new();
    rpc_server *server = tf_alloc(own, sizeof *server);
    server->arena = own;
    server->provider = provider;
    server->config_type = type_of_schema(own, provider->attributes);
    gather_resources(server);
    rpc_gather_things(server);
    server->stores = tf_alloc_array(arena, server->things[RPC_STATE_STORE].count, sizeof(server->stores[0]));
    function_gather(server);
    pthread_mutex_init(&server->lock, NULL);
    return server;
}

void rpc_server_free(rpc_server *server)
{
    if (server == NULL)
        return;
    rpc_release_configuration(server->configuration);
    for (size_t i = 0; i < server->things[RPC_STATE_STORE].count; i++)
        rpc_release_configuration(server->stores[i].configuration);
    pthread_mutex_destroy(&server->lock);
    tf_arena_free(server->arena);
}

const ProtobufCMessage *rpc_configure_provider(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__ConfigureProvider__Request *asked = (const void *)request;
    const tf_provider *provider = server->provider;
    tf_log(TF_LOG_DEBUG, "provider.rpc", "configured by Terraform %s", asked->terraform_version);
    tf_value value;
    const void *config = NULL;
    if (rpc_read_value(call, server->config_type, asked->config, "the provider's configuration", &value))
        config = rpc_bind(call, provider->attributes, &value);
    void *configured = NULL;
    call->config = config;
    rpc_note_client(call, asked->client_capabilities);
    if (config != NULL && provider->configure != NULL
        && rpc_succeeded(call, "configure", provider->configure(call, config, &configured)) && rpc_check_deferral(call))
        rpc_keep_configuration(server, &server->configuration, configured, provider->release, call->deferral);
    Tfplugin6__ConfigureProvider__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__configure_provider__response__init(response);
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

const ProtobufCMessage *rpc_stop_provider(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    (void)server;
    (void)request;
    Tfplugin6__StopProvider__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__stop_provider__response__init(response);
    return &response->base;
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

static void log_call(const tf_call *call, const char *name, int64_t began)
{
    if (!tf_log_enabled(TF_LOG_TRACE))
        return;
    const tf_log_field fields[] = {
        { "tf_rpc", name },
        { "tf_resource_type", call->type_name },
        { "tf_req_duration_ms", tf_format(call->arena, "%lld", (long long)(tf_now_ms() - began)) },
        { "diagnostic_has_error", call->failed ? "true" : "false" },
        { NULL, NULL },
    };
    tf_log_fields(TF_LOG_TRACE, "provider.rpc", "answered", fields);
}

static void answer_with(rpc_server *server, tf_call *call, const method *found, const ProtobufCMessage *request,
                        rpc_answer *answer)
{
    const int64_t began = tf_now_ms();
    rpc_configuration *configuration = rpc_hold_configuration(server, &server->configuration);
    if (configuration != NULL) {
        call->configured = configuration->configured;
        call->provider_deferral = configuration->deferral;
    }
    const ProtobufCMessage *response = found->answer(server, call, request);
    if (response != NULL)
        answer->bytes = message_pack(call->arena, response, &answer->size);
    rpc_release_configuration(configuration);
    log_call(call, found->name, began);
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
    if (services_answer(arena, method_path, request, size, answer))
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
    call.stream = stream;
    answer_with(server, &call, found, message, answer);
    tf_cancel_release(own);
}
