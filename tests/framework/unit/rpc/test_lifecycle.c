/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a resource has beside its state: identity, older and foreign states, deferral, provider_meta, generated
 * configuration.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "framework/rpc/message.h"
#include "framework/value/json.h"
#include "framework/value/msgpack.h"
#include "rows.h"
#include "support_kinds.h"

struct house {
    tf_string id;
    tf_string name;
    tf_string behaviour;
    tf_string pin;
    tf_string colour;
    tf_string old;
};

struct house_identity {
    tf_string id;
    tf_string town;
};

struct hut {
    tf_string title;
};

struct meta {
    tf_string team;
};

static const tf_attribute house_attributes[] = {
    { TF_STRING(struct house, id), .mode = TF_COMPUTED, .use_state_for_unknown = true, .description = "Id." },
    { TF_STRING(struct house, name), .mode = TF_OPTIONAL, .description = "Name." },
    { TF_STRING(struct house, behaviour), .mode = TF_OPTIONAL, .description = "What to do." },
    { TF_STRING(struct house, pin), .mode = TF_OPTIONAL, .write_only = true, .description = "Pin." },
    { TF_STRING(struct house, colour), .mode = TF_OPTIONAL_COMPUTED, .default_value = "red", .description = "Colour." },
    { TF_STRING(struct house, old), .mode = TF_OPTIONAL, .deprecated = "Use name.", .description = "Old name." },
};
static const tf_attribute identity_attributes[] = {
    { TF_STRING(struct house_identity, id), .mode = TF_REQUIRED, .description = "Id." },
    { TF_STRING(struct house_identity, town), .mode = TF_OPTIONAL, .description = "Town." },
};
static const tf_attribute hut_attributes[] = {
    { TF_STRING(struct hut, title), .mode = TF_OPTIONAL, .description = "Title." },
};
static const tf_attribute meta_attributes[] = {
    { TF_STRING(struct meta, team), .mode = TF_OPTIONAL, .description = "Team." },
};

static const tf_schema *const hut_schema = TF_SCHEMA(struct hut, hut_attributes);

static bool behaves(const struct house *house, const char *behaviour)
{
    return tf_equal(house->behaviour, behaviour);
}

static bool identify(tf_call *call, const struct house *house)
{
    struct house_identity *identity = tf_identity(call);
    if (behaves(house, "no identity"))
        return true;
    identity->id = house->id;
    identity->town = tf_string_of(behaves(house, "another town") ? "Ghent" : "Bruges");
    if (behaves(house, "unknown identity"))
        identity->town = tf_unknown_string();
    return true;
}

static bool plan(tf_call *call, const void *prior, void *planned)
{
    const struct house *house = planned;
    const struct meta *meta = tf_provider_meta(call);
    (void)prior;
    if (meta != NULL)
        tf_warn(call, "Planned for a team", "%s", meta->team.value);
    if (behaves(house, "defer"))
        tf_defer(call, TF_ABSENT_PREREQUISITE);
    if (behaves(house, "move out") && tf_identity(call) != NULL)
        ((struct house_identity *)tf_identity(call))->town = tf_string_of("Ypres");
    return true;
}

static bool plan_destroy(tf_call *call, const void *prior)
{
    return !behaves(prior, "listed") || tf_fail(call, "Listed house", "It may not be torn down.");
}

static bool create(tf_call *call, void *planned)
{
    struct house *house = planned;
    house->id = tf_string_of("h1");
    house->pin = tf_string_of("returned by mistake");
    return identify(call, house);
}

static bool read_house(tf_call *call, void *state)
{
    struct house *house = state;
    if (behaves(house, "defer"))
        tf_defer(call, TF_RESOURCE_CONFIG_UNKNOWN);
    house->name = tf_string_of(tf_text_of(house->name, "found"));
    return identify(call, house);
}

static bool update(tf_call *call, const void *prior, void *planned)
{
    (void)prior;
    return identify(call, planned);
}

static bool delete_house(tf_call *call, const void *state)
{
    (void)call;
    (void)state;
    return true;
}

