/* SPDX-License-Identifier: Apache-2.0 */
#include "support_kinds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "framework/rpc/message.h"
#include "framework/value/json.h"
#include "framework/value/msgpack.h"

/* The attributes of every thing. `behaviour` says which rule to break. */
struct item {
    tf_string name;
    tf_string behaviour;
    tf_string answer;
};

static bool check_name(tf_call *call, const tf_path *path, const char *text, const void *argument)
{
    (void)argument;
    return strcmp(text, "bad") != 0 || tf_fail_at(call, path, "Bad name", "The name is \"%s\".", text);
}

static const tf_attribute item_attributes[] = {
    { TF_STRING(struct item, name), .mode = TF_REQUIRED, .validators = TF_VALIDATORS({ .text = check_name }) },
    { TF_STRING(struct item, behaviour), .mode = TF_OPTIONAL, .deprecated = "nothing" },
    { TF_STRING(struct item, answer), .mode = TF_COMPUTED },
};

static const tf_schema item_schema = TF_SCHEMA_INIT(struct item, item_attributes);

static bool behaves(const struct item *item, const char *behaviour)
{
    return tf_equal(item->behaviour, behaviour);
}

static bool validate(tf_call *call, const void *config)
{
    return !behaves(config, "invalid") || tf_fail_on(call, "behaviour", "Invalid item", "It is invalid.");
}

static bool complete(tf_call *call, void *target)
{
    struct item *item = target;
    item->answer = tf_string_of("42");
    if (behaves(item, "unknown"))
        item->answer = tf_unknown_string();
    if (behaves(item, "another name"))
        item->name = tf_string_of("another");
    if (behaves(item, "malformed"))
        item->answer = (tf_string){ .state = TF_KNOWN };
    if (behaves(item, "gone"))
        return tf_gone(call);
    if (behaves(item, "fails"))
        return tf_fail_on(call, "name", "Cannot read", "There is none.");
    return !behaves(item, "fails silently");
}

static const tf_data_source data_source = {
    .type_name = "test_data",
    .schema = &item_schema,
    .validate = validate,
    .read = complete,
};

static const tf_data_source *const data_sources[] = { &data_source, NULL };

struct repetition {
    tf_string text;
    tf_int32 times;
    tf_string_list more;
    tf_string result;
};

static const tf_parameter repetition_parameters[] = {
    { .attribute = { TF_STRING(struct repetition, text), .validators = TF_VALIDATORS({ .text = check_name }) } },
    { .attribute = { TF_INT32(struct repetition, times), .description = "How often." }, .allow_null = true },
};

static const tf_parameter repetition_more = {
    .attribute = { TF_STRING_LIST(struct repetition, more), .validators = TF_VALIDATORS({ .text = check_name }) },
    .allow_unknown = true,
};

static bool repeat(tf_call *call, void *arguments)
{
    struct repetition *repetition = arguments;
    if (tf_equal(repetition->text, "silent"))
        return false;
    if (tf_equal(repetition->text, "unknown")) {
        repetition->result = tf_unknown_string();
        return true;
    }
    if (tf_equal(repetition->text, "whole"))
        return tf_fail(call, "Not so", "Nothing fits.");
    if (tf_known(repetition->times) && repetition->times.value < 0)
        return tf_fail_argument(call, 1, "%d is too few.", (int)repetition->times.value);
    if (tf_known(repetition->times) && repetition->times.value > 9)
        return tf_fail_on(call, "times", "Too many", "At most 9.");
    tf_text_builder text = { .arena = tf_call_arena(call) };
    for (int32_t i = 0; i < (tf_known(repetition->times) ? repetition->times.value : 1); i++)
        tf_append(&text, repetition->text.value);
    for (size_t i = 0; i < repetition->more.count; i++) {
        if (tf_unknown(repetition->more.items[i])) {
            repetition->result = tf_unknown_string();
            return true;
        }
        tf_append_format(&text, ",%s", repetition->more.items[i].value);
    }
    repetition->result = tf_string_of(tf_built_text(&text));
    return true;
}

