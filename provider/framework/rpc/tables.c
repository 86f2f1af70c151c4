/* What can be wrong with a provider's tables, found before anything is served. */
#include <stdio.h>
#include <string.h>

#include "framework/rpc/server.h"
#include "framework/value/json.h"

static char problem[512];

static const char *say(const char *where, const char *name, const char *what)
{
    snprintf(problem, sizeof problem, "%s: \"%s\" %s", where, name == NULL ? "" : name, what);
    return problem;
}

static bool is_name(const char *name)
{
    return name != NULL && *name >= 'a' && *name <= 'z'
           && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

static bool is_reserved(const char *name)
{
    static const char *const words[] = { "connection", "count",    "depends_on", "for_each",
                                         "lifecycle",  "provider", "provisioner" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i], name) == 0)
            return true;
    }
    return false;
}

static bool is_object_kind(tf_kind kind)
{
    return kind == TF_KIND_OBJECT || kind == TF_KIND_OBJECT_LIST || kind == TF_KIND_OBJECT_SET
           || kind == TF_KIND_OBJECT_MAP;
}

static bool default_fits(const tf_attribute *attribute)
{
    if (attribute->kind == TF_KIND_STRING)
        return true;
    tf_arena *arena = tf_arena_new();
    value_error error;
    tf_value value;
    const bool fits = value_from_json(arena, type_of_attribute(arena, attribute), attribute->default_value,
                                      strlen(attribute->default_value), false, &value, &error);
    tf_arena_free(arena);
    return fits;
}

static const char *shape_problem(const char *where, const tf_attribute *attribute)
{
    const char *name = attribute->name;
    if (attribute->kind < TF_KIND_STRING || attribute->kind > TF_KIND_VALUE)
        return say(where, name, "has no kind");
    if (is_object_kind(attribute->kind) != (attribute->attributes != NULL))
        return say(where, name, "has nested attributes without being an object, or is one without any");
    if (attribute->kind == TF_KIND_VALUE && attribute->type == NULL)
        return say(where, name, "has no type");
    if (attribute->block && (!is_object_kind(attribute->kind) || attribute->kind == TF_KIND_OBJECT_MAP))
        return say(where, name, "is a block without being an object, or a list or set of them");
    return NULL;
}

static const char *rule_problem(const char *where, const tf_attribute *attribute)
{
    const char *name = attribute->name;
    if (!attribute->block && (attribute->mode < TF_REQUIRED || attribute->mode > TF_OPTIONAL_COMPUTED))
        return say(where, name, "is neither required nor optional nor computed");
    if (attribute->default_value != NULL && attribute->mode != TF_OPTIONAL_COMPUTED)
        return say(where, name, "has a default without being optional and computed");
    if (attribute->default_value != NULL && !default_fits(attribute))
        return say(where, name, "has a default that is no value of its type");
    if (attribute->write_only && attribute->mode != TF_REQUIRED && attribute->mode != TF_OPTIONAL)
        return say(where, name, "is write-only and computed");
    return NULL;
}

static const char *attribute_problem(const char *where, const tf_schema *schema, size_t place, bool in_set, bool top);

static const char *schema_problem(const char *where, const tf_schema *schema, bool in_set, bool top)
{
    if (schema == NULL)
        return say(where, "", "has no attributes");
    const char *found = NULL;
    for (size_t i = 0; found == NULL && i < schema->count; i++)
        found = attribute_problem(where, schema, i, in_set, top);
    return found;
}

static const char *attribute_problem(const char *where, const tf_schema *schema, size_t place, bool in_set, bool top)
{
    const tf_attribute *attribute = &schema->attributes[place];
    if (!is_name(attribute->name))
        return say(where, attribute->name, "is no name: small letters, digits and underscores, a letter first");
    if (top && is_reserved(attribute->name))
        return say(where, attribute->name, "is a name that Terraform reserves");
    for (size_t i = 0; i < place; i++) {
        if (strcmp(schema->attributes[i].name, attribute->name) == 0)
            return say(where, attribute->name, "is there twice");
    }
    if (attribute->write_only && in_set)
        return say(where, attribute->name, "is write-only inside a set");
    const char *found = shape_problem(where, attribute);
    if (found == NULL)
        found = rule_problem(where, attribute);
    if (found == NULL && attribute->attributes != NULL)
        found = schema_problem(where, attribute->attributes, in_set || attribute->kind == TF_KIND_OBJECT_SET, false);
    return found;
}

static const char *resource_problem(const tf_provider *provider, size_t place)
{
    const tf_resource *resource = provider->resources[place];
    if (!is_name(resource->type_name))
        return say("resource", resource->type_name,
                   "is no name: small letters, digits and underscores, a letter first");
    for (size_t i = 0; i < place; i++) {
        if (strcmp(provider->resources[i]->type_name, resource->type_name) == 0)
            return say("resource", resource->type_name, "is there twice");
    }
    if (resource->create == NULL || resource->read == NULL || resource->delete == NULL)
        return say("resource", resource->type_name, "lacks create, read or delete");
    return schema_problem(resource->type_name, resource->attributes, false, true);
}

const char *rpc_table_problem(const tf_provider *provider)
{
    const char *found = schema_problem("provider", provider->attributes, false, false);
    for (size_t i = 0; found == NULL && provider->resources[i] != NULL; i++)
        found = resource_problem(provider, i);
    return found;
}
