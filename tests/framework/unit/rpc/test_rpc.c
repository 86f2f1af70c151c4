/* SPDX-License-Identifier: Apache-2.0 */
/* The plugin protocol's calls, against a provider that breaks the rules on request. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "framework/rpc/message.h"
#include "rows.h"
#include "support_thing.h"

#define RESPONSE(message) (&tfplugin6__##message##__response__descriptor)

struct fixture {
    rpc_server *server;
    tf_arena *arena;
};

static int start(void **state)
{
    struct fixture *fixture = test_calloc(1, sizeof *fixture);
    const char *problem = NULL;
    fixture->arena = tf_arena_new();
    fixture->server = rpc_server_new(&thing_provider, fixture->arena, &problem);
    *state = fixture;
    return fixture->server == NULL ? -1 : 0;
}

static int end(void **state)
{
    struct fixture *fixture = *state;
    rpc_server_free(fixture->server);
    tf_arena_free(fixture->arena);
    test_free(fixture);
    return thing_configurations;
}

static void assert_says(tf_arena *arena, Tfplugin6__Diagnostic **diagnostics, size_t count, const char *text)
{
    const char *said = thing_diagnostics(arena, diagnostics, count);
    if (text == NULL ? count > 0 : strstr(said, text) == NULL)
        fail_msg("expected %s, but it says: %s", text == NULL ? "nothing" : text, said);
}

#define ASSERT_SAYS(response, text) assert_says(arena, (response)->diagnostics, (response)->n_diagnostics, (text))

static void test_the_schema_is_told_once_and_for_all(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    const Tfplugin6__GetProviderSchema__Request request = TFPLUGIN6__GET_PROVIDER_SCHEMA__REQUEST__INIT;
    const Tfplugin6__GetProviderSchema__Response *schema =
        thing_call(fixture->server, arena, "GetProviderSchema", &request.base, RESPONSE(get_provider_schema));
    assert_true(schema->server_capabilities->get_provider_schema_optional);
    assert_true(schema->server_capabilities->plan_destroy);
    assert_true(schema->server_capabilities->move_resource_state);
    assert_true(schema->server_capabilities->generate_resource_config);
    assert_true(schema->provider->block->attributes[0]->sensitive);
    assert_int_equal(schema->n_resource_schemas, 2);
    assert_string_equal(schema->resource_schemas[0]->key, "test_thing");
    const Tfplugin6__Schema *thing = schema->resource_schemas[0]->value;
    assert_int_equal(thing->version, 1);
    assert_int_equal(thing->block->n_attributes, 6);
    const Tfplugin6__Schema__Attribute *secret = thing->block->attributes[4];
    assert_string_equal(secret->name, "secret");
    assert_true(secret->write_only && secret->optional && !secret->computed);
    const Tfplugin6__Schema__Attribute *tags = thing->block->attributes[5];
    assert_memory_equal(tags->type.data, "[\"map\",\"string\"]", tags->type.len);

    rpc_answer first;
    rpc_answer second;
    rpc_handle(fixture->server, arena, NULL, "/tfplugin6.Provider/GetProviderSchema", NULL, 0, &first);
    rpc_handle(fixture->server, arena, NULL, "/tfplugin6.Provider/GetProviderSchema", NULL, 0, &second);
    assert_ptr_equal(first.bytes, second.bytes);
}

static void test_metadata_functions_and_identities(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    const Tfplugin6__GetMetadata__Request request = TFPLUGIN6__GET_METADATA__REQUEST__INIT;
    const Tfplugin6__GetMetadata__Response *metadata =
        thing_call(fixture->server, arena, "GetMetadata", &request.base, RESPONSE(get_metadata));
    assert_int_equal(metadata->n_resources, 2);
    assert_string_equal(metadata->resources[1]->type_name, "test_fixed");
    const Tfplugin6__GetFunctions__Response *functions =
        thing_call(fixture->server, arena, "GetFunctions", &request.base, RESPONSE(get_functions));
    assert_int_equal(functions->n_functions, 0);
    const Tfplugin6__GetResourceIdentitySchemas__Response *identities = thing_call(
        fixture->server, arena, "GetResourceIdentitySchemas", &request.base, RESPONSE(get_resource_identity_schemas));
    assert_int_equal(identities->n_identity_schemas, 0);
}

static const Tfplugin6__ReadResource__Response *read_resource(const struct fixture *fixture, const char *type_name,
                                                              Tfplugin6__DynamicValue *current)
{
    Tfplugin6__ReadResource__Request request = TFPLUGIN6__READ_RESOURCE__REQUEST__INIT;
    request.type_name = (char *)type_name;
    request.current_state = current;
    request.private_ = message_bytes("not JSON", 8);
    return thing_call(fixture->server, fixture->arena, "ReadResource", &request.base, RESPONSE(read_resource));
}

/* Plans, which has to go well, and applies that. */
static const Tfplugin6__ApplyResourceChange__Response *change(const struct fixture *fixture,
                                                              Tfplugin6__DynamicValue *prior, const char *config)
{
    tf_arena *arena = fixture->arena;
    const Tfplugin6__PlanResourceChange__Response *plan = thing_plan(fixture->server, arena, prior, config);
    ASSERT_SAYS(plan, NULL);
    return thing_apply(fixture->server, arena, prior, config, plan);
}

