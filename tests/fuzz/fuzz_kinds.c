/*
 * Foreign requests to everything but resources: the first byte picks a method, the second one says into how many messages of
 * equal size the rest is cut. Whatever they are, there is an answer.
 */
#include "framework/rpc/rpc.h"

#include <stdlib.h>
#include <string.h>

struct part {
    tf_int64 size;
    tf_string_set names;
};

struct item {
    tf_string name;
    tf_float32 ratio;
    tf_value anything;
    TF_OBJECT_OF(struct part) part;
    TF_OBJECTS_OF(struct part) parts;
    tf_string answer;
};

static const tf_attribute part_attributes[] = {
    { TF_INT64(struct part, size), .mode = TF_OPTIONAL_COMPUTED, .default_value = "3" },
    { TF_STRING_SET(struct part, names), .mode = TF_OPTIONAL },
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct item, name), .mode = TF_OPTIONAL, .checks = TF_CHECKS(tf_is_not_empty) },
    { TF_FLOAT32(struct item, ratio), .mode = TF_OPTIONAL },
    { TF_VALUE(struct item, anything), .mode = TF_OPTIONAL, .type = &tf_type_dynamic },
    { TF_OBJECT(struct item, part, struct part, part_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT_SET(struct item, parts, struct part, part_attributes), .block = true },
    { TF_STRING(struct item, answer), .mode = TF_COMPUTED },
};

static const tf_schema schema = { attributes, sizeof attributes / sizeof attributes[0], sizeof(struct item) };

struct identity {
    tf_string name;
};

static const tf_attribute identity_attributes[] = {
    { TF_STRING(struct identity, name), .mode = TF_REQUIRED },
};

static bool complete(tf_call *call, void *target)
{
    struct item *item = target;
    struct identity *identity = tf_identity(call);
    item->answer = tf_text("42");
    if (identity != NULL)
        identity->name = tf_text("a");
    return true;
}

static bool forget(tf_call *call, const void *state)
{
    (void)state;
    return !tf_call_failed(call);
}

static const tf_resource resource = {
    .type_name = "t",
    .attributes = &schema,
    .identity = TF_ATTRIBUTES(struct identity, identity_attributes),
    .create = complete,
    .read = complete,
    .delete = forget,
};

static const tf_data_source data_source = { .type_name = "t", .attributes = &schema, .read = complete };

static bool open_item(tf_call *call, void *result)
{
    tf_set_private(call, "lease", "1");
    tf_renew_after(call, INT64_MAX);
    return complete(call, result);
}

static bool renew_item(tf_call *call)
{
    tf_renew_after(call, 1000);
    return tf_private(call, "lease") != NULL;
}

static const tf_ephemeral ephemeral = {
    .type_name = "t",
    .attributes = &schema,
    .open = open_item,
    .renew = renew_item,
    .close = renew_item,
};

static bool invoke(tf_call *call, const void *config)
{
    const struct item *item = config;
    tf_progress(call, "%s", tf_text_of(item->name, "none"));
    return true;
}

static const tf_action action = { .type_name = "t", .attributes = &schema, .plan = invoke, .invoke = invoke };

static bool list_items(tf_call *call, const void *config)
{
    const struct item *item = config;
    const struct identity identity = { .name = tf_text(tf_text_of(item->name, "none")) };
    while (tf_list_item(call, identity.name.value, &identity, item))
        ;
    return true;
}

static const tf_list list = { .type_name = "t", .attributes = &schema, .list = list_items };

struct arguments {
    tf_string text;
    tf_int32 count;
    TF_OBJECT_OF(struct part) part;
    tf_value more;
};

static const tf_parameter parameters[] = {
    { .attribute = { TF_STRING(struct arguments, text) }, .allow_null = true, .allow_unknown = true },
    { .attribute = { TF_INT32(struct arguments, count) } },
    { .attribute = { TF_OBJECT(struct arguments, part, struct part, part_attributes) }, .allow_null = true },
};

static const tf_parameter more = {
    .attribute = { TF_VALUE(struct arguments, more), .type = &tf_type_dynamic },
    .allow_null = true,
    .allow_unknown = true,
};

static bool run(tf_call *call, void *arguments)
{
    const struct arguments *given = arguments;
    return given->count.value >= 0 || tf_fail_argument(call, 1, "%d", (int)given->count.value);
}

static const tf_function function = {
    .name = "t",
    TF_PARAMETERS(parameters),
    .variadic = &more,
    .result = { TF_VALUE(struct arguments, more), .type = &tf_type_dynamic },
    .size = sizeof(struct arguments),
    .run = run,
};