static bool import_house(tf_call *call, const char *id, void *state)
{
    struct house *house = state;
    const struct house_identity *identity = tf_identity(call);
    house->id = id == NULL ? identity->id : tf_string_of(id);
    return true;
}

static bool upgrade(tf_call *call, int64_t version, const char *stored, void *state)
{
    struct house *house = state;
    struct hut hut;
    if (version != 1)
        return tf_fail(call, "Too old", "Version %d is not supported any more.", (int)version);
    if (!tf_decode_json(call, hut_schema, stored, &hut))
        return false;
    house->id = tf_string_of("h1");
    house->name = hut.title;
    house->pin = tf_string_of("returned by mistake");
    return true;
}

/* The name of the house that the resource was told of last. */
static char held_name[8];

static void note_held(tf_call *call, const void *state)
{
    (void)call;
    const struct house *house = state;
    (void)snprintf(held_name, sizeof held_name, "%s", tf_text_of(house->name, ""));
}

static bool upgrade_identity(tf_call *call, int64_t version, const char *stored, void *identity)
{
    struct hut hut;
    (void)version;
    if (!tf_decode_json(call, hut_schema, stored, &hut))
        return false;
    ((struct house_identity *)identity)->id = hut.title;
    return true;
}

static bool move(tf_call *call, const tf_move_source *source, void *state)
{
    struct house *house = state;
    struct hut hut;
    struct house_identity *identity = tf_identity(call);
    if (strcmp(source->type_name, "other_hut") != 0)
        return tf_fail(call, "Cannot move", "A house is no %s.", source->type_name);
    if (!tf_decode_json(call, hut_schema, source->state, &hut))
        return false;
    house->id = tf_string_of("h1");
    house->name = hut.title;
    identity->id = house->id;
    return source->identity == NULL
           || tf_decode_json(call, TF_SCHEMA(struct house_identity, identity_attributes), source->identity, identity);
}

static const tf_resource house_resource = {
    .type_name = "test_house",
    .schema = TF_SCHEMA(struct house, house_attributes, .version = 2, .description = "A house."),
    .identity = TF_SCHEMA(struct house_identity, identity_attributes, .version = 1),
    .plan = plan,
    .plan_destroy = plan_destroy,
    .create = create,
    .read = read_house,
    .update = update,
    .delete = delete_house,
    .import = import_house,
    .upgrade = upgrade,
    .note_held = note_held,
    .upgrade_identity = upgrade_identity,
    .move = move,
};

static const tf_resource steadfast_resource = {
    .type_name = "test_steadfast",
    .schema = TF_SCHEMA(struct house, house_attributes, .description = "Plans whatever the provider knows."),
    .plans_while_deferred = true,
    .plan = plan,
    .create = create,
    .read = read_house,
    .delete = delete_house,
};

static bool configure(tf_call *call, const void *config, void **out_configured)
{
    const struct hut *block = config;
    (void)out_configured;
    if (tf_unknown(block->title) && tf_can_defer(call))
        tf_defer(call, TF_PROVIDER_CONFIG_UNKNOWN);
    if (tf_equal(block->title, "defer anyway"))
        tf_defer(call, TF_PROVIDER_CONFIG_UNKNOWN);
    return true;
}

static const tf_resource *const houses[] = { &house_resource, &steadfast_resource, NULL };

static const tf_provider house_provider = {
    .address = "registry.terraform.io/test/test",
    .version = "1.2.3",
    .schema = TF_SCHEMA(struct hut, hut_attributes, .description = "For tests."),
    .meta = TF_SCHEMA(struct meta, meta_attributes),
    .configure = configure,
    .resources = houses,
};

static rpc_server *server;
static tf_arena *arena;
static const tf_type *house_type;
static const tf_type *identity_type;
static Tfplugin6__ClientCapabilities can_defer = TFPLUGIN6__CLIENT_CAPABILITIES__INIT;

static int start(void **state)
{
    const char *problem = NULL;
    (void)state;
    arena = tf_arena_new();
    server = rpc_server_new(&house_provider, arena, &problem);
    house_type = type_of_schema(arena, house_resource.schema);
    identity_type = type_of_schema(arena, house_resource.identity);
    can_defer.deferral_allowed = true;
    return server == NULL ? -1 : 0;
}

