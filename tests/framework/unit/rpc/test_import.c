/* SPDX-License-Identifier: Apache-2.0 */
/* Import by one attribute, as a line of the table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rows.h"
#include "support_thing.h"

struct record {
    tf_string id;
    tf_int64 size;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct record, id), .mode = TF_COMPUTED },
    { TF_INT64(struct record, size), .mode = TF_OPTIONAL },
};
static const tf_attribute identity_attributes[] = { { TF_STRING(struct record, id), .mode = TF_REQUIRED } };

static bool keep(tf_call *call, void *state)
{
    (void)call;
    (void)state;
    return true;
}

static bool forget(tf_call *call, const void *state)
{
    (void)call;
    (void)state;
    return true;
}

static bool import(tf_call *call, const char *id, void *state)
{
    (void)call;
    ((struct record *)state)->id = tf_string_of(id);
    return true;
}

#define RECORD                                                                                                \
    .type_name = "test_record", .schema = TF_SCHEMA(struct record, attributes), .create = keep, .read = keep, \
    .delete = forget

static const tf_resource plain = { RECORD, .import_attribute = "id" };
static const tf_resource identified = { RECORD, .import_attribute = "id",
                                        .identity = TF_SCHEMA(struct record, identity_attributes) };
static const tf_resource of_no_string = { RECORD, .import_attribute = "size" };
static const tf_resource of_nothing = { RECORD, .import_attribute = "name" };
static const tf_resource twice = { RECORD, .import_attribute = "id", .import = import };

static const tf_schema *const block = TF_SCHEMA(struct record, identity_attributes);

static tf_provider provider_of(const tf_resource *const *resources)
{
    return (tf_provider){
        .address = "registry.terraform.io/test/test",
        .version = "1.0.0",
        .schema = block,
        .resources = resources,
    };
}

static const Tfplugin6__ImportResourceState__ImportedResource *imported(const rpc_server *server, tf_arena *arena,
                                                                        const char *id, const char *identity)
{
    Tfplugin6__ImportResourceState__Request request = TFPLUGIN6__IMPORT_RESOURCE_STATE__REQUEST__INIT;
    Tfplugin6__ResourceIdentityData data = TFPLUGIN6__RESOURCE_IDENTITY_DATA__INIT;
    request.type_name = "test_record";
    request.id = (char *)(uintptr_t)id;
    Tfplugin6__DynamicValue json = TFPLUGIN6__DYNAMIC_VALUE__INIT;
    if (identity != NULL) {
        json.json = (ProtobufCBinaryData){ strlen(identity), (uint8_t *)(uintptr_t)identity };
        data.identity_data = &json;
        request.identity = &data;
    }
    const Tfplugin6__ImportResourceState__Response *response =
        thing_call((rpc_server *)(uintptr_t)server, arena, "ImportResourceState", &request.base,
                   &tfplugin6__import_resource_state__response__descriptor);
    assert_int_equal(response->n_diagnostics, 0);
    return response->imported_resources[0];
}

static void test_an_import_puts_the_id_into_the_attribute(void **state)
{
    (void)state;
    const struct {
        const char *name;
        const tf_resource *resource;
        const char *id;
        const char *identity;
        bool has_identity;
    } cases[] = {
        { "by id", &plain, "r-1", NULL, false },
        { "by id, with an identity", &identified, "r-1", NULL, true },
        { "by identity", &identified, "", "{\"id\": \"r-1\"}", true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].name);
        tf_arena *arena = tf_arena_new();
        const tf_resource *const resources[] = { cases[i].resource, NULL };
        const tf_provider provider = provider_of(resources);
        const char *problem = NULL;
        rpc_server *server = rpc_server_new(&provider, arena, &problem);
        assert_null(problem);
        const Tfplugin6__ImportResourceState__ImportedResource *found =
            imported(server, arena, cases[i].id, cases[i].identity);
        if (memmem(found->state->msgpack.data, found->state->msgpack.len, "r-1", 3) == NULL)
            fail_msg("%s: the id is not in the state", cases[i].name);
        assert_int_equal(found->identity != NULL, cases[i].has_identity);
        rpc_server_free(server);
        tf_arena_free(arena);
    }
}

static void test_an_attribute_that_cannot_take_an_id_is_refused(void **state)
{
    (void)state;
    const struct {
        const tf_resource *resource;
        const char *problem;
    } cases[] = {
        { &of_no_string, "test_record: import_attribute names no attribute of type string" },
        { &of_nothing, "test_record: import_attribute names no attribute of type string" },
        { &twice, "test_record: import_attribute beside import" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].problem);
        tf_arena *arena = tf_arena_new();
        const tf_resource *const resources[] = { cases[i].resource, NULL };
        const tf_provider provider = provider_of(resources);
        const char *problem = NULL;
        assert_null(rpc_server_new(&provider, arena, &problem));
        assert_string_equal(problem, cases[i].problem);
        tf_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_import_puts_the_id_into_the_attribute),
        cmocka_unit_test(test_an_attribute_that_cannot_take_an_id_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