static void test_what_is_not_there_is_answered_so(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    rpc_answer answer;
    static const struct {
        const char *name;
        const char *path;
    } unknown[] = {
        { "another method", "/tfplugin6.Provider/MoveResource" },
        { "the beginning of a method", "/tfplugin6.Provider/ListResource" },
        { "no method", "/tfplugin6.Provider/" },
        { "nothing", "" },
        { "no service", "/x" },
        { "no UTF-8", "/tfplugin6.Provider/\xff\xfe" },
    };
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        at_row(unknown[i].name);
        rpc_handle(fixture->server, arena, NULL, unknown[i].path, NULL, 0, &answer);
        assert_int_equal(answer.status, RPC_UNIMPLEMENTED);
    }
    static const uint8_t garbage[] = { 0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f, 'x' };
    rpc_handle(fixture->server, arena, NULL, "/tfplugin6.Provider/ReadResource", garbage, sizeof garbage, &answer);
    assert_int_equal(answer.status, RPC_INVALID_ARGUMENT);

    ASSERT_SAYS(read_resource(fixture, "test_\xff", NULL), "has no resource type \"test_\xEF\xBF\xBD\"");
    Tfplugin6__ReadDataSource__Request request = TFPLUGIN6__READ_DATA_SOURCE__REQUEST__INIT;
    request.type_name = "test_thing";
    const Tfplugin6__ReadDataSource__Response *data =
        thing_call(fixture->server, arena, "ReadDataSource", &request.base, RESPONSE(read_data_source));
    ASSERT_SAYS(data, "has no data source");
    Tfplugin6__CallFunction__Request function = TFPLUGIN6__CALL_FUNCTION__REQUEST__INIT;
    const Tfplugin6__CallFunction__Response *called =
        thing_call(fixture->server, arena, "CallFunction", &function.base, RESPONSE(call_function));
    assert_non_null(called->error);
}

static void test_health_and_shutdown(void **state)
{
    const struct fixture *fixture = *state;
    rpc_answer answer;
    const uint8_t plugin[] = "\x0a\x06plugin";
    const uint8_t other[] = "\x0a\x05other";
    rpc_handle(fixture->server, fixture->arena, NULL, "/grpc.health.v1.Health/Check", plugin, 8, &answer);
    assert_int_equal(answer.status, RPC_OK);
    assert_memory_equal(answer.bytes, "\x08\x01", 2);
    rpc_handle(fixture->server, fixture->arena, NULL, "/grpc.health.v1.Health/Check", other, 7, &answer);
    assert_int_equal(answer.status, RPC_NOT_FOUND);
    rpc_handle(fixture->server, fixture->arena, NULL, "/grpc.health.v1.Health/Watch", NULL, 0, &answer);
    assert_int_equal(answer.status, RPC_UNIMPLEMENTED);
    rpc_handle(fixture->server, fixture->arena, NULL, "/plugin.GRPCController/Shutdown", NULL, 0, &answer);
    assert_int_equal(answer.status, RPC_OK);
    assert_int_equal(answer.size, 0);
}

