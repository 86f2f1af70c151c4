/* SPDX-License-Identifier: Apache-2.0 */
#include "support_thing.h"

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

struct thing {
    tf_string id;
    tf_string name;
    tf_string behaviour;
    tf_int64 size;
    tf_string secret;
    tf_string_map tags;
};

static bool ends_alike(tf_arena *arena, const char *one, const char *other)
{
    (void)arena;
    return strcasecmp(one, other) == 0;
}

static bool check_name(tf_call *call, const tf_path *path, const char *text, const void *argument)
{
    (void)argument;
    return strcmp(text, "bad") != 0 || tf_fail_at(call, path, "Bad name", "The name is \"%s\".", text);
}

static const tf_attribute attributes[] = {
    { TF_STRING(struct thing, id), .mode = TF_COMPUTED, .use_state_for_unknown = true, .description = "Id." },
    { TF_STRING(struct thing, name), .mode = TF_REQUIRED, .description = "Name.", .semantic_equals = ends_alike,
      .validators = TF_VALIDATORS({ .text = check_name }) },
    { TF_STRING(struct thing, behaviour), .mode = TF_OPTIONAL, .description = "Which rule to break." },
    { TF_INT64(struct thing, size), .mode = TF_COMPUTED, .description = "Size." },
    { TF_STRING(struct thing, secret), .mode = TF_OPTIONAL, .write_only = true, .description = "Secret." },
    { TF_STRING_MAP(struct thing, tags), .mode = TF_OPTIONAL, .requires_replace = true, .description = "Tags." },
};

int thing_configurations;
void (*thing_while_creating)(tf_call *call);

static bool behaves(const struct thing *thing, const char *behaviour)
{
    return tf_equal(thing->behaviour, behaviour);
}

static bool validate(tf_call *call, const void *config)
{
    return !behaves(config, "invalid") || tf_fail_on(call, "behaviour", "Invalid thing", "It is invalid.");
}

static bool plan(tf_call *call, const void *prior, void *planned)
{
    struct thing *thing = planned;
    (void)prior;
    if (behaves(thing, "plan another name"))
        thing->name = tf_string_of("another");
    if (behaves(thing, "plan the secret"))
        thing->secret = ((const struct thing *)tf_config(call))->secret;
    return !behaves(thing, "plan fails silently");
}

static bool fill(tf_call *call, struct thing *thing)
{
    thing->id = tf_string_of("thing-1");
    thing->size = tf_int64_of((int64_t)strlen(tf_text_of(thing->name, "")));
    tf_set_private(call, "made", "yes");
    if (behaves(thing, "unknown"))
        thing->size = (tf_int64){ .state = TF_UNKNOWN };
    if (behaves(thing, "another name"))
        thing->name = tf_string_of("another");
    if (behaves(thing, "loud name"))
        thing->name = tf_string_of("NAME");
    if (behaves(thing, "return the secret"))
        thing->secret = ((const struct thing *)tf_config(call))->secret;
    if (behaves(thing, "malformed"))
        thing->id = (tf_string){ .state = TF_KNOWN };
    if (behaves(thing, "not UTF-8"))
        return tf_fail(call, "Odd \xff text", "It says \xc3( and goes on.");
    if (behaves(thing, "gone"))
        return tf_gone(call);
    return !behaves(thing, "fails silently");
}

static bool create(tf_call *call, void *planned)
{
    struct thing *thing = planned;
    if (behaves(thing, "wait") && thing_while_creating != NULL)
        thing_while_creating(call);
    if (behaves(thing, "fails early"))
        return tf_fail(call, "Cannot create", "Nothing was made.");
    if (behaves(thing, "fails late")) {
        thing->id = tf_string_of("thing-1");
        tf_keep_state(call);
        return tf_fail_on(call, "name", "Cannot finish", "It is half made.");
    }
    return fill(call, thing);
}

static bool read_thing(tf_call *call, void *state)
{
    struct thing *thing = state;
    if (tf_null(thing->name))
        thing->name = tf_string_of("imported");
    return fill(call, thing);
}

static bool update(tf_call *call, const void *prior, void *planned)
{
    (void)prior;
    if (behaves(planned, "update fails late")) {
        tf_keep_state(call);
        return tf_fail(call, "Cannot finish", "It is half changed.");
    }
    return fill(call, planned);
}

static bool delete_thing(tf_call *call, const void *state)
{
    return !behaves(state, "stays") || tf_fail(call, "Cannot delete", "It stays.");
}

static bool import_thing(tf_call *call, const char *id, void *state)
{
    struct thing *thing = state;
    if (strcmp(id, "nonsense") == 0)
        return tf_fail(call, "Not an id", "\"%s\" is no id.", id);
    thing->id = tf_string_of(id);
    return true;
}

static const tf_resource thing = {
    .type_name = "test_thing",
    .schema = TF_SCHEMA(struct thing, attributes, .version = 1, .description = "A thing."),
    .validate = validate,
    .plan = plan,
    .create = create,
    .read = read_thing,
    .update = update,
    .delete = delete_thing,
    .import = import_thing,
};

static const tf_resource fixed = {
    .type_name = "test_fixed",
    .schema = TF_SCHEMA(struct thing, attributes, .description = "A thing that cannot be updated or imported."),
    .create = create,
    .read = read_thing,
    .delete = delete_thing,
};

struct block {
    tf_string token;
};

