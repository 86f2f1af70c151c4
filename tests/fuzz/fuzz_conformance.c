/*
 * Foreign requests to the conformance provider, which has something of every kind. The first byte picks a method, the second what is
 * named in the request's first field, and then foreign bytes stand for the values in the fields behind it; or, where the second byte
 * is the highest, the rest is the whole message. Whatever it is, there is an answer.
 */
#include "framework/rpc/rpc.h"

#include <stdlib.h>
#include <string.h>

#include "things.h"

#define WHOLE_MESSAGE 255
#define VALUES 3

/* All methods but InvokeAction, which would write files wherever foreign bytes say, and those that keep states and locks. */
static const char *const methods[] = {
    "GetMetadata",
    "GetFunctions",
    "GetResourceIdentitySchemas",
    "ValidateProviderConfig",
    "ConfigureProvider",
    "ValidateResourceConfig",
    "UpgradeResourceState",
    "ReadResource",
    "PlanResourceChange",
    "ApplyResourceChange",
    "ImportResourceState",
    "MoveResourceState",
    "GenerateResourceConfig",
    "UpgradeResourceIdentity",
    "ValidateDataResourceConfig",
    "ReadDataSource",
    "CallFunction",
    "ValidateEphemeralResourceConfig",
    "OpenEphemeralResource",
    "RenewEphemeralResource",
    "CloseEphemeralResource",
    "ValidateActionConfig",
    "PlanAction",
    "ValidateListResourceConfig",
    "ValidateStateStoreConfig",
    "ConfigureStateStore",
    "GetStates",
    "DeleteState",
    "UnlockState",
};

static const char *name_at(size_t place)
{
    size_t count = 0;
    for (const tf_resource *const *resource = framework_provider.resources; *resource != NULL; resource++)
        if (count++ == place)
            return (*resource)->type_name;
    for (const tf_function *const *function = framework_provider.functions; *function != NULL; function++)
        if (count++ == place)
            return (*function)->name;
    static const char *const others[] = { "framework_lifecycle", "framework_modify_file_action", "framework_inmem" };
    return others[place % (sizeof others / sizeof others[0])];
}

static void append_varint(tf_text_builder *builder, size_t number)
{
    for (; number >= 0x80; number >>= 7)
        tf_append_bytes(builder, &(char){ (char)(number | 0x80) }, 1);
    tf_append_bytes(builder, &(char){ (char)number }, 1);
}

/* A field of bytes, of a number below 16. */
static void append_field(tf_text_builder *builder, unsigned int number, const void *bytes, size_t size)
{
    append_varint(builder, number << 3 | 2);
    append_varint(builder, size);
    tf_append_bytes(builder, bytes, size);
}

/* The message that names `name` and holds `bytes`, cut in parts by a length before each but the last, as values. */
static void compose(tf_text_builder *message, const char *name, const uint8_t *bytes, size_t size)
{
    append_field(message, 1, name, strlen(name));
    for (unsigned int i = 0; i < VALUES && size > 0; i++) {
        size_t length = i + 1 < VALUES && (size_t)bytes[0] + 1 < size ? bytes[0] : size - 1;
        tf_text_builder value = { .arena = message->arena };
        append_field(&value, 1, bytes + 1, length);
        append_field(message, 2 + i, value.text, value.length);
        bytes += length + 1;
        size -= length + 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static rpc_server *server;
    const char *problem = NULL;
    if (server == NULL)
        server = rpc_server_new(&framework_provider, &problem);
    if (server == NULL)
        abort();
    if (size < 2)
        return 0;
    tf_arena *arena = tf_arena_new();
    tf_text_builder message = { .arena = arena };
    if (data[1] == WHOLE_MESSAGE)
        tf_append_bytes(&message, data + 2, size - 2);
    else
        compose(&message, name_at(data[1]), data + 2, size - 2);
    const char *method =
        tf_format(arena, "/tfplugin6.Provider/%s", methods[data[0] % (sizeof methods / sizeof methods[0])]);
    rpc_answer answer;
    rpc_handle(server, arena, NULL, method, (const uint8_t *)tf_built_text(&message), message.length, &answer);
    if (answer.status == RPC_OK ? answer.bytes == NULL : answer.message == NULL)
        abort();
    tf_arena_free(arena);
    return 0;
}
