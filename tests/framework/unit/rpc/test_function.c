/* SPDX-License-Identifier: Apache-2.0 */
/* Functions: signatures, arguments, results and the place of an error. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rows.h"
#include "support_kinds.h"

#define NO_ARGUMENT (-1)

static const Tfplugin6__CallFunction__Response *call_with(const struct kinds *kinds, const char *name, size_t count,
                                                          Tfplugin6__DynamicValue **arguments)
{
    Tfplugin6__CallFunction__Request request = TFPLUGIN6__CALL_FUNCTION__REQUEST__INIT;
    request.name = (char *)name;
    request.n_arguments = count;
    request.arguments = arguments;
    return thing_call(kinds->server, kinds->arena, "CallFunction", &request.base, KINDS_RESPONSE(call_function));
}

/* repeat(text, times, more): JSON of each; `more` may be NULL. */
static const Tfplugin6__CallFunction__Response *repeat(const struct kinds *kinds, const char *text, const char *times,
                                                       const char *more)
{
    Tfplugin6__DynamicValue *arguments[] = {
        kinds_value(kinds->arena, &tf_type_string, text),
        kinds_value(kinds->arena, &tf_type_number, times),
        kinds_value(kinds->arena, &tf_type_string, "\"x\""),
        more == NULL ? NULL : kinds_value(kinds->arena, &tf_type_string, more),
    };
    return call_with(kinds, "repeat", more == NULL ? 2 : 4, arguments);
}

static const char *result_of(const struct kinds *kinds, const Tfplugin6__CallFunction__Response *response)
{
    if (response->error != NULL)
        fail_msg("%s", response->error->text);
    return kinds_json(kinds->arena, &tf_type_string, response->result);
}

static void assert_fails(const Tfplugin6__CallFunction__Response *response, int64_t argument, const char *text)
{
    assert_non_null(response->error);
    assert_null(response->result);
    if (strstr(response->error->text, text) == NULL)
        fail_msg("expected %s, but it says: %s", text, response->error->text);
    const bool has_argument = response->error->optional_function_argument_case
                              == TFPLUGIN6__FUNCTION_ERROR__OPTIONAL_FUNCTION_ARGUMENT_FUNCTION_ARGUMENT;
    assert_int_equal(has_argument ? response->error->function_argument : NO_ARGUMENT, argument);
}

static void test_signatures_are_told(void **state)
{
    const struct kinds *kinds = *state;
    const Tfplugin6__GetFunctions__Request request = TFPLUGIN6__GET_FUNCTIONS__REQUEST__INIT;
    const Tfplugin6__GetFunctions__Response *told =
        thing_call(kinds->server, kinds->arena, "GetFunctions", &request.base, KINDS_RESPONSE(get_functions));
    const Tfplugin6__GetProviderSchema__Response *schema = thing_call(
        kinds->server, kinds->arena, "GetProviderSchema", &request.base, KINDS_RESPONSE(get_provider_schema));
    const Tfplugin6__GetMetadata__Response *metadata =
        thing_call(kinds->server, kinds->arena, "GetMetadata", &request.base, KINDS_RESPONSE(get_metadata));
    assert_int_equal(told->n_functions, 2);
    assert_int_equal(schema->n_functions, 2);
    assert_int_equal(metadata->n_functions, 2);
    assert_string_equal(told->functions[0]->key, "repeat");
    const Tfplugin6__Function *function = schema->functions[0]->value;
    assert_string_equal(function->summary, "Repeats.");
    assert_string_equal(function->deprecation_message, "Use another.");
    assert_int_equal(function->n_parameters, 2);
    assert_string_equal(function->parameters[1]->name, "times");
    assert_memory_equal(function->parameters[1]->type.data, "\"number\"", 8);
    assert_true(function->parameters[1]->allow_null_value);
    assert_false(function->parameters[0]->allow_null_value);
    assert_memory_equal(function->variadic_parameter->type.data, "\"string\"", 8);
    assert_true(function->variadic_parameter->allow_unknown_values);
    assert_memory_equal(function->return_->type.data, "\"string\"", 8);
}

static void test_a_function_is_called(void **state)
{
    const struct kinds *kinds = *state;
    assert_string_equal(result_of(kinds, repeat(kinds, "\"ab\"", "3", NULL)), "\"ababab\"");
    assert_string_equal(result_of(kinds, repeat(kinds, "\"ab\"", NULL, NULL)), "\"ab\"");
    assert_string_equal(result_of(kinds, repeat(kinds, "\"ab\"", "1", "\"y\"")), "\"ab,x,y\"");
}