static bool list_states(tf_call *call)
{
    tf_state_id(call, "default");
    return true;
}

static bool read_state(tf_call *call, const char *id, const void **out_bytes, size_t *out_size)
{
    *out_bytes = tf_copy_text(tf_call_arena(call), id);
    *out_size = strlen(id);
    return true;
}

static bool write_state(tf_call *call, const char *id, const void *bytes, size_t size)
{
    return size == 0 || tf_copy_bytes(tf_call_arena(call), bytes, size) != id;
}

static bool delete_state(tf_call *call, const char *id)
{
    return *id != '\0' || tf_fail(call, "No id", "There is none.");
}

static bool lock_state(tf_call *call, const char *id, const char *operation, const char **out_lock)
{
    *out_lock = tf_format(tf_call_arena(call), "%s%s", id, operation);
    return true;
}

static bool unlock_state(tf_call *call, const char *id, const char *lock)
{
    return strcmp(id, lock) != 0 || tf_fail(call, "Not locked", "%s", lock);
}

static const tf_state_store store = {
    .type_name = "t",
    .attributes = &schema,
    .list = list_states,
    .read = read_state,
    .write = write_state,
    .delete = delete_state,
    .lock = lock_state,
    .unlock = unlock_state,
};

static const tf_resource *const resources[] = { &resource, NULL };
static const tf_data_source *const data_sources[] = { &data_source, NULL };
static const tf_function *const functions[] = { &function, NULL };
static const tf_ephemeral *const ephemerals[] = { &ephemeral, NULL };
static const tf_action *const actions[] = { &action, NULL };
static const tf_list *const lists[] = { &list, NULL };
static const tf_state_store *const stores[] = { &store, NULL };

static const tf_provider provider = {
    .address = "registry.terraform.io/test/test",
    .version = "1.2.3",
    .attributes = &schema,
    .resources = resources,
    .data_sources = data_sources,
    .functions = functions,
    .ephemerals = ephemerals,
    .actions = actions,
    .lists = lists,
    .state_stores = stores,
};

static const char *const methods[] = {
    "GetMetadata",
    "GetFunctions",
    "ValidateDataResourceConfig",
    "ReadDataSource",
    "CallFunction",
    "ValidateEphemeralResourceConfig",
    "OpenEphemeralResource",
    "RenewEphemeralResource",
    "CloseEphemeralResource",
    "ValidateActionConfig",
    "PlanAction",
    "InvokeAction",
    "ValidateListResourceConfig",
    "ListResource",
    "ValidateStateStoreConfig",
    "ConfigureStateStore",
    "GetStates",
    "DeleteState",
    "LockState",
    "UnlockState",
    "ReadStateBytes",
    "WriteStateBytes",
};

/* A client that takes some messages and sends what is left of the input. */
struct client {
    rpc_stream functions;
    size_t takes;
    const uint8_t *data;
    size_t size;  /* of each message */
    size_t count; /* of messages that are left */
};

static bool take(rpc_stream *stream, const uint8_t *bytes, size_t size)
{
    struct client *client = (struct client *)stream;
    return (size == 0 || bytes != NULL) && client->takes-- > 1;
}

static bool give(rpc_stream *stream, tf_arena *arena, const uint8_t **out_bytes, size_t *out_size)
{
    struct client *client = (struct client *)stream;
    if (client->count == 0)
        return false;
    *out_bytes = (const uint8_t *)tf_copy_bytes(arena, client->data, client->size);
    *out_size = client->size;
    client->data += client->size;
    client->count--;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static rpc_server *server;
    const char *problem = NULL;
    if (server == NULL)
        server = rpc_server_new(&provider, &problem);
    if (server == NULL)
        abort();
    if (size < 2)
        return 0;
    const size_t count = 1U + data[1] % 4U;
    struct client client = { { take, give }, 16, data + 2, (size - 2) / count, count };
    tf_arena *arena = tf_arena_new();
    const uint8_t *first = NULL;
    size_t length = 0;
    rpc_answer answer;
    const char *name = methods[data[0] % (sizeof methods / sizeof methods[0])];
    if (!give(&client.functions, arena, &first, &length))
        abort();
    rpc_handle_stream(server, arena, NULL, &client.functions, tf_format(arena, "/tfplugin6.Provider/%s", name), first,
                      length, &answer);
    if (answer.status != RPC_OK && answer.message == NULL)
        abort();
    tf_arena_free(arena);
    return 0;
}
