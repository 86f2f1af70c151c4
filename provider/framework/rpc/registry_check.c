/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be wrong with a provider's tables, found before anything is served. The rules of attributes are in
 * plan/schema_check.c.
 */
#include <string.h>

#include "framework/plan/schema_check.h"
#include "framework/rpc/command.h"
#include "framework/rpc/function_call.h"
#include "framework/rpc/registry.h"

static const char *refuse(tf_arena *arena, const char *where, const char *what)
{
    return tf_format(arena, "%s: %s", where, what);
}

static bool is_type_name(const char *name)
{
    return name != NULL && *name >= 'a' && *name <= 'z'
           && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

static const char *schema_problem(tf_arena *arena, const char *where, const tf_schema *schema)
{
    if (schema == NULL)
        return refuse(arena, where, "no schema");
    const char *found = NULL;
    return schema_check(arena, schema, &found) ? NULL : refuse(arena, where, found);
}

static const char *function_entry_problem(tf_arena *arena, const rpc_entry *entry)
{
    const char *found = function_problem(arena, entry->function);
    return found == NULL ? NULL : refuse(arena, entry->type_name, found);
}

static const char *import_problem(tf_arena *arena, const tf_resource *resource)
{
    const char *name = resource->import_attribute;
    if (name == NULL)
        return NULL;
    if (resource->import != NULL)
        return refuse(arena, resource->type_name, "import_attribute beside import");
    const size_t index = tf_field_index(resource->schema, name);
    if (index < resource->schema->count && resource->schema->attributes[index].kind == TF_KIND_STRING)
        return NULL;
    return refuse(arena, resource->type_name, "import_attribute names no attribute of type string");
}

static const char *entry_problem(tf_arena *arena, const rpc_registry *registry, rpc_family family, size_t index)
{
    const rpc_entry *entry = &registry->families[family].items[index];
    const char *name = entry->type_name == NULL ? registry_family_name(family) : entry->type_name;
    if (!is_type_name(entry->type_name))
        return refuse(arena, name, "a name has small letters, digits and underscores, a letter first");
    if (registry_find(registry, family, name) != entry)
        return refuse(arena, name, tf_format(arena, "a %s twice", registry_family_name(family)));
    if (entry->missing != NULL)
        return refuse(arena, name, tf_format(arena, "%s is missing", entry->missing));
    if (family == RPC_FUNCTION)
        return function_entry_problem(arena, entry);
    const rpc_entry *listed = family == RPC_LIST ? registry_find(registry, RPC_RESOURCE, name) : NULL;
    if (family == RPC_LIST && (listed == NULL || listed->resource->identity == NULL))
        return refuse(arena, name, "a list resource without a managed resource of that name that has an identity");
    const char *found = schema_problem(arena, name, entry->schema);
    return found == NULL && family == RPC_RESOURCE ? import_problem(arena, entry->resource) : found;
}

static const char *command_problem(tf_arena *arena, const tf_provider *provider, const tf_command *command)
{
    const char *name = command->name;
    if (name == NULL || *name < 'a' || *name > 'z' || strspn(name, "abcdefghijklmnopqrstuvwxyz-") != strlen(name)) {
        return refuse(arena, name == NULL ? "command" : name,
                      "a command's name has small letters and dashes, a letter first");
    }
    if (rpc_find_command(provider, name) != command)
        return refuse(arena, name, "a command twice");
    return command->run == NULL ? refuse(arena, name, "run is missing") : NULL;
}

const char *registry_problem(tf_arena *arena, const tf_provider *provider, const rpc_registry *registry)
{
    const char *found = schema_problem(arena, "provider", provider->schema);
    for (rpc_family family = 0; family < RPC_FAMILIES; family++) {
        for (size_t i = 0; found == NULL && i < registry->families[family].count; i++)
            found = entry_problem(arena, registry, family, i);
    }
    for (const tf_command *const *each = provider->commands; found == NULL && each != NULL && *each != NULL; each++)
        found = command_problem(arena, provider, *each);
    return found;
}
