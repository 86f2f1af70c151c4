/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/types.h>

#include "framework/plan/plan.h"
#include "framework/value/json.h"
#include "rows.h"
#include "support_plan.h"

struct host {
    tf_string address;
    tf_string note;
};

struct network {
    tf_string gateway;
    tf_string_list list;
    tf_string_set set;
    tf_string_map map;
    TF_OBJECT_OF(struct host) host;
    TF_OBJECTS_OF(struct host) hosts;
    TF_OBJECTS_OF(struct host) blocks;
    tf_value any;
    tf_value decided;
};

static const tf_attribute host_attributes[] = {
    { TF_STRING(struct host, address), .mode = TF_OPTIONAL, .custom_type = &tf_ipv6_address },
    { TF_STRING(struct host, note), .mode = TF_OPTIONAL_COMPUTED, .default_value = "n" },
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct network, gateway), .mode = TF_OPTIONAL, .custom_type = &tf_ipv6_address },
    { TF_STRING_LIST(struct network, list), .mode = TF_OPTIONAL, .custom_type = &tf_ipv6_address },
    { TF_STRING_SET(struct network, set), .mode = TF_OPTIONAL, .custom_type = &tf_ipv6_address },
    { TF_STRING_MAP(struct network, map), .mode = TF_OPTIONAL, .custom_type = &tf_ipv6_address },
    { TF_OBJECT(struct network, host, struct host, host_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT_SET(struct network, hosts, struct host, host_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT_SET(struct network, blocks, struct host, host_attributes), .block = true },
    { TF_VALUE(struct network, any), .mode = TF_OPTIONAL, .type = &tf_type_dynamic },
    { TF_VALUE(struct network, decided), .mode = TF_COMPUTED, .type = &tf_type_dynamic },
};

static const tf_schema *const schema = TF_SCHEMA(struct network, attributes);

static tf_value network_of(tf_arena *arena, const char *json)
{
    const tf_type *type = type_of_schema(arena, schema);
    tf_value value;
    value_error error;
    if (json == NULL)
        return value_null(type);
    if (!value_from_json(arena, type, json, strlen(json), false, &value, &error))
        fail_msg("%s: %s", error.message, json);
    value.items[type_attribute_index(type, "blocks")].state = TF_KNOWN;
    return value;
}

static void test_each_text_is_checked(void **state)
{
    tf_call *call = *state;
    static const struct {
        const char *config;
        const char *path; /* NULL where all is well */
    } cases[] = {
        { "{\"gateway\":\"::1\",\"list\":[\"::\"],\"set\":[\"::2\",\"::3\"],\"map\":{\"k\":\"::\"}}", NULL },
        { "{\"gateway\":\"x\"}", "gateway" },
        { "{\"list\":[\"::\",\"x\"]}", "list[1]" },
        { "{\"map\":{\"k\":\"x\"}}", "map[\"k\"]" },
        { "{\"host\":{\"address\":\"x\"}}", "host.address" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].config);
        const tf_value config = network_of(call->arena, cases[i].config);
        tf_call_init(call, call->arena, NULL, "test_network");
        assert_int_equal(plan_validate(call, schema, &config, true), cases[i].path == NULL);
        if (cases[i].path == NULL)
            continue;
        assert_string_equal(tf_call_diagnostics(call)->summary, "Invalid IPv6 Address String Value");
        assert_string_equal(tf_path_text(call->arena, tf_call_diagnostics(call)->path), cases[i].path);
    }
}