static void test_unknown_arguments(void **state)
{
    const struct kinds *kinds = *state;
    assert_string_equal(result_of(kinds, repeat(kinds, "unknown", "3", NULL)), "unknown");
    assert_string_equal(result_of(kinds, repeat(kinds, "\"a\"", "3", "unknown")), "unknown");
    assert_fails(repeat(kinds, "\"unknown\"", "3", NULL), NO_ARGUMENT, "bug in the provider");
}

static void test_errors_name_their_argument(void **state)
{
    const struct kinds *kinds = *state;
    assert_fails(repeat(kinds, "\"a\"", "-1", NULL), 1, "-1 is too few.");
    assert_fails(repeat(kinds, "\"a\"", "10", NULL), 1, "Too many: At most 9.");
    assert_fails(repeat(kinds, "\"a\"", "1.5", NULL), 1, "whole number");
    assert_fails(repeat(kinds, "\"a\"", "2147483648", NULL), 1, "32 bits");
    assert_fails(repeat(kinds, "\"bad\"", "1", NULL), 0, "Bad name: The name is \"bad\".");
    assert_fails(repeat(kinds, "\"a\"", "1", "\"bad\""), 3, "The name is \"bad\".");
    assert_fails(repeat(kinds, NULL, "1", NULL), 0, "must not be null");
    assert_fails(repeat(kinds, "\"whole\"", "1", NULL), NO_ARGUMENT, "Not so: Nothing fits.");
    assert_fails(repeat(kinds, "\"silent\"", "1", NULL), NO_ARGUMENT, "repeat: run failed without saying why");
}

static void test_what_is_no_call_is_refused(void **state)
{
    const struct kinds *kinds = *state;
    Tfplugin6__DynamicValue *text = kinds_value(kinds->arena, &tf_type_string, "\"a\"");
    Tfplugin6__DynamicValue *arguments[] = { text, text };
    assert_fails(call_with(kinds, "nothing", 0, arguments), NO_ARGUMENT, "has no function \"nothing\"");
    assert_fails(call_with(kinds, "repeat", 1, arguments), NO_ARGUMENT, "takes 2 arguments or more, not 1");
    assert_fails(call_with(kinds, "repeat", 2, arguments), NO_ARGUMENT, "cannot be read");
}

static void test_dynamic_arguments_keep_their_types(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    Tfplugin6__DynamicValue *arguments[] = {
        kinds_value(arena, &tf_type_dynamic, "{\"type\":\"bool\",\"value\":true}"),
        kinds_value(arena, &tf_type_dynamic, "{\"type\":[\"list\",\"number\"],\"value\":[9223372036854775809]}"),
        kinds_value(arena, &tf_type_dynamic, NULL),
    };
    assert_string_equal(kinds_json(arena, &tf_type_dynamic, call_with(kinds, "tuple", 0, arguments)->result), "[]");
    const Tfplugin6__CallFunction__Response *called = call_with(kinds, "tuple", 3, arguments);
    assert_null(called->error);
    assert_string_equal(kinds_json(arena, &tf_type_dynamic, called->result), "[true,[9223372036854775809],null]");
}

struct one {
    tf_string text;
};

static bool run_nothing(tf_call *call, void *arguments)
{
    (void)call;
    (void)arguments;
    return true;
}

static const tf_parameter single = { .attribute = { TF_STRING(struct one, text) } };

static void test_tables_that_cannot_work_are_refused(void **state)
{
    const struct kinds *kinds = *state;
    static const tf_schema empty = { .count = 0 };
    static const struct {
        tf_function function;
        const char *problem;
    } cases[] = {
        { { .name = "Upper" }, "Upper: a name has small letters" },
        { { .name = "a" }, "a: run is missing" },
        { { .name = "a", .run = run_nothing }, "a: no result" },
        { { .name = "a", .run = run_nothing, .result = { TF_STRING(struct one, text) }, .variadic = &single },
          "a: a variadic parameter" },
        { { .name = "a", .run = run_nothing, .result = { TF_STRING(struct one, text) }, .size = 0 },
          "a field outside of its struct" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].problem);
        const tf_function *const functions[] = { &cases[i].function, NULL };
        const tf_provider provider = { .schema = &empty, .functions = functions };
        const char *problem = NULL;
        assert_null(rpc_server_new(&provider, kinds->arena, &problem));
        if (strstr(problem, cases[i].problem) == NULL)
            fail_msg("expected %s, but it says: %s", cases[i].problem, problem);
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, kinds_start, kinds_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_signatures_are_told),
        TEST(test_a_function_is_called),
        TEST(test_unknown_arguments),
        TEST(test_errors_name_their_argument),
        TEST(test_what_is_no_call_is_refused),
        TEST(test_dynamic_arguments_keep_their_types),
        TEST(test_tables_that_cannot_work_are_refused),
    };
    return cmocka_run_group_tests_name("function", tests, NULL, NULL);
}
