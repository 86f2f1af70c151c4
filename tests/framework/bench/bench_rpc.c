/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the framework costs: the CPU of validate, plan, apply and read of one resource with 50 attributes, from protobuf
 * bytes to protobuf bytes, without the transport. Prints the microseconds of one such round.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tfplugin6.pb-c.h>

#include "framework/rpc/message.h"
#include "framework/rpc/rpc.h"
#include "framework/value/msgpack.h"
#include "framework/value/type.h"

enum { TEXTS = 8, WARM_UP = 200, ROUNDS = 5000 };

/* Five groups of ten attributes: the types that resources are made of, in the modes that they have. */
#define GROUPS(each) each(a) each(b) each(c) each(d) each(e)
#define FIELDS(group)                                   \
    tf_string group##_name, group##_note, group##_made; \
    tf_bool group##_on;                                 \
    tf_int64 group##_size, group##_count;               \
    tf_string_list group##_list;                        \
    tf_string_set group##_set;                          \
    tf_string_map group##_map, group##_all;

struct large {
    GROUPS(FIELDS)
};

#define TABLE(group)                                                                                   \
    { TF_STRING(struct large, group##_name), .mode = TF_REQUIRED },                                    \
        { TF_STRING(struct large, group##_note), .mode = TF_OPTIONAL },                                \
        { TF_STRING(struct large, group##_made), .mode = TF_COMPUTED, .use_state_for_unknown = true }, \
        { TF_BOOL(struct large, group##_on), .mode = TF_OPTIONAL_COMPUTED, .default_value = "true" },  \
        { TF_INT64(struct large, group##_size), .mode = TF_OPTIONAL },                                 \
        { TF_INT64(struct large, group##_count), .mode = TF_COMPUTED },                                \
        { TF_STRING_LIST(struct large, group##_list), .mode = TF_OPTIONAL },                           \
        { TF_STRING_SET(struct large, group##_set), .mode = TF_OPTIONAL },                             \
        { TF_STRING_MAP(struct large, group##_map), .mode = TF_OPTIONAL, .requires_replace = true },   \
        { TF_STRING_MAP(struct large, group##_all), .mode = TF_COMPUTED },

static const tf_attribute attributes[] = { GROUPS(TABLE) };

#define FILL(group)                             \
    large->group##_made = tf_string_of("made"); \
    large->group##_count = tf_int64_of(7);      \
    large->group##_all = large->group##_map;

static bool fill(tf_call *call, void *planned)
{
    struct large *large = planned;
    (void)call;
    GROUPS(FILL)
    return true;
}

static bool update(tf_call *call, const void *prior, void *planned)
{
    (void)prior;
    return fill(call, planned);
}

static bool done(tf_call *call, const void *state)
{
    (void)call;
    (void)state;
    return true;
}

static const tf_resource large_resource = {
    .type_name = "bench_large",
    .schema = TF_SCHEMA(struct large, attributes, .description = "Fifty attributes."),
    .create = fill,
    .read = fill,
    .update = update,
    .delete = done,
};

struct block {
    tf_string name;
};

static const tf_attribute block_attributes[] = { { TF_STRING(struct block, name), .mode = TF_OPTIONAL } };
static const tf_resource *const resources[] = { &large_resource, NULL };
static const tf_provider provider = {
    .address = "registry.terraform.io/bench/bench",
    .version = "1.0.0",
    .schema = TF_SCHEMA(struct block, block_attributes, .description = "For measuring."),
    .resources = resources,
};

/* A configuration with every attribute that can be configured, collections with eight texts each. */
static tf_value configuration(tf_arena *arena, const tf_type *type)
{
    tf_value config = { .type = type, .state = TF_KNOWN, .count = type->count, .keys = type->names };
    config.items = tf_alloc_array(arena, type->count, sizeof(tf_value));
    const char **keys = tf_alloc_array(arena, TEXTS, sizeof(char *));
    tf_value *texts = tf_alloc_array(arena, TEXTS, sizeof(tf_value));
    for (size_t i = 0; i < TEXTS; i++) {
        keys[i] = tf_format(arena, "key-%zu", i);
        texts[i] = value_string(tf_format(arena, "a text of some length, number %zu", i));
    }
    for (size_t i = 0; i < type->count; i++) {
        tf_value *item = &config.items[i];
        *item = value_null(type->elements[i]);
        for (size_t k = 0; k < large_resource.schema->count; k++) {
            const tf_attribute *attribute = &attributes[k];
            if (strcmp(attribute->name, type->names[i]) != 0 || attribute->mode == TF_COMPUTED)
                continue;
            item->state = TF_KNOWN;
            if (item->type->kind == TF_TYPE_STRING) {
                item->text = "a name";
            } else if (item->type->kind == TF_TYPE_BOOL) {
                item->truth = true;
            } else if (item->type->kind == TF_TYPE_NUMBER) {
                item->digits = "42";
            } else {
                item->count = TEXTS;
                item->items = texts;
                item->keys = item->type->kind == TF_TYPE_MAP ? (const char *const *)keys : NULL;
            }
        }
    }
    return config;
}

static Tfplugin6__DynamicValue *message_of(tf_arena *arena, const tf_value *value)
{
    Tfplugin6__DynamicValue *message = tf_alloc(arena, sizeof *message);
    tfplugin6__dynamic_value__init(message);
    const void *bytes = NULL;
    size_t size = 0;
    value_to_msgpack(arena, value, &bytes, &size);
    message->msgpack = message_bytes(bytes, size);
    return message;
}

static const void *answer_of(rpc_server *server, tf_arena *arena, const char *method, const ProtobufCMessage *request,
                             const ProtobufCMessageDescriptor *response)
{
    size_t size = 0;
    const uint8_t *bytes = message_pack(arena, request, &size);
    rpc_answer answer;
    rpc_handle(server, arena, NULL, method, bytes, size, &answer);
    const void *read = message_unpack(arena, response, answer.bytes, answer.size);
    if (answer.status != RPC_OK || read == NULL) {
        fprintf(stderr, "%s failed\n", method);
        exit(EXIT_FAILURE);
    }
    return read;
}

static void must_be_silent(const char *what, size_t diagnostics)
{
    if (diagnostics == 0)
        return;
    fprintf(stderr, "%s reported something\n", what);
    exit(EXIT_FAILURE);
}

static void round_trip(rpc_server *server, Tfplugin6__DynamicValue *config, Tfplugin6__DynamicValue *nothing)
{
    tf_arena *arena = tf_arena_new();
    Tfplugin6__ValidateResourceConfig__Request validate = TFPLUGIN6__VALIDATE_RESOURCE_CONFIG__REQUEST__INIT;
    validate.type_name = "bench_large";
    validate.config = config;
    const Tfplugin6__ValidateResourceConfig__Response *valid =
        answer_of(server, arena, "/tfplugin6.Provider/ValidateResourceConfig", &validate.base,
                  &tfplugin6__validate_resource_config__response__descriptor);
    must_be_silent("validate", valid->n_diagnostics);

    Tfplugin6__PlanResourceChange__Request plan = TFPLUGIN6__PLAN_RESOURCE_CHANGE__REQUEST__INIT;
    plan.type_name = "bench_large";
    plan.config = config;
    plan.prior_state = nothing;
    plan.proposed_new_state = config;
    const Tfplugin6__PlanResourceChange__Response *planned =
        answer_of(server, arena, "/tfplugin6.Provider/PlanResourceChange", &plan.base,
                  &tfplugin6__plan_resource_change__response__descriptor);
    must_be_silent("plan", planned->n_diagnostics);

    Tfplugin6__ApplyResourceChange__Request apply = TFPLUGIN6__APPLY_RESOURCE_CHANGE__REQUEST__INIT;
    apply.type_name = "bench_large";
    apply.config = config;
    apply.prior_state = nothing;
    apply.planned_state = planned->planned_state;
    const Tfplugin6__ApplyResourceChange__Response *applied =
        answer_of(server, arena, "/tfplugin6.Provider/ApplyResourceChange", &apply.base,
                  &tfplugin6__apply_resource_change__response__descriptor);
    must_be_silent("apply", applied->n_diagnostics);

    Tfplugin6__ReadResource__Request read = TFPLUGIN6__READ_RESOURCE__REQUEST__INIT;
    read.type_name = "bench_large";
    read.current_state = applied->new_state;
    const Tfplugin6__ReadResource__Response *current = answer_of(
        server, arena, "/tfplugin6.Provider/ReadResource", &read.base, &tfplugin6__read_resource__response__descriptor);
    must_be_silent("read", current->n_diagnostics);
    tf_arena_free(arena);
}

static double cpu_microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

int main(void)
{
    const char *problem = NULL;
    tf_arena *tables = tf_arena_new();
    rpc_server *server = rpc_server_new(&provider, tables, &problem);
    if (server == NULL)
        (void)fprintf(stderr, "%s\n", problem);
    tf_arena_free(tables);
    if (server == NULL)
        return EXIT_FAILURE;
    tf_arena *arena = tf_arena_new();
    const tf_type *type = type_of_schema(arena, large_resource.schema);
    const tf_value config = configuration(arena, type);
    const tf_value null = value_null(type);
    Tfplugin6__DynamicValue *configured = message_of(arena, &config);
    Tfplugin6__DynamicValue *nothing = message_of(arena, &null);
    for (int i = 0; i < WARM_UP; i++)
        round_trip(server, configured, nothing);
    const double began = cpu_microseconds();
    for (int i = 0; i < ROUNDS; i++)
        round_trip(server, configured, nothing);
    printf("%.1f\n", (cpu_microseconds() - began) / ROUNDS);
    tf_arena_free(arena);
    rpc_server_free(server);
    return EXIT_SUCCESS;
}
