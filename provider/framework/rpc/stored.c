/* SPDX-License-Identifier: Apache-2.0 */
/* States as they were stored: by this version of the schema, by an older one, or for another resource type. */
#include <inttypes.h>

#include "framework/plan/plan.h"
#include "framework/rpc/diagnostics.h"
#include "framework/rpc/identity.h"
#include "framework/rpc/message.h"
#include "framework/rpc/private.h"
#include "framework/value/json.h"

/* Through the resource's own struct, which gives absent blocks their empty lists and finds what does not fit. */
static bool pass_through(const rpc_resource *found, tf_call *call, const Tfplugin6__RawState *raw, tf_value *out)
{
    const tf_schema *schema = found->resource->attributes;
    value_error error = { .message = "" };
    if (!value_from_json(call->arena, found->type, (const char *)raw->json.data, raw->json.len, true, out, &error))
        return tf_fail_at(call, error.path, "Malformed state", "The stored state of %s cannot be read: %s.",
                          call->type_name, error.message);
    if (out->state != TF_KNOWN)
        return true;
    const tf_value stored = *out;
    const void *state = rpc_bind(call, schema, out);
    if (state == NULL || !rpc_unbind(call, schema, found->type, state, "the stored state", out))
        return false;
    *out = plan_keep_meaning(call->arena, schema, &stored, out);
    return true;
}

static bool upgrade(const rpc_resource *found, tf_call *call, const Tfplugin6__UpgradeResourceState__Request *asked,
                    tf_value *out)
{
    const tf_resource *resource = found->resource;
    if (asked->version > resource->version)
        return tf_fail(call, "State of a newer provider",
                       "The state of %s was written by a newer version of this provider (schema version %" PRId64
                       ", this one knows %" PRId64 "). Upgrade the provider.",
                       resource->type_name, asked->version, resource->version);
    if (asked->raw_state == NULL || asked->raw_state->json.len == 0)
        return tf_fail(call, "State without JSON",
                       "The state of %s has no JSON form: it was written by Terraform 0.11 or older, before this "
                       "provider existed. Remove it from the state and import the object.",
                       resource->type_name);
    if (asked->version == resource->version)
        return pass_through(found, call, asked->raw_state, out);
    if (resource->upgrade == NULL)
        return rpc_report_bug(call, NULL, "%s cannot upgrade a state of schema version %" PRId64 " to %" PRId64 ".",
                              resource->type_name, asked->version, resource->version);
    const char *stored = tf_copy_bytes(call->arena, asked->raw_state->json.data, asked->raw_state->json.len);
    void *state = tf_alloc(call->arena, resource->attributes->size);
    return rpc_succeeded(call, "upgrade", resource->upgrade(call, asked->version, stored, state))
           && rpc_unbind_state(found, call, "upgrade", state, out);
}

const ProtobufCMessage *rpc_upgrade_resource(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__UpgradeResourceState__Request *asked = (const void *)request;
    Tfplugin6__UpgradeResourceState__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__upgrade_resource_state__response__init(response);
    const rpc_resource *found = rpc_find_resource(server, call, asked->type_name);
    tf_value state;
    if (found != NULL && upgrade(found, call, asked, &state))
        response->upgraded_state = rpc_write_value(call->arena, &state);
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

static const char *json_of(tf_arena *arena, const Tfplugin6__RawState *raw)
{
    return raw == NULL || raw->json.len == 0 ? NULL : tf_copy_bytes(arena, raw->json.data, raw->json.len);
}

static bool move(const rpc_resource *found, tf_call *call, const Tfplugin6__MoveResourceState__Request *asked,
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
    if (resource->move == NULL)
        return tf_fail(
            call, "Move is not supported",
            "%s cannot take over an object of another type, here %s of %s. Remove the moved block; import the "
            "object, or let Terraform make a new one.",
            call->type_name, source.type_name, source.provider_address);
    if (source.state == NULL)
        return tf_fail(call, "State without JSON", "The state of %s has no JSON form, so that it cannot be moved.",
                       source.type_name);
    void *state = tf_alloc(call->arena, resource->attributes->size);
    tf_value identity;
    tf_value moved;
    if (!identity_begin(found, call, NULL, &identity)
        || !rpc_succeeded(call, "move", resource->move(call, &source, state))
        || !rpc_unbind_state(found, call, "move", state, &moved)
        || !identity_end(found, call, "move", &identity, IDENTITY_OPTIONAL, &response->target_identity))
        return false;
    response->target_state = rpc_write_value(call->arena, &moved);
    response->target_private = private_write(call);
    return true;
}

const ProtobufCMessage *rpc_move_resource(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__MoveResourceState__Request *asked = (const void *)request;
    Tfplugin6__MoveResourceState__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__move_resource_state__response__init(response);
    const rpc_resource *found = rpc_find_resource(server, call, asked->target_type_name);
    if (found != NULL)
        move(found, call, asked, response);
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}