static void test_another_spelling_in_a_result_is_no_difference(void **state)
{
    tf_call *call = *state;
    static const struct {
        const char *kept;
        const char *value;
        const char *result;
    } cases[] = {
        { "{\"gateway\":\"ff06::c3\"}", "{\"gateway\":\"ff06:0000:0000:0000:0000:0000:0000:00c3\"}",
          "{\"gateway\":\"ff06::c3\"}" },
        { "{\"gateway\":\"::1\"}", "{\"gateway\":\"::2\"}", "{\"gateway\":\"::2\"}" },
        { "{\"gateway\":null}", "{\"gateway\":\"::2\"}", "{\"gateway\":\"::2\"}" },
        { "{\"list\":[\"::1\",\"::2\"]}", "{\"list\":[\"0::1\",\"0::3\",\"::4\"]}",
          "{\"list\":[\"::1\",\"0::3\",\"::4\"]}" },
        { "{\"map\":{\"k\":\"::1\"}}", "{\"map\":{\"k\":\"0::1\",\"l\":\"0::1\"}}",
          "{\"map\":{\"k\":\"::1\",\"l\":\"0::1\"}}" },
        { "{\"set\":[\"::1\",\"2001:DB8::8\",\"::FFFF:192.168.255.255\"]}",
          "{\"set\":[\"::ffff:c0a8:ffff\",\"0::1\",\"2001:db8::8\"]}",
          "{\"set\":[\"::1\",\"2001:DB8::8\",\"::FFFF:192.168.255.255\"]}" },
        /* Each element of what was is there for one of what is. */
        { "{\"set\":[\"::1\"]}", "{\"set\":[\"0::1\",\"0:0::1\"]}", "{\"set\":[\"::1\",\"0:0::1\"]}" },
        { "{\"set\":[\"::1\",\"0::1\"]}", "{\"set\":[\"0::1\",\"0:0::1\"]}", "{\"set\":[\"::1\",\"0::1\"]}" },
        { "{\"hosts\":[{\"address\":\"::1\",\"note\":\"a\"},{\"address\":\"::1\",\"note\":\"b\"}]}",
          "{\"hosts\":[{\"address\":\"0::1\",\"note\":\"b\"},{\"address\":\"0::1\",\"note\":\"c\"}]}",
          "{\"hosts\":[{\"address\":\"::1\",\"note\":\"b\"},{\"address\":\"0::1\",\"note\":\"c\"}]}" },
        { "{\"blocks\":[{\"address\":\"FF01::\"}]}", "{\"blocks\":[{\"address\":\"ff01:0::\"}]}",
          "{\"blocks\":[{\"address\":\"FF01::\"}]}" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const tf_value kept = network_of(call->arena, cases[i].kept);
        const tf_value value = network_of(call->arena, cases[i].value);
        const tf_value wanted = network_of(call->arena, cases[i].result);
        const tf_value result = plan_keep_meaning(call->arena, schema, &kept, &value);
        if (!tf_value_equal(&result, &wanted))
            fail_msg("%zu: %s", i, text_of_value(call->arena, &result));
    }
}

static void test_another_spelling_in_the_configuration_is_an_update(void **state)
{
    tf_call *call = *state;
    const tf_value prior = network_of(
        call->arena, "{\"gateway\":\"::1\",\"set\":[\"::1\",\"::2\"],\"decided\":{\"type\":\"bool\",\"value\":true}}");
    const tf_value config = network_of(call->arena, "{\"gateway\":\"0::1\",\"set\":[\"::2\",\"::1\"]}");
    tf_value planned = plan_propose(call->arena, schema, &config, &prior);
    assert_string_equal(tf_value_get(&planned, "gateway")->text, "0::1");
    assert_true(tf_value_equal(tf_value_get(&planned, "set"), tf_value_get(&prior, "set")));
    assert_true(plan_check_planned(call, schema, &config, &prior, &planned));

    /* The order of a set is none. */
    const tf_value same = network_of(call->arena, "{\"gateway\":\"::1\",\"set\":[\"::2\",\"::1\"]}");
    planned = plan_propose(call->arena, schema, &same, &prior);
    assert_true(tf_value_equal(&planned, &prior));
}

/* What is decided later may be of any type, whatever it was before and however the configuration says null. */
static void test_what_is_dynamic_and_unknown_has_no_type_yet(void **state)
{
    tf_call *call = *state;
    const tf_value priors[] = {
        network_of(call->arena, NULL),
        network_of(call->arena, "{\"gateway\":\"::1\",\"decided\":{\"type\":\"bool\",\"value\":true}}"),
    };
    tf_value config = network_of(call->arena, "{\"gateway\":\"::2\"}");
    config.items[type_attribute_index(config.type, "decided")] = value_null(&tf_type_string);
    for (size_t i = 0; i < 2; i++) {
        const tf_value planned = plan_propose(call->arena, schema, &config, &priors[i]);
        const tf_value *decided = tf_value_get(&planned, "decided");
        assert_int_equal(decided->state, TF_UNKNOWN);
        assert_int_equal(decided->type->kind, TF_TYPE_DYNAMIC);
    }
}

static tf_value network_of_hosts(tf_arena *arena, const char *note, size_t count)
{
    tf_text_builder builder = { .arena = arena };
    for (size_t i = 0; i < count; i++)
        tf_append_format(&builder, "%s{\"address\":\"::%zx\",\"note\":\"%s\"}", i == 0 ? "" : ",", i, note);
    return network_of(arena, tf_format(arena, "{\"hosts\":[%s]}", tf_built_text(&builder)));
}

/* Every element is held against every other, which must not cost memory each time. */
static void test_large_sets_are_paired_in_little_memory(void **state)
{
    enum { COUNT = 300, MOST_BYTES_EACH = 2000 };
    tf_call *call = *state;
    const tf_value kept = network_of_hosts(call->arena, "before", COUNT);
    const tf_value value = network_of_hosts(call->arena, "after", COUNT);
    const size_t used = tf_arena_used(call->arena);
    const tf_value result = plan_keep_meaning(call->arena, schema, &kept, &value);
    assert_true(tf_value_equal(&result, &value));
    plan_propose(call->arena, schema, &value, &kept);
    assert_true(tf_arena_used(call->arena) - used < (size_t)COUNT * MOST_BYTES_EACH);
}

/* In another order, too; one by one that would take minutes. */
static void test_large_sets_are_paired_in_little_time(void **state)
{
    enum { COUNT = 30000 };
    tf_call *call = *state;
    const tf_value kept = network_of_hosts(call->arena, "same", COUNT);
    const tf_value value = network_of_hosts(call->arena, "same", COUNT);
    const tf_value *hosts = &value.items[type_attribute_index(value.type, "hosts")];
    for (size_t i = 0; i < COUNT / 2; i++) {
        const tf_value item = hosts->items[i];
        hosts->items[i] = hosts->items[COUNT - 1 - i];
        hosts->items[COUNT - 1 - i] = item;
    }
    assert_true(tf_value_equal(&kept, &value));
    tf_value result = plan_keep_meaning(call->arena, schema, &kept, &value);
    assert_true(tf_value_equal(&result, &kept));
    result = plan_propose(call->arena, schema, &value, &kept);
    assert_true(tf_value_equal(&result, &kept));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each_text_is_checked, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_another_spelling_in_a_result_is_no_difference, set_up_call,
                                        tear_down_call),
        cmocka_unit_test_setup_teardown(test_another_spelling_in_the_configuration_is_an_update, set_up_call,
                                        tear_down_call),
        cmocka_unit_test_setup_teardown(test_large_sets_are_paired_in_little_memory, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_large_sets_are_paired_in_little_time, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_what_is_dynamic_and_unknown_has_no_type_yet, set_up_call, tear_down_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
