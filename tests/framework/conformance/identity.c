/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_identity: a resource that is identified by more than its attributes tell.
 */
#include "conformance.h"

#define ID "id-123"

struct thing {
    tf_string id;
    tf_string name;
};

struct thing_identity {
    tf_string id;
    tf_string name;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct thing, id), .mode = TF_COMPUTED, .use_state_for_unknown = true },
    { TF_STRING(struct thing, name), .mode = TF_REQUIRED },
};

static const tf_attribute identity[] = {
    { TF_STRING(struct thing_identity, id), .mode = TF_REQUIRED },
    { TF_STRING(struct thing_identity, name), .mode = TF_OPTIONAL },
};

static bool identity_create(tf_call *call, void *plan)
{
    struct thing *thing = plan;
    thing->id = tf_string_of(ID);
    *(struct thing_identity *)tf_identity(call) = (struct thing_identity){ .id = thing->id, .name = thing->name };
    return true;
}

static bool identity_read(tf_call *call, void *state)
{
    struct thing *thing = state;
    if (!tf_equal(thing->id, ID))
        return tf_fail_on(call, "id", "Unexpected ID Value", "The id has to be " ID ".");
    thing->name = tf_string_of("tom");
    *(struct thing_identity *)tf_identity(call) = (struct thing_identity){ .id = thing->id, .name = thing->name };
    return true;
}

static bool identity_import(tf_call *call, const char *id, void *state)
{
    struct thing *thing = state;
    const struct thing_identity *given = tf_identity(call);
    thing->id = id != NULL ? tf_string_of(id) : given->id;
    return true;
}

const tf_resource identity_resource = {
    .type_name = "framework_identity",
    .schema = TF_SCHEMA(struct thing, attributes, .description = "Has an identity."),
    .identity = TF_SCHEMA(struct thing_identity, identity),
    .create = identity_create,
    .read = identity_read,
    .update = keep_plan,
    .delete = forget,
    .import = identity_import,
};
