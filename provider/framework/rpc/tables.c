/* What can be wrong with a provider's tables, found before anything is served. */
#include <stdio.h>
#include <string.h>

#include "framework/plan/schema_check.h"
#include "framework/rpc/server.h"

/* Outlives the server that is not made for it. */
static char problem[512];

static const char *say(const char *where, const char *what)
{
    snprintf(problem, sizeof problem, "%s: %s", where, what);
    return problem;
}

static bool is_type_name(const char *name)
{
    return name != NULL && *name >= 'a' && *name <= 'z'
           && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

static const char *schema_problem(const char *where, const tf_schema *schema)
{
    if (schema == NULL)
        return say(where, "no attributes");
    tf_arena *arena = tf_arena_new();
    const char *found = NULL;
    if (!schema_check(arena, schema, &found))
        found = say(where, found);
    tf_arena_free(arena);
    return found;
}

static const char *resource_problem(const tf_provider *provider, size_t place)
{
    const tf_resource *resource = provider->resources[place];
    const char *name = resource->type_name == NULL ? "a resource" : resource->type_name;
    if (!is_type_name(resource->type_name))
        return say(name, "a type name has small letters, digits and underscores, a letter first");
    for (size_t i = 0; i < place; i++) {
        if (strcmp(provider->resources[i]->type_name, name) == 0)
            return say(name, "a type name twice");
    }
    if (resource->create == NULL || resource->read == NULL || resource->delete == NULL)
        return say(name, "create, read or delete is missing");
    return schema_problem(name, resource->attributes);
}

const char *rpc_table_problem(const tf_provider *provider)
{
    const char *found = schema_problem("provider", provider->attributes);
    for (size_t i = 0; found == NULL && provider->resources[i] != NULL; i++)
        found = resource_problem(provider, i);
    return found;
}
