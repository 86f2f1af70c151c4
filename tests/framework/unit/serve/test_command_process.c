/* SPDX-License-Identifier: Apache-2.0 */
/* How a command ends: by itself, by an interrupt, with nobody who reads it. Each in a process of its own. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "framework/serve/command.h"

static const tf_schema no_attributes = { .count = 0 };

/* Says that it has begun, and waits: to the end of its call, or, where it is to heed nothing, for ever. */
static int wait_in(tf_call *call, const char *const *arguments)
{
    (void)puts("begun");
    (void)fflush(stdout);
    if (strcmp(arguments[0], "heed") == 0)
        return tf_cancel_wait(tf_call_cancel(call), TF_NEVER) ? 1 : 0;
    for (;;)
        (void)tf_cancel_wait(NULL, TF_NEVER);
}

static int answer(tf_call *call, const char *const *arguments)
{
    (void)call;
    return puts("begun") < 0 ? 99 : arguments[0][0] - '0';
}

static const tf_command commands_of_tests[] = { { .name = "wait", .run = wait_in },
                                                { .name = "answer", .run = answer } };
static const tf_command *const commands[] = { &commands_of_tests[0], &commands_of_tests[1], NULL };
static const tf_provider provider = {
    .address = "registry.terraform.io/test/test",
    .version = "1.2.3",
    .schema = &no_attributes,
    .commands = commands,
};

/* A command that is running. */
typedef struct started {
    pid_t id;
    int output;
} started;

/* What it writes can be read, or nobody reads it. */
static started start(const tf_command *command, const char *argument, bool is_read)
{
    const char *const arguments[] = { argument, NULL };
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    if (!is_read)
        (void)close(ends[0]);
    (void)fflush(stdout);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)close(ends[1]);
        if (is_read)
            (void)close(ends[0]);
        const int status = command_run(&provider, command, arguments);
        exit(status); /* NOLINT(concurrency-mt-unsafe): the child's other threads have ended */
    }
    (void)close(ends[1]);
    return (started){ child, is_read ? ends[0] : -1 };
}

static void wait_until_begun(const started *child)
{
    char text[16];
    assert_true(read(child->output, text, sizeof text) > 0);
}

static int end_of(const started *child)
{
    int status = 0;
    assert_int_equal(waitpid(child->id, &status, 0), child->id);
    if (child->output >= 0)
        (void)close(child->output);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void test_a_command_ends_with_its_own_status(void **state)
{
    (void)state;
    const started child = start(&commands_of_tests[1], "2", true);
    wait_until_begun(&child);
    assert_int_equal(end_of(&child), 2);
}

static void test_an_interrupt_ends_it(void **state)
{
    (void)state;
    static const char *const how[] = { "heed", "ignore" };
    static const int signals[] = { SIGINT, SIGTERM };
    for (size_t i = 0; i < 2; i++) {
        const started child = start(&commands_of_tests[0], how[i], true);
        wait_until_begun(&child);
        assert_int_equal(kill(child.id, signals[i]), 0);
        assert_int_equal(end_of(&child), COMMAND_INTERRUPTED);
    }
}

static void test_output_that_nobody_reads_is_a_failure(void **state)
{
    (void)state;
    const started child = start(&commands_of_tests[1], "0", false);
    assert_int_equal(end_of(&child), EXIT_FAILURE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_command_ends_with_its_own_status),
        cmocka_unit_test(test_an_interrupt_ends_it),
        cmocka_unit_test(test_output_that_nobody_reads_is_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
