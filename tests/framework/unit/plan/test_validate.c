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

struct checked {
    tf_string tier;
    tf_string id;
    tf_string wait;
    tf_string least;
    tf_string some;
    tf_string document;
    tf_int64 port;
    tf_int32 small;
    tf_float32 narrow;
    tf_float64 wide;
    tf_string_list tiers;
    tf_string_map ids;
    tf_string_list full_list;
    tf_string_set full_set;
    tf_string_map full_map;
    tf_string a;
    tf_string b;
    tf_string c;
    tf_string d;
    tf_string e;
    tf_string short_text;
    tf_string other;
    tf_string_list few;
    tf_string_map keyed;
    tf_float64 cpu;
    tf_number above;
};

static const char *const tiers[] = { "private", "public", NULL };
static const char *const a_or_b[] = { "a", "b", NULL };
static const char *const refused[] = { "root", "admin", NULL };
static const char *const c_or_d[] = { "c", "d", NULL };

static const tf_attribute checked_attributes[] = {
    { TF_STRING(struct checked, tier), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_ONE_OF(tiers)) },
    { TF_STRING(struct checked, id), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_MATCHES("^x-[0-9]+$", "an id")) },
    { TF_STRING(struct checked, wait), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_DURATION) },
    { TF_STRING(struct checked, least), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_DURATION_AT_LEAST(100)) },
    { TF_STRING(struct checked, some), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NOT_EMPTY) },
    { TF_STRING(struct checked, document), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_JSON) },
    { TF_INT64(struct checked, port), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_BETWEEN(1, 65535)) },
    { TF_INT32(struct checked, small), .mode = TF_OPTIONAL },
    { TF_FLOAT32(struct checked, narrow), .mode = TF_OPTIONAL },
    { TF_FLOAT64(struct checked, wide), .mode = TF_OPTIONAL },
    { TF_STRING_LIST(struct checked, tiers), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_ONE_OF(tiers)) },
    { TF_STRING_MAP(struct checked, ids), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_MATCHES("^x-", "an id")) },
    { TF_STRING_LIST(struct checked, full_list), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NO_NULL) },
    { TF_STRING_SET(struct checked, full_set), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NO_NULL) },
    { TF_STRING_MAP(struct checked, full_map), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NO_NULL) },
    { TF_STRING(struct checked, a), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_AT_LEAST_ONE_OF(a_or_b)) },
    { TF_STRING(struct checked, b), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_ONLY_WITH("a")) },
    { TF_STRING(struct checked, c), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_EXACTLY_ONE_OF(c_or_d)) },
    { TF_STRING(struct checked, d), .mode = TF_OPTIONAL },
    { TF_STRING(struct checked, e), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_CONFLICTS_WITH("a"), TF_NOT_EMPTY) },
    { TF_STRING(struct checked, short_text), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_LENGTH_BETWEEN(2, 3)) },
    { TF_STRING(struct checked, other), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NONE_OF(refused)) },
    { TF_STRING_LIST(struct checked, few), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_COUNT_BETWEEN(1, 2)) },
    { TF_STRING_MAP(struct checked, keyed), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_KEYS(TF_MATCHES("^[a-z]+$", "small letters")), TF_KEYS(TF_LENGTH_AT_MOST(3))) },
    { TF_FLOAT64(struct checked, cpu), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_DECIMAL_BETWEEN("0.1", "8")) },
    { TF_NUMBER(struct checked, above), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_DECIMAL_AT_LEAST("1e-3")) },
};

static const tf_schema *const checked_schema = TF_SCHEMA(struct checked, checked_attributes);

/* "path: summary; " of each diagnostic. */
static const char *report_of(tf_call *call)
{
    tf_text_builder builder = { .arena = call->arena };
    for (const tf_diagnostic *diagnostic = tf_call_diagnostics(call); diagnostic != NULL;
         diagnostic = diagnostic->next) {
        tf_append_format(&builder, "%s%s: %s; ", diagnostic->severity == TF_WARNING ? "warning " : "",
                         tf_path_text(call->arena, diagnostic->path), diagnostic->summary);
    }
    return tf_built_text(&builder);
}

