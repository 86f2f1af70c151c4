/* A resource's state as it is found: stored by an earlier run, out in the world, or under an id that a user gives. */
#include <inttypes.h>
#include <string.h>

#include "framework/plan/plan.h"
#include "framework/rpc/diagnostics.h"
#include "framework/rpc/message.h"
#include "framework/rpc/private.h"
#include "framework/rpc/server.h"
#include "framework/value/json.h"

/* Whether a state may be one: nothing unknown, write-only attributes null. Held against a plan that told nothing. */
static bool is_sound(const rpc_resource *found, tf_call *call, const tf_value *state)
{
    const tf_type *type = found->type;
    tf_value told = {
        .type = type,
        .state = TF_KNOWN,
        .count = type->count,
        .items = tf_alloc_array(call->arena, type->count, sizeof(tf_value)),
        .keys = type->names,
    };
    for (size_t i = 0; i < type->count; i++)
        told.items[i] = value_unknown(type->elements[i]);
    return plan_check_applied(call, found->resource->attributes, &told, state);
}

static const tf_value *read_state(const rpc_resource *found, tf_call *call, const tf_value *before)
{
    const tf_schema *schema = found->resource->attributes;
    void *state = rpc_bind(call, schema, before);
    if (state == NULL || !rpc_succeeded(call, "read", found->resource->read(call, state)))
        return before;
    tf_value *read = tf_alloc(call->arena, sizeof *read);
    *read = value_null(found->type);
    if (call->gone)
        return read;
    if (!rpc_unbind(call, schema, state, "read", read))
        return before;
    *read = plan_keep_meaning(call->arena, schema, before, read);
    return is_sound(found, call, read) ? read : before;
}

const ProtobufCMessage *rpc_read_resource(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__ReadResource__Request *asked = (const void *)request;
    Tfplugin6__ReadResource__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__read_resource__response__init(response);
    response->new_state = asked->current_state;
    response->private_ = asked->private_;
    const rpc_resource *found = rpc_find_resource(server, call, asked->type_name);
    tf_value before;
    if (found != NULL && rpc_read_value(call, found->type, asked->current_state, "the state", &before)
        && before.state == TF_KNOWN) {
        private_read(call, asked->private_);
        const tf_value *state = read_state(found, call, &before);
        if (state != &before) {
            response->new_state = rpc_write_value(call->arena, state);
            response->private_ = private_write(call);
        }
    }
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

/* Through the resource's own struct, which gives absent blocks their empty lists and finds what does not fit. */
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
    value_error error = { .message = "" };
    if (!value_from_json(call->arena, found->type, (const char *)asked->raw_state->json.data,
                         asked->raw_state->json.len, true, out, &error))
        return tf_fail_at(call, error.path, "Malformed state", "The stored state of %s cannot be read: %s.",
                          resource->type_name, error.message);
    if (out->state != TF_KNOWN)
        return true;
    const tf_value stored = *out;
    const void *state = rpc_bind(call, resource->attributes, out);
    if (state == NULL || !rpc_unbind(call, resource->attributes, state, "the stored state", out))
        return false;
    *out = plan_keep_meaning(call->arena, resource->attributes, &stored, out);
    return true;
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

static bool import(const rpc_resource *found, tf_call *call, const char *id, tf_value *out)
{
    const tf_resource *resource = found->resource;
    if (resource->import == NULL)
        return tf_fail(call, "Import is not supported", "Objects of %s cannot be imported.", resource->type_name);
    if (*id == '\0')
        return tf_fail(call, "Import without an id", "Objects of %s are imported by id: %s", resource->type_name,
                       resource->import_id == NULL ? "see its documentation." : resource->import_id);
    void *state = tf_alloc(call->arena, resource->attributes->size);
    if (!rpc_succeeded(call, "import", resource->import(call, id, state))
        || !rpc_unbind(call, resource->attributes, state, "import", out))
        return false;
    return is_sound(found, call, out);
}

const ProtobufCMessage *rpc_import_resource(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__ImportResourceState__Request *asked = (const void *)request;
    Tfplugin6__ImportResourceState__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__import_resource_state__response__init(response);
    const rpc_resource *found = rpc_find_resource(server, call, asked->type_name);
    tf_value state;
    if (found != NULL && import(found, call, message_text(call->arena, asked->id), &state)) {
        Tfplugin6__ImportResourceState__ImportedResource *imported = tf_alloc(call->arena, sizeof *imported);
        tfplugin6__import_resource_state__imported_resource__init(imported);
        imported->type_name = asked->type_name;
        imported->state = rpc_write_value(call->arena, &state);
        imported->private_ = private_write(call);
        response->imported_resources = tf_alloc(call->arena, sizeof(response->imported_resources[0]));
        response->imported_resources[0] = imported;
        response->n_imported_resources = 1;
    }
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}
