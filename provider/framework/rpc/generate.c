/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A configuration made from the state of an imported object (`terraform plan -generate-config-out`).
 *
 * What a user cannot or need not write is left out: computed, write-only and deprecated attributes, and defaults that the
 * provider would fill in itself.
 */
#include <string.h>

#include "framework/rpc/diagnostics.h"
#include "framework/rpc/server.h"
#include "framework/value/json.h"

static bool is_default(tf_arena *arena, const tf_attribute *attribute, const tf_value *value)
{
    if (attribute->default_value == NULL)
        return false;
    if (attribute->kind == TF_KIND_STRING)
        return value->state == TF_KNOWN && strcmp(value->text, attribute->default_value) == 0;
    tf_value preset;
    value_error error;
    return value_from_json(arena, value->type, attribute->default_value, strlen(attribute->default_value), false,
                           &preset, &error)
           && tf_value_equal(&preset, value);
}

static tf_value without_computed(tf_arena *arena, const tf_schema *schema, const tf_value *object);

static tf_value configured_items(tf_arena *arena, const tf_schema *schema, const tf_value *collection)
{
    tf_value kept = *collection;
    tf_value *items = tf_alloc_array(arena, collection->count, sizeof(tf_value));
    for (size_t i = 0; i < collection->count; i++)
        items[i] = without_computed(arena, schema, &collection->items[i]);
    kept.items = items;
    return kept;
}

static tf_value without_computed(tf_arena *arena, const tf_schema *schema, const tf_value *object)
{
    if (object->state != TF_KNOWN)
        return *object;
    tf_value kept = *object;
    kept.items = tf_alloc_array(arena, object->count, sizeof(tf_value));
    memcpy(kept.items, object->items, object->count * sizeof(tf_value));
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        tf_value *value = &kept.items[type_attribute_place(object->type, attribute->name)];
        if (attribute->mode == TF_COMPUTED || attribute->write_only || attribute->deprecated != NULL
            || is_default(arena, attribute, value))
            *value = value_null(value->type);
        if (attribute->attributes == NULL || value->state != TF_KNOWN)
            continue;
        *value = attribute->kind == TF_KIND_OBJECT ? without_computed(arena, attribute->attributes, value)
                                                   : configured_items(arena, attribute->attributes, value);
    }
    return kept;
}

const ProtobufCMessage *rpc_generate_config(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__GenerateResourceConfig__Request *asked = (const void *)request;
    Tfplugin6__GenerateResourceConfig__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__generate_resource_config__response__init(response);
    const rpc_resource *found = rpc_find_resource(server, call, asked->type_name);
    tf_value state;
    if (found != NULL && rpc_read_value(call, found->type, asked->state, "the state", &state)) {
        const tf_value config = without_computed(call->arena, found->resource->attributes, &state);
        response->config = rpc_write_value(call->arena, &config);
    }
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}
