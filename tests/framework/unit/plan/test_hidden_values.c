/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/log.h>
#include <tfprovider/types.h>
#include <tfprovider/validators.h>

#include "framework/plan/plan.h"
#include "framework/value/json.h"
#include "rows.h"
#include "support_plan.h"

/*
 * The same attributes, all checked and each with a value that is refused: sensitive, write-only, or in an object that
 * is.
 */
struct refused {
    tf_string one_of;
    tf_string none_of;
    tf_string pattern;
    tf_string duration;
    tf_string longer;
    tf_string length;
    tf_string address;
    tf_string time;
    tf_string document;
    tf_int64 number;
    tf_float64 decimal;
    tf_string_list list;
    tf_string_map map;
};

static const char *const allowed[] = { "allowed", NULL };
static const char *const forbidden[] = { "forbidden", NULL };

#define REFUSED(flag)                                                                                           \
    {                                                                                                           \
        { TF_STRING(struct refused, one_of), .mode = TF_OPTIONAL, flag,                                         \
          .validators = TF_VALIDATORS(TF_ONE_OF(allowed)) },                                                    \
            { TF_STRING(struct refused, none_of), .mode = TF_OPTIONAL, flag,                                    \
              .validators = TF_VALIDATORS(TF_NONE_OF(forbidden)) },                                             \
            { TF_STRING(struct refused, pattern), .mode = TF_OPTIONAL, flag,                                    \
              .validators = TF_VALIDATORS(TF_MATCHES("^a", "with an a")) },                                     \
            { TF_STRING(struct refused, duration), .mode = TF_OPTIONAL, flag,                                   \
              .validators = TF_VALIDATORS(TF_DURATION) },                                                       \
            { TF_STRING(struct refused, longer), .mode = TF_OPTIONAL, flag,                                     \
              .validators = TF_VALIDATORS(TF_DURATION_AT_LEAST(5)) },                                           \
            { TF_STRING(struct refused, length), .mode = TF_OPTIONAL, flag,                                     \
              .validators = TF_VALIDATORS(TF_LENGTH_AT_MOST(1)) },                                              \
            { TF_STRING(struct refused, address), .mode = TF_OPTIONAL, flag, .custom_type = &tf_ipv4_address }, \
            { TF_STRING(struct refused, time), .mode = TF_OPTIONAL, flag, .custom_type = &tf_rfc3339 },         \
            { TF_STRING(struct refused, document), .mode = TF_OPTIONAL, flag, .custom_type = &tf_json_exact },  \
            { TF_INT64(struct refused, number), .mode = TF_OPTIONAL, flag,                                      \
              .validators = TF_VALIDATORS(TF_BETWEEN(1, 2)) },                                                  \
            { TF_FLOAT64(struct refused, decimal), .mode = TF_OPTIONAL, flag,                                   \
              .validators = TF_VALIDATORS(TF_DECIMAL_BETWEEN("1", "2")) },                                      \
            { TF_STRING_LIST(struct refused, list), .mode = TF_OPTIONAL, flag,                                  \
              .validators = TF_VALIDATORS(TF_ONE_OF(allowed)) },                                                \
            { TF_STRING_MAP(struct refused, map), .mode = TF_OPTIONAL, flag,                                    \
              .validators = TF_VALIDATORS(TF_ONE_OF(allowed)) },                                                \
    }

static const tf_attribute shown_attributes[] = REFUSED(.sensitive = false);
static const tf_attribute sensitive_attributes[] = REFUSED(.sensitive = true);
static const tf_attribute write_only_attributes[] = REFUSED(.write_only = true);

struct around {
    TF_OBJECTS_OF(struct refused) inner;
};

static const tf_attribute around_attributes[] = {
    { TF_OBJECT_LIST(struct around, inner, struct refused, shown_attributes), .mode = TF_OPTIONAL, .sensitive = true },
};

/* None is long enough to be protected by itself. */
#define VALUES                                                                                                      \
    "{\"one_of\":\"xx0\",\"none_of\":\"forbidden\",\"pattern\":\"xx2\",\"duration\":\"xx3\",\"longer\":\"4ms\","    \
    "\"length\":\"xx5\",\"address\":\"xx6\",\"time\":\"xx7\",\"document\":\"xx8\",\"number\":809,\"decimal\":8.25," \
    "\"list\":[\"xx9\"],\"map\":{\"key\":\"xxA\"}}"

enum { REFUSALS = 13 };

/* How many attributes were refused, and whether any of the values is said. */
static int refusals(tf_call *call, const tf_schema *schema, const char *json, bool *out_says)
{
    static const char *const values[] = { "xx", "4ms", "809", "8.25", ", got" };
    const tf_type *type = type_of_schema(call->arena, schema);
    value_error error = { .message = "" };
    tf_value config;
    if (!value_from_json(call->arena, type, json, strlen(json), false, &config, &error))
        fail_msg("%s", error.message);
    tf_call_init(call, call->arena, NULL, "test_sample");
    assert_false(plan_validate(call, schema, &config, true));
    int count = 0;
    for (const tf_diagnostic *each = tf_call_diagnostics(call); each != NULL; each = each->next) {
        count++;
        for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
            *out_says = *out_says || strstr(each->detail, values[i]) != NULL;
    }
    return count;
}

static void test_checks_do_not_say_what_is_sensitive(void **state)
{
    tf_call *call = *state;
    const struct {
        const char *name;
        const tf_schema *schema;
        const char *json;
        bool says;
    } cases[] = {
        { "shown", TF_SCHEMA(struct refused, shown_attributes), VALUES, true },
        { "sensitive", TF_SCHEMA(struct refused, sensitive_attributes), VALUES, false },
        { "write-only", TF_SCHEMA(struct refused, write_only_attributes), VALUES, false },
        { "in what is sensitive", TF_SCHEMA(struct around, around_attributes), "{\"inner\":[" VALUES "]}", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool says = false;
        const int count = refusals(call, cases[i].schema, cases[i].json, &says);
        if (count != REFUSALS || says != cases[i].says)
            fail_msg("%s: %d refusals, a value is %s", cases[i].name, count, says ? "said" : "not said");
    }
}

static void test_what_is_sensitive_is_protected(void **state)
{
    const tf_call *call = *state;
    static const struct {
        const char *json, *text;
    } cases[] = {
        { "{\"inner\":[{\"one_of\":\"text-deep-secret\"}]}", "text-deep-secret" },
        { "{\"inner\":[{\"list\":[\"first\",\"list-deep-secret\"]}]}", "list-deep-secret" },
        { "{\"inner\":[{\"map\":{\"key\":\"map-deep-secret\"}}]}", "map-deep-secret" },
    };
    const tf_schema *schema = TF_SCHEMA(struct around, around_attributes);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].json);
        value_error error = { .message = "" };
        tf_value value;
        assert_true(value_from_json(call->arena, type_of_schema(call->arena, schema), cases[i].json,
                                    strlen(cases[i].json), false, &value, &error));
        assert_string_equal(tf_log_redact(call->arena, cases[i].text), cases[i].text);
        plan_protect_secrets(schema, &value);
        assert_string_equal(tf_log_redact(call->arena, cases[i].text), "(sensitive value)");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_checks_do_not_say_what_is_sensitive, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_what_is_sensitive_is_protected, set_up_call, tear_down_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
