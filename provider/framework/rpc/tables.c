/* SPDX-License-Identifier: Apache-2.0 */
/* What can be wrong with a provider's tables, found before anything is served. */
#include <string.h>

#include "framework/plan/schema_check.h"
#include "framework/rpc/function.h"
#include "framework/rpc/things.h"

static const char *say(tf_arena *arena, const char *where, const char *what)
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
        return say(arena, where, "no attributes");
    const char *found = NULL;
    return schema_check(arena, schema, &found) ? NULL : say(arena, where, found);
}

static const char *resource_problem(tf_arena *arena, const tf_provider *provider, size_t place)
{
    const tf_resource *resource = provider->resources[place];
    const char *name = resource->type_name == NULL ? "a resource" : resource->type_name;
    if (!is_type_name(resource->type_name))
        return say(arena, name, "a type name has small letters, digits and underscores, a letter first");
    for (size_t i = 0; i < place; i++) {
        if (strcmp(provider->resources[i]->type_name, name) == 0)
            return say(arena, name, "a type name twice");
    }
    if (resource->create == NULL || resource->read == NULL || resource->delete == NULL)
        return say(arena, name, "create, read or delete is missing");
    return schema_problem(arena, name, resource->attributes);
}

static bool has_identity(const tf_provider *provider, const char *type_name)
{
    for (size_t i = 0; provider->resources != NULL && provider->resources[i] != NULL; i++) {
        if (strcmp(provider->resources[i]->type_name, type_name) == 0)
            return provider->resources[i]->identity != NULL;
    }
    return false;
}

static const char *thing_problem(tf_arena *arena, const tf_provider *provider, rpc_family family, size_t place,
                                 const rpc_thing *thing)
{
    const char *name = thing->type_name == NULL ? rpc_family_name(family) : thing->type_name;
    if (!is_type_name(thing->type_name))
        return say(arena, name, "a type name has small letters, digits and underscores, a letter first");
    rpc_thing other;
    for (size_t i = 0; i < place && rpc_thing_at(provider, family, i, &other); i++) {
        if (strcmp(other.type_name, name) == 0)
            return say(arena, name, "a type name twice");
    }
    if (!thing->is_complete)
        return say(arena, name, "a function is missing that it has to have");
    if (family == RPC_LIST && !has_identity(provider, name))
        return say(arena, name, "a list resource without a managed resource of that name that has an identity");
    return schema_problem(arena, name, thing->attributes);
}

static const char *one_function_problem(tf_arena *arena, const tf_provider *provider, size_t place)
{
    const tf_function *function = provider->functions[place];
    const char *name = function->name == NULL ? "a function" : function->name;
    if (!is_type_name(function->name))
        return say(arena, name, "a function's name has small letters, digits and underscores, a letter first");
    for (size_t i = 0; i < place; i++) {
        if (strcmp(provider->functions[i]->name, name) == 0)
            return say(arena, name, "a function twice");
    }
    const char *found = function_problem(arena, function);
    return found == NULL ? NULL : say(arena, name, found);
}

const char *rpc_table_problem(tf_arena *arena, const tf_provider *provider)
{
    const char *found = schema_problem(arena, "provider", provider->attributes);
    for (size_t i = 0; found == NULL && provider->resources != NULL && provider->resources[i] != NULL; i++)
        found = resource_problem(arena, provider, i);
    rpc_thing thing;
    for (rpc_family family = 0; family < RPC_FAMILIES; family++) {
        for (size_t i = 0; found == NULL && rpc_thing_at(provider, family, i, &thing); i++)
            found = thing_problem(arena, provider, family, i, &thing);
    }
    for (size_t i = 0; found == NULL && provider->functions != NULL && provider->functions[i] != NULL; i++)
        found = one_function_problem(arena, provider, i);
    return found;
}
