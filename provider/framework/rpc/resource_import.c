/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A resource's state under an id or identity that a user gives; a read follows.
 */
#include "framework/rpc/identity.h"
#include "framework/rpc/message.h"
#include "framework/rpc/private.h"
#include "framework/rpc/resource_state.h"

/* As import does, by the table alone: the id goes into an attribute, of the identity too. */
static void import_by_attribute(const rpc_entry *found, tf_call *call, const char *id, void *state)
{
    const tf_resource *resource = found->resource;
    const char *name = resource->import_attribute;
    const tf_string text = tf_string_of(id);
    tf_string *given = call->identity == NULL ? NULL : rpc_string_field(resource->identity, name, call->identity);
    if (given != NULL && id == NULL) {
        *rpc_string_field(resource->schema, name, state) = *given;
    } else {
        *rpc_string_field(resource->schema, name, state) = text;
    }
    if (given != NULL && id != NULL)
        *given = text;
}

static bool import_state(const rpc_entry *found, tf_call *call, const char *id, void *state)
{
    if (found->resource->import != NULL)
        return rpc_succeeded(call, "import", found->resource->import(call, id, state));
    import_by_attribute(found, call, id, state);
    return true;
}

static bool import(const rpc_entry *found, tf_call *call, const Tfplugin6__ImportResourceState__Request *asked,
                   tf_value *out, Tfplugin6__ResourceIdentityData **out_identity)
{
    const tf_resource *resource = found->resource;
    const char *id = message_text(call->arena, asked->id);
    const bool by_identity = *id == '\0' && asked->identity != NULL && found->identity_type != NULL;
    tf_value identity;
    if (resource->import == NULL && resource->import_attribute == NULL) {
        return tf_fail(call, "Resource Import Not Implemented", "Objects of %s cannot be imported.",
                       resource->type_name);
    }
    if (*id == '\0' && !by_identity) {
        return tf_fail(call, "Import Without an ID", "Objects of %s are imported by id: %s", resource->type_name,
                       resource->import_id == NULL ? "see its documentation." : resource->import_id);
    }
    if (!identity_begin(found, call, asked->identity, &identity))
        return false;
    /* Nothing is known of an object whose provider cannot be asked yet. */
    if (rpc_provider_is_deferred(call)) {
        *out = value_unknown(found->type);
        return true;
    }
    void *state = tf_alloc(call->arena, resource->schema->size);
    if (!import_state(found, call, by_identity ? NULL : id, state)
        || !rpc_unbind_state(found, call, "import", state, out)
        || !identity_end(found, call, "import", &identity, IDENTITY_OPTIONAL, out_identity))
        return false;
    if (found->identity_type != NULL)
        tf_set_private(call, IDENTITY_IMPORT_MARK, "true");
    return true;
}

void rpc_import_resource(rpc_server *server, tf_call *call, const Tfplugin6__ImportResourceState__Request *asked,
                         Tfplugin6__ImportResourceState__Response *response)
{
    rpc_note_client(call, asked->client_capabilities);
    const rpc_entry *found = rpc_find(server, call, RPC_RESOURCE, asked->type_name);
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
}
