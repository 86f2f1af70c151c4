/* SPDX-License-Identifier: Apache-2.0 */
/* What a command gets: arguments, the provider configured by its block, and texts that may be shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/testing.h>

#include "framework/rpc/command.h"
#include "rows.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

struct block {
    tf_string address;
    tf_string token;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct block, address), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NOT_EMPTY) },
    { TF_STRING(struct block, token), .mode = TF_OPTIONAL, .sensitive = true, .write_only = true },
};

static int clients; /* that were made and not released */

static bool configure(tf_call *call, const void *config, void **out_configured)
{
    const struct block *block = config;
    if (tf_equal(block->address, "nowhere"))
        return tf_fail(call, "No address", "It is %s.", block->address.value);
    clients++;
    tf_log_protect(block->token.value);
    *out_configured = (void *)"clients";
    return true;
}

static void release(void *configured)
{
    assert_string_equal(configured, "clients");
    clients--;
}

static const char *address; /* that the command configures the provider by */
static char reported[64];   /* the attribute that is concerned, else the summary; "" for nothing */

static int run(tf_call *call, const char *const *arguments)
{
    const struct block config = { .address = tf_string_of(address), .token = tf_string_of("hush-hush") };
    const bool configured = tf_command_configure(call, &config);
    const tf_diagnostic *first = tf_call_diagnostics(call);
    assert_true(configured == (tf_call_configured(call) != NULL));
    assert_int_equal(clients, configured ? 1 : 0);
    const char *told = configured ? "" : first->path != NULL ? first->path->name : first->summary;
    (void)snprintf(reported, sizeof reported, "%s", told);
    assert_string_equal(tf_shown_text(tf_call_arena(call), "\x1b[2J"), "\\x1b[2J");
    if (configured)
        assert_string_equal(tf_shown_text(tf_call_arena(call), "say hush-hush"), "say (sensitive value)");
    return arguments[0] == NULL ? 0 : arguments[0][0] - '0';
}

static const tf_command look = { .name = "look", .description = "look at it", .run = run };
static const tf_command *const commands[] = { &look, NULL };

static const tf_provider looking = {
    .address = "registry.terraform.io/test/test",
    .version = "1.2.3",
    .schema = TF_SCHEMA(struct block, attributes),
    .configure = configure,
    .release = release,
    .commands = commands,
};

static int run_with(const tf_provider *provider, const char *const *arguments)
{
    const char *problem = NULL;
    tf_arena *arena = tf_arena_new();
    tf_cancel *cancel = tf_cancel_new();
    rpc_server *server = rpc_server_new(provider, arena, &problem);
    assert_non_null(server);
    const int status = rpc_run_command(server, rpc_find_command(provider, "look"), cancel, arguments);
    rpc_server_free(server);
    tf_cancel_release(cancel);
    tf_arena_free(arena);
    assert_int_equal(clients, 0);
    return status;
}

static void test_a_command_runs_with_the_provider_configured(void **state)
{
    (void)state;
    static const char *const arguments[] = { "7", NULL };
    static const struct {
        const char *name;
        const char *address;
        const char *reported;
    } rows[] = {
        { "nothing is set", NULL, "" },
        { "an address", "here", "" },
        { "what a validator refuses", "", "address" },
        { "what the provider refuses", "nowhere", "No address" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        address = rows[i].address;
        if (run_with(&looking, arguments) != 7 || strcmp(reported, rows[i].reported) != 0)
            fail_msg("%s: %s", rows[i].name, reported);
    }
    address = NULL;
    assert_int_equal(run_with(&looking, arguments + 1), 0);
}

static void test_only_a_command_configures_by_itself(void **state)
{
    (void)state;
    tf_call *call = tf_test_call_new("");
    const struct block config = { .address = tf_string_of("here") };
    assert_false(tf_command_configure(call, &config));
    assert_non_null(strstr(tf_test_report(call), "Bug in the Provider"));
    tf_test_call_free(call);
}

static void test_commands_that_cannot_be_called_are_told_at_start(void **state)
{
    (void)state;
    static const tf_command other = { .name = "look", .run = run };
    static const tf_command dashed = { .name = "--look", .run = run };
    static const tf_command idle = { .name = "idle" };
    static const tf_command *const rows[][3] = { { &look, &other, NULL }, { &dashed, NULL }, { &idle, NULL } };
    static const char *const problems[] = {
        "look: a command twice",
        "--look: a command's name has small letters and dashes, a letter first",
        "idle: run is missing",
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        at_row(problems[i]);
        const char *problem = NULL;
        tf_arena *arena = tf_arena_new();
        tf_provider provider = looking;
        provider.commands = rows[i];
        assert_null(rpc_server_new(&provider, arena, &problem));
        assert_string_equal(problem, problems[i]);
        tf_arena_free(arena);
    }
    assert_null(rpc_find_command(&looking, "loo"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_command_runs_with_the_provider_configured),
        cmocka_unit_test(test_only_a_command_configures_by_itself),
        cmocka_unit_test(test_commands_that_cannot_be_called_are_told_at_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