static int end(void **state)
{
    (void)state;
    rpc_server_free(server);
    tf_arena_free(arena);
    return 0;
}

#define HOUSE(json) kinds_value(arena, house_type, (json))
#define CALL(method, request, message) thing_call(server, arena, (method), &(request).base, KINDS_RESPONSE(message))

/* JSON of a house, in which "unknown" stands for what is unknown. */
static const char *house_json(const Tfplugin6__DynamicValue *message)
{
    tf_value value;
    value_error error;
    assert_true(value_from_msgpack(arena, house_type, message->msgpack.data, message->msgpack.len, &value, &error));
    for (size_t i = 0; value.state == TF_KNOWN && i < value.count; i++) {
        if (value.items[i].state == TF_UNKNOWN)
            value.items[i] = value_string("unknown");
    }
    return value_to_json(arena, &value);
}

static Tfplugin6__DynamicValue *block_with(const char *title)
{
    const tf_type *type = type_of_schema(arena, hut_schema);
    tf_value item = title == NULL ? value_unknown(&tf_type_string) : value_string(title);
    const tf_value block = { .type = type, .state = TF_KNOWN, .count = 1, .items = &item, .keys = type->names };
    const void *bytes;
    size_t size;
    value_to_msgpack(arena, &block, &bytes, &size);
    Tfplugin6__DynamicValue *message = tf_alloc(arena, sizeof *message);
    tfplugin6__dynamic_value__init(message);
    message->msgpack = message_bytes(bytes, size);
    return message;
}

static Tfplugin6__ResourceIdentityData *identity_of(const char *json)
{
    if (json == NULL)
        return NULL;
    Tfplugin6__ResourceIdentityData *identity = tf_alloc(arena, sizeof *identity);
    tfplugin6__resource_identity_data__init(identity);
    identity->identity_data = kinds_value(arena, identity_type, json);
    return identity;
}

static void assert_identity(const Tfplugin6__ResourceIdentityData *identity, const char *json)
{
    if (json == NULL) {
        assert_null(identity);
        return;
    }
    assert_non_null(identity);
    assert_string_equal(kinds_json(arena, identity_type, identity->identity_data), json);
}

static Tfplugin6__RawState *raw_of(const char *json)
{
    Tfplugin6__RawState *raw = tf_alloc(arena, sizeof *raw);
    tfplugin6__raw_state__init(raw);
    raw->json = message_bytes(json, strlen(json));
    return raw;
}

static const char *house_with(const char *behaviour)
{
    return tf_format(arena,
                     "{\"id\":\"h1\",\"name\":\"n\",\"behaviour\":\"%s\",\"pin\":null,\"colour\":\"red\",\"old\":null}",
                     behaviour);
}

static const Tfplugin6__ApplyResourceChange__Response *apply(const char *prior, const char *planned,
                                                             const char *identity)
{
    Tfplugin6__ApplyResourceChange__Request request = TFPLUGIN6__APPLY_RESOURCE_CHANGE__REQUEST__INIT;
    request.type_name = "test_house";
    request.prior_state = HOUSE(prior);
    request.planned_state = HOUSE(planned);
    request.config = HOUSE(planned);
    request.planned_identity = identity_of(identity);
    return CALL("ApplyResourceChange", request, apply_resource_change);
}

static const char *const bruges = "{\"id\":\"h1\",\"town\":\"Bruges\"}";

static void test_a_create_leaves_an_identity_and_no_write_only_value(void **state)
{
    (void)state;
    const Tfplugin6__ApplyResourceChange__Response *made = apply(NULL, house_with("fine"), NULL);
    KINDS_SAYS(made, NULL);
    assert_identity(made->new_identity, bruges);
    assert_non_null(strstr(house_json(made->new_state), "\"pin\":null"));
    KINDS_SAYS(apply(NULL, house_with("no identity"), NULL), "Missing Resource Identity");
    KINDS_SAYS(apply(NULL, house_with("unknown identity"), NULL), "unknown value in the identity");
}