static const Tfplugin6__ValidateResourceConfig__Response *validate(const struct fixture *fixture, const char *config,
                                                                   bool write_only)
{
    Tfplugin6__ValidateResourceConfig__Request request = TFPLUGIN6__VALIDATE_RESOURCE_CONFIG__REQUEST__INIT;
    Tfplugin6__ClientCapabilities capabilities = TFPLUGIN6__CLIENT_CAPABILITIES__INIT;
    capabilities.write_only_attributes_allowed = write_only;
    request.type_name = "test_thing";
    request.config = thing_value(fixture->arena, config);
    request.client_capabilities = &capabilities;
    return thing_call(fixture->server, fixture->arena, "ValidateResourceConfig", &request.base,
                      RESPONSE(validate_resource_config));
}

static void test_a_configuration_is_checked(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    ASSERT_SAYS(validate(fixture, "{\"name\":\"a\",\"secret\":\"s\"}", true), NULL);
    ASSERT_SAYS(validate(fixture, "{\"name\":\"bad\"}", true), "Bad name [name]");
    ASSERT_SAYS(validate(fixture, "{\"name\":\"a\",\"behaviour\":\"invalid\"}", true), "Invalid thing [behaviour]");
    ASSERT_SAYS(validate(fixture, "{\"name\":\"a\",\"secret\":\"s\"}", false), "[secret]");
}

static void test_a_thing_from_create_to_delete(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    const char *config = "{\"name\":\"four\",\"secret\":\"hidden\"}";
    Tfplugin6__DynamicValue *none = thing_value(arena, NULL);
    const Tfplugin6__PlanResourceChange__Response *plan = thing_plan(fixture->server, arena, none, config);
    ASSERT_SAYS(plan, NULL);
    assert_non_null(strstr(thing_json(arena, plan->planned_state), "\"id\":\"unknown\""));
    assert_null(strstr(thing_json(arena, plan->planned_state), "hidden"));
    const Tfplugin6__ApplyResourceChange__Response *made = thing_apply(fixture->server, arena, none, config, plan);
    ASSERT_SAYS(made, NULL);
    const char *state_json = thing_json(arena, made->new_state);
    assert_non_null(strstr(state_json, "\"size\":4"));
    assert_memory_equal(made->private_.data, "{\"made\":\"yes\"}", made->private_.len);

    const Tfplugin6__ReadResource__Response *known = read_resource(fixture, "test_thing", made->new_state);
    ASSERT_SAYS(known, NULL);
    assert_string_equal(thing_json(arena, known->new_state), state_json);

    plan = thing_plan(fixture->server, arena, made->new_state, config);
    assert_string_equal(thing_json(arena, plan->planned_state), state_json);
    assert_int_equal(plan->n_requires_replace, 0);
    plan = thing_plan(fixture->server, arena, made->new_state, "{\"name\":\"seven77\",\"tags\":{\"a\":\"b\"}}");
    assert_int_equal(plan->n_requires_replace, 1);
    assert_string_equal(plan->requires_replace[0]->steps[0]->attribute_name, "tags");

    const char *changed = "{\"name\":\"seven77\"}";
    plan = thing_plan(fixture->server, arena, made->new_state, changed);
    assert_non_null(strstr(thing_json(arena, plan->planned_state), "\"id\":\"thing-1\""));
    assert_non_null(strstr(thing_json(arena, plan->planned_state), "\"size\":unknown"));
    made = thing_apply(fixture->server, arena, made->new_state, changed, plan);
    ASSERT_SAYS(made, NULL);
    assert_non_null(strstr(thing_json(arena, made->new_state), "\"size\":7"));

    const Tfplugin6__PlanResourceChange__Response *destroy = thing_plan(fixture->server, arena, made->new_state, NULL);
    assert_string_equal(thing_json(arena, destroy->planned_state), "null");
    made = thing_apply(fixture->server, arena, made->new_state, NULL, destroy);
    ASSERT_SAYS(made, NULL);
    assert_string_equal(thing_json(arena, made->new_state), "null");
    assert_int_equal(made->private_.len, 0);
}

