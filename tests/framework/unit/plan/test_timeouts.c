/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <tfprovider/timeouts.h>

#include "framework/foundation/call.h"
#include "rows.h"

struct cluster {
    TF_OBJECT_OF(tf_timeouts) timeouts;
};

static const tf_attribute attributes[] = {
    { TF_TIMEOUTS(struct cluster, timeouts, TF_CREATE_TIMEOUT("60m"), TF_DELETE_TIMEOUT("30m")), .block = true },
};

static void test_one_line_of_a_table_offers_the_operations_that_it_names(void **state)
{
    (void)state;
    assert_string_equal(attributes[0].name, "timeouts");
    assert_true(attributes[0].block);
    assert_int_equal(attributes[0].attributes->count, 2);
    assert_string_equal(attributes[0].attributes->attributes[1].name, "delete");
    assert_int_equal(attributes[0].attributes->attributes[1].offset, offsetof(tf_timeouts, delete));
    assert_string_equal(attributes[0].attributes->attributes[1].description,
                        "How long a deletion may take, a duration such as `90s` or `1h30m`. Default: `30m`.");
}

static void test_a_call_is_limited_by_what_is_set_else_by_the_default(void **state)
{
    (void)state;
    const tf_timeouts set = { .delete = tf_string_of("2m"), .update = tf_unknown_string() };
    const struct {
        const char *name;
        const tf_timeouts *timeouts;
        tf_operation operation;
        const char *text;
        int64_t milliseconds;
    } cases[] = {
        { "nothing is set", NULL, TF_CREATE, "1h", 3600000 },
        { "the operation is set", &set, TF_DELETE, "2m", 120000 },
        { "another operation is set", &set, TF_READ, "1h", 3600000 },
        { "the operation is unknown", &set, TF_UPDATE, "1h", 3600000 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].name);
        tf_arena *arena = tf_arena_new();
        tf_call call;
        tf_call_init(&call, arena, NULL, "");
        const int64_t before = tf_deadline_in_ms(cases[i].milliseconds);
        assert_string_equal(tf_timeout_of(cases[i].timeouts, cases[i].operation, "1h"), cases[i].text);
        const char *text = tf_call_limit_by(&call, cases[i].timeouts, cases[i].operation, "1h");
        const int64_t after = tf_deadline_in_ms(cases[i].milliseconds);
        assert_string_equal(text, cases[i].text);
        if (tf_call_deadline(&call) < before || tf_call_deadline(&call) > after)
            fail_msg("%s: %lld", cases[i].name, (long long)tf_call_deadline(&call));
        tf_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_line_of_a_table_offers_the_operations_that_it_names),
        cmocka_unit_test(test_a_call_is_limited_by_what_is_set_else_by_the_default),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