static void test_an_identity_stays_what_it_is(void **state)
{
    (void)state;
    const Tfplugin6__ApplyResourceChange__Response *same = apply(house_with("old"), house_with("new"), bruges);
    KINDS_SAYS(same, NULL);
    assert_identity(same->new_identity, bruges);
    const Tfplugin6__ApplyResourceChange__Response *other =
        apply(house_with("old"), house_with("another town"), bruges);
    KINDS_SAYS(other, "Unexpected Identity Change");
    KINDS_SAYS(other, "town was \"Bruges\" and became \"Ghent\"");
    const Tfplugin6__ApplyResourceChange__Response *gone = apply(house_with("old"), NULL, bruges);
    KINDS_SAYS(gone, NULL);
    assert_null(gone->new_identity);
}

static void test_a_read_completes_an_identity_only_after_an_import(void **state)
{
    (void)state;
    Tfplugin6__ReadResource__Request request = TFPLUGIN6__READ_RESOURCE__REQUEST__INIT;
    request.type_name = "test_house";
    request.current_state = HOUSE(house_with("fine"));
    request.current_identity = identity_of("{\"id\":\"h1\",\"town\":null}");
    const Tfplugin6__ReadResource__Response *read = CALL("ReadResource", request, read_resource);
    KINDS_SAYS(read, "Unexpected Identity Change");

    Tfplugin6__ImportResourceState__Request import = TFPLUGIN6__IMPORT_RESOURCE_STATE__REQUEST__INIT;
    import.type_name = "test_house";
    import.identity = request.current_identity;
    const Tfplugin6__ImportResourceState__Response *imported =
        CALL("ImportResourceState", import, import_resource_state);
    KINDS_SAYS(imported, NULL);
    assert_identity(imported->imported_resources[0]->identity, "{\"id\":\"h1\",\"town\":null}");
    assert_non_null(strstr(house_json(imported->imported_resources[0]->state), "\"id\":\"h1\""));
    request.private_ = imported->imported_resources[0]->private_;
    read = CALL("ReadResource", request, read_resource);
    KINDS_SAYS(read, NULL);
    assert_identity(read->new_identity, bruges);
    assert_int_equal(read->private_.len, 0);

    import.identity = NULL;
    KINDS_SAYS(
        (const Tfplugin6__ImportResourceState__Response *)CALL("ImportResourceState", import, import_resource_state),
        "Import Without an ID");
}

static void test_identities_are_described_and_upgraded(void **state)
{
    (void)state;
    Tfplugin6__GetResourceIdentitySchemas__Request asked = TFPLUGIN6__GET_RESOURCE_IDENTITY_SCHEMAS__REQUEST__INIT;
    const Tfplugin6__GetResourceIdentitySchemas__Response *schemas =
        CALL("GetResourceIdentitySchemas", asked, get_resource_identity_schemas);
    assert_int_equal(schemas->n_identity_schemas, 1);
    assert_string_equal(schemas->identity_schemas[0]->key, "test_house");
    assert_int_equal(schemas->identity_schemas[0]->value->version, 1);
    assert_true(schemas->identity_schemas[0]->value->identity_attributes[0]->required_for_import);
    assert_true(schemas->identity_schemas[0]->value->identity_attributes[1]->optional_for_import);
    static const struct {
        int64_t version;
        const char *stored;
        const char *identity;
        const char *says;
    } cases[] = {
        { 1, "{\"id\":\"h1\",\"town\":\"Bruges\"}", "{\"id\":\"h1\",\"town\":\"Bruges\"}", NULL },
        { 0, "{\"title\":\"h1\"}", "{\"id\":\"h1\",\"town\":null}", NULL },
        { 0, "{\"title\":1}", NULL, "[title]" },
        { 2, "{}", NULL, "newer version of this provider" },
        { 1, "", NULL, "Identity Without JSON" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].stored);
        Tfplugin6__UpgradeResourceIdentity__Request request = TFPLUGIN6__UPGRADE_RESOURCE_IDENTITY__REQUEST__INIT;
        request.type_name = "test_house";
        request.version = cases[i].version;
        request.raw_identity = raw_of(cases[i].stored);
        const Tfplugin6__UpgradeResourceIdentity__Response *upgraded =
            CALL("UpgradeResourceIdentity", request, upgrade_resource_identity);
        KINDS_SAYS(upgraded, cases[i].says);
        assert_identity(upgraded->upgraded_identity, cases[i].identity);
    }
}

