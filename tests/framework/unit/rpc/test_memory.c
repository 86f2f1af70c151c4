/* SPDX-License-Identifier: Apache-2.0 */
/* A call that takes more memory than any should fails, and what it has made stays in the answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framework/rpc/server.h"
#include "support_thing.h"

static size_t seen_left;

static void take_too_much(tf_call *call)
{
    tf_arena *arena = tf_call_arena(call);
    seen_left = tf_arena_left(arena);
    (void)tf_alloc(arena, seen_left + 1);
}

static void test_a_call_that_takes_too_much_fails(void **state)
{
    (void)state;
    static const char config[] = "{\"name\": \"one\", \"behaviour\": \"wait\"}";
    tf_arena *arena = tf_arena_new();
    const char *problem = NULL;
    rpc_server *server = rpc_server_new(&thing_provider, arena, &problem);
    assert_non_null(server);
    const Tfplugin6__PlanResourceChange__Response *plan = thing_plan(server, arena, thing_value(arena, NULL), config);
    assert_int_equal(plan->n_diagnostics, 0);
    thing_while_creating = take_too_much;
    const Tfplugin6__ApplyResourceChange__Response *applied =
        thing_apply(server, arena, thing_value(arena, NULL), config, plan);
    thing_while_creating = NULL;
    assert_true(seen_left > RPC_CALL_MEMORY / 2 && seen_left < RPC_CALL_MEMORY * 2);
    assert_non_null(strstr(thing_diagnostics(arena, applied->diagnostics, applied->n_diagnostics), "Too Much Memory"));
    assert_non_null(strstr(thing_json(arena, applied->new_state), "\"one\""));
    rpc_server_free(server);
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_call_that_takes_too_much_fails) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
