/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/types.h>

#include "framework/foundation/call.h"
#include "rows.h"

static int set_up(void **state)
{
    tf_arena *arena = tf_arena_new();
    tf_call *call = tf_alloc(arena, sizeof *call);
    tf_call_init(call, arena, NULL, "test_sample");
    *state = call;
    return 0;
}

static int tear_down(void **state)
{
    tf_call *call = *state;
    tf_arena_free(call->arena);
    return 0;
}

/* The summary of what the type says of the text, NULL where it takes it. */
static const char *summary_of(tf_call *call, const tf_custom_type *type, const char *text)
{
    const tf_path path = { .step = TF_STEP_ATTRIBUTE, .name = "field" };
    tf_call_init(call, call->arena, NULL, "test_sample");
    const bool ok = type->check(call, &path, text, NULL);
    const tf_diagnostic *said = tf_call_diagnostics(call);
    assert_int_equal(ok, said == NULL);
    if (said == NULL)
        return NULL;
    assert_string_equal(tf_path_text(call->arena, said->path), "field");
    assert_non_null(strstr(said->detail, "field must be "));
    return said->summary;
}

/* What each type takes and refuses. */
static const struct {
    const tf_custom_type *type;
    const char *summary;
    const char *const *taken;
    const char *const *refused;
} types[] = {
    { &tf_json_exact, "Invalid JSON String Value",
      (const char *const[]){ "{}", "[1, 2.5e3, null]", "\"text\"", "true", " {\"a\" : {\"b\" : []}}\n", NULL },
      (const char *const[]){ "", "test value", "{", "{\"a\":}", "[1,]", "{} {}", "01", "'a'", NULL } },
    { &tf_json_normalized, "Invalid JSON String Value", (const char *const[]){ "{\n}", "0", NULL },
      (const char *const[]){ "", "nul", "[", NULL } },
    { &tf_ipv4_address, "Invalid IPv4 Address String Value",
      (const char *const[]){ "192.0.2.146", "0.0.0.0", "255.255.255.255", NULL },
      (const char *const[]){ "", "test value", "192.0.2", "192.0.2.256", "192.0.02.1", "1.2.3.4/24", "::1", "1.2.3.4 ",
                             NULL } },
    { &tf_ipv6_address, "Invalid IPv6 Address String Value",
      (const char *const[]){ "1050:0000:0000:0000:0005:0600:300c:326b", "ff06::c3", "::", "::FFFF:192.168.255.255",
                             "fe80::1%eth0", "0000:0000:0000:0000:0000:ffff:192.168.100.200", NULL },
      (const char *const[]){ "", "test value", "192.0.2.146", "1::2::3", "1:2:3:4:5:6:7:8:9", "12345::", "fe80::1%",
                             "::1/64", "0000:0000:0000:0000:0000:ffff:192.168.100.2000", NULL } },
    { &tf_ipv4_cidr, "Invalid IPv4 CIDR String Value",
      (const char *const[]){ "192.0.2.146/24", "10.0.0.0/8", "0.0.0.0/0", "1.2.3.4/32", NULL },
      (const char *const[]){ "", "test value", "192.0.2.146", "192.0.2.146/", "192.0.2.146/33", "192.0.2.146/024",
                             "192.0.2.146/99999999999", "192.0.2.146/-1", "::/0", NULL } },
    { &tf_ipv6_cidr, "Invalid IPv6 CIDR String Value",
      (const char *const[]){ "1050:0000:0000:0000:0005:0600:300c:326b/64", "::/0", "::/128", NULL },
      (const char *const[]){ "", "test value", "::", "::/129", "::/x", "fe80::1%eth0/64", "10.0.0.0/8", NULL } },
    { &tf_rfc3339, "Invalid RFC3339 String Value",
      (const char *const[]){ "1985-04-12T23:20:50.52Z", "2024-02-29T00:00:00Z", "2000-02-29T00:00:00+23:59",
                             "1996-12-19T16:39:57-08:00", NULL },
      (const char *const[]){ "", "test value", "1985-04-12", "1985-04-12 23:20:50Z", "1985-04-12T23:20:50",
                             "1985-04-12T23:20:50.Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
                             "1985-13-12T23:20:50Z", "1985-04-31T23:20:50Z", "1985-04-12T24:00:00Z",
                             "1985-04-12T23:60:00Z", "1985-04-12T23:20:60Z", "1985-04-12T23:20:50+24:00",
                             "1985-04-12T23:20:50+1:00", "1985-04-12t23:20:50z", "1985-04-12T23:20:50ZZ", NULL } },
    { &tf_go_duration, "Invalid Time Duration String Value",
      (const char *const[]){ "1h2m3s", "0", "-1.5h", "+5s", ".5s", "1.s", "300ms", "10µs", NULL },
      (const char *const[]){ "", "test value", "1", "h", "-", "1h 2m", "1d", "9999999999h", NULL } },
};

