/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_writeonly_import, framework_writeonly_move, framework_writeonly_upgrade: states that arise otherwise than
 * by create and update. Each gives a write-only value, which the framework takes out.
 */
#include "conformance.h"
#include "things.h"

struct secret {
    tf_string string_attr;
    tf_string writeonly_string;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct secret, string_attr), .mode = TF_REQUIRED },
    { TF_STRING(struct secret, writeonly_string), .mode = TF_OPTIONAL, .write_only = true },
};

static bool create_from_configuration(tf_call *call, void *plan)
{
    return keep_configuration(call, plan, sizeof(struct secret));
}

static void fill_in(void *state, const char *text)
{
    *(struct secret *)state = (struct secret){ .string_attr = tf_string_of(text),
                                               .writeonly_string = tf_string_of("this shouldn't be stored") };
}

static bool read_greeting(tf_call *call, void *state)
{
    (void)call;
    struct secret *secret = state;
    secret->string_attr = tf_string_of("hello world!");
    return true;
}

static bool import_greeting(tf_call *call, const char *id, void *state)
{
    (void)call;
    (void)id;
    fill_in(state, "hello world!");
    return true;
}

static bool move_greeting(tf_call *call, const tf_move_source *source, void *state)
{
    (void)call;
    (void)source;
    fill_in(state, "hello world!");
    return true;
}

static bool upgrade_greeting(tf_call *call, int64_t version, const char *stored, void *state)
{
    (void)call;
    (void)version;
    (void)stored;
    fill_in(state, "world!");
    return true;
}

const tf_resource write_only_import_resource = {
    .type_name = "framework_writeonly_import",
    .schema = TF_SCHEMA(struct secret, attributes, .description = "Imports a write-only value."),
    .create = create_from_configuration,
    .read = read_greeting,
    .update = keep_plan,
    .delete = forget,
    .import = import_greeting,
};

const tf_resource write_only_move_resource = {
    .type_name = "framework_writeonly_move",
    .schema = TF_SCHEMA(struct secret, attributes, .description = "Takes over a state with a write-only value."),
    .create = create_from_configuration,
    .read = keep_as_it_is,
    .update = keep_plan,
    .delete = forget,
    .move = move_greeting,
};

tf_schema write_only_upgrade_schema =
    TF_SCHEMA_INIT(struct secret, attributes, .description = "Upgrades a state to one with a write-only value.");

const tf_resource write_only_upgrade_resource = {
    .type_name = "framework_writeonly_upgrade",
    .schema = &write_only_upgrade_schema,
    .create = create_from_configuration,
    .read = keep_as_it_is,
    .update = keep_plan,
    .delete = forget,
    .upgrade = upgrade_greeting,
};