static const tf_function repeat_function = {
    .name = "repeat",
    .summary = "Repeats.",
    .description = "Repeats a text.",
    .deprecated = "Use another.",
    TF_PARAMETERS(struct repetition, repetition_parameters),
    .variadic = &repetition_more,
    .result = { TF_STRING(struct repetition, result) },
    .run = repeat,
};

struct any {
    tf_value value;
};

static const tf_parameter any_parameter = {
    .attribute = { TF_VALUE(struct any, value), .type = &tf_type_dynamic },
    .allow_null = true,
};

static bool keep(tf_call *call, void *arguments)
{
    (void)call;
    (void)arguments;
    return true;
}

static const tf_function tuple_function = {
    .name = "tuple",
    .variadic = &any_parameter,
    .result = { TF_VALUE(struct any, value), .type = &tf_type_dynamic },
    .size = sizeof(struct any),
    .run = keep,
};

static const tf_function *const functions[] = { &repeat_function, &tuple_function, NULL };

static bool open_item(tf_call *call, void *result)
{
    if (behaves(result, "deferred"))
        tf_defer(call, TF_RESOURCE_CONFIG_UNKNOWN);
    tf_set_private(call, "lease", "1");
    if (behaves(result, "for ever")) {
        tf_renew_after(call, INT64_MAX);
    } else if (!behaves(result, "once")) {
        tf_renew_after(call, 90500);
    }
    return complete(call, result);
}

static bool renew_item(tf_call *call)
{
    const char *lease = tf_private(call, "lease");
    if (lease == NULL)
        return tf_fail(call, "No lease", "There is nothing to renew.");
    tf_set_private(call, "lease", tf_format(tf_call_arena(call), "%s1", lease));
    if (strlen(lease) < 2)
        tf_renew_after(call, -5);
    return true;
}

static bool close_item(tf_call *call)
{
    return tf_private(call, "lease") != NULL;
}

static const tf_ephemeral_resource ephemeral = {
    .type_name = "test_ephemeral",
    .schema = &item_schema,
    .validate = validate,
    .open = open_item,
    .renew = renew_item,
    .close = close_item,
};

static const tf_ephemeral_resource ephemeral_once = {
    .type_name = "test_once",
    .schema = &item_schema,
    .open = open_item,
};

static const tf_ephemeral_resource *const ephemerals[] = { &ephemeral, &ephemeral_once, NULL };

static bool plan_action(tf_call *call, const void *config)
{
    if (behaves(config, "deferred"))
        tf_defer(call, TF_ABSENT_PREREQUISITE);
    return !behaves(config, "no plan") || tf_fail_on(call, "name", "No plan", "It cannot be planned.");
}

static bool invoke_action(tf_call *call, const void *config)
{
    const struct item *item = config;
    tf_progress(call, "doing %s", item->name.value);
    if (behaves(item, "stopped"))
        tf_cancel_fire(tf_call_cancel(call));
    tf_progress(call, "done");
    tf_warn(call, "Mind", "It was done.");
    return !behaves(config, "fails") || tf_fail(call, "Cannot do it", "It is too hard.");
}

static const tf_action action = {
    .type_name = "test_action",
    .schema = &item_schema,
    .validate = validate,
    .plan = plan_action,
    .invoke = invoke_action,
};

static const tf_action *const actions[] = { &action, NULL };

struct item_identity {
    tf_string name;
};

static const tf_attribute identity_attributes[] = {
    { TF_STRING(struct item_identity, name), .mode = TF_REQUIRED },
};

static bool make(tf_call *call, void *state)
{
    struct item_identity *identity = tf_identity(call);
    identity->name = ((const struct item *)state)->name;
    return complete(call, state);
}

static bool forget(tf_call *call, const void *state)
{
    (void)call;
    (void)state;
    return true;
}

static const tf_resource listed = {
    .type_name = "test_listed",
    .schema = &item_schema,
    .identity = TF_SCHEMA(struct item_identity, identity_attributes),
    .create = make,
    .read = make,
    .delete = forget,
};

static const tf_resource *const resources[] = { &listed, NULL };

