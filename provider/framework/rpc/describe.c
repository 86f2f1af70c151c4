/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes the schemas of everything on offer as JSON, for tools that make pages of it.
 */
#include "framework/rpc/describe.h"

#include <ctype.h>

#include "framework/rpc/function_call.h"
#include "framework/rpc/server.h"
#include "framework/value/json_reader.h"
#include "framework/value/kinds.h"

static void append_block(tf_text_builder *json, const tf_schema *schema, const char *description,
                         const char *deprecated);

static void begin_member(tf_text_builder *json, const char *name)
{
    const char last = json->length == 0 ? '{' : json->text[json->length - 1];
    if (last != '{' && last != '[')
        tf_append(json, ",");
    json_append_text(json, name);
    tf_append(json, ":");
}

static void append_text(tf_text_builder *json, const char *name, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    begin_member(json, name);
    json_append_text(json, text);
}

static void append_true(tf_text_builder *json, const char *name, bool truth)
{
    if (!truth)
        return;
    begin_member(json, name);
    tf_append(json, "true");
}

static void append_number(tf_text_builder *json, const char *name, int64_t number)
{
    begin_member(json, name);
    tf_append_format(json, "%lld", (long long)number);
}

static void append_type(tf_text_builder *json, const char *name, const tf_type *type)
{
    begin_member(json, name);
    tf_append(json, type_to_json(json->arena, type));
}

/* What a check asks for, NULL where it does not say: a check of texts goes for each of a collection. */
static const char *check_in_words(tf_arena *arena, const tf_attribute *attribute, const tf_validator *check)
{
    const char *words = check->describe != NULL ? check->describe(arena, check->argument) : check->description;
    const bool is_of_elements = check->text != NULL && kind_of(attribute->kind)->shape == KIND_STRINGS;
    if (words == NULL || !is_of_elements)
        return words;
    return tf_format(arena, "Each element: %c%s", tolower((unsigned char)words[0]), words + 1);
}

static void append_validators(tf_text_builder *json, const tf_attribute *attribute)
{
    bool first = true;
    const tf_validator *check = attribute->validators;
    for (; check != NULL && (check->text != NULL || check->value != NULL); check++) {
        const char *words = check_in_words(json->arena, attribute, check);
        if (words == NULL)
            continue;
        if (first)
            begin_member(json, "validators");
        tf_append(json, first ? "[" : ",");
        json_append_text(json, words);
        first = false;
    }
    if (!first)
        tf_append(json, "]");
}

/* What Terraform's own description leaves out. */
static void append_behaviour(tf_text_builder *json, const tf_attribute *attribute)
{
    append_validators(json, attribute);
    append_text(json, "default", attribute->default_value);
    append_true(json, "requires_replace", attribute->requires_replace);
    append_text(json, "deprecation_message", attribute->deprecated);
}

static const char *nesting_mode(const tf_attribute *attribute)
{
    static const char *const modes[] = {
        [TF_TYPE_OBJECT] = "single",
        [TF_TYPE_LIST] = "list",
        [TF_TYPE_SET] = "set",
        [TF_TYPE_MAP] = "map",
    };
    return modes[kind_of(attribute->kind)->type];
}

static void append_attributes(tf_text_builder *json, const tf_schema *schema);

static void append_attribute(tf_text_builder *json, const tf_attribute *attribute)
{
    tf_append(json, "{");
    if (attribute->attributes == NULL) {
        append_type(json, "type", type_of_attribute(json->arena, attribute));
    } else {
        begin_member(json, "nested_type");
        tf_append(json, "{");
        append_attributes(json, attribute->attributes);
        append_text(json, "nesting_mode", nesting_mode(attribute));
        tf_append(json, "}");
    }
    append_text(json, "description", attribute->description);
    append_text(json, "description_kind", "markdown");
    append_true(json, "deprecated", attribute->deprecated != NULL);
    append_true(json, "required", attribute->mode == TF_REQUIRED);
    append_true(json, "optional", attribute->mode == TF_OPTIONAL || attribute->mode == TF_OPTIONAL_COMPUTED);
    append_true(json, "computed", attribute->mode == TF_COMPUTED || attribute->mode == TF_OPTIONAL_COMPUTED);
    append_true(json, "sensitive", attribute->sensitive);
    append_true(json, "write_only", attribute->write_only);
    append_behaviour(json, attribute);
    tf_append(json, "}");
}

static void append_nested_block(tf_text_builder *json, const tf_attribute *attribute)
{
    tf_append(json, "{");
    append_text(json, "nesting_mode", nesting_mode(attribute));
    begin_member(json, "block");
    append_block(json, attribute->attributes, attribute->description, attribute->deprecated);
    if (attribute->mode == TF_REQUIRED)
        append_number(json, "min_items", 1);
    if (attribute->mode == TF_REQUIRED && attribute->kind == TF_KIND_OBJECT)
        append_number(json, "max_items", 1);
    append_behaviour(json, attribute);
    tf_append(json, "}");
}

/* The attributes, or the blocks, of the schema under `name`; nothing where there are none. */
static void append_fields(tf_text_builder *json, const char *name, const tf_schema *schema, bool blocks,
                          void (*append)(tf_text_builder *json, const tf_attribute *attribute))
{
    bool first = true;
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        if (attribute->block != blocks)
            continue;
        if (first) {
            begin_member(json, name);
            tf_append(json, "{");
        }
        first = false;
        begin_member(json, attribute->name);
        append(json, attribute);
    }
    if (!first)
        tf_append(json, "}");
}

