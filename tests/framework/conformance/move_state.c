/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_move_state: takes over the state of other resources, of this provider and of another one.
 */
#include <string.h>

#include "conformance.h"

struct moved {
    tf_string moved_random_string;
};

struct moved_identity {
    tf_string id;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct moved, moved_random_string), .mode = TF_COMPUTED },
};

static const tf_attribute identity[] = {
    { TF_STRING(struct moved_identity, id), .mode = TF_REQUIRED },
};

/* What is moved: the state of a random_string, and the identity of a framework_identity. */
struct random_string {
    tf_string result;
};

struct source_identity {
    tf_string id;
    tf_string name;
};

static const tf_attribute random_string[] = {
    { TF_STRING(struct random_string, result), .mode = TF_COMPUTED },
};

static const tf_attribute source_identity[] = {
    { TF_STRING(struct source_identity, id), .mode = TF_COMPUTED },
    { TF_STRING(struct source_identity, name), .mode = TF_COMPUTED },
};

static bool move_state_read(tf_call *call, void *state)
{
    const struct moved *moved = state;
    struct moved_identity *known = tf_identity(call);
    if (tf_null(known->id))
        known->id = moved->moved_random_string;
    return true;
}

/* Terraform and OpenTofu have registries of their own for the same providers. */
static bool comes_from(const tf_move_source *source, const char *provider, const char *type_name)
{
    const char *name = strchr(source->provider_address, '/');
    const bool known = tf_starts_with(source->provider_address, "registry.terraform.io/")
                       || tf_starts_with(source->provider_address, "registry.opentofu.org/");
    return known && strcmp(name + 1, provider) == 0 && strcmp(source->type_name, type_name) == 0;
}

static bool move_state_move(tf_call *call, const tf_move_source *source, void *state)
{
    struct moved *moved = state;
    struct moved_identity *known = tf_identity(call);
    if (comes_from(source, "hashicorp/random", "random_string")) {
        struct random_string from = { .result = { .state = TF_NULL } };
        if (!tf_decode_json(call, TF_SCHEMA(struct random_string, random_string), source->state, &from))
            return false;
        moved->moved_random_string = known->id = from.result;
        return true;
    }
    if (comes_from(source, "hashicorp/framework", "framework_identity")) {
        struct source_identity from = { .id = { .state = TF_NULL } };
        if (source->identity == NULL
            || !tf_decode_json(call, TF_SCHEMA(struct source_identity, source_identity), source->identity, &from))
            return tf_fail(call, "Invalid Move State Request", "The source has no identity that can be read.");
        moved->moved_random_string = from.name;
        known->id = from.id;
        return true;
    }
    return tf_fail(call, "Invalid Move State Request", "%s of %s cannot become a %s.", source->type_name,
                   source->provider_address, tf_call_type_name(call));
}

const tf_resource move_state_resource = {
    .type_name = "framework_move_state",
    .schema = TF_SCHEMA(struct moved, attributes,
                        .description = "Takes over the state of a random_string or a framework_identity."),
    .identity = TF_SCHEMA(struct moved_identity, identity),
    .create = keep_as_it_is,
    .read = move_state_read,
    .update = keep_plan,
    .delete = forget,
    .move = move_state_move,
};
