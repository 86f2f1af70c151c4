/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of attributes as messages. Which calls tell of them is the matter of provider.c.
 */
#include "framework/rpc/schema_message.h"

#include <string.h>

#include "framework/rpc/message.h"
#include "framework/value/kinds.h"

static Tfplugin6__Schema__Block *block_message(tf_arena *arena, const tf_schema *schema, const char *description,
                                               const char *deprecated);
static Tfplugin6__Schema__Attribute *attribute_message(tf_arena *arena, const tf_attribute *attribute);

static size_t count_attributes(const tf_schema *schema, bool blocks)
{
    size_t count = 0;
    for (size_t i = 0; i < schema->count; i++)
        count += schema->attributes[i].block == blocks;
    return count;
}

static Tfplugin6__Schema__Attribute **attribute_messages(tf_arena *arena, const tf_schema *schema, size_t *out_count)
{
    *out_count = count_attributes(schema, false);
    Tfplugin6__Schema__Attribute **messages = tf_alloc_array(arena, *out_count, sizeof(messages[0]));
    size_t index = 0;
    for (size_t i = 0; i < schema->count; i++) {
        if (!schema->attributes[i].block)
            messages[index++] = attribute_message(arena, &schema->attributes[i]);
    }
    return messages;
}

/* How objects nest, by the type that holds them. */
static const struct {
    Tfplugin6__Schema__Object__NestingMode attribute;
    Tfplugin6__Schema__NestedBlock__NestingMode block;
} nestings[] = {
    [TF_TYPE_OBJECT] = { TFPLUGIN6__SCHEMA__OBJECT__NESTING_MODE__SINGLE,
                         TFPLUGIN6__SCHEMA__NESTED_BLOCK__NESTING_MODE__SINGLE },
    [TF_TYPE_LIST] = { TFPLUGIN6__SCHEMA__OBJECT__NESTING_MODE__LIST,
                       TFPLUGIN6__SCHEMA__NESTED_BLOCK__NESTING_MODE__LIST },
    [TF_TYPE_SET] = { TFPLUGIN6__SCHEMA__OBJECT__NESTING_MODE__SET,
                      TFPLUGIN6__SCHEMA__NESTED_BLOCK__NESTING_MODE__SET },
    [TF_TYPE_MAP] = { .attribute = TFPLUGIN6__SCHEMA__OBJECT__NESTING_MODE__MAP },
};

static Tfplugin6__Schema__Object *object_message(tf_arena *arena, const tf_attribute *attribute)
{
    Tfplugin6__Schema__Object *message = tf_alloc(arena, sizeof *message);
    tfplugin6__schema__object__init(message);
    message->nesting = nestings[kind_of(attribute->kind)->type].attribute;
    message->attributes = attribute_messages(arena, attribute->attributes, &message->n_attributes);
    return message;
}

static Tfplugin6__Schema__Attribute *attribute_message(tf_arena *arena, const tf_attribute *attribute)
{
    Tfplugin6__Schema__Attribute *message = tf_alloc(arena, sizeof *message);
    tfplugin6__schema__attribute__init(message);
    message->name = message_text(arena, attribute->name);
    message->description = message_text(arena, attribute->description);
    message->description_kind = TFPLUGIN6__STRING_KIND__MARKDOWN;
    message->required = attribute->mode == TF_REQUIRED;
    message->optional = attribute->mode == TF_OPTIONAL || attribute->mode == TF_OPTIONAL_COMPUTED;
    message->computed = attribute->mode == TF_COMPUTED || attribute->mode == TF_OPTIONAL_COMPUTED;
    message->sensitive = attribute->sensitive;
    message->write_only = attribute->write_only;
    message->deprecated = attribute->deprecated != NULL;
    message->deprecation_message = message_text(arena, attribute->deprecated);
    if (attribute->attributes != NULL) {
        message->nested_type = object_message(arena, attribute);
        return message;
    }
    const char *type = type_to_json(arena, type_of_attribute(arena, attribute));
    message->type = message_bytes(type, strlen(type));
    return message;
}

static Tfplugin6__Schema__NestedBlock *nested_block_message(tf_arena *arena, const tf_attribute *attribute)
{
    Tfplugin6__Schema__NestedBlock *message = tf_alloc(arena, sizeof *message);
    tfplugin6__schema__nested_block__init(message);
    message->type_name = message_text(arena, attribute->name);
    message->block = block_message(arena, attribute->attributes, attribute->description, attribute->deprecated);
    message->min_items = attribute->mode == TF_REQUIRED;
    message->nesting = nestings[kind_of(attribute->kind)->type].block;
    if (attribute->kind == TF_KIND_OBJECT)
        message->max_items = message->min_items;
    return message;
}

static Tfplugin6__Schema__Block *block_message(tf_arena *arena, const tf_schema *schema, const char *description,
                                               const char *deprecated)
{
    Tfplugin6__Schema__Block *message = tf_alloc(arena, sizeof *message);
    tfplugin6__schema__block__init(message);
    message->description = message_text(arena, description);
    message->description_kind = TFPLUGIN6__STRING_KIND__MARKDOWN;
    message->deprecated = deprecated != NULL;
    message->deprecation_message = message_text(arena, deprecated);
    message->attributes = attribute_messages(arena, schema, &message->n_attributes);
    message->block_types = tf_alloc_array(arena, count_attributes(schema, true), sizeof(message->block_types[0]));
    for (size_t i = 0; i < schema->count; i++) {
        if (schema->attributes[i].block)
            message->block_types[message->n_block_types++] = nested_block_message(arena, &schema->attributes[i]);
    }
    return message;
}

Tfplugin6__Schema *schema_message(tf_arena *arena, const tf_schema *schema)
{
    Tfplugin6__Schema *message = tf_alloc(arena, sizeof *message);
    tfplugin6__schema__init(message);
    message->version = schema->version;
    message->block = block_message(arena, schema, schema->description, schema->deprecated);
    return message;
}