static void test_a_form_is_taken_or_refused(void **state)
{
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        assert_non_null(types[i].type->name);
        for (const char *const *text = types[i].taken; *text != NULL; text++) {
            if (summary_of(*state, types[i].type, *text) != NULL)
                fail_msg("%s refused", *text);
        }
        for (const char *const *text = types[i].refused; *text != NULL; text++) {
            const char *summary = summary_of(*state, types[i].type, *text);
            if (summary == NULL)
                fail_msg("%s taken", *text);
            assert_string_equal(summary, types[i].summary);
        }
    }
}

static void test_a_meaning_has_several_spellings(void **state)
{
    tf_call *call = *state;
    static const struct {
        const tf_custom_type *type;
        const char *one;
        const char *other;
        bool same;
    } pairs[] = {
        { &tf_json_normalized, "{\"b\": [1, true], \"a\": null}", "{\"a\":null,\"b\":[1,true]}", true },
        { &tf_json_normalized, "{\"a\":\"\\u00e9\\/\"}", "{\"a\":\"é/\"}", true },
        { &tf_json_normalized, "{\"a\":1,\"a\":2}", "{\"a\":2}", true },
        { &tf_json_normalized, "{\"a\":1}", "{\"a\":1.0}", false },
        { &tf_json_normalized, "[1,2]", "[2,1]", false },
        { &tf_json_normalized, "{\"a\":{}}", "{\"a\":[]}", false },
        { &tf_json_normalized, "{\"a\":1}", "{\"b\":1}", false },
        { &tf_json_normalized, "{\"a\":1}", "{\"a\":\"1\"}", false },
        { &tf_json_normalized, "[true]", "[false]", false },
        { &tf_json_normalized, "[null]", "[]", false },
        { &tf_json_normalized, "{", "{", false },
        { &tf_ipv6_address, "ff06::c3", "ff06:0000:0000:0000:0000:0000:0000:00c3", true },
        { &tf_ipv6_address, "::FFFF:192.168.255.255", "::ffff:c0a8:ffff", true },
        { &tf_ipv6_address, "::1", "::2", false },
        { &tf_ipv6_address, "fe80::1%eth0", "fe80:0::1%eth0", true },
        { &tf_ipv6_address, "fe80::1%eth0", "fe80::1%eth1", false },
        { &tf_ipv6_address, "fe80::1%eth0", "fe80::1", false },
        { &tf_ipv6_address, "x", "x", false },
        { &tf_ipv6_cidr, "2001:db8::/32", "2001:0db8:0::0/32", true },
        { &tf_ipv6_cidr, "2001:db8::/32", "2001:db8::/33", false },
        { &tf_ipv6_cidr, "2001:db8::1/32", "2001:db8::/32", false },
        { &tf_rfc3339, "1985-04-12T23:20:50Z", "1985-04-12T23:20:50+00:00", true },
        { &tf_rfc3339, "1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50Z", true },
        { &tf_rfc3339, "1985-04-12T23:20:50Z", "1985-04-12T23:20:51Z", false },
        { &tf_rfc3339, "1985-04-12T23:20:50Z", "1985-04-13T00:20:50+01:00", false },
        { &tf_rfc3339, "1985-04-12T23:20:50-01:00", "1985-04-12T23:20:50+01:00", false },
        { &tf_go_duration, "1h2m3s", "3723s", true },
        { &tf_go_duration, "-90s", "-1.5m", true },
        { &tf_go_duration, "1s", "-1s", false },
        { &tf_go_duration, "1ns", "2ns", false },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        at_row(pairs[i].one);
        assert_int_equal(pairs[i].type->semantic_equals(call->arena, pairs[i].one, pairs[i].other), pairs[i].same);
        assert_int_equal(pairs[i].type->semantic_equals(call->arena, pairs[i].other, pairs[i].one), pairs[i].same);
    }
    assert_null(tf_json_exact.semantic_equals);
    assert_null(tf_ipv4_address.semantic_equals);
    assert_null(tf_ipv4_cidr.semantic_equals);
}

/* What is read takes memory by its size, however deep it nests. */
static void test_nesting_is_limited(void **state)
{
    enum { DEPTH = 100000 };
    tf_call *call = *state;
    char *text = tf_alloc(call->arena, DEPTH + 1);
    memset(text, '[', DEPTH);
    assert_non_null(summary_of(call, &tf_json_normalized, text));
    assert_false(tf_json_normalized.semantic_equals(call->arena, text, text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_form_is_taken_or_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_meaning_has_several_spellings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nesting_is_limited, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
