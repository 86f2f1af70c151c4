/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A state that was stored for another resource type, perhaps by another provider.
 */
#include "framework/plan/plan.h"
#include "framework/rpc/identity.h"
#include "framework/rpc/message.h"
#include "framework/rpc/private.h"
#include "framework/rpc/resource_state.h"

static const char *json_of(tf_arena *arena, const Tfplugin6__RawState *raw)
{
    return raw == NULL || raw->json.len == 0 ? NULL : tf_copy_bytes(arena, raw->json.data, raw->json.len);
}

static bool move(const rpc_entry *found, tf_call *call, const Tfplugin6__MoveResourceState__Request *asked,
                 Tfplugin6__MoveResourceState__Response *response)
{
    const tf_resource *resource = found->resource;
    const tf_move_source source = {
        .provider_address = message_text(call->arena, asked->source_provider_address),
        .type_name = message_text(call->arena, asked->source_type_name),
        .version = asked->source_schema_version,
        .state = json_of(call->arena, asked->source_state),
        .identity = json_of(call->arena, asked->source_identity),
    };
    if (resource->move == NULL) {
        return tf_fail(
            call, "Move Not Supported",
            "%s cannot take over an object of another type, here %s of %s. Remove the moved block; import the "
            "object, or let Terraform make a new one.",
            call->type_name, source.type_name, source.provider_address);
    }
    if (source.state == NULL) {
        return tf_fail(call, "State Without JSON", "The state of %s has no JSON form, so that it cannot be moved.",
                       source.type_name);
    }
    void *state = tf_alloc(call->arena, resource->schema->size);
    tf_value identity;
    tf_value moved;
    if (!identity_begin(found, call, NULL, &identity)
        || !rpc_succeeded(call, "move", resource->move(call, &source, state))
        || !rpc_unbind_state(found, call, "move", state, &moved)
        || !plan_check_identifying(call, resource->schema, &moved)
        || !identity_end(found, call, "move", &identity, IDENTITY_OPTIONAL, &response->target_identity))
        return false;
    response->target_state = rpc_write_value(call->arena, &moved);
    response->target_private = private_write(call);
    return true;
}

void rpc_move_resource(rpc_server *server, tf_call *call, const Tfplugin6__MoveResourceState__Request *asked,
                       Tfplugin6__MoveResourceState__Response *response)
{
    const rpc_entry *found = rpc_find(server, call, RPC_RESOURCE, asked->target_type_name);
    if (found != NULL)
        move(found, call, asked, response);
}