static bool list_items(tf_call *call, const void *config)
{
    const struct item *wanted = config;
    for (int i = 1; i <= 3; i++) {
        const char *name = tf_format(tf_call_arena(call), "%s%d", wanted->name.value, i);
        struct item item = { .name = tf_string_of(name), .answer = tf_string_of("42") };
        struct item_identity identity = { .name = tf_string_of(name) };
        if (i == 2 && behaves(wanted, "unknown"))
            item.answer = tf_unknown_string();
        if (i == 2 && behaves(wanted, "no name"))
            identity.name = tf_string_of(NULL);
        if (i == 2 && behaves(wanted, "fails"))
            return tf_fail(call, "Cannot list", "It is too long.");
        if (!tf_list_item(call, name, behaves(wanted, "no identity") ? NULL : &identity,
                          tf_list_wants_objects(call) ? &item : NULL))
            return true;
    }
    return true;
}

static const tf_list_resource list = {
    .type_name = "test_listed",
    .schema = &item_schema,
    .validate = validate,
    .list = list_items,
};

static const tf_list_resource *const lists[] = { &list, NULL };

struct kinds_stored kinds_stored;

static bool configure_store(tf_call *call, const void *config, void **out_store)
{
    if (behaves(config, "refused"))
        return tf_fail(call, "Refused", "It is not to be.");
    *out_store = &kinds_stored;
    kinds_stored.open++;
    return true;
}

static void release_store(void *store)
{
    ((struct kinds_stored *)store)->open--;
}

static bool list_states(tf_call *call)
{
    if (((const struct kinds_stored *)tf_call_store(call))->bytes == NULL)
        return tf_fail(call, "Empty", "There is nothing.");
    tf_state_id(call, "default");
    tf_state_id(call, "other");
    return true;
}

static bool read_state(tf_call *call, const char *id, const void **out_bytes, size_t *out_size)
{
    const struct kinds_stored *stored = tf_call_store(call);
    if (strcmp(id, "default") != 0)
        return tf_fail(call, "No such state", "There is no %s.", id);
    *out_bytes = stored->bytes;
    *out_size = stored->size;
    return true;
}

static bool write_state(tf_call *call, const char *id, const void *bytes, size_t size)
{
    struct kinds_stored *stored = tf_call_store(call);
    free((void *)stored->bytes);
    *stored = (struct kinds_stored){ malloc(size + 1), size, stored->open };
    memcpy((void *)stored->bytes, bytes, size);
    return strcmp(id, "default") == 0;
}

static bool delete_state(tf_call *call, const char *id)
{
    (void)id;
    struct kinds_stored *stored = tf_call_store(call);
    free((void *)stored->bytes);
    stored->bytes = NULL;
    return true;
}

static bool lock_state(tf_call *call, const char *id, const char *operation, const char **out_lock)
{
    if (strcmp(id, "held") == 0)
        return tf_fail(call, "Already locked", "By somebody else.");
    *out_lock = strcmp(id, "silent") == 0 ? NULL : tf_format(tf_call_arena(call), "%s for %s", id, operation);
    return true;
}

static bool unlock_state(tf_call *call, const char *id, const char *lock)
{
    return strstr(lock, id) == lock || tf_fail(call, "Not locked", "Not by %s.", lock);
}

static const tf_state_store store = {
    .type_name = "test_store",
    .schema = &item_schema,
    .validate = validate,
    .configure = configure_store,
    .release = release_store,
    .list = list_states,
    .read = read_state,
    .write = write_state,
    .delete = delete_state,
    .lock = lock_state,
    .unlock = unlock_state,
};

static const tf_state_store *const state_stores[] = { &store, NULL };

static const tf_schema nothing = { .count = 0 };

const tf_provider kinds_provider = {
    .address = "registry.terraform.io/test/test",
    .version = "1.2.3",
    .schema = &nothing,
    .data_sources = data_sources,
    .functions = functions,
    .ephemerals = ephemerals,
    .actions = actions,
    .resources = resources,
    .lists = lists,
    .state_stores = state_stores,
};

int kinds_start_with(void **state, const tf_provider *provider)
{
    struct kinds *kinds = test_calloc(1, sizeof *kinds);
    const char *problem = NULL;
    kinds->arena = tf_arena_new();
    kinds->server = rpc_server_new(provider, kinds->arena, &problem);
    if (kinds->server == NULL)
        fail_msg("%s", problem);
    *state = kinds;
    return 0;
}

