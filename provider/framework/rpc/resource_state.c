/* SPDX-License-Identifier: Apache-2.0 */
/* A resource's state as it is found: out in the world, or under an id or identity that a user gives. */
#include <string.h>

#include "framework/plan/plan.h"
#include "framework/rpc/diagnostics.h"
#include "framework/rpc/identity.h"
#include "framework/rpc/message.h"
#include "framework/rpc/private.h"

/* Whether a state may be one: nothing in it is unknown. Held against a plan that told nothing. */
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

bool rpc_unbind_state(const rpc_resource *found, tf_call *call, const char *function, const void *source, tf_value *out)
{
    return rpc_unbind(call, found->resource->attributes, found->type, source, function, out)
           && is_sound(found, call, out);
}

static bool read_state(const rpc_resource *found, tf_call *call, const Tfplugin6__ReadResource__Request *asked,
                       Tfplugin6__ReadResource__Response *response)
{
    const tf_schema *schema = found->resource->attributes;
    tf_value before;
    tf_value identity;
    if (!rpc_read_value(call, found->type, asked->current_state, "the state", &before)
        || !identity_begin(found, call, asked->current_identity, &identity))
        return false;
    if (before.state != TF_KNOWN || rpc_provider_is_deferred(call))
        return true;
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
        if (!is_sound(found, call, &read)
            || !identity_end(found, call, "read", &identity, imported ? IDENTITY_FIRST : IDENTITY_KEPT,
                             &response->new_identity))
            return false;
    }
    response->new_state = rpc_write_value(call->arena, &read);
    response->private_ = private_write(call);
    return true;
}

const ProtobufCMessage *rpc_read_resource(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__ReadResource__Request *asked = (const void *)request;
    Tfplugin6__ReadResource__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__read_resource__response__init(response);
    response->new_state = asked->current_state;
    response->private_ = asked->private_;
    response->new_identity = asked->current_identity;
    rpc_note_client(call, asked->client_capabilities);
    const rpc_resource *found = rpc_find_resource(server, call, asked->type_name);
    if (found != NULL && rpc_note_meta(server, call, asked->provider_meta)) {
        read_state(found, call, asked, response);
        response->deferred = rpc_deferral_message(call);
    }
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

static bool import(const rpc_resource *found, tf_call *call, const Tfplugin6__ImportResourceState__Request *asked,
                   tf_value *out, Tfplugin6__ResourceIdentityData **out_identity)
{
    const tf_resource *resource = found->resource;
    const char *id = message_text(call->arena, asked->id);
    const bool by_identity = *id == '\0' && asked->identity != NULL && found->identity_type != NULL;
    tf_value identity;
    if (resource->import == NULL)
        return tf_fail(call, "Import is not supported", "Objects of %s cannot be imported.", resource->type_name);
    if (*id == '\0' && !by_identity)
        return tf_fail(call, "Import without an id", "Objects of %s are imported by id: %s", resource->type_name,
                       resource->import_id == NULL ? "see its documentation." : resource->import_id);
    if (!identity_begin(found, call, asked->identity, &identity))
        return false;
    /* Nothing is known of an object whose provider cannot be asked yet. */
    if (rpc_provider_is_deferred(call)) {
        *out = value_unknown(found->type);
        return true;
    }
    void *state = tf_alloc(call->arena, resource->attributes->size);
    if (!rpc_succeeded(call, "import", resource->import(call, by_identity ? NULL : id, state))
        || !rpc_unbind_state(found, call, "import", state, out)
        || !identity_end(found, call, "import", &identity, IDENTITY_OPTIONAL, out_identity))
        return false;
    if (found->identity_type != NULL)
        tf_set_private(call, IDENTITY_IMPORT_MARK, "true");
    return true;
}

const ProtobufCMessage *rpc_import_resource(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__ImportResourceState__Request *asked = (const void *)request;
    Tfplugin6__ImportResourceState__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__import_resource_state__response__init(response);
    rpc_note_client(call, asked->client_capabilities);
    const rpc_resource *found = rpc_find_resource(server, call, asked->type_name);
    Tfplugin6__ResourceIdentityData *identity = NULL;
    tf_value state;
    if (found != NULL && import(found, call, asked, &state, &identity)) {
        Tfplugin6__ImportResourceState__ImportedResource *imported = tf_alloc(call->arena, sizeof *imported);
        tfplugin6__import_resource_state__imported_resource__init(imported);
        imported->type_name = asked->type_name;
        imported->state = rpc_write_value(call->arena, &state);
        imported->private_ = private_write(call);
        imported->identity = identity;
        response->imported_resources = tf_alloc(call->arena, sizeof(response->imported_resources[0]));
        response->imported_resources[0] = imported;
        response->n_imported_resources = 1;
        response->deferred = rpc_deferral_message(call);
    }
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}
