/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <cmocka.h>

#include "framework/serve/process.h"

static void test_libraries_find_no_way_to_write_down_what_they_decrypt(void **state)
{
    (void)state;
    static const char *const names[] = { "GRPC_TRACE", "GRPC_VERBOSITY", "SSLKEYLOGFILE" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_int_equal(setenv(names[i], "all", 1), 0);
    process_forget_traces();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_null(getenv(names[i]));
}

static int deny_and_look(void)
{
    struct rlimit limit;
    process_deny_dumps();
    if (getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur != 0 || limit.rlim_max != 0)
        return 1;
#ifdef __linux__
    if (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
        return 2;
#endif
    return 0;
}

static void test_the_process_leaves_no_core(void **state)
{
    (void)state;
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(deny_and_look());
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_libraries_find_no_way_to_write_down_what_they_decrypt),
        cmocka_unit_test(test_the_process_leaves_no_core),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
