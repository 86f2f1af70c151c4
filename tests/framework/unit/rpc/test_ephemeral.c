/* SPDX-License-Identifier: Apache-2.0 */
/* Ephemeral resources: opened, renewed and closed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "rows.h"
#include "support_kinds.h"

static const Tfplugin6__OpenEphemeralResource__Response *open_thing(const struct kinds *kinds, const char *type_name,
                                                                    const char *config)
{
    Tfplugin6__ClientCapabilities capabilities = TFPLUGIN6__CLIENT_CAPABILITIES__INIT;
    Tfplugin6__OpenEphemeralResource__Request request = TFPLUGIN6__OPEN_EPHEMERAL_RESOURCE__REQUEST__INIT;
    capabilities.deferral_allowed = true;
    request.client_capabilities = &capabilities;
    request.type_name = (char *)type_name;
    request.config = kinds_value(kinds->arena, kinds_type(kinds->arena), config);
    return thing_call(kinds->server, kinds->arena, "OpenEphemeralResource", &request.base,
                      KINDS_RESPONSE(open_ephemeral_resource));
}

static const Tfplugin6__RenewEphemeralResource__Response *renew_thing(const struct kinds *kinds, const char *type_name,
                                                                      ProtobufCBinaryData private)
{
    Tfplugin6__RenewEphemeralResource__Request request = TFPLUGIN6__RENEW_EPHEMERAL_RESOURCE__REQUEST__INIT;
    request.type_name = (char *)type_name;
    request.optional_private_case = TFPLUGIN6__RENEW_EPHEMERAL_RESOURCE__REQUEST__OPTIONAL_PRIVATE_PRIVATE;
    request.private_ = private;
    return thing_call(kinds->server, kinds->arena, "RenewEphemeralResource", &request.base,
                      KINDS_RESPONSE(renew_ephemeral_resource));
}

static const Tfplugin6__CloseEphemeralResource__Response *close_thing(const struct kinds *kinds, const char *type_name,
                                                                      ProtobufCBinaryData private)
{
    Tfplugin6__CloseEphemeralResource__Request request = TFPLUGIN6__CLOSE_EPHEMERAL_RESOURCE__REQUEST__INIT;
    request.type_name = (char *)type_name;
    request.optional_private_case = TFPLUGIN6__CLOSE_EPHEMERAL_RESOURCE__REQUEST__OPTIONAL_PRIVATE_PRIVATE;
    request.private_ = private;
    return thing_call(kinds->server, kinds->arena, "CloseEphemeralResource", &request.base,
                      KINDS_RESPONSE(close_ephemeral_resource));
}

static void test_a_lease_is_opened_renewed_and_closed(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    const time_t before = time(NULL);
    const Tfplugin6__OpenEphemeralResource__Response *opened = open_thing(kinds, "test_ephemeral", "{\"name\":\"a\"}");
    KINDS_SAYS(opened, NULL);
    assert_string_equal(kinds_json(arena, kinds_type(arena), opened->result),
                        "{\"answer\":\"42\",\"behaviour\":null,\"name\":\"a\"}");
    assert_int_equal(opened->optional_renew_at_case,
                     TFPLUGIN6__OPEN_EPHEMERAL_RESOURCE__RESPONSE__OPTIONAL_RENEW_AT_RENEW_AT);
    assert_in_range(opened->renew_at->seconds, before + 90, time(NULL) + 91);
    assert_in_range(opened->renew_at->nanos, 0, 999999999);
    assert_null(opened->deferred);

    const Tfplugin6__RenewEphemeralResource__Response *renewed = renew_thing(kinds, "test_ephemeral", opened->private_);
    KINDS_SAYS(renewed, NULL);
    assert_non_null(renewed->renew_at);
    assert_in_range(renewed->renew_at->seconds, before, time(NULL));
    renewed = renew_thing(kinds, "test_ephemeral", renewed->private_);
    KINDS_SAYS(renewed, NULL);
    assert_int_equal(renewed->optional_renew_at_case,
                     TFPLUGIN6__RENEW_EPHEMERAL_RESOURCE__RESPONSE__OPTIONAL_RENEW_AT__NOT_SET);
    KINDS_SAYS(close_thing(kinds, "test_ephemeral", renewed->private_), NULL);

    opened = open_thing(kinds, "test_ephemeral", "{\"name\":\"a\",\"behaviour\":\"for ever\"}");
    assert_int_equal(opened->renew_at->seconds, 253402300799);
    opened = open_thing(kinds, "test_ephemeral", "{\"name\":\"a\",\"behaviour\":\"once\"}");
    assert_null(opened->renew_at);
}

static void test_errors_while_it_lives(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    const ProtobufCBinaryData none = { .len = 0 };
    KINDS_SAYS(renew_thing(kinds, "test_ephemeral", none), "No lease");
    KINDS_SAYS(renew_thing(kinds, "test_once", none), "Nothing to Renew");
    KINDS_SAYS(renew_thing(kinds, "test_other", none), "has no ephemeral resource");
    KINDS_SAYS(close_thing(kinds, "test_ephemeral", none), "close failed without saying why");
    KINDS_SAYS(close_thing(kinds, "test_once", none), NULL);
    KINDS_SAYS(close_thing(kinds, "test_other", none), "has no ephemeral resource");
}

static void test_a_broken_promise_is_a_bug_of_the_provider(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    static const struct {
        const char *behaviour;
        const char *text;
    } cases[] = {
        { "unknown", "breaks a rule at answer" },
        { "another name", "breaks a rule at name" },
        { "fails silently", "open failed without saying why" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].behaviour);
        const Tfplugin6__OpenEphemeralResource__Response *opened = open_thing(
            kinds, "test_ephemeral", tf_format(arena, "{\"name\":\"a\",\"behaviour\":\"%s\"}", cases[i].behaviour));
        KINDS_SAYS(opened, cases[i].text);
        assert_null(opened->result);
        assert_null(opened->renew_at);
    }
    KINDS_SAYS(open_thing(kinds, "test_once", "{\"name\":\"a\"}"), "asks to be renewed, and has no renew");
    KINDS_SAYS(open_thing(kinds, "test_ephemeral", "unknown"), "Unknown Configuration");
    KINDS_SAYS(open_thing(kinds, "test_other", "{}"), "has no ephemeral resource");
}

static void test_it_is_put_off(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    const Tfplugin6__OpenEphemeralResource__Response *opened =
        open_thing(kinds, "test_ephemeral", "{\"name\":\"a\",\"behaviour\":\"deferred\"}");
    KINDS_SAYS(opened, NULL);
    assert_int_equal(opened->deferred->reason, TFPLUGIN6__DEFERRED__REASON__RESOURCE_CONFIG_UNKNOWN);
    assert_string_equal(kinds_json(arena, kinds_type(arena), opened->result), "unknown");
}

static void test_a_configuration_is_checked(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    Tfplugin6__ValidateEphemeralResourceConfig__Request request =
        TFPLUGIN6__VALIDATE_EPHEMERAL_RESOURCE_CONFIG__REQUEST__INIT;
    request.type_name = "test_ephemeral";
    request.config = kinds_value(arena, kinds_type(arena), "{\"name\":\"bad\"}");
    const Tfplugin6__ValidateEphemeralResourceConfig__Response *checked =
        thing_call(kinds->server, arena, "ValidateEphemeralResourceConfig", &request.base,
                   KINDS_RESPONSE(validate_ephemeral_resource_config));
    KINDS_SAYS(checked, "Bad name [name]");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, kinds_start, kinds_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_lease_is_opened_renewed_and_closed),
        TEST(test_errors_while_it_lives),
        TEST(test_a_broken_promise_is_a_bug_of_the_provider),
        TEST(test_it_is_put_off),
        TEST(test_a_configuration_is_checked),
    };
    return cmocka_run_group_tests_name("ephemeral", tests, NULL, NULL);
}
