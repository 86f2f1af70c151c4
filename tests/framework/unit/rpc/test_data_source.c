/* SPDX-License-Identifier: Apache-2.0 */
/* Data sources: what they tell, check and read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "captured_stderr.h"
#include "rows.h"
#include "support_kinds.h"

static const Tfplugin6__ReadDataSource__Response *read_config(const struct kinds *kinds, const char *config)
{
    Tfplugin6__ReadDataSource__Request request = TFPLUGIN6__READ_DATA_SOURCE__REQUEST__INIT;
    request.type_name = "test_data";
    request.config = kinds_value(kinds->arena, kinds_type(kinds->arena), config);
    return thing_call(kinds->server, kinds->arena, "ReadDataSource", &request.base, KINDS_RESPONSE(read_data_source));
}

static const Tfplugin6__ValidateDataResourceConfig__Response *validate_config(const struct kinds *kinds,
                                                                              const char *config)
{
    Tfplugin6__ValidateDataResourceConfig__Request request = TFPLUGIN6__VALIDATE_DATA_RESOURCE_CONFIG__REQUEST__INIT;
    request.type_name = "test_data";
    request.config = kinds_value(kinds->arena, kinds_type(kinds->arena), config);
    return thing_call(kinds->server, kinds->arena, "ValidateDataResourceConfig", &request.base,
                      KINDS_RESPONSE(validate_data_resource_config));
}

static void test_a_data_source_is_told(void **state)
{
    const struct kinds *kinds = *state;
    const Tfplugin6__GetProviderSchema__Request request = TFPLUGIN6__GET_PROVIDER_SCHEMA__REQUEST__INIT;
    const Tfplugin6__GetProviderSchema__Response *schema = thing_call(
        kinds->server, kinds->arena, "GetProviderSchema", &request.base, KINDS_RESPONSE(get_provider_schema));
    assert_int_equal(schema->n_data_source_schemas, 1);
    assert_string_equal(schema->data_source_schemas[0]->key, "test_data");
    const Tfplugin6__Schema__Block *block = schema->data_source_schemas[0]->value->block;
    assert_int_equal(block->n_attributes, 3);
    const Tfplugin6__GetMetadata__Response *metadata =
        thing_call(kinds->server, kinds->arena, "GetMetadata", &request.base, KINDS_RESPONSE(get_metadata));
    assert_int_equal(metadata->n_data_sources, 1);
    assert_string_equal(metadata->data_sources[0]->type_name, "test_data");
}

static void test_a_configuration_is_checked(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    KINDS_SAYS(validate_config(kinds, "{\"name\":\"a\"}"), NULL);
    KINDS_SAYS(validate_config(kinds, "unknown"), NULL);
    KINDS_SAYS(validate_config(kinds, "{\"name\":\"bad\"}"), "Bad name [name]: The name is \"bad\".");
    KINDS_SAYS(validate_config(kinds, "{\"name\":\"a\",\"behaviour\":\"invalid\"}"), "Invalid item [behaviour]");
    KINDS_SAYS(validate_config(kinds, "{\"name\":\"a\",\"behaviour\":\"b\"}"), "Warning: Attribute Deprecated");
    KINDS_SAYS(validate_config(kinds, "{\"name\":\"a\",\"answer\":\"b\"}"), "[answer]");
    KINDS_SAYS(validate_config(kinds, "{}"), "[name]");
}

static void test_data_is_read(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    const Tfplugin6__ReadDataSource__Response *read = read_config(kinds, "{\"name\":\"a\"}");
    KINDS_SAYS(read, NULL);
    assert_string_equal(kinds_json(arena, kinds_type(arena), read->state),
                        "{\"answer\":\"42\",\"behaviour\":null,\"name\":\"a\"}");
    read = read_config(kinds, "{\"name\":\"a\",\"behaviour\":\"fails\"}");
    KINDS_SAYS(read, "Cannot read [name]: There is none.");
    assert_null(read->state);
}

static void test_a_broken_promise_is_a_bug_of_the_provider(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    static const struct {
        const char *behaviour;
        const char *text;
    } cases[] = {
        { "unknown", "test_data breaks a rule at answer" },
        { "another name", "test_data breaks a rule at name" },
        { "malformed", "test_data: read left a value that cannot be" },
        { "gone", "said that the object is gone" },
        { "fails silently", "read failed without saying why" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].behaviour);
        const Tfplugin6__ReadDataSource__Response *read =
            read_config(kinds, tf_format(arena, "{\"name\":\"a\",\"behaviour\":\"%s\"}", cases[i].behaviour));
        KINDS_SAYS(read, cases[i].text);
        KINDS_SAYS(read, "bug in the provider");
        assert_null(read->state);
    }
}

static void test_what_cannot_be_read_is_refused(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    KINDS_SAYS(read_config(kinds, "unknown"), "Unknown Configuration");
    KINDS_SAYS(read_config(kinds, NULL), "Unknown Configuration");
    Tfplugin6__ReadDataSource__Request request = TFPLUGIN6__READ_DATA_SOURCE__REQUEST__INIT;
    request.type_name = "test_other";
    const Tfplugin6__ReadDataSource__Response *read =
        thing_call(kinds->server, arena, "ReadDataSource", &request.base, KINDS_RESPONSE(read_data_source));
    KINDS_SAYS(read, "has no data source \"test_other\"");
    request.type_name = "test_data";
    request.config = kinds_value(arena, &tf_type_bool, "true");
    read = thing_call(kinds->server, arena, "ReadDataSource", &request.base, KINDS_RESPONSE(read_data_source));
    KINDS_SAYS(read, "Malformed Value");
}

static void test_the_log_names_it(void **state)
{
    const struct kinds *kinds = *state;
    void *unused = NULL;
    assert_int_equal(capture_stderr(&unused), 0);
    tf_log_set_level(TF_LOG_TRACE);
    read_config(kinds, "{\"name\":\"a\"}");
    const char *expected =
        "\"tf_rpc\":\"ReadDataSource\",\"tf_data_source_type\":\"test_data\",\"tf_req_duration_ms\":";
    const bool found = strstr(captured_stderr(), expected) != NULL;
    assert_int_equal(restore_stderr(&unused), 0);
    assert_true(found);
}

static void test_a_table_without_read_is_refused(void **state)
{
    const struct kinds *kinds = *state;
    static const tf_schema empty = { .count = 0 };
    const tf_data_source broken = { .type_name = "test_broken", .schema = &empty };
    const tf_data_source *const sources[] = { &broken, NULL };
    const tf_provider provider = { .schema = &empty, .data_sources = sources };
    const char *problem = NULL;
    assert_null(rpc_server_new(&provider, kinds->arena, &problem));
    assert_non_null(strstr(problem, "test_broken: read is missing"));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, kinds_start, kinds_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_data_source_is_told),
        TEST(test_a_configuration_is_checked),
        TEST(test_data_is_read),
        TEST(test_a_broken_promise_is_a_bug_of_the_provider),
        TEST(test_what_cannot_be_read_is_refused),
        TEST(test_the_log_names_it),
        TEST(test_a_table_without_read_is_refused),
    };
    return cmocka_run_group_tests_name("data_source", tests, NULL, NULL);
}