static void test_stored_states_are_upgraded_and_told_of(void **state)
{
    (void)state;
    static const struct {
        int64_t version;
        const char *stored;
        const char *held;
        const char *says;
    } cases[] = {
        { 1, "{\"title\":\"Hut\",\"more\":[1]}", "Hut", NULL },
        { 2, "{\"id\":\"h1\",\"name\":\"Hut\"}", "Hut", NULL },
        { 1, "{\"title\":[]}", "", "[title]" },
        { 2, "{\"name\":[]}", "", "name" },
        { 0, "{}", "", "Version 0 is not supported any more" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].stored);
        Tfplugin6__UpgradeResourceState__Request request = TFPLUGIN6__UPGRADE_RESOURCE_STATE__REQUEST__INIT;
        request.type_name = "test_house";
        request.version = cases[i].version;
        request.raw_state = raw_of(cases[i].stored);
        held_name[0] = '\0';
        const Tfplugin6__UpgradeResourceState__Response *upgraded =
            CALL("UpgradeResourceState", request, upgrade_resource_state);
        KINDS_SAYS(upgraded, cases[i].says);
        assert_string_equal(held_name, cases[i].held);
        if (cases[i].says == NULL) {
            assert_string_equal(
                house_json(upgraded->upgraded_state),
                "{\"behaviour\":null,\"colour\":null,\"id\":\"h1\",\"name\":\"Hut\",\"old\":null,\"pin\":null}");
        }
    }
}

static void test_states_of_other_types_are_moved(void **state)
{
    (void)state;
    static const struct {
        const char *source, *target, *stored, *identity, *says;
    } cases[] = {
        { "other_hut", "test_house", "{\"title\":\"Hut\"}", NULL, NULL },
        { "other_hut", "test_house", "{\"title\":\"Hut\"}", "{\"id\":\"h9\",\"town\":\"Ghent\"}", NULL },
        { "other_barn", "test_house", "{}", NULL, "A house is no other_barn" },
        { "other_hut", "test_steadfast", "{}", NULL, "Move Not Supported" },
        { "other_hut", "test_house", "", NULL, "State Without JSON" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].source);
        Tfplugin6__MoveResourceState__Request request = TFPLUGIN6__MOVE_RESOURCE_STATE__REQUEST__INIT;
        request.source_provider_address = "registry.terraform.io/test/other";
        request.source_type_name = (char *)cases[i].source;
        request.target_type_name = (char *)cases[i].target;
        request.source_state = raw_of(cases[i].stored);
        request.source_identity = cases[i].identity == NULL ? NULL : raw_of(cases[i].identity);
        const Tfplugin6__MoveResourceState__Response *moved = CALL("MoveResourceState", request, move_resource_state);
        KINDS_SAYS(moved, cases[i].says);
        if (cases[i].says != NULL)
            continue;
        assert_non_null(strstr(house_json(moved->target_state), "\"name\":\"Hut\""));
        assert_identity(moved->target_identity,
                        cases[i].identity == NULL ? "{\"id\":\"h1\",\"town\":null}" : cases[i].identity);
    }
}

static const Tfplugin6__PlanResourceChange__Response *plan_of(const char *type_name, const char *prior,
                                                              const char *config, bool client_can_defer)
{
    Tfplugin6__PlanResourceChange__Request request = TFPLUGIN6__PLAN_RESOURCE_CHANGE__REQUEST__INIT;
    request.type_name = (char *)type_name;
    request.prior_state = HOUSE(prior);
    request.config = HOUSE(config);
    request.proposed_new_state = HOUSE(config);
    request.client_capabilities = client_can_defer ? &can_defer : NULL;
    request.prior_identity = prior == NULL ? NULL : identity_of(bruges);
    return CALL("PlanResourceChange", request, plan_resource_change);
}

