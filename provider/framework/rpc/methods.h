/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The calls of the protocol. The lists have a row for each: the name of its messages, the same in small letters as
 * protobuf-c writes it for their descriptors, and the function that answers it. The dispatcher makes the response,
 * fills in what was reported and packs it; a function fills in the rest.
 */
#ifndef FRAMEWORK_RPC_METHODS_H
#define FRAMEWORK_RPC_METHODS_H

#include "framework/rpc/server.h"

/** One request, one answer. */
#define RPC_UNARY_METHODS(each)                                                                                        \
    each(GetMetadata, get_metadata, rpc_get_metadata) each(GetFunctions, get_functions, rpc_get_functions)             \
        each(GetResourceIdentitySchemas, get_resource_identity_schemas,                                                \
             rpc_get_identity_schemas) each(ValidateProviderConfig, validate_provider_config, rpc_validate_provider)   \
            each(ConfigureProvider, configure_provider, rpc_configure_provider) each(StopProvider, stop_provider,      \
                                                                                     rpc_stop_provider)                \
                each(ValidateResourceConfig, validate_resource_config,                                                 \
                     rpc_validate_resource) each(UpgradeResourceState, upgrade_resource_state, rpc_upgrade_resource)   \
                    each(ReadResource, read_resource, rpc_read_resource) each(PlanResourceChange,                      \
                                                                              plan_resource_change, rpc_plan_resource) \
                        each(ApplyResourceChange, apply_resource_change,                                               \
                             rpc_apply_resource) each(ImportResourceState, import_resource_state, rpc_import_resource) \
                            each(MoveResourceState, move_resource_state, rpc_move_resource)                            \
                                each(GenerateResourceConfig, generate_resource_config, rpc_generate_config) each(      \
                                    UpgradeResourceIdentity, upgrade_resource_identity,                                \
                                    rpc_upgrade_identity) each(ReadDataSource, read_data_source, rpc_read_data_source) \
                                    each(CallFunction, call_function, rpc_call_function)                               \
                                        each(OpenEphemeralResource, open_ephemeral_resource, rpc_open_ephemeral) each( \
                                            RenewEphemeralResource, renew_ephemeral_resource, rpc_renew_ephemeral)     \
                                            each(CloseEphemeralResource, close_ephemeral_resource,                     \
                                                 rpc_close_ephemeral) each(PlanAction, plan_action, rpc_plan_action)   \
                                                each(ConfigureStateStore, configure_state_store, rpc_configure_store)  \
                                                    each(GetStates, get_states, rpc_get_states)                        \
                                                        each(DeleteState, delete_state, rpc_delete_state)              \
                                                            each(LockState, lock_state, rpc_lock_state)                \
                                                                each(UnlockState, unlock_state, rpc_unlock_state)

/** The same of checks of a configuration, which differ in the family and in the field that has the name. */
#define RPC_VALIDATE_METHODS(each)                                                                          \
    each(ValidateDataResourceConfig, validate_data_resource_config, RPC_DATA_SOURCE, type_name)             \
        each(ValidateEphemeralResourceConfig, validate_ephemeral_resource_config, RPC_EPHEMERAL, type_name) \
            each(ValidateActionConfig, validate_action_config, RPC_ACTION, action_type)                     \
                each(ValidateListResourceConfig, validate_list_resource_config, RPC_LIST, type_name)        \
                    each(ValidateStateStoreConfig, validate_state_store_config, RPC_STATE_STORE, type_name)

/** One request, an answer of many messages, which the function sends. */
#define RPC_STREAM_METHODS(each)                                                                              \
    each(InvokeAction, invoke_action, rpc_invoke_action) each(ListResource, list_resource, rpc_list_resource) \
        each(ReadStateBytes, read_state_bytes, rpc_read_state)

#define RPC_DECLARE_UNARY(message, small, function)                                                \
    void function(rpc_server *server, tf_call *call, const Tfplugin6__##message##__Request *asked, \
                  Tfplugin6__##message##__Response *response);
RPC_UNARY_METHODS(RPC_DECLARE_UNARY)

#define RPC_DECLARE_STREAM(message, small, function) \
    void function(rpc_server *server, tf_call *call, const Tfplugin6__##message##__Request *asked, rpc_stream *stream);
RPC_STREAM_METHODS(RPC_DECLARE_STREAM)

/** A request of many messages, of which `first` is the first. */
void rpc_write_state(rpc_server *server, tf_call *call, const Tfplugin6__WriteStateBytes__RequestChunk *first,
                     rpc_stream *stream, Tfplugin6__WriteStateBytes__Response *response);

/** GetProviderSchema's answer, encoded once for the life of the server. */
const uint8_t *rpc_provider_schema(rpc_server *server, size_t *out_size);

#endif