static void test_a_breach_in_the_plan_is_the_providers_bug(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    static const struct {
        const char *config;
        const char *says;
    } cases[] = {
        { "{\"name\":\"a\",\"behaviour\":\"plan another name\"}", "[name]" },
        { "{\"name\":\"a\",\"behaviour\":\"plan fails silently\"}", "plan failed without saying why" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].config);
        const Tfplugin6__PlanResourceChange__Response *plan =
            thing_plan(fixture->server, arena, thing_value(arena, NULL), cases[i].config);
        ASSERT_SAYS(plan, cases[i].says);
        ASSERT_SAYS(plan, "bug in the provider");
        ASSERT_SAYS(plan, "test_thing");
    }
}

static void test_a_write_only_value_is_left_out_of_the_plan(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    const char *config = "{\"name\":\"a\",\"behaviour\":\"plan the secret\",\"secret\":\"hidden\"}";
    const Tfplugin6__PlanResourceChange__Response *plan =
        thing_plan(fixture->server, arena, thing_value(arena, NULL), config);
    ASSERT_SAYS(plan, NULL);
    assert_non_null(strstr(thing_json(arena, plan->planned_state), "\"secret\":null"));
}

static void test_what_a_create_did_is_never_lost(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    static const struct {
        const char *behaviour;
        const char *says;
        const char *state;
    } cases[] = {
        { "fails early", "Cannot create: Nothing was made.", "null" },
        { "fails silently", "create failed without saying why", "null" },
        { "fails late", "Cannot finish [name]: It is half made.", "\"id\":\"thing-1\"" },
        { "unknown", "[size]", "\"size\":null" },
        { "another name", "[name]", "\"name\":\"another\"" },
        { "return the secret", NULL, "\"secret\":null" },
        { "malformed", "create left a value that cannot be", "\"id\":null" },
        { "gone", "said that the object is gone", "\"id\":\"thing-1\"" },
        { "not UTF-8", "Odd \\xff text: It says \\xc3( and", "null" },
        { "loud name", NULL, "\"name\":\"name\"" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].behaviour);
        const char *config =
            tf_format(arena, "{\"name\":\"name\",\"secret\":\"hidden\",\"behaviour\":\"%s\"}", cases[i].behaviour);
        const Tfplugin6__ApplyResourceChange__Response *made = change(fixture, thing_value(arena, NULL), config);
        ASSERT_SAYS(made, cases[i].says);
        const char *json = thing_json(arena, made->new_state);
        if (strstr(json, cases[i].state) == NULL)
            fail_msg("%s: %s", cases[i].behaviour, json);
        assert_null(strstr(json, "hidden"));
    }
}

static void test_a_failed_update_or_delete_keeps_the_state(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    Tfplugin6__DynamicValue *prior =
        thing_value(arena, "{\"id\":\"thing-1\",\"name\":\"a\",\"size\":1,\"behaviour\":\"stays\"}");
    const Tfplugin6__ApplyResourceChange__Response *changed =
        change(fixture, prior, "{\"name\":\"long\",\"behaviour\":\"fails silently\"}");
    ASSERT_SAYS(changed, "update failed without saying why");
    assert_string_equal(thing_json(arena, changed->new_state), thing_json(arena, prior));

    changed = change(fixture, prior, "{\"name\":\"long\",\"behaviour\":\"update fails late\"}");
    ASSERT_SAYS(changed, "half changed");
    assert_non_null(strstr(thing_json(arena, changed->new_state), "\"name\":\"long\""));
    assert_non_null(strstr(thing_json(arena, changed->new_state), "\"size\":1"));

    changed = change(fixture, prior, NULL);
    ASSERT_SAYS(changed, "Cannot delete");
    assert_string_equal(thing_json(arena, changed->new_state), thing_json(arena, prior));
}