int kinds_start(void **state)
{
    return kinds_start_with(state, &kinds_provider);
}

int kinds_end(void **state)
{
    struct kinds *kinds = *state;
    rpc_server_free(kinds->server);
    assert_int_equal(kinds_stored.open, 0);
    free((void *)kinds_stored.bytes);
    kinds_stored.bytes = NULL;
    tf_arena_free(kinds->arena);
    test_free(kinds);
    return 0;
}

const tf_type *kinds_type(tf_arena *arena)
{
    return type_of_schema(arena, &item_schema);
}

Tfplugin6__DynamicValue *kinds_value(tf_arena *arena, const tf_type *type, const char *json)
{
    tf_value value = value_null(type);
    value_error error = { .message = "" };
    if (json != NULL && strcmp(json, "unknown") == 0) {
        value = value_unknown(type);
    } else if (json != NULL && !value_from_json(arena, type, json, strlen(json), false, &value, &error)) {
        fail_msg("%s: %s", json, error.message);
    }
    const void *bytes = NULL;
    size_t size = 0;
    value_to_msgpack_as(arena, type, &value, &bytes, &size);
    Tfplugin6__DynamicValue *message = tf_alloc(arena, sizeof *message);
    tfplugin6__dynamic_value__init(message);
    message->msgpack = (ProtobufCBinaryData){ .len = size, .data = (uint8_t *)bytes };
    return message;
}

const char *kinds_json(tf_arena *arena, const tf_type *type, const Tfplugin6__DynamicValue *message)
{
    tf_value value;
    value_error error = { .message = "" };
    if (message == NULL)
        return NULL;
    if (!value_from_msgpack(arena, type, message->msgpack.data, message->msgpack.len, &value, &error))
        fail_msg("%s", error.message);
    return tf_value_has_unknown(&value) ? "unknown" : value_to_json(arena, &value);
}

static bool take(rpc_stream *stream, const uint8_t *bytes, size_t size)
{
    struct kinds_stream *client = (struct kinds_stream *)stream;
    if (client->count >= client->takes)
        return false;
    client->got[client->count].len = size;
    client->got[client->count++].data = (uint8_t *)tf_copy_bytes(client->arena, bytes, size);
    return true;
}

static bool give(rpc_stream *stream, tf_arena *arena, const uint8_t **out_bytes, size_t *out_size)
{
    struct kinds_stream *client = (struct kinds_stream *)stream;
    if (client->sent == NULL || *client->sent == NULL)
        return false;
    *out_bytes = message_pack(arena, *client->sent++, out_size);
    return true;
}

struct kinds_stream kinds_client(tf_arena *arena, const ProtobufCMessage *const *sent)
{
    struct kinds_stream client = { .functions = { take, give }, .arena = arena, .sent = sent };
    client.takes = sizeof client.got / sizeof client.got[0];
    return client;
}

rpc_answer kinds_stream_call(const struct kinds *kinds, const char *method, const ProtobufCMessage *request,
                             struct kinds_stream *client)
{
    size_t size = 0;
    const uint8_t *bytes = message_pack(kinds->arena, request, &size);
    rpc_answer answer;
    rpc_handle_stream(kinds->server, kinds->arena, client->cancel, &client->functions,
                      tf_format(kinds->arena, "/tfplugin6.Provider/%s", method), bytes, size, &answer);
    assert_int_equal(answer.status, RPC_OK);
    return answer;
}

const void *kinds_got(const struct kinds_stream *client, size_t index, const ProtobufCMessageDescriptor *descriptor)
{
    assert_true(index < client->count);
    const ProtobufCMessage *message =
        message_unpack(client->arena, descriptor, client->got[index].data, client->got[index].len);
    assert_non_null(message);
    return message;
}

void kinds_assert_says(tf_arena *arena, Tfplugin6__Diagnostic **diagnostics, size_t count, const char *text)
{
    const char *said = thing_diagnostics(arena, diagnostics, count);
    if (text == NULL ? count > 0 : strstr(said, text) == NULL)
        fail_msg("expected %s, but it says: %s", text == NULL ? "nothing" : text, said);
}