static void configure_with(const char *title, bool client_can_defer, const char *says)
{
    Tfplugin6__ConfigureProvider__Request request = TFPLUGIN6__CONFIGURE_PROVIDER__REQUEST__INIT;
    request.config = block_with(title);
    request.client_capabilities = client_can_defer ? &can_defer : NULL;
    const Tfplugin6__ConfigureProvider__Response *configured = CALL("ConfigureProvider", request, configure_provider);
    KINDS_SAYS(configured, says);
}

static const char *const plain =
    "{\"id\":null,\"name\":\"n\",\"behaviour\":null,\"pin\":null,\"colour\":null,\"old\":null}";
static const char *const deferring =
    "{\"id\":null,\"name\":\"n\",\"behaviour\":\"defer\",\"pin\":null,\"colour\":null,\"old\":null}";

static void test_a_resource_puts_itself_off(void **state)
{
    (void)state;
    const Tfplugin6__PlanResourceChange__Response *planned = plan_of("test_house", NULL, deferring, true);
    KINDS_SAYS(planned, NULL);
    assert_int_equal(planned->deferred->reason, TFPLUGIN6__DEFERRED__REASON__ABSENT_PREREQ);
    assert_non_null(strstr(house_json(planned->planned_state), "\"colour\":\"red\""));
    assert_null(plan_of("test_house", NULL, plain, true)->deferred);
    KINDS_SAYS(plan_of("test_house", NULL, deferring, false), "which this Terraform does not know");
}

static void test_a_provider_puts_everything_off_until_it_is_configured_again(void **state)
{
    (void)state;
    configure_with(NULL, true, NULL);
    const Tfplugin6__PlanResourceChange__Response *planned = plan_of("test_house", NULL, deferring, true);
    assert_int_equal(planned->deferred->reason, TFPLUGIN6__DEFERRED__REASON__PROVIDER_CONFIG_UNKNOWN);
    assert_non_null(strstr(house_json(planned->planned_state), "\"colour\":null"));
    planned = plan_of("test_steadfast", NULL, deferring, true);
    assert_int_equal(planned->deferred->reason, TFPLUGIN6__DEFERRED__REASON__ABSENT_PREREQ);
    planned = plan_of("test_steadfast", NULL, plain, true);
    assert_int_equal(planned->deferred->reason, TFPLUGIN6__DEFERRED__REASON__PROVIDER_CONFIG_UNKNOWN);
    assert_non_null(strstr(house_json(planned->planned_state), "\"colour\":\"red\""));

    Tfplugin6__ReadResource__Request read = TFPLUGIN6__READ_RESOURCE__REQUEST__INIT;
    read.type_name = "test_house";
    read.current_state =
        HOUSE("{\"id\":\"h1\",\"name\":null,\"behaviour\":null,\"pin\":null,\"colour\":null,\"old\":null}");
    read.client_capabilities = &can_defer;
    const Tfplugin6__ReadResource__Response *untouched = CALL("ReadResource", read, read_resource);
    assert_non_null(untouched->deferred);
    assert_non_null(strstr(house_json(untouched->new_state), "\"name\":null"));

    Tfplugin6__ImportResourceState__Request import = TFPLUGIN6__IMPORT_RESOURCE_STATE__REQUEST__INIT;
    import.type_name = "test_house";
    import.id = "h1";
    import.client_capabilities = &can_defer;
    const Tfplugin6__ImportResourceState__Response *imported =
        CALL("ImportResourceState", import, import_resource_state);
    assert_non_null(imported->deferred);
    assert_string_equal(kinds_json(arena, house_type, imported->imported_resources[0]->state), "unknown");

    configure_with("known", true, NULL);
    assert_null(plan_of("test_house", NULL, plain, true)->deferred);
    configure_with(NULL, false, NULL);
    configure_with("defer anyway", false, "which this Terraform does not know");
}