static void test_reading_what_is_gone_or_broken(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    static const struct {
        const char *behaviour;
        const char *says;
        const char *state;
    } cases[] = {
        { "gone", NULL, "null" },
        { "fails silently", "read failed without saying why", "\"size\":1" },
        { "unknown", "[size]", "\"size\":1" },
        { "malformed", "read left a value that cannot be", "\"size\":1" },
        { "loud name", NULL, "\"name\":\"name\"" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].behaviour);
        const char *current =
            tf_format(arena, "{\"name\":\"name\",\"size\":1,\"behaviour\":\"%s\"}", cases[i].behaviour);
        const Tfplugin6__ReadResource__Response *read =
            read_resource(fixture, "test_thing", thing_value(arena, current));
        ASSERT_SAYS(read, cases[i].says);
        if (strstr(thing_json(arena, read->new_state), cases[i].state) == NULL)
            fail_msg("%s: %s", cases[i].behaviour, thing_json(arena, read->new_state));
    }
}

static void test_a_stored_state_is_read(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    static const struct {
        int64_t version;
        const char *json;
        const char *says;
    } cases[] = {
        { 1, "{\"id\":\"i\",\"name\":\"n\",\"size\":3,\"dropped\":[{\"a\":1}]}", NULL },
        { 0, "{\"id\":\"i\"}", "cannot upgrade a state of schema version 0 to 1" },
        { 2, "{\"id\":\"i\"}", "written by a newer version of this provider" },
        { 1, "{\"size\":\"x\"}", "[size]" },
        { 1, "{\"size\":1.5}", "[size]" },
        { 1, "{\"id\":", "cannot be read" },
        { 1, "", "no JSON form" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].json);
        Tfplugin6__UpgradeResourceState__Request request = TFPLUGIN6__UPGRADE_RESOURCE_STATE__REQUEST__INIT;
        Tfplugin6__RawState raw = TFPLUGIN6__RAW_STATE__INIT;
        raw.json = message_bytes(cases[i].json, strlen(cases[i].json));
        request.type_name = "test_thing";
        request.version = cases[i].version;
        request.raw_state = &raw;
        const Tfplugin6__UpgradeResourceState__Response *upgraded =
            thing_call(fixture->server, arena, "UpgradeResourceState", &request.base, RESPONSE(upgrade_resource_state));
        ASSERT_SAYS(upgraded, cases[i].says);
        if (cases[i].says == NULL)
            assert_non_null(strstr(thing_json(arena, upgraded->upgraded_state), "\"id\":\"i\""));
    }
}

static void test_import(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    static const struct {
        const char *type_name;
        const char *id;
        const char *says;
    } cases[] = {
        { "test_thing", "thing-1", NULL },
        { "test_thing", "nonsense", "Not an id" },
        { "test_thing", "", "Import Without an ID" },
        { "test_fixed", "thing-1", "cannot be imported" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].type_name);
        Tfplugin6__ImportResourceState__Request request = TFPLUGIN6__IMPORT_RESOURCE_STATE__REQUEST__INIT;
        request.type_name = (char *)cases[i].type_name;
        request.id = (char *)cases[i].id;
        const Tfplugin6__ImportResourceState__Response *imported =
            thing_call(fixture->server, arena, "ImportResourceState", &request.base, RESPONSE(import_resource_state));
        ASSERT_SAYS(imported, cases[i].says);
        assert_int_equal(imported->n_imported_resources, cases[i].says == NULL);
        if (cases[i].says == NULL)
            assert_non_null(strstr(thing_json(arena, imported->imported_resources[0]->state), "\"id\":\"thing-1\""));
    }
}

