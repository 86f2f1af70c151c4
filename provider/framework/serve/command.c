/* SPDX-License-Identifier: Apache-2.0 */
/* Ends a command with its process: at an interrupt by its token, by force where that is not heeded. */
#include "framework/serve/command.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "framework/rpc/command.h"
#include "framework/serve/lifetime.h"

/* How long an interrupted command has to come back. */
#define STOP_MILLISECONDS 2000

/* A command under way, and what ends it. */
struct run {
    struct lifetime lifetime;
    tf_cancel *cancel; /* the command's own */
    tf_cancel *ended;  /* fires when it has come back */
};

static void *wait_for_interrupt(void *context)
{
    struct run *run = context;
    if (strcmp(lifetime_wait(&run->lifetime, TF_NEVER), "signal") != 0)
        return NULL;
    tf_cancel_fire(run->cancel);
    if (tf_cancel_wait(run->ended, tf_deadline_in_ms(STOP_MILLISECONDS)))
        _exit(COMMAND_INTERRUPTED);
    return NULL;
}

static int fail(const char *problem)
{
    fprintf(stderr, "%s\n", problem);
    return EXIT_FAILURE;
}

/* With the server and the tokens. */
static int run_watched(struct run *run, rpc_server *server, const tf_command *command, const char *const *arguments)
{
    pthread_t watcher;
    if (pthread_create(&watcher, NULL, wait_for_interrupt, run) != 0)
        return fail("The system has no threads left.");
    const int status = rpc_run_command(server, command, run->cancel, arguments);
    tf_cancel_fire(run->ended);
    lifetime_end(&run->lifetime);
    (void)pthread_join(watcher, NULL);
    if (tf_cancel_fired(run->cancel))
        return COMMAND_INTERRUPTED;
    return fflush(stdout) == 0 && ferror(stdout) == 0 ? status : fail("The output cannot be written to stdout.");
}

int command_run(const tf_provider *provider, const tf_command *command, const char *const *arguments)
{
    struct run run = { .cancel = NULL };
    if (!lifetime_begin(&run.lifetime, true, false))
        return fail("The system has no file descriptors left.");
    tf_arena *arena = tf_arena_new();
    const char *problem = NULL;
    int status = EXIT_FAILURE;
    rpc_server *server = rpc_server_new(provider, arena, &problem);
    run.cancel = tf_cancel_new();
    run.ended = tf_cancel_new();
    if (server != NULL) {
        status = run_watched(&run, server, command, arguments);
    } else {
        fail(problem);
    }
    tf_cancel_release(run.ended);
    tf_cancel_release(run.cancel);
    rpc_server_free(server);
    tf_arena_free(arena);
    return status;
}