static void append_attributes(tf_text_builder *json, const tf_schema *schema)
{
    append_fields(json, "attributes", schema, false, append_attribute);
}

static void append_block(tf_text_builder *json, const tf_schema *schema, const char *description,
                         const char *deprecated)
{
    tf_append(json, "{");
    append_attributes(json, schema);
    append_fields(json, "block_types", schema, true, append_nested_block);
    append_text(json, "description", description);
    append_text(json, "description_kind", "markdown");
    append_true(json, "deprecated", deprecated != NULL);
    append_text(json, "deprecation_message", deprecated);
    tf_append(json, "}");
}

static void append_schema(tf_text_builder *json, const tf_schema *schema, const char *import_id)
{
    tf_append(json, "{");
    append_number(json, "version", schema->version);
    begin_member(json, "block");
    append_block(json, schema, schema->description, schema->deprecated);
    append_text(json, "import_id", import_id);
    tf_append(json, "}");
}

static void append_entry(tf_text_builder *json, const rpc_entry *entry)
{
    append_schema(json, entry->schema, NULL);
}

static void append_resource(tf_text_builder *json, const rpc_entry *entry)
{
    append_schema(json, entry->schema, entry->resource->import_id);
}

static void append_parameter(tf_text_builder *json, const tf_parameter *parameter, const tf_type *type)
{
    tf_append(json, "{");
    append_text(json, "name", parameter->attribute.name);
    append_text(json, "description", parameter->attribute.description);
    append_true(json, "is_nullable", parameter->allow_null);
    append_type(json, "type", type);
    tf_append(json, "}");
}

static void append_function(tf_text_builder *json, const rpc_entry *entry)
{
    const tf_function *function = entry->function;
    tf_append(json, "{");
    append_text(json, "description", function->description);
    append_text(json, "summary", function->summary);
    append_text(json, "deprecation_message", function->deprecated);
    append_type(json, "return_type", entry->signature->result_type);
    if (function->parameter_count > 0) {
        begin_member(json, "parameters");
        for (size_t i = 0; i < function->parameter_count; i++) {
            tf_append(json, i == 0 ? "[" : ",");
            append_parameter(json, &function->parameters[i],
                             type_of_attribute(json->arena, &function->parameters[i].attribute));
        }
        tf_append(json, "]");
    }
    if (function->variadic != NULL) {
        begin_member(json, "variadic_parameter");
        append_parameter(json, function->variadic, entry->signature->variadic_type);
    }
    tf_append(json, "}");
}

static const struct {
    const char *name;
    void (*append)(tf_text_builder *json, const rpc_entry *entry);
} families[RPC_FAMILIES] = {
    [RPC_RESOURCE] = { "resource_schemas", append_resource },
    [RPC_DATA_SOURCE] = { "data_source_schemas", append_entry },
    [RPC_EPHEMERAL] = { "ephemeral_resource_schemas", append_entry },
    [RPC_ACTION] = { "action_schemas", append_entry },
    [RPC_LIST] = { "list_resource_schemas", append_entry },
    [RPC_STATE_STORE] = { "state_store_schemas", append_entry },
    [RPC_FUNCTION] = { "functions", append_function },
};

static void append_family(tf_text_builder *json, rpc_family family, const rpc_entries *entries)
{
    if (entries->count == 0)
        return;
    begin_member(json, families[family].name);
    tf_append(json, "{");
    for (size_t i = 0; i < entries->count; i++) {
        begin_member(json, entries->items[i].type_name);
        families[family].append(json, &entries->items[i]);
    }
    tf_append(json, "}");
}

static void append_identity(tf_text_builder *json, const tf_resource *resource)
{
    const tf_schema *schema = resource->identity;
    tf_append(json, "{");
    append_number(json, "version", schema->version);
    begin_member(json, "attributes");
    tf_append(json, "{");
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        begin_member(json, attribute->name);
        tf_append(json, "{");
        append_type(json, "type", type_of_attribute(json->arena, attribute));
        append_text(json, "description", attribute->description);
        append_true(json, "required_for_import", attribute->mode == TF_REQUIRED);
        append_true(json, "optional_for_import", attribute->mode == TF_OPTIONAL);
        tf_append(json, "}");
    }
    tf_append(json, "}}");
}

static void append_identities(tf_text_builder *json, const rpc_entries *resources)
{
    bool first = true;
    for (size_t i = 0; i < resources->count; i++) {
        if (resources->items[i].resource->identity == NULL)
            continue;
        if (first) {
            begin_member(json, "resource_identity_schemas");
            tf_append(json, "{");
        }
        first = false;
        begin_member(json, resources->items[i].type_name);
        append_identity(json, resources->items[i].resource);
    }
    if (!first)
        tf_append(json, "}");
}

const char *rpc_describe(const rpc_server *server, tf_arena *arena)
{
    tf_text_builder json = { .arena = arena };
    tf_append(&json, "{\"format_version\":\"1.0\",\"provider_schemas\":{");
    begin_member(&json, server->provider->address);
    tf_append(&json, "{");
    begin_member(&json, "provider");
    append_schema(&json, server->provider->schema, NULL);
    for (rpc_family family = 0; family < RPC_FAMILIES; family++)
        append_family(&json, family, &server->registry.families[family]);
    append_identities(&json, &server->registry.families[RPC_RESOURCE]);
    tf_append(&json, "}}}\n");
    return tf_built_text(&json);
}