static const tf_attribute block_attributes[] = {
    { TF_STRING(struct block, token), .mode = TF_OPTIONAL, .sensitive = true, .description = "Token." },
};

static bool configure(tf_call *call, const void *config, void **out_configured)
{
    const struct block *block = config;
    if (tf_equal(block->token, "bad"))
        return tf_fail_on(call, "token", "Bad token", "It is refused.");
    *out_configured = malloc(1);
    assert_non_null(*out_configured);
    thing_configurations++;
    return true;
}

static void release(void *configured)
{
    free(configured);
    thing_configurations--;
}

static const tf_resource *const resources[] = { &thing, &fixed, NULL };

const tf_provider thing_provider = {
    .address = "registry.terraform.io/test/test",
    .version = "1.2.3",
    .schema = TF_SCHEMA(struct block, block_attributes, .description = "For tests."),
    .configure = configure,
    .release = release,
    .resources = resources,
};

const tf_type *thing_type(tf_arena *arena)
{
    return type_of_schema(arena, thing.schema);
}

const void *thing_call(rpc_server *server, tf_arena *arena, const char *method, const ProtobufCMessage *request,
                       const ProtobufCMessageDescriptor *response)
{
    uint8_t *bytes = tf_alloc(arena, protobuf_c_message_get_packed_size(request));
    const size_t size = protobuf_c_message_pack(request, bytes);
    rpc_answer answer;
    rpc_handle(server, arena, NULL, tf_format(arena, "/tfplugin6.Provider/%s", method), bytes, size, &answer);
    assert_int_equal(answer.status, RPC_OK);
    const ProtobufCMessage *read = message_unpack(arena, response, answer.bytes, answer.size);
    assert_non_null(read);
    return read;
}

Tfplugin6__DynamicValue *thing_value(tf_arena *arena, const char *json)
{
    tf_value value = value_null(thing_type(arena));
    value_error error = { .message = "" };
    if (json != NULL && !value_from_json(arena, value.type, json, strlen(json), false, &value, &error))
        fail_msg("%s: %s", json, error.message);
    const void *bytes = NULL;
    size_t size = 0;
    value_to_msgpack(arena, &value, &bytes, &size);
    Tfplugin6__DynamicValue *message = tf_alloc(arena, sizeof *message);
    tfplugin6__dynamic_value__init(message);
    message->msgpack = (ProtobufCBinaryData){ .len = size, .data = (uint8_t *)bytes };
    return message;
}

/* Every attribute of a thing is a text, a number or a map of texts. */
static void show_unknown(tf_arena *arena, tf_value *object)
{
    for (size_t i = 0; object->state == TF_KNOWN && i < object->count; i++) {
        if (object->items[i].state == TF_UNKNOWN)
            object->items[i] = value_string(tf_copy_text(arena, "unknown"));
    }
}

const char *thing_json(tf_arena *arena, const Tfplugin6__DynamicValue *value)
{
    tf_value read;
    value_error error = { .message = "" };
    assert_non_null(value);
    if (!value_from_msgpack(arena, thing_type(arena), value->msgpack.data, value->msgpack.len, &read, &error))
        fail_msg("%s", error.message);
    show_unknown(arena, &read);
    return value_to_json(arena, &read);
}

const Tfplugin6__PlanResourceChange__Response *thing_plan(rpc_server *server, tf_arena *arena,
                                                          Tfplugin6__DynamicValue *prior, const char *config)
{
    Tfplugin6__PlanResourceChange__Request request = TFPLUGIN6__PLAN_RESOURCE_CHANGE__REQUEST__INIT;
    request.type_name = "test_thing";
    request.prior_state = prior;
    request.config = thing_value(arena, config);
    request.proposed_new_state = request.config;
    return thing_call(server, arena, "PlanResourceChange", &request.base,
                      &tfplugin6__plan_resource_change__response__descriptor);
}

const Tfplugin6__ApplyResourceChange__Response *thing_apply(rpc_server *server, tf_arena *arena,
                                                            Tfplugin6__DynamicValue *prior, const char *config,
                                                            const Tfplugin6__PlanResourceChange__Response *plan)
{
    Tfplugin6__ApplyResourceChange__Request request = TFPLUGIN6__APPLY_RESOURCE_CHANGE__REQUEST__INIT;
    request.type_name = "test_thing";
    request.prior_state = prior;
    request.planned_state = plan->planned_state;
    request.planned_private = plan->planned_private;
    request.config = thing_value(arena, config);
    return thing_call(server, arena, "ApplyResourceChange", &request.base,
                      &tfplugin6__apply_resource_change__response__descriptor);
}

const char *thing_diagnostics(tf_arena *arena, Tfplugin6__Diagnostic **diagnostics, size_t count)
{
    tf_text_builder text = { .arena = arena };
    for (size_t i = 0; i < count; i++) {
        const Tfplugin6__Diagnostic *each = diagnostics[i];
        tf_append_format(&text, "%s%s", each->severity == TFPLUGIN6__DIAGNOSTIC__SEVERITY__WARNING ? "Warning: " : "",
                         each->summary);
        for (size_t step = 0; each->attribute != NULL && step < each->attribute->n_steps; step++)
            tf_append_format(&text, " [%s]", each->attribute->steps[step]->attribute_name);
        tf_append_format(&text, ": %s\n", each->detail);
    }
    return tf_built_text(&text);
}
