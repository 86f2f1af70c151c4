/* SPDX-License-Identifier: Apache-2.0 */
/* What Terraform gets of a schema as a whole: version, description, deprecation, alike for every family. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rows.h"
#include "support_kinds.h"

struct port {
    tf_int64 number;
};

struct thing {
    tf_string name;
    TF_OBJECTS_OF(struct port) ports;
};

static const tf_attribute port_attributes[] = { { TF_INT64(struct port, number), .mode = TF_OPTIONAL } };

static const tf_attribute attributes[] = {
    { TF_STRING(struct thing, name), .mode = TF_OPTIONAL, .deprecated = "Use title." },
    { TF_OBJECT_LIST(struct thing, ports, struct port, port_attributes), .mode = TF_OPTIONAL, .block = true,
      .description = "Open ports.", .deprecated = "Use listeners." },
};

/* Everything on offer has this schema, so that what is told of one family is told of all. */
static const tf_schema schema =
    TF_SCHEMA_INIT(struct thing, attributes, .version = 3, .description = "A thing.", .deprecated = "Use another.");

static bool nothing(tf_call *call, void *state)
{
    (void)call;
    (void)state;
    return true;
}

static bool nothing_of(tf_call *call, const void *state)
{
    (void)call;
    (void)state;
    return true;
}

static bool list_no_states(tf_call *call)
{
    (void)call;
    return true;
}

static bool read_no_state(tf_call *call, const char *id, const void **out_bytes, size_t *out_size)
{
    (void)call;
    (void)id;
    (void)out_bytes;
    (void)out_size;
    return true;
}

static bool write_no_state(tf_call *call, const char *id, const void *bytes, size_t size)
{
    (void)call;
    (void)id;
    (void)bytes;
    (void)size;
    return true;
}

static bool delete_no_state(tf_call *call, const char *id)
{
    (void)call;
    (void)id;
    return true;
}

static bool lock_nothing(tf_call *call, const char *id, const char *operation, const char **out_lock)
{
    (void)call;
    (void)id;
    (void)operation;
    (void)out_lock;
    return true;
}

static bool unlock_nothing(tf_call *call, const char *id, const char *lock)
{
    (void)call;
    (void)id;
    (void)lock;
    return true;
}

static const tf_resource resource = {
    .type_name = "test_thing",
    .schema = &schema,
    .identity = &schema,
    .create = nothing,
    .read = nothing,
    .delete = nothing_of,
};
static const tf_data_source data_source = { .type_name = "test_thing", .schema = &schema, .read = nothing };
static const tf_ephemeral_resource ephemeral = { .type_name = "test_thing", .schema = &schema, .open = nothing };
static const tf_action action = { .type_name = "test_thing", .schema = &schema, .invoke = nothing_of };
static const tf_list_resource list = { .type_name = "test_thing", .schema = &schema, .list = nothing_of };
static const tf_state_store store = {
    .type_name = "test_thing",
    .schema = &schema,
    .list = list_no_states,
    .read = read_no_state,
    .write = write_no_state,
    .delete = delete_no_state,
    .lock = lock_nothing,
    .unlock = unlock_nothing,
};

static const tf_provider provider = {
    .address = "registry.terraform.io/test/test",
    .version = "1.2.3",
    .schema = &schema,
    .meta = &schema,
    .resources = (const tf_resource *const[]){ &resource, NULL },
    .data_sources = (const tf_data_source *const[]){ &data_source, NULL },
    .ephemerals = (const tf_ephemeral_resource *const[]){ &ephemeral, NULL },
    .actions = (const tf_action *const[]){ &action, NULL },
    .lists = (const tf_list_resource *const[]){ &list, NULL },
    .state_stores = (const tf_state_store *const[]){ &store, NULL },
};

static int start(void **state)
{
    return kinds_start_with(state, &provider);
}

static void check_block(const char *name, const Tfplugin6__Schema__Block *block, const char *description,
                        const char *deprecated)
{
    if (strcmp(block->description, description) != 0 || !block->deprecated
        || strcmp(block->deprecation_message, deprecated) != 0)
        fail_msg("%s: \"%s\", deprecated %d: \"%s\"", name, block->description, block->deprecated,
                 block->deprecation_message);
}