static void test_the_schema_is_the_first_check(void **state)
{
    tf_call *call = *state;
    static const struct {
        const char *config;
        const char *unknown;
        bool old_client;
        const char *report;
    } cases[] = {
        { "{\"size\":1}", NULL, false, "" },
        { "{}", "name", false, "" },
        { "{\"secret\":\"s\"}", NULL, false, "" },
        { "{\"secret\":\"s\"}", NULL, true, "secret: WriteOnly Attribute Not Allowed; " },
        { "{\"secret\":\"s\"}", "secret", true, "secret: WriteOnly Attribute Not Allowed; " },
        { "{}", NULL, true, "" },
        { "{\"id\":\"i\"}", NULL, false, "id: Invalid Configuration for Read-Only Attribute; " },
        { "{\"size\":1.5}", NULL, false, "size: Not a Whole Number; " },
        { "{\"size\":9223372036854775808}", NULL, false, "size: Number Out of Range; " },
        { "{\"size\":1.5}", "size", false, "" },
        { "{\"tags\":{}}", NULL, false, "warning tags: Attribute Deprecated; " },
        { "{\"one\":{}}", NULL, false, "one.name: Missing Configuration for Required Attribute; " },
        { "{\"one\":{}}", "one.name", false, "" },
        { "{}", "one", false, "" },
        { "{\"ordered\":[{\"name\":\"a\"},{}]}", NULL, false,
          "ordered[1].name: Missing Configuration for Required Attribute; " },
        { "{\"ordered\":[null]}", NULL, false, "ordered[0]: Null Element; " },
        { "{\"ordered\":[null]}", "ordered[0]", false, "" },
        { "{\"keyed\":{\"k\":{\"id\":\"i\",\"name\":\"a\"}}}", NULL, false,
          "keyed[\"k\"].id: Invalid Configuration for Read-Only Attribute; " },
        { "{\"blocks\":[{}]}", NULL, false, "blocks[0].name: Missing Configuration for Required Attribute; " },
        { "{\"unordered\":[{\"name\":\"a\"},{\"name\":\"b\",\"color\":\"blue\"}]}", NULL, false, "" },
        { "{\"unordered\":[{\"name\":\"a\"},{\"name\":\"a\",\"color\":\"blue\"}]}", NULL, false,
          "unordered: Duplicate Set Element; " },
        { "{\"unordered\":[{\"name\":\"a\"},{\"name\":\"a\",\"color\":\"blue\"}]}", "unordered[1].color", false, "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].config);
        const tf_value config = sample_of(call->arena, cases[i].config, cases[i].unknown);
        tf_call_init(call, call->arena, NULL, "test_sample");
        const bool ok = plan_validate(call, sample_schema, &config, !cases[i].old_client);
        if (strcmp(report_of(call), cases[i].report) != 0)
            fail_msg("%s: %s", cases[i].config, report_of(call));
        assert_int_equal(ok, !tf_call_failed(call));
    }
}

static void test_a_required_attribute_at_the_root_is_missed(void **state)
{
    tf_call *call = *state;
    tf_value config = sample_of(call->arena, "{}", NULL);
    config.items[type_attribute_index(config.type, "name")] = value_null(&tf_type_string);
    assert_false(plan_validate(call, sample_schema, &config, true));
    assert_string_equal(report_of(call), "name: Missing Configuration for Required Attribute; ");
}

static void test_checks_see_what_is_known(void **state)
{
    tf_call *call = *state;
    static const struct {
        const char *config;
        const char *unknown; /* one attribute */
        const char *report;
    } cases[] = {
        { "{\"tier\":\"private\"}", NULL, "" },
        { "{\"tier\":\"other\"}", NULL, "tier: Invalid Attribute Value Match; " },
        { "{}", "tier", "" },
        { "{\"tiers\":[\"public\",\"x\",null]}", NULL, "tiers[1]: Invalid Attribute Value Match; " },
        { "{\"ids\":{\"k\":\"y\"}}", NULL, "ids[\"k\"]: Invalid Attribute Value Match; " },
        { "{\"full_list\":[],\"full_set\":[\"\"],\"full_map\":{\"k\":\"\"}}", NULL, "" },
        { "{\"full_list\":[\"a\",null,null]}", NULL,
          "full_list[1]: Null in a Collection; full_list[2]: Null in a Collection; " },
        { "{\"full_set\":[\"a\",null]}", NULL, "full_set: Null in a Collection; " },
        { "{\"full_map\":{\"k\":null,\"l\":\"\",\"m n\":null}}", NULL,
          "full_map[\"k\"]: Null in a Collection; full_map[\"m n\"]: Null in a Collection; " },
        { "{\"full_map\":{\"k\":null}}", "full_map", "" },
        { "{\"id\":\"x-12\"}", NULL, "" },
        { "{\"id\":\"x-12a\"}", NULL, "id: Invalid Attribute Value Match; " },
        { "{\"wait\":\"1h30m\"}", NULL, "" },
        { "{\"wait\":\"soon\"}", NULL, "wait: Invalid Time Duration String Value; " },
        { "{\"wait\":\"0s\"}", NULL, "" },
        { "{\"wait\":\"-1s\"}", NULL, "wait: Duration Too Short; " },
        { "{\"least\":\"100ms\"}", NULL, "" },
        { "{\"least\":\"0\"}", NULL, "least: Duration Too Short; " },
        { "{\"least\":\"-1h\"}", NULL, "least: Duration Too Short; " },
        { "{\"least\":\"99ms\"}", NULL, "least: Duration Too Short; " },
        { "{\"some\":\"\"}", NULL, "some: Invalid Attribute Value Length; " },
        { "{\"document\":\"{\\\"a\\\":[1e400,18446744073709551616]}\"}", NULL, "" },
        { "{\"document\":\"{\\\"a\\\":}\"}", NULL, "document: Invalid JSON; " },
        { "{\"document\":\"{} {}\"}", NULL, "document: Invalid JSON; " },
        { "{\"port\":1}", NULL, "" },
        { "{\"port\":65536}", NULL, "port: Invalid Attribute Value; " },
        { "{\"port\":0}", NULL, "port: Invalid Attribute Value; " },
        { "{}", "port", "" },
        { "{\"small\":2147483648}", NULL, "small: Number Out of Range; " },
        { "{\"narrow\":1e39}", NULL, "narrow: Number Out of Range; " },
        { "{\"wide\":1e309}", NULL, "wide: Number Out of Range; " },
        { "{\"a\":null,\"c\":\"\"}", NULL, "a: Missing Attribute Configuration; " },
        { "{\"a\":null,\"b\":\"\"}", NULL, "b: Invalid Attribute Combination; " },
        { "{\"a\":null}", "b", "" },
        { "{}", "a", "" },
        { "{\"c\":null}", NULL, "c: Missing Attribute Configuration; " },
        { "{\"d\":\"\"}", NULL, "c: Invalid Attribute Combination; " },
        { "{\"c\":null}", "d", "" },
        { "{}", "d", "" },
        { "{\"e\":\"x\"}", NULL, "e: Invalid Attribute Combination; " },
        { "{\"e\":\"x\"}", "a", "" },
        { "{\"e\":\"\"}", "a", "e: Invalid Attribute Value Length; " },
        { "{\"short_text\":\"äöü\"}", NULL, "" },
        { "{\"short_text\":\"a\"}", NULL, "short_text: Invalid Attribute Value Length; " },
        { "{\"short_text\":\"abcd\"}", NULL, "short_text: Invalid Attribute Value Length; " },
        { "{}", "short_text", "" },
        { "{\"other\":\"me\"}", NULL, "" },
        { "{\"other\":\"admin\"}", NULL, "other: Invalid Attribute Value Match; " },
        { "{\"few\":[\"\",null]}", NULL, "" },
        { "{\"few\":[]}", NULL, "few: Invalid Attribute Value; " },
        { "{\"few\":[\"\",\"\",\"\"]}", NULL, "few: Invalid Attribute Value; " },
        { "{\"few\":[]}", "few", "" },
        { "{\"keyed\":{\"a\":\"\",\"abc\":null}}", NULL, "" },
        { "{\"keyed\":{\"A\":\"\"}}", NULL, "keyed[\"A\"]: Invalid Attribute Value Match; " },
        { "{\"keyed\":{\"abcd\":\"\"}}", NULL, "keyed[\"abcd\"]: Invalid Attribute Value Length; " },
        { "{\"cpu\":0.1}", NULL, "" },
        { "{\"cpu\":8}", NULL, "" },
        { "{\"cpu\":0.09999999999999999999}", NULL, "cpu: Invalid Attribute Value; " },
        { "{\"cpu\":8.00000000000000000001}", NULL, "cpu: Invalid Attribute Value; " },
        { "{\"above\":0.001}", NULL, "" },
        { "{\"above\":0.0009}", NULL, "above: Invalid Attribute Value; " },
    };
    const tf_type *type = type_of_schema(call->arena, checked_schema);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].config);
        tf_value config;
        value_error error;
        assert_true(
            value_from_json(call->arena, type, cases[i].config, strlen(cases[i].config), false, &config, &error));
        /* a and c are set unless the case says null. */
        for (const char *name = "a"; name != NULL; name = strcmp(name, "a") == 0 ? "c" : NULL) {
            if (strstr(cases[i].config, tf_format(call->arena, "\"%s\":null", name)) == NULL)
                config.items[type_attribute_index(type, name)] = value_string("set");
        }
        if (cases[i].unknown != NULL)
            config.items[type_attribute_index(type, cases[i].unknown)].state = TF_UNKNOWN;
        tf_call_init(call, call->arena, NULL, "test_checked");
        assert_int_equal(plan_validate(call, checked_schema, &config, true), cases[i].report[0] == '\0');
        if (strcmp(report_of(call), cases[i].report) != 0)
            fail_msg("%s: %s", cases[i].config, report_of(call));
    }
}

