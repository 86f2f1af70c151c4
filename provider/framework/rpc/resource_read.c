/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A resource's state as its object is found out in the world.
 */
#include <string.h>

#include "framework/plan/plan.h"
#include "framework/rpc/identity.h"
#include "framework/rpc/message.h"
#include "framework/rpc/private.h"
#include "framework/rpc/resource_state.h"

static bool read_state(const rpc_entry *found, tf_call *call, const Tfplugin6__ReadResource__Request *asked,
                       Tfplugin6__ReadResource__Response *response)
{
    const tf_schema *schema = found->resource->schema;
    tf_value before;
    tf_value identity;
    if (!rpc_read_value(call, found->type, asked->current_state, "the state", &before)
        || !identity_begin(found, call, asked->current_identity, &identity))
        return false;
    if (before.state != TF_KNOWN || rpc_provider_is_deferred(call))
        return true;
    if (!plan_check_identifying(call, schema, &before))
        return false;
    private_read(call, asked->private_);
    const bool imported = tf_private(call, IDENTITY_IMPORT_MARK) != NULL;
    tf_set_private(call, IDENTITY_IMPORT_MARK, NULL);
    void *state = rpc_bind(call, schema, &before);
    if (state == NULL || !rpc_succeeded(call, "read", found->resource->read(call, state)))
        return false;
    tf_value read = value_null(found->type);
    if (call->deferral != TF_NOT_DEFERRED)
        return true;
    if (!call->gone) {
        if (!rpc_unbind(call, schema, found->type, state, "read", &read))
            return false;
        read = plan_keep_meaning(call->arena, schema, &before, &read);
        if (!rpc_check_state(found, call, &read)
            || !identity_end(found, call, "read", &identity, imported ? IDENTITY_FIRST : IDENTITY_KEPT,
                             &response->new_identity))
            return false;
    }
    response->new_state = rpc_write_value(call->arena, &read);
    response->private_ = private_write(call);
    return true;
}

void rpc_read_resource(rpc_server *server, tf_call *call, const Tfplugin6__ReadResource__Request *asked,
                       Tfplugin6__ReadResource__Response *response)
{
    response->new_state = asked->current_state;
    response->private_ = asked->private_;
    response->new_identity = asked->current_identity;
    rpc_note_client(call, asked->client_capabilities);
    const rpc_entry *found = rpc_find(server, call, RPC_RESOURCE, asked->type_name);
    if (found != NULL && rpc_note_meta(server, call, asked->provider_meta)) {
        read_state(found, call, asked, response);
        response->deferred = rpc_deferral_message(call);
    }
}
