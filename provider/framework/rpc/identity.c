/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The identity of a resource around its functions, and the calls that are about nothing else.
 */
#include "framework/rpc/identity.h"

#include <inttypes.h>
#include <string.h>

#include "framework/rpc/message.h"
#include "framework/rpc/resource_state.h"
#include "framework/value/json.h"

static bool is_empty(const tf_value *identity)
{
    for (size_t i = 0; identity->state == TF_KNOWN && i < identity->count; i++) {
        if (identity->items[i].state != TF_NULL)
            return false;
    }
    return identity->state != TF_UNKNOWN;
}

bool identity_begin(const rpc_entry *found, tf_call *call, const Tfplugin6__ResourceIdentityData *message,
                    tf_value *out_prior)
{
    *out_prior = value_null(&tf_type_dynamic);
    if (found->identity_type == NULL)
        return true;
    const Tfplugin6__DynamicValue *data = message == NULL ? NULL : message->identity_data;
    if (!rpc_read_value(call, found->identity_type, data, "the identity", out_prior))
        return false;
    call->identity = rpc_bind(call, found->resource->identity, out_prior);
    return call->identity != NULL;
}

static bool report_missing(tf_call *call, const char *function)
{
    return tf_fail(
        call, "Missing Resource Identity",
        "%s: %s left no identity, though the resource has one. This is a bug in the provider; please report it.",
        call->type_name, function);
}

static bool report_change(tf_call *call, const char *function, const tf_value *prior, const tf_value *now)
{
    for (size_t i = 0; i < prior->count; i++) {
        if (!tf_value_equal(&prior->items[i], &now->items[i])) {
            tf_fail(call, "Unexpected Identity Change",
                    "%s: %s changed the identity, which is to stay what it is for the life of an object: %s was "
                    "%s and became %s. This is a bug in the provider; please report it.",
                    call->type_name, function, prior->keys[i], value_to_json(call->arena, &prior->items[i]),
                    value_to_json(call->arena, &now->items[i]));
        }
    }
    return false;
}

bool identity_end(const rpc_entry *found, tf_call *call, const char *function, const tf_value *prior,
                  identity_rule rule, Tfplugin6__ResourceIdentityData **out)
{
    tf_value now;
    *out = NULL;
    if (found->identity_type == NULL)
        return true;
    if (!rpc_unbind(call, found->resource->identity, found->identity_type, call->identity, function, &now))
        return false;
    if (tf_value_has_unknown(&now) && rule != IDENTITY_PLANNED)
        return rpc_report_bug(call, NULL, "%s: %s left an unknown value in the identity.", call->type_name, function);
    const bool is_held = rule == IDENTITY_KEPT || rule == IDENTITY_PLANNED;
    if (is_held && !is_empty(prior) && !tf_value_equal(prior, &now))
        return report_change(call, function, prior, &now);
    if (is_empty(&now))
        return rule == IDENTITY_OPTIONAL || is_held || report_missing(call, function);
    *out = tf_alloc(call->arena, sizeof **out);
    tfplugin6__resource_identity_data__init(*out);
    (*out)->identity_data = rpc_write_value(call->arena, &now);
    return true;
}

static Tfplugin6__ResourceIdentitySchema *schema_of_identity(tf_arena *arena, const tf_resource *resource)
{
    const tf_schema *schema = resource->identity;
    Tfplugin6__ResourceIdentitySchema *message = tf_alloc(arena, sizeof *message);
    tfplugin6__resource_identity_schema__init(message);
    message->version = resource->identity->version;
    message->n_identity_attributes = schema->count;
    message->identity_attributes = tf_alloc_array(arena, schema->count, sizeof(message->identity_attributes[0]));
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        Tfplugin6__ResourceIdentitySchema__IdentityAttribute *added = tf_alloc(arena, sizeof *added);
        tfplugin6__resource_identity_schema__identity_attribute__init(added);
        const char *type = type_to_json(arena, type_of_attribute(arena, attribute));
        added->name = message_text(arena, attribute->name);
        added->type = message_bytes(type, strlen(type));
        added->required_for_import = attribute->mode == TF_REQUIRED;
        added->optional_for_import = attribute->mode == TF_OPTIONAL;
        added->description = message_text(arena, attribute->description);
        message->identity_attributes[i] = added;
    }
    return message;
}

void rpc_get_identity_schemas(rpc_server *server, tf_call *call,
                              const Tfplugin6__GetResourceIdentitySchemas__Request *asked,
                              Tfplugin6__GetResourceIdentitySchemas__Response *response)
{
    (void)asked;
    const rpc_entries *entries = &server->registry.families[RPC_RESOURCE];
    response->identity_schemas = tf_alloc_array(call->arena, entries->count, sizeof(response->identity_schemas[0]));
    for (size_t i = 0; i < entries->count; i++) {
        const tf_resource *resource = entries->items[i].resource;
        if (resource->identity == NULL)
            continue;
        Tfplugin6__GetResourceIdentitySchemas__Response__IdentitySchemasEntry *entry =
            tf_alloc(call->arena, sizeof *entry);
        tfplugin6__get_resource_identity_schemas__response__identity_schemas_entry__init(entry);
        entry->key = message_text(call->arena, resource->type_name);
        entry->value = schema_of_identity(call->arena, resource);
        response->identity_schemas[response->n_identity_schemas++] = entry;
    }
}

static bool upgrade(const rpc_entry *found, tf_call *call, const Tfplugin6__UpgradeResourceIdentity__Request *asked,
                    Tfplugin6__ResourceIdentityData **out)
{
    const tf_resource *resource = found->resource;
    if (found->identity_type == NULL)
        return rpc_report_bug(call, NULL, "%s has no identity to upgrade.", call->type_name);
    const tf_value none = value_null(found->identity_type);
    if (asked->raw_identity == NULL || asked->raw_identity->json.len == 0) {
        return tf_fail(call, "Identity Without JSON", "The stored identity of %s is empty. Refresh the resource.",
                       call->type_name);
    }
    if (asked->version > resource->identity->version) {
        return tf_fail(call, "Identity of a Newer Provider",
                       "The identity of %s was written by a newer version of this provider (identity version %" PRId64
                       ", this one knows %" PRId64 "). Upgrade the provider.",
                       call->type_name, asked->version, resource->identity->version);
    }
    const char *stored = tf_copy_bytes(call->arena, asked->raw_identity->json.data, asked->raw_identity->json.len);
    call->identity = tf_alloc(call->arena, resource->identity->size);
    if (asked->version == resource->identity->version) {
        return tf_decode_json(call, resource->identity, stored, call->identity)
               && identity_end(found, call, "the stored identity", &none, IDENTITY_OPTIONAL, out);
    }
    if (resource->upgrade_identity == NULL) {
        return rpc_report_bug(call, NULL, "%s cannot upgrade an identity of version %" PRId64 ".", call->type_name,
                              asked->version);
    }
    return rpc_succeeded(call, "upgrade_identity",
                         resource->upgrade_identity(call, asked->version, stored, call->identity))
           && identity_end(found, call, "upgrade_identity", &none, IDENTITY_FIRST, out);
}

void rpc_upgrade_identity(rpc_server *server, tf_call *call, const Tfplugin6__UpgradeResourceIdentity__Request *asked,
                          Tfplugin6__UpgradeResourceIdentity__Response *response)
{
    const rpc_entry *found = rpc_find(server, call, RPC_RESOURCE, asked->type_name);
    if (found != NULL)
        upgrade(found, call, asked, &response->upgraded_identity);
}