static void test_a_plan_keeps_the_identity_and_may_stand_against_a_destroy(void **state)
{
    (void)state;
    assert_identity(plan_of("test_house", house_with("fine"), plain, false)->planned_identity, bruges);
    KINDS_SAYS(plan_of("test_house", house_with("fine"), house_with("move out"), false), "Unexpected Identity Change");
    KINDS_SAYS(plan_of("test_house", house_with("listed"), NULL, false), "may not be torn down");
    const Tfplugin6__PlanResourceChange__Response *planned = plan_of("test_house", house_with("fine"), NULL, false);
    KINDS_SAYS(planned, NULL);
    assert_string_equal(house_json(planned->planned_state), "null");
}

static void test_a_module_tells_its_provider_meta(void **state)
{
    (void)state;
    Tfplugin6__PlanResourceChange__Request request = TFPLUGIN6__PLAN_RESOURCE_CHANGE__REQUEST__INIT;
    request.type_name = "test_house";
    request.prior_state = HOUSE(NULL);
    request.config = HOUSE(plain);
    request.proposed_new_state = request.config;
    request.provider_meta = kinds_value(arena, type_of_schema(arena, house_provider.meta), "{\"team\":\"blue\"}");
    const Tfplugin6__PlanResourceChange__Response *planned = CALL("PlanResourceChange", request, plan_resource_change);
    KINDS_SAYS(planned, "Warning: Planned for a team: blue");
    const Tfplugin6__GetProviderSchema__Request asked = TFPLUGIN6__GET_PROVIDER_SCHEMA__REQUEST__INIT;
    const Tfplugin6__GetProviderSchema__Response *schema = CALL("GetProviderSchema", asked, get_provider_schema);
    assert_string_equal(schema->provider_meta->block->attributes[0]->name, "team");
}

static void test_a_generated_configuration_has_what_a_user_would_write(void **state)
{
    (void)state;
    static const struct {
        const char *state, *config;
    } cases[] = {
        { "{\"id\":\"h1\",\"name\":\"n\",\"behaviour\":null,\"pin\":null,\"colour\":\"red\",\"old\":\"o\"}",
          "{\"behaviour\":null,\"colour\":null,\"id\":null,\"name\":\"n\",\"old\":null,\"pin\":null}" },
        { "{\"id\":\"h1\",\"name\":null,\"behaviour\":\"b\",\"pin\":null,\"colour\":\"blue\",\"old\":null}",
          "{\"behaviour\":\"b\",\"colour\":\"blue\",\"id\":null,\"name\":null,\"old\":null,\"pin\":null}" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].state);
        Tfplugin6__GenerateResourceConfig__Request request = TFPLUGIN6__GENERATE_RESOURCE_CONFIG__REQUEST__INIT;
        request.type_name = "test_house";
        request.state = HOUSE(cases[i].state);
        const Tfplugin6__GenerateResourceConfig__Response *generated =
            CALL("GenerateResourceConfig", request, generate_resource_config);
        KINDS_SAYS(generated, NULL);
        assert_string_equal(house_json(generated->config), cases[i].config);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_create_leaves_an_identity_and_no_write_only_value, start, end),
        cmocka_unit_test_setup_teardown(test_an_identity_stays_what_it_is, start, end),
        cmocka_unit_test_setup_teardown(test_a_read_completes_an_identity_only_after_an_import, start, end),
        cmocka_unit_test_setup_teardown(test_identities_are_described_and_upgraded, start, end),
        cmocka_unit_test_setup_teardown(test_stored_states_are_upgraded_and_told_of, start, end),
        cmocka_unit_test_setup_teardown(test_states_of_other_types_are_moved, start, end),
        cmocka_unit_test_setup_teardown(test_a_resource_puts_itself_off, start, end),
        cmocka_unit_test_setup_teardown(test_a_provider_puts_everything_off_until_it_is_configured_again, start, end),
        cmocka_unit_test_setup_teardown(test_a_plan_keeps_the_identity_and_may_stand_against_a_destroy, start, end),
        cmocka_unit_test_setup_teardown(test_a_module_tells_its_provider_meta, start, end),
        cmocka_unit_test_setup_teardown(test_a_generated_configuration_has_what_a_user_would_write, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
