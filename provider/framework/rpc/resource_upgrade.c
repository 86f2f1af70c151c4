/* SPDX-License-Identifier: Apache-2.0 */
/*
 * States as they were stored, by this version of the schema or by an older one.
 */
#include <inttypes.h>

#include "framework/plan/plan.h"
#include "framework/rpc/identity.h"
#include "framework/rpc/message.h"
#include "framework/rpc/private.h"
#include "framework/rpc/resource_state.h"
#include "framework/value/json.h"

static void note_held(const tf_resource *resource, tf_call *call, const void *state)
{
    if (resource->note_held != NULL)
        resource->note_held(call, state);
}

/* Through the resource's own struct, which gives absent blocks their empty lists and finds what does not fit. */
static bool pass_through(const rpc_entry *found, tf_call *call, const Tfplugin6__RawState *raw, tf_value *out)
{
    const tf_schema *schema = found->resource->schema;
    value_error error = { .message = "" };
    if (!value_from_json(call->arena, found->type, (const char *)raw->json.data, raw->json.len, true, out, &error)) {
        return tf_fail_at(call, error.path, "Malformed State", "The stored state of %s cannot be read: %s.",
                          call->type_name, error.message);
    }
    if (out->state != TF_KNOWN)
        return true;
    const tf_value stored = *out;
    const void *state = rpc_bind(call, schema, out);
    if (state != NULL)
        note_held(found->resource, call, state);
    if (state == NULL || !rpc_unbind(call, schema, found->type, state, "the stored state", out))
        return false;
    *out = plan_keep_meaning(call->arena, schema, &stored, out);
    return true;
}

static bool upgrade(const rpc_entry *found, tf_call *call, const Tfplugin6__UpgradeResourceState__Request *asked,
                    tf_value *out)
{
    const tf_resource *resource = found->resource;
    if (asked->version > resource->schema->version) {
        return tf_fail(call, "State of a Newer Provider",
                       "The state of %s was written by a newer version of this provider (schema version %" PRId64
                       ", this one knows %" PRId64 "). Upgrade the provider.",
                       resource->type_name, asked->version, resource->schema->version);
    }
    if (asked->raw_state == NULL || asked->raw_state->json.len == 0) {
        return tf_fail(call, "State Without JSON",
                       "The state of %s has no JSON form: it was written by Terraform 0.11 or older, before this "
                       "provider existed. Remove it from the state and import the object.",
                       resource->type_name);
    }
    if (asked->version == resource->schema->version)
        return pass_through(found, call, asked->raw_state, out);
    if (resource->upgrade == NULL) {
        return rpc_report_bug(call, NULL, "%s cannot upgrade a state of schema version %" PRId64 " to %" PRId64 ".",
                              resource->type_name, asked->version, resource->schema->version);
    }
    const char *stored = tf_copy_bytes(call->arena, asked->raw_state->json.data, asked->raw_state->json.len);
    void *state = tf_alloc(call->arena, resource->schema->size);
    if (!rpc_succeeded(call, "upgrade", resource->upgrade(call, asked->version, stored, state)))
        return false;
    note_held(resource, call, state);
    return rpc_unbind_state(found, call, "upgrade", state, out);
}

void rpc_upgrade_resource(rpc_server *server, tf_call *call, const Tfplugin6__UpgradeResourceState__Request *asked,
                          Tfplugin6__UpgradeResourceState__Response *response)
{
    const rpc_entry *found = rpc_find(server, call, RPC_RESOURCE, asked->type_name);
    tf_value state;
    if (found != NULL && upgrade(found, call, asked, &state))
        response->upgraded_state = rpc_write_value(call->arena, &state);
}
