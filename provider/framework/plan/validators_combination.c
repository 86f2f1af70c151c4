/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The checks that <tfprovider/validators.h> offers of how attributes go together.
 */
#include <tfprovider/validators.h>

#include "framework/foundation/call.h"
#include "framework/value/type.h"

/* What a check looks at: the attribute that it stands on, and the configuration. */
struct location {
    tf_call *call;
    const tf_path *path;
    const tf_value *config;
};

/* How many of the attributes named are in each state. */
struct tally {
    size_t null;
    size_t unknown;
    size_t known;
};

static const char *where(const struct location *location)
{
    return tf_path_text(location->call->arena, location->path);
}

static const char *name_of(const char *name)
{
    return name[0] == '.' ? name + 1 : name;
}

static const char *join(tf_arena *arena, const char *const *texts)
{
    tf_text_builder builder = { .arena = arena };
    for (size_t i = 0; texts[i] != NULL; i++)
        tf_append_format(&builder, "%s\"%s\"", i == 0 ? "" : ", ", name_of(texts[i]));
    return tf_built_text(&builder);
}

/* How far the attribute at `name` is set: what a null object holds is null, what an unknown one holds unknown. */
static tf_presence state_of(const struct location *location, const char *name)
{
    const bool is_sibling = name[0] == '.';
    const tf_path *path = tf_path_parse(location->call->arena, is_sibling ? name + 1 : name);
    const tf_value *object = is_sibling ? value_at(location->config, location->path->parent) : location->config;
    if (path == NULL || object == NULL)
        return TF_NULL;
    const tf_value *value = object->state == TF_KNOWN ? value_at(object, path) : object;
    return value == NULL ? TF_NULL : value->state;
}

static struct tally tally_of(const struct location *location, const char *const *names)
{
    struct tally tally = { .null = 0 };
    for (size_t i = 0; names[i] != NULL; i++) {
        const tf_presence state = state_of(location, names[i]);
        tally.null += state == TF_NULL;
        tally.unknown += state == TF_UNKNOWN;
        tally.known += state == TF_KNOWN;
    }
    return tally;
}

static bool fail_missing(const struct location *location, const char *how_many, const char *const *names)
{
    return tf_fail_at(location->call, location->path, "Missing Attribute Configuration",
                      "%s of these attributes must be set: %s.", how_many, join(location->call->arena, names));
}

static bool fail_combination(const struct location *location, const char *rule, const char *const *names)
{
    return tf_fail_at(location->call, location->path, "Invalid Attribute Combination", "%s: %s.", rule,
                      join(location->call->arena, names));
}

bool tf_validate_at_least_one_of(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                                 const void *names)
{
    (void)value;
    const struct location location = { call, path, config };
    const struct tally tally = tally_of(&location, names);
    return tally.known + tally.unknown > 0 || fail_missing(&location, "At least one", names);
}

bool tf_validate_exactly_one_of(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                                const void *names)
{
    (void)value;
    const struct location location = { call, path, config };
    const struct tally tally = tally_of(&location, names);
    if (tally.known > 1)
        return fail_combination(&location, "Only one of these attributes may be set", names);
    return tally.known + tally.unknown > 0 || fail_missing(&location, "Exactly one", names);
}

bool tf_validate_at_most_one_of(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                                const void *names)
{
    (void)value;
    const struct location location = { call, path, config };
    return tally_of(&location, names).known <= 1
           || fail_combination(&location, "Only one of these attributes may be set", names);
}

bool tf_validate_required_together(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                                   const void *names)
{
    (void)value;
    const struct location location = { call, path, config };
    const struct tally tally = tally_of(&location, names);
    return tally.known == 0 || tally.null == 0 || tally.unknown > 0
           || fail_combination(&location, "These attributes must be set together, or not at all", names);
}

bool tf_validate_only_with(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                           const void *other)
{
    const struct location location = { call, path, config };
    return value->state != TF_KNOWN || state_of(&location, other) != TF_NULL
           || tf_fail_at(call, path, "Invalid Attribute Combination", "%s may be set only beside %s.", where(&location),
                         name_of(other));
}

bool tf_validate_conflicts_with(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                                const void *other)
{
    const struct location location = { call, path, config };
    return value->state != TF_KNOWN || state_of(&location, other) != TF_KNOWN
           || tf_fail_at(call, path, "Invalid Attribute Combination", "%s and %s exclude each other.", where(&location),
                         name_of(other));
}

bool tf_validate_prefer_write_only(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                                   const void *other)
{
    const struct location location = { call, path, config };
    if (value->state == TF_KNOWN && call->knows_write_only) {
        tf_warn_at(call, path, "Available Write-only Attribute Alternative",
                   "%s is kept in the plan and in the state. Set %s instead, which is in neither.", where(&location),
                   name_of(other));
    }
    return true;
}