static void test_a_resource_without_update_is_replaced(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    Tfplugin6__PlanResourceChange__Request request = TFPLUGIN6__PLAN_RESOURCE_CHANGE__REQUEST__INIT;
    request.type_name = "test_fixed";
    request.prior_state = thing_value(arena, "{\"id\":\"thing-1\",\"name\":\"a\",\"size\":1}");
    request.config = thing_value(arena, "{\"name\":\"b\"}");
    request.proposed_new_state = request.config;
    const Tfplugin6__PlanResourceChange__Response *plan =
        thing_call(fixture->server, arena, "PlanResourceChange", &request.base, RESPONSE(plan_resource_change));
    ASSERT_SAYS(plan, NULL);
    assert_true(plan->n_requires_replace >= 1);
    assert_string_equal(plan->requires_replace[0]->steps[0]->attribute_name, "name");
}

static const char *configure(const struct fixture *fixture, const char *token)
{
    /* {"token": token}: a map of one, its key and its value. */
    Tfplugin6__ConfigureProvider__Request request = TFPLUGIN6__CONFIGURE_PROVIDER__REQUEST__INIT;
    Tfplugin6__DynamicValue config = TFPLUGIN6__DYNAMIC_VALUE__INIT;
    const char *packed = tf_format(fixture->arena, "\x81\xa5token%c%s", (char)(0xa0 | (int)strlen(token)), token);
    config.msgpack = message_bytes(packed, strlen(packed));
    request.config = &config;
    const Tfplugin6__ConfigureProvider__Response *configured =
        thing_call(fixture->server, fixture->arena, "ConfigureProvider", &request.base, RESPONSE(configure_provider));
    return thing_diagnostics(fixture->arena, configured->diagnostics, configured->n_diagnostics);
}

static const struct fixture *waiting;

static void configure_meanwhile(tf_call *call)
{
    const void *held = tf_call_configured(call);
    assert_non_null(held);
    assert_string_equal(configure(waiting, "another"), "");
    assert_int_equal(thing_configurations, 2);
    assert_ptr_equal(tf_call_configured(call), held);
}

static void test_a_call_keeps_its_configuration_while_another_comes(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    assert_string_equal(configure(fixture, "bad"), "Bad token [token]: It is refused.\n");
    assert_int_equal(thing_configurations, 0);
    assert_string_equal(configure(fixture, "good"), "");
    assert_int_equal(thing_configurations, 1);
    waiting = fixture;
    thing_while_creating = configure_meanwhile;
    const char *config = "{\"name\":\"a\",\"behaviour\":\"wait\"}";
    ASSERT_SAYS(change(fixture, thing_value(arena, NULL), config), NULL);
    thing_while_creating = NULL;
    assert_int_equal(thing_configurations, 1);
}

static void test_hostile_values_are_refused(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    char nested[4096];
    memset(nested, 0x91, sizeof nested);
    const struct {
        const char *name;
        const char *bytes;
        size_t size;
    } values[] = {
        { "ends early", "\x86", 1 },
        { "a map of 2^32 - 1", "\xdf\xff\xff\xff\xff", 5 },
        { "a text of 4 GiB", "\xdb\xff\xff\xff\xff", 5 },
        { "an array", "\x93\x01\x02\x03", 4 },
        { "no msgpack at all", "\xc1", 1 },
        { "no UTF-8, and attributes missing", "\x81\xa2id\xa1\xff", 6 },
        { "goes on after the end", "\xc0\xc0", 2 },
        { "deep", nested, sizeof nested },
    };
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        Tfplugin6__DynamicValue value = TFPLUGIN6__DYNAMIC_VALUE__INIT;
        value.msgpack = message_bytes(values[i].bytes, values[i].size);
        at_row(values[i].name);
        ASSERT_SAYS(read_resource(fixture, "test_thing", &value), "Malformed Value");
        const Tfplugin6__ApplyResourceChange__Request apply = {
            PROTOBUF_C_MESSAGE_INIT(&tfplugin6__apply_resource_change__request__descriptor),
            .type_name = "test_thing",
            .prior_state = &value,
            .planned_state = &value,
        };
        const Tfplugin6__ApplyResourceChange__Response *applied =
            thing_call(fixture->server, arena, "ApplyResourceChange", &apply.base, RESPONSE(apply_resource_change));
        ASSERT_SAYS(applied, "Malformed Value");
    }
}

