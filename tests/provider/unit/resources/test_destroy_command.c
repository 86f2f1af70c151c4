/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "resources/project/destroy_command.h"

#define LINE(text) (text), sizeof(text)

static void test_tells_a_destroy_by_the_command(void **state)
{
    (void)state;
    static const struct {
        const char *name, *line;
        size_t size;
        bool is_destroy;
    } cases[] = {
        { "destroy", LINE("terraform\0destroy\0-auto-approve"), true },
        { "elsewhere", LINE("tofu\0-chdir=work\0destroy"), true },
        { "apply -destroy", LINE("/usr/bin/terraform\0apply\0-no-color\0-destroy"), true },
        { "plan --destroy", LINE("terraform\0plan\0--destroy"), true },
        { "apply", LINE("terraform\0apply\0-auto-approve"), false },
        { "a target of that name", LINE("terraform\0apply\0-target=destroy\0destroy"), false },
        { "a program of that name", LINE("destroy\0apply"), false },
        { "a debugger", LINE("gdb"), false },
        { "cut off", "terraform\0destroy", sizeof "terraform\0destroy" - 1, false },
        { "nothing", "", 0, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (destroy_command_is(cases[i].line, cases[i].size) != cases[i].is_destroy)
            fail_msg("%s", cases[i].name);
    }
    (void)destroy_command_is_running();
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_tells_a_destroy_by_the_command) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
