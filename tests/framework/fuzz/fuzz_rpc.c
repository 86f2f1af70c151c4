/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Foreign requests: the first byte picks a method, the rest is the message. Whatever it is, there is an answer.
 */
#include <stdlib.h>

#include "framework/rpc/rpc.h"

struct rule {
    tf_string port;
    tf_string_set sources;
    tf_string secret;
};

struct thing {
    tf_string id;
    tf_string name;
    tf_int64 size;
    tf_number weight;
    tf_string_map tags;
    tf_value anything;
    TF_OBJECT_OF(struct rule) rule;
    TF_OBJECTS_OF(struct rule) rules;
    TF_OBJECT_MAP_OF(struct rule) rules_by_name;
    TF_OBJECTS_OF(struct rule) listeners;
};

static const tf_attribute rule_attributes[] = {
    { TF_STRING(struct rule, port), .mode = TF_OPTIONAL_COMPUTED, .default_value = "80", .description = "." },
    { TF_STRING_SET(struct rule, sources), .mode = TF_OPTIONAL, .description = "." },
    { TF_STRING(struct rule, secret), .mode = TF_OPTIONAL, .write_only = true, .description = "." },
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct thing, id), .mode = TF_COMPUTED, .use_state_for_unknown = true, .description = "." },
    { TF_STRING(struct thing, name), .mode = TF_REQUIRED, .requires_replace = true, .description = "." },
    { TF_INT64(struct thing, size), .mode = TF_OPTIONAL_COMPUTED, .default_value = "3", .description = "." },
    { TF_NUMBER(struct thing, weight), .mode = TF_COMPUTED, .description = "." },
    { TF_STRING_MAP(struct thing, tags), .mode = TF_OPTIONAL_COMPUTED, .description = "." },
    { TF_VALUE(struct thing, anything), .mode = TF_OPTIONAL, .type = &tf_type_dynamic, .description = "." },
    { TF_OBJECT(struct thing, rule, struct rule, rule_attributes), .mode = TF_OPTIONAL, .description = "." },
    { TF_OBJECT_LIST(struct thing, rules, struct rule, rule_attributes), .mode = TF_OPTIONAL, .description = "." },
    { TF_OBJECT_MAP(struct thing, rules_by_name, struct rule, rule_attributes), .mode = TF_OPTIONAL,
      .description = "." },
    { TF_OBJECT_LIST(struct thing, listeners, struct rule, rule_attributes), .block = true, .description = "." },
};

static bool fill(struct thing *thing)
{
    if (!tf_known(thing->id))
        thing->id = tf_string_of("id");
    if (!tf_known(thing->weight))
        thing->weight = (tf_number){ .state = TF_KNOWN, .digits = "1.5" };
    if (tf_unknown(thing->tags))
        thing->tags = tf_empty_string_map();
    return true;
}

static bool create(tf_call *call, void *plan)
{
    tf_keep_state(call);
    tf_set_private(call, "made", "yes");
    return fill(plan);
}

static bool read_thing(tf_call *call, void *state)
{
    return tf_private(call, "gone") != NULL ? tf_gone(call) : fill(state);
}

static bool update(tf_call *call, const void *prior, void *plan)
{
    (void)call;
    (void)prior;
    return fill(plan);
}

static bool delete_thing(tf_call *call, const void *state)
{
    (void)state;
    return tf_private(call, "stays") == NULL || tf_fail(call, "It stays", "It does.");
}

static bool import_thing(tf_call *call, const char *id, void *state)
{
    ((struct thing *)state)->id = tf_string_of(tf_copy_text(tf_call_arena(call), id));
    return true;
}

static const tf_resource thing = {
    .type_name = "test_thing",
    .schema = TF_SCHEMA(struct thing, attributes, .description = "."),
    .create = create,
    .read = read_thing,
    .update = update,
    .delete = delete_thing,
    .import = import_thing,
};

static const tf_resource *const resources[] = { &thing, NULL };

static const tf_provider provider = {
    .address = "registry.terraform.io/test/test",
    .version = "1.2.3",
    .schema = TF_SCHEMA(struct rule, rule_attributes, .description = "."),
    .resources = resources,
};

static const char *const methods[] = {
    "/tfplugin6.Provider/GetMetadata",
    "/tfplugin6.Provider/GetProviderSchema",
    "/tfplugin6.Provider/ValidateProviderConfig",
    "/tfplugin6.Provider/ConfigureProvider",
    "/tfplugin6.Provider/ValidateResourceConfig",
    "/tfplugin6.Provider/UpgradeResourceState",
    "/tfplugin6.Provider/ReadResource",
    "/tfplugin6.Provider/PlanResourceChange",
    "/tfplugin6.Provider/ApplyResourceChange",
    "/tfplugin6.Provider/ImportResourceState",
    "/tfplugin6.Provider/StopProvider",
    "/tfplugin6.Provider/GetFunctions",
    "/tfplugin6.Provider/CallFunction",
    "/tfplugin6.Provider/ReadDataSource",
    "/tfplugin6.Provider/OpenEphemeralResource",
    "/grpc.health.v1.Health/Check",
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static rpc_server *server;
    const char *problem = NULL;
    tf_arena *tables = tf_arena_new();
    if (server == NULL)
        server = rpc_server_new(&provider, tables, &problem);
    tf_arena_free(tables);
    if (server == NULL)
        abort();
    if (size == 0)
        return 0;
    tf_arena *arena = tf_arena_new();
    rpc_answer answer;
    const char *method = methods[data[0] % (sizeof methods / sizeof methods[0])];
    rpc_handle(server, arena, NULL, method, data + 1, size - 1, &answer);
    if (answer.status == RPC_OK ? answer.bytes == NULL : answer.message == NULL)
        abort();
    tf_arena_free(arena);
    return 0;
}
