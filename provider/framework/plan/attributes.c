/* SPDX-License-Identifier: Apache-2.0 */
#include "framework/plan/attributes.h"

#include <string.h>

#include "framework/value/json.h"
#include "framework/value/kinds.h"

bool attribute_is_computed(const tf_attribute *attribute)
{
    return !attribute->block && (attribute->mode == TF_COMPUTED || attribute->mode == TF_OPTIONAL_COMPUTED);
}

bool attribute_is_nested(const tf_attribute *attribute)
{
    return kind_of(attribute->kind)->shape == KIND_NESTED;
}

bool kind_holds_strings(tf_kind number)
{
    const kind_row *kind = kind_of(number);
    return kind->shape == KIND_STRINGS || kind->type == TF_TYPE_STRING;
}

bool kind_is_collection(tf_kind number)
{
    const kind_row *kind = kind_of(number);
    return kind->shape == KIND_STRINGS || (kind->shape == KIND_NESTED && kind->type != TF_TYPE_OBJECT);
}

bool attribute_default(tf_arena *arena, const tf_attribute *attribute, const tf_type *type, tf_value *out)
{
    if (attribute->default_value == NULL)
        return false;
    if (attribute->kind == TF_KIND_STRING) {
        *out = value_string(attribute->default_value);
        return true;
    }
    value_error error;
    return value_from_json(arena, type, attribute->default_value, strlen(attribute->default_value), false, out, &error);
}

tf_value attribute_of(const tf_value *object, const tf_attribute *attribute)
{
    const size_t place = type_attribute_place(object->type, attribute->name);
    if (object->state == TF_KNOWN)
        return object->items[place];
    return (tf_value){ .type = object->type->elements[place], .state = object->state };
}

const tf_value *item_counterpart(const tf_value *collection, size_t place, const tf_value *other)
{
    if (other->state != TF_KNOWN)
        return NULL;
    if (collection->type->kind == TF_TYPE_MAP)
        return tf_value_get(other, collection->keys[place]);
    return place < other->count ? &other->items[place] : NULL;
}

tf_value items_like(tf_arena *arena, const tf_value *collection)
{
    tf_value made = *collection;
    made.items = tf_alloc_array(arena, collection->count, sizeof *made.items);
    return made;
}

static bool could_lead_to(tf_arena *arena, const tf_schema *schema, const tf_value *config, const tf_value *prior);

/* Whether each object of the configured collection could have led to one of the prior one's, each used once. */
static bool objects_could_lead_to(tf_arena *arena, const tf_attribute *attribute, const tf_value *config,
                                  const tf_value *prior)
{
    if (config->count != prior->count)
        return false;
    bool *used = tf_alloc_array(arena, prior->count, sizeof *used);
    for (size_t i = 0; i < config->count; i++) {
        if (attribute->kind == TF_KIND_OBJECT_SET) {
            size_t origin = element_origin(arena, attribute->attributes, &config->items[i], prior, used);
            if (origin == prior->count)
                return false;
            used[origin] = true;
            continue;
        }
        const tf_value *counterpart = item_counterpart(config, i, prior);
        if (counterpart == NULL || !could_lead_to(arena, attribute->attributes, &config->items[i], counterpart))
            return false;
    }
    return true;
}

static bool attribute_could_lead_to(tf_arena *arena, const tf_attribute *attribute, const tf_value *config,
                                    const tf_value *prior)
{
    tf_value configured = *config;
    if (attribute->write_only)
        return true;
    if (config->state == TF_NULL && attribute_is_computed(attribute)
        && !attribute_default(arena, attribute, config->type, &configured))
        return true;
    if (!attribute_is_nested(attribute) || configured.state != TF_KNOWN || prior->state != TF_KNOWN)
        return attribute_means_same(arena, attribute, &configured, prior);
    if (attribute->kind == TF_KIND_OBJECT)
        return could_lead_to(arena, attribute->attributes, &configured, prior);
    return objects_could_lead_to(arena, attribute, &configured, prior);
}

static bool could_lead_to(tf_arena *arena, const tf_schema *schema, const tf_value *config, const tf_value *prior)
{
    if (config->state != TF_KNOWN || prior->state != TF_KNOWN)
        return config->state == prior->state;
    for (size_t i = 0; i < schema->count; i++) {
        tf_value configured = attribute_of(config, &schema->attributes[i]);
        tf_value before = attribute_of(prior, &schema->attributes[i]);
        if (!attribute_could_lead_to(arena, &schema->attributes[i], &configured, &before))
            return false;
    }
    return true;
}

size_t element_origin(tf_arena *arena, const tf_schema *schema, const tf_value *config, const tf_value *prior,
                      const bool *used)
{
    for (size_t i = 0; i < prior->count; i++)
        if (!used[i] && could_lead_to(arena, schema, config, &prior->items[i]))
            return i;
    return prior->count;
}

static tf_value attribute_with_defaults(tf_arena *arena, const tf_attribute *attribute, const tf_value *config)
{
    tf_value value = *config;
    if (config->state == TF_NULL && !attribute_default(arena, attribute, config->type, &value))
        return value;
    if (!attribute_is_nested(attribute) || value.state != TF_KNOWN)
        return value;
    if (attribute->kind == TF_KIND_OBJECT)
        return object_with_defaults(arena, attribute->attributes, &value);
    tf_value made = items_like(arena, &value);
    for (size_t i = 0; i < value.count; i++)
        made.items[i] = object_with_defaults(arena, attribute->attributes, &value.items[i]);
    return made;
}

tf_value object_with_defaults(tf_arena *arena, const tf_schema *schema, const tf_value *config)
{
    if (config->state != TF_KNOWN)
        return *config;
    tf_value made = items_like(arena, config);
    for (size_t i = 0; i < schema->count; i++) {
        size_t place = type_attribute_place(config->type, schema->attributes[i].name);
        made.items[place] = attribute_with_defaults(arena, &schema->attributes[i], &config->items[place]);
    }
    return made;
}
