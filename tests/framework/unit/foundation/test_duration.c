/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <tfprovider/cancel.h>

static void test_durations_read_as_go_reads_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t milliseconds;
    } cases[] = {
        { "0", 0 },
        { "30s", 30000 },
        { "1h30m", 5400000 },
        { "1.5h", 5400000 },
        { "100ms", 100 },
        { "+2m", 120000 },
        { ".5s", 500 },
        { "1.s", 1000 },
        { "999us", 0 },
        { "1500\xc2\xb5s", 1 },
        { "1h0.001s", 3600001 },
        { "0.333333333333333333h", 1199999 },
        { "2562047h", 2562047LL * 3600000 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t milliseconds = -1;
        if (!tf_parse_duration(cases[i].text, &milliseconds))
            fail_msg("%s was refused", cases[i].text);
        if (milliseconds != cases[i].milliseconds)
            fail_msg("%s gave %lld", cases[i].text, (long long)milliseconds);
    }
}

static void test_what_is_no_duration_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = { "",     "30", "s",  "-1s", "1 s",      "1d",
                                         "1h x", ".",  ".s", "+",   "2562048h", "99999999999999999999s",
                                         "1e3s" };
    int64_t milliseconds = 0;
    assert_false(tf_parse_duration(NULL, &milliseconds));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (tf_parse_duration(cases[i], &milliseconds))
            fail_msg("\"%s\" was accepted", cases[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_durations_read_as_go_reads_them),
        cmocka_unit_test(test_what_is_no_duration_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