static void test_every_family_tells_version_description_and_deprecation(void **state)
{
    const struct kinds *kinds = *state;
    const Tfplugin6__GetProviderSchema__Request request = TFPLUGIN6__GET_PROVIDER_SCHEMA__REQUEST__INIT;
    const Tfplugin6__GetProviderSchema__Response *response = thing_call(
        kinds->server, kinds->arena, "GetProviderSchema", &request.base, KINDS_RESPONSE(get_provider_schema));
    const struct {
        const char *name;
        const Tfplugin6__Schema *schema;
    } told[] = {
        { "provider", response->provider },
        { "provider_meta", response->provider_meta },
        { "resource", response->resource_schemas[0]->value },
        { "data source", response->data_source_schemas[0]->value },
        { "ephemeral resource", response->ephemeral_resource_schemas[0]->value },
        { "action", response->action_schemas[0]->value->schema },
        { "list resource", response->list_resource_schemas[0]->value },
        { "state store", response->state_store_schemas[0]->value },
    };
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        at_row(told[i].name);
        const Tfplugin6__Schema__Block *block = told[i].schema->block;
        check_block(told[i].name, block, "A thing.", "Use another.");
        if (told[i].schema->version != 3)
            fail_msg("%s: version %d", told[i].name, (int)told[i].schema->version);
        check_block(told[i].name, block->block_types[0]->block, "Open ports.", "Use listeners.");
        assert_true(block->attributes[0]->deprecated);
        assert_string_equal(block->attributes[0]->deprecation_message, "Use title.");
    }
}

static void test_an_identity_has_the_version_of_its_schema(void **state)
{
    const struct kinds *kinds = *state;
    const Tfplugin6__GetResourceIdentitySchemas__Request request =
        TFPLUGIN6__GET_RESOURCE_IDENTITY_SCHEMAS__REQUEST__INIT;
    const Tfplugin6__GetResourceIdentitySchemas__Response *response =
        thing_call(kinds->server, kinds->arena, "GetResourceIdentitySchemas", &request.base,
                   KINDS_RESPONSE(get_resource_identity_schemas));
    assert_int_equal(response->identity_schemas[0]->value->version, 3);
}

static void test_a_configuration_of_what_is_deprecated_warns(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    Tfplugin6__ValidateProviderConfig__Request of_provider = TFPLUGIN6__VALIDATE_PROVIDER_CONFIG__REQUEST__INIT;
    of_provider.config = kinds_value(arena, type_of_schema(arena, &schema), "{\"ports\":[{\"number\":1}]}");
    const Tfplugin6__ValidateProviderConfig__Response *response = thing_call(
        kinds->server, arena, "ValidateProviderConfig", &of_provider.base, KINDS_RESPONSE(validate_provider_config));
    KINDS_SAYS(response, "Warning: Deprecated: Use another.");
    KINDS_SAYS(response, "Warning: Block Deprecated [ports]: ports is deprecated: Use listeners.");
    Tfplugin6__ValidateActionConfig__Request of_action = TFPLUGIN6__VALIDATE_ACTION_CONFIG__REQUEST__INIT;
    of_action.action_type = "test_thing";
    of_action.config = kinds_value(arena, type_of_schema(arena, &schema), "{\"name\":\"a\",\"ports\":[]}");
    const Tfplugin6__ValidateActionConfig__Response *other = thing_call(
        kinds->server, arena, "ValidateActionConfig", &of_action.base, KINDS_RESPONSE(validate_action_config));
    KINDS_SAYS(other, "Warning: Deprecated: Use another.");
    KINDS_SAYS(other, "Warning: Attribute Deprecated [name]");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, start, kinds_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_family_tells_version_description_and_deprecation),
        TEST(test_an_identity_has_the_version_of_its_schema),
        TEST(test_a_configuration_of_what_is_deprecated_warns),
    };
    return cmocka_run_group_tests_name("schema_message", tests, NULL, NULL);
}
