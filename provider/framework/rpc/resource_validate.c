/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checking the configuration of a resource, the only thing that may have write-only attributes.
 */
#include "framework/rpc/entry_config.h"
#include "framework/rpc/methods.h"

void rpc_validate_resource(rpc_server *server, tf_call *call, const Tfplugin6__ValidateResourceConfig__Request *asked,
                           Tfplugin6__ValidateResourceConfig__Response *response)
{
    (void)response;
    const rpc_entry *found = rpc_find(server, call, RPC_RESOURCE, asked->type_name);
    const Tfplugin6__ClientCapabilities *client = asked->client_capabilities;
    if (found != NULL)
        rpc_check_entry_config(call, found, asked->config, client != NULL && client->write_only_attributes_allowed);
}
