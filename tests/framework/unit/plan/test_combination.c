/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framework/plan/plan.h"
#include "framework/value/json.h"
#include "rows.h"
#include "support_plan.h"

struct login {
    tf_string user;
    tf_string key;
};

struct passwords {
    tf_string old_password;
    tf_string version;
    tf_string new_password;
    tf_string first;
    tf_string second;
    TF_OBJECTS_OF(struct login) logins;
    TF_OBJECTS_OF(struct login) login_set;
    TF_OBJECT_OF(struct login) nested;
};

static const char *const old_or_version[] = { "old_password", "version", NULL };
static const char *const old_or_new[] = { "old_password", "new_password", NULL };
static const char *const version_and_new[] = { "version", "new_password", NULL };
static const char *const first_or_second[] = { "first", "second", "nested.key", NULL };
static const char *const user_or_key[] = { ".user", ".key", NULL };

static const tf_attribute login_attributes[] = {
    { TF_STRING(struct login, user), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_EXACTLY_ONE_OF(user_or_key)) },
    { TF_STRING(struct login, key), .mode = TF_OPTIONAL },
};

static const tf_attribute nested_attributes[] = {
    { TF_STRING(struct login, user), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_ONLY_WITH(".key")) },
    { TF_STRING(struct login, key), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_CONFLICTS_WITH("version")) },
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct passwords, old_password), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_PREFER_WRITE_ONLY("new_password"), TF_AT_MOST_ONE_OF(old_or_version),
                                  TF_EXACTLY_ONE_OF(old_or_new), TF_REQUIRED_TOGETHER(version_and_new)) },
    { TF_STRING(struct passwords, version), .mode = TF_OPTIONAL },
    { TF_STRING(struct passwords, new_password), .mode = TF_OPTIONAL, .write_only = true },
    { TF_STRING(struct passwords, first), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_AT_MOST_ONE_OF(first_or_second)) },
    { TF_STRING(struct passwords, second), .mode = TF_OPTIONAL },
    { TF_OBJECT_LIST(struct passwords, logins, struct login, login_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT_SET(struct passwords, login_set, struct login, login_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT(struct passwords, nested, struct login, nested_attributes), .mode = TF_OPTIONAL },
};

static const tf_schema *const schema = TF_SCHEMA(struct passwords, attributes);

#define TOGETHER "Invalid Attribute Combination; "
#define MISSING "Missing Attribute Configuration; "
#define PREFER "warning Available Write-only Attribute Alternative; "

/* The summaries of all diagnostics, each followed by "; ". */
static const char *report_of(tf_call *call)
{
    tf_text_builder builder = { .arena = call->arena };
    for (const tf_diagnostic *diagnostic = tf_call_diagnostics(call); diagnostic != NULL; diagnostic = diagnostic->next)
        tf_append_format(&builder, "%s%s; ", diagnostic->severity == TF_WARNING ? "warning " : "", diagnostic->summary);
    return tf_built_text(&builder);
}

static void make_unknown(tf_arena *arena, tf_value *config, const char *name)
{
    const tf_value *found = value_at(config, tf_path_parse(arena, name));
    tf_value *target = (tf_value *)(uintptr_t)found;
    assert_non_null(target);
    target->state = TF_UNKNOWN;
}

static void test_attributes_are_held_together(void **state)
{
    tf_call *call = *state;
    static const struct {
        const char *config;
        const char *unknown; /* one attribute */
        const char *report;
    } cases[] = {
        { "{\"old_password\":\"o\"}", NULL, PREFER },
        { "{\"version\":\"1\",\"new_password\":\"n\"}", NULL, "" },
        { "{}", NULL, MISSING },
        { "{\"old_password\":\"o\",\"version\":\"1\"}", NULL, PREFER TOGETHER TOGETHER },
        { "{\"old_password\":\"o\",\"new_password\":\"n\",\"version\":\"1\"}", NULL, PREFER TOGETHER TOGETHER },
        { "{\"new_password\":\"n\"}", NULL, TOGETHER },
        { "{\"version\":\"1\"}", NULL, MISSING TOGETHER },
        { "{}", "old_password", "" },
        { "{\"version\":\"1\"}", "new_password", "" },
        { "{\"version\":\"1\",\"new_password\":\"n\"}", "old_password", "" },
        { "{\"new_password\":\"n\"}", "version", "" },
        { "{\"old_password\":\"o\",\"first\":\"\",\"second\":\"\"}", NULL, PREFER TOGETHER },
        { "{\"old_password\":\"o\",\"first\":\"\",\"nested\":{\"key\":\"\"}}", NULL, PREFER TOGETHER },
        { "{\"old_password\":\"o\",\"first\":\"\",\"nested\":{\"key\":\"\"}}", "nested", PREFER },
        { "{\"old_password\":\"o\",\"first\":\"\",\"nested\":null}", NULL, PREFER },
        { "{\"old_password\":\"o\",\"nested\":{\"user\":\"u\",\"key\":\"k\"}}", NULL, PREFER },
        { "{\"old_password\":\"o\",\"nested\":{\"user\":\"u\"}}", NULL, PREFER TOGETHER },
        { "{\"old_password\":\"o\",\"nested\":{\"user\":\"u\"}}", "nested.key", PREFER },
        { "{\"old_password\":\"o\",\"logins\":[{\"user\":\"u\"},{\"key\":\"k\"}]}", NULL, PREFER },
        { "{\"old_password\":\"o\",\"logins\":[{\"user\":\"u\"},{}]}", NULL, PREFER MISSING },
        { "{\"old_password\":\"o\",\"logins\":[{\"user\":\"u\"},{}]}", "logins[1].key", PREFER },
        { "{\"old_password\":\"o\",\"login_set\":[{\"user\":\"u\"},{\"user\":\"u\",\"key\":\"k\"}]}", NULL,
          PREFER TOGETHER },
    };
    const tf_type *type = type_of_schema(call->arena, schema);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].config);
        tf_value config;
        value_error error;
        assert_true(
            value_from_json(call->arena, type, cases[i].config, strlen(cases[i].config), false, &config, &error));
        if (cases[i].unknown != NULL)
            make_unknown(call->arena, &config, cases[i].unknown);
        tf_call_init(call, call->arena, NULL, "test_passwords");
        const bool ok = plan_validate(call, schema, &config, true);
        if (strcmp(report_of(call), cases[i].report) != 0)
            fail_msg("%s: %s", cases[i].config, report_of(call));
        assert_int_equal(ok, !tf_call_failed(call));
    }
}

static void test_only_a_client_that_knows_write_only_attributes_is_advised_of_them(void **state)
{
    tf_call *call = *state;
    static const char json[] = "{\"old_password\":\"o\"}";
    tf_value config;
    value_error error;
    assert_true(
        value_from_json(call->arena, type_of_schema(call->arena, schema), json, strlen(json), false, &config, &error));
    assert_true(plan_validate(call, schema, &config, false));
    assert_string_equal(report_of(call), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_attributes_are_held_together, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_only_a_client_that_knows_write_only_attributes_is_advised_of_them,
                                        set_up_call, tear_down_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
