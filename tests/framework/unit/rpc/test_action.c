/* SPDX-License-Identifier: Apache-2.0 */
/* Actions: planned, and invoked with progress. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support_kinds.h"

static const Tfplugin6__PlanAction__Response *plan(const struct kinds *kinds, const char *config, bool can_defer)
{
    Tfplugin6__ClientCapabilities capabilities = TFPLUGIN6__CLIENT_CAPABILITIES__INIT;
    Tfplugin6__PlanAction__Request request = TFPLUGIN6__PLAN_ACTION__REQUEST__INIT;
    capabilities.deferral_allowed = can_defer;
    request.client_capabilities = &capabilities;
    request.action_type = "test_action";
    request.config = kinds_value(kinds->arena, kinds_type(kinds->arena), config);
    return thing_call(kinds->server, kinds->arena, "PlanAction", &request.base, KINDS_RESPONSE(plan_action));
}

static struct kinds_stream invoke(const struct kinds *kinds, const char *type_name, const char *config, size_t takes)
{
    Tfplugin6__InvokeAction__Request request = TFPLUGIN6__INVOKE_ACTION__REQUEST__INIT;
    request.action_type = (char *)type_name;
    request.config = kinds_value(kinds->arena, kinds_type(kinds->arena), config);
    struct kinds_stream client = kinds_client(kinds->arena, NULL);
    client.takes = takes;
    const rpc_answer answer = kinds_stream_call(kinds, "InvokeAction", &request.base, &client);
    assert_null(answer.bytes);
    return client;
}

static const Tfplugin6__InvokeAction__Event *event_of(const struct kinds_stream *client, size_t index)
{
    return kinds_got(client, index, &tfplugin6__invoke_action__event__descriptor);
}

static const Tfplugin6__InvokeAction__Event__Completed *completed(const struct kinds_stream *client)
{
    const Tfplugin6__InvokeAction__Event *last = event_of(client, client->count - 1);
    assert_int_equal(last->type_case, TFPLUGIN6__INVOKE_ACTION__EVENT__TYPE_COMPLETED);
    return last->completed;
}

static void test_an_action_is_planned(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    KINDS_SAYS(plan(kinds, "{\"name\":\"a\"}", false), NULL);
    KINDS_SAYS(plan(kinds, "unknown", false), NULL);
    KINDS_SAYS(plan(kinds, "{\"name\":\"a\",\"behaviour\":\"no plan\"}", false), "No plan [name]");
    KINDS_SAYS(plan(kinds, "{\"name\":\"a\",\"behaviour\":\"deferred\"}", false), "does not know");
    const Tfplugin6__PlanAction__Response *deferred = plan(kinds, "{\"name\":\"a\",\"behaviour\":\"deferred\"}", true);
    KINDS_SAYS(deferred, NULL);
    assert_int_equal(deferred->deferred->reason, TFPLUGIN6__DEFERRED__REASON__ABSENT_PREREQ);
}

static void test_progress_comes_before_the_end(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    struct kinds_stream client = invoke(kinds, "test_action", "{\"name\":\"it\"}", 9);
    assert_int_equal(client.count, 3);
    assert_string_equal(event_of(&client, 0)->progress->message, "doing it");
    assert_string_equal(event_of(&client, 1)->progress->message, "done");
    KINDS_SAYS(completed(&client), "Warning: Mind: It was done.");

    client = invoke(kinds, "test_action", "{\"name\":\"it\",\"behaviour\":\"fails\"}", 9);
    KINDS_SAYS(completed(&client), "Cannot do it: It is too hard.");
}

static void test_nothing_is_told_once_it_is_stopped(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    struct kinds_stream client = kinds_client(arena, NULL);
    client.takes = 9;
    client.cancel = tf_cancel_new();
    Tfplugin6__InvokeAction__Request request = TFPLUGIN6__INVOKE_ACTION__REQUEST__INIT;
    request.action_type = "test_action";
    request.config = kinds_value(arena, kinds_type(arena), "{\"name\":\"it\",\"behaviour\":\"stopped\"}");
    kinds_stream_call(kinds, "InvokeAction", &request.base, &client);
    assert_int_equal(client.count, 2);
    assert_string_equal(event_of(&client, 0)->progress->message, "doing it");
    KINDS_SAYS(completed(&client), "It was done.");
    tf_cancel_release(client.cancel);
}

static void test_a_client_may_go(void **state)
{
    const struct kinds *kinds = *state;
    const struct kinds_stream client = invoke(kinds, "test_action", "{\"name\":\"it\"}", 1);
    assert_int_equal(client.count, 1);
}

static void test_what_cannot_be_invoked_ends_with_an_error(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    struct kinds_stream client = invoke(kinds, "test_action", "unknown", 9);
    KINDS_SAYS(completed(&client), "Unknown Configuration");
    client = invoke(kinds, "test_other", "{}", 9);
    KINDS_SAYS(completed(&client), "has no action \"test_other\"");
    rpc_answer answer;
    rpc_handle(kinds->server, arena, NULL, "/tfplugin6.Provider/InvokeAction", NULL, 0, &answer);
    assert_int_equal(answer.status, RPC_UNIMPLEMENTED);
}

static void test_an_action_is_told_and_checked(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    const Tfplugin6__GetProviderSchema__Request asked = TFPLUGIN6__GET_PROVIDER_SCHEMA__REQUEST__INIT;
    const Tfplugin6__GetProviderSchema__Response *schema =
        thing_call(kinds->server, arena, "GetProviderSchema", &asked.base, KINDS_RESPONSE(get_provider_schema));
    assert_string_equal(schema->action_schemas[0]->key, "test_action");
    assert_int_equal(schema->action_schemas[0]->value->schema->block->n_attributes, 3);
    Tfplugin6__ValidateActionConfig__Request request = TFPLUGIN6__VALIDATE_ACTION_CONFIG__REQUEST__INIT;
    request.action_type = "test_action";
    request.config = kinds_value(arena, kinds_type(arena), "{\"name\":\"a\",\"behaviour\":\"invalid\"}");
    const Tfplugin6__ValidateActionConfig__Response *checked =
        thing_call(kinds->server, arena, "ValidateActionConfig", &request.base, KINDS_RESPONSE(validate_action_config));
    KINDS_SAYS(checked, "Invalid item [behaviour]");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, kinds_start, kinds_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_an_action_is_planned),
        TEST(test_progress_comes_before_the_end),
        TEST(test_nothing_is_told_once_it_is_stopped),
        TEST(test_a_client_may_go),
        TEST(test_what_cannot_be_invoked_ends_with_an_error),
        TEST(test_an_action_is_told_and_checked),
    };
    return cmocka_run_group_tests_name("action", tests, NULL, NULL);
}