static void test_secrets_are_in_no_diagnostic(void **state)
{
    const struct fixture *fixture = *state;
    tf_arena *arena = fixture->arena;
    tf_log_protect("s3cr3t-id");
    ASSERT_SAYS(read_resource(fixture, "test_s3cr3t-id", NULL), "test_(sensitive value)");
}

static void test_tables_that_cannot_work_are_refused(void **state)
{
    tf_arena *arena = ((const struct fixture *)*state)->arena;
    const char *problem = NULL;
    tf_resource broken = *thing_provider.resources[0];
    const tf_resource *const resources[] = { thing_provider.resources[0], &broken, NULL };
    tf_provider provider = thing_provider;
    provider.resources = resources;
    assert_null(rpc_server_new(&provider, arena, &problem));
    assert_string_equal(problem, "test_thing: a resource type twice");
    broken.type_name = "test_Thing";
    assert_null(rpc_server_new(&provider, arena, &problem));
    broken.type_name = "test_other";
    broken.read = NULL;
    assert_null(rpc_server_new(&provider, arena, &problem));
    assert_string_equal(problem, "test_other: create, read or delete is missing");
    tf_attribute twice[2] = { thing_provider.resources[0]->schema->attributes[0],
                              thing_provider.resources[0]->schema->attributes[0] };
    const tf_schema schema = { .attributes = twice, .count = 2, .size = sizeof(tf_string) };
    broken.read = thing_provider.resources[0]->read;
    broken.schema = &schema;
    assert_null(rpc_server_new(&provider, arena, &problem));
    assert_non_null(strstr(problem, "test_other: id"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_schema_is_told_once_and_for_all, start, end),
        cmocka_unit_test_setup_teardown(test_metadata_functions_and_identities, start, end),
        cmocka_unit_test_setup_teardown(test_what_is_not_there_is_answered_so, start, end),
        cmocka_unit_test_setup_teardown(test_health_and_shutdown, start, end),
        cmocka_unit_test_setup_teardown(test_a_configuration_is_checked, start, end),
        cmocka_unit_test_setup_teardown(test_a_thing_from_create_to_delete, start, end),
        cmocka_unit_test_setup_teardown(test_a_breach_in_the_plan_is_the_providers_bug, start, end),
        cmocka_unit_test_setup_teardown(test_a_write_only_value_is_left_out_of_the_plan, start, end),
        cmocka_unit_test_setup_teardown(test_what_a_create_did_is_never_lost, start, end),
        cmocka_unit_test_setup_teardown(test_a_failed_update_or_delete_keeps_the_state, start, end),
        cmocka_unit_test_setup_teardown(test_reading_what_is_gone_or_broken, start, end),
        cmocka_unit_test_setup_teardown(test_a_stored_state_is_read, start, end),
        cmocka_unit_test_setup_teardown(test_import, start, end),
        cmocka_unit_test_setup_teardown(test_a_resource_without_update_is_replaced, start, end),
        cmocka_unit_test_setup_teardown(test_a_call_keeps_its_configuration_while_another_comes, start, end),
        cmocka_unit_test_setup_teardown(test_hostile_values_are_refused, start, end),
        cmocka_unit_test_setup_teardown(test_secrets_are_in_no_diagnostic, start, end),
        cmocka_unit_test_setup_teardown(test_tables_that_cannot_work_are_refused, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