static void test_checks_say_what_they_ask_for(void **state)
{
    const tf_call *call = *state;
    static const char *const names[] = { "a", "b", NULL };
    const struct {
        tf_validator check;
        const char *words;
    } cases[] = {
        { TF_ONE_OF(names), "One of `a`, `b`." },
        { TF_NONE_OF(names), "None of `a`, `b`." },
        { TF_BETWEEN(1, 8), "From 1 to 8." },
        { TF_DECIMAL_BETWEEN("0.1", "8"), "Between 0.1 and 8." },
        { TF_DECIMAL_AT_LEAST("0.1"), "At least 0.1." },
        { TF_DECIMAL_AT_MOST("8"), "At most 8." },
        { TF_LENGTH_BETWEEN(1, 64), "Between 1 and 64 characters." },
        { TF_LENGTH_AT_LEAST(1), "At least 1 character." },
        { TF_LENGTH_AT_MOST(64), "At most 64 characters." },
        { TF_COUNT_AT_MOST(1), "At most 1 element." },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(cases[i].check.describe(call->arena, cases[i].check.argument), cases[i].words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_checks_say_what_they_ask_for, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_the_schema_is_the_first_check, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_a_required_attribute_at_the_root_is_missed, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_checks_see_what_is_known, set_up_call, tear_down_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
