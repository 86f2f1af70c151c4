/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs programs in a process group of their own, with pipes that are read until both end. What the output means is the
 * caller's.
 */
#include "aws/command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/crypto.h>

/* POSIX leaves its declaration to the program; glibc has one all the same. */
extern char **environ; /* NOLINT(readability-redundant-declaration) */

#define SHOWN_ERRORS 500
#define ROOM 4096

/* Takes one word off the line. False at an end without a word; `*out_fine` tells whether the line is well so far. */
static bool next_word(tf_arena *arena, const char **line, const char **out_word, bool *out_fine)
{
    tf_text_builder word = { .arena = arena };
    const char *at = *line + strspn(*line, " \t\r\n");
    char quote = '\0';
    const bool has_word = *at != '\0';
    for (; *at != '\0' && (quote != '\0' || strchr(" \t\r\n", *at) == NULL); at++) {
        const bool escapes =
            *at == '\\' && quote != '\'' && at[1] != '\0' && (quote == '\0' || at[1] == '"' || at[1] == '\\');
        if (escapes) {
            tf_append_bytes(&word, ++at, 1);
        } else if (quote == '\0' && (*at == '"' || *at == '\'')) {
            quote = *at;
        } else if (*at == quote) {
            quote = '\0';
        } else {
            tf_append_bytes(&word, at, 1);
        }
    }
    *line = at;
    *out_word = tf_built_text(&word);
    *out_fine = quote == '\0';
    return has_word;
}

const char *const *aws_command_words(tf_arena *arena, const char *line)
{
    const char **words = tf_alloc_array(arena, strlen(line) / 2 + 2, sizeof *words);
    size_t count = 0;
    bool fine = true;
    while (fine && next_word(arena, &line, &words[count], &fine))
        count++;
    words[count] = NULL;
    return fine && count > 0 ? words : NULL;
}

/* A running program. */
typedef struct running {
    pid_t id;
    int output;
    int errors;
    int wake[2]; /* a pipe, which can be read once the call is cancelled */
} running;

static void wake(void *context)
{
    const running *program = context;
    const ssize_t written = write(program->wake[1], "", 1);
    (void)written;
}

/* A pipe that no program started inherits. */
static bool open_pipe(int ends[2])
{
#ifdef __linux__
    return pipe2(ends, O_CLOEXEC) == 0;
#else
    return pipe(ends) == 0 && fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
#endif
}

static void close_pipe(const int ends[2])
{
    (void)close(ends[0]);
    (void)close(ends[1]);
}

static bool start(const char *const *words, running *out, int *out_error)
{
    int output[2];
    int errors[2];
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    if (!open_pipe(output)) {
        *out_error = errno;
        return false;
    }
    if (!open_pipe(errors)) {
        *out_error = errno;
        close_pipe(output);
        return false;
    }
    (void)sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors[1], STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    *out_error = posix_spawnp(&out->id, words[0], &actions, &attributes, (char *const *)words, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    (void)close(output[1]);
    (void)close(errors[1]);
    out->output = output[0];
    out->errors = errors[0];
    if (*out_error == 0)
        return true;
    (void)close(out->output);
    (void)close(out->errors);
    return false;
}

/* Reads what is there into the builder. False at the end of the pipe, which is closed and forgotten then. */
static void drain(int *pipe, tf_text_builder *into)
{
    char bytes[ROOM];
    const ssize_t got = read(*pipe, bytes, sizeof bytes);
    if (got > 0) {
        tf_append_bytes(into, bytes, (size_t)got);
    } else if (got == 0 || errno != EINTR) {
        (void)close(*pipe);
        *pipe = -1;
    }
    OPENSSL_cleanse(bytes, sizeof bytes);
}

static int milliseconds_until(int64_t deadline)
{
    const int64_t left = deadline - tf_now_ms();
    return left <= 0 ? 0 : left < 1000000 ? (int)left : 1000000;
}

/* Reads until both pipes end. NULL, or why the program has to be stopped. */
static const char *collect(tf_arena *arena, running *program, size_t most, int64_t deadline, tf_cancel *cancel,
                           tf_text_builder *output, tf_text_builder *errors)
{
    while (program->output >= 0 || program->errors >= 0) {
        struct pollfd pipes[] = { { .fd = program->output, .events = POLLIN },
                                  { .fd = program->errors, .events = POLLIN },
                                  { .fd = program->wake[0], .events = POLLIN } };
        const int ready = poll(pipes, sizeof pipes / sizeof pipes[0], milliseconds_until(deadline));
        if (tf_cancel_fired(cancel))
            return "the run was cancelled while it ran";
        if (ready == 0)
            return "it did not end in time";
        if (pipes[0].revents != 0)
            drain(&program->output, output);
        if (pipes[1].revents != 0)
            drain(&program->errors, errors);
        if (output->length > most || errors->length > most)
            return tf_format(arena, "it wrote more than %zu bytes", most);
    }
    return NULL;
}

static const char *describe_end(tf_arena *arena, int status)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return NULL;
    return WIFEXITED(status) ? tf_format(arena, "it ended with status %d", WEXITSTATUS(status))
                             : tf_format(arena, "it was ended by signal %d", WTERMSIG(status));
}

bool aws_command_run(tf_arena *arena, const char *const *words, size_t most, int64_t deadline, tf_cancel *cancel,
                     aws_command_output *out, const char **out_problem)
{
    running program;
    int error = 0;
    if (!open_pipe(program.wake)) {
        *out_problem = tf_format(arena, "it cannot be run: %s", strerror(errno));
        return false;
    }
    if (!start(words, &program, &error)) {
        *out_problem = tf_format(arena, "it cannot be run: %s", strerror(error));
        close_pipe(program.wake);
        return false;
    }
    tf_cancel_watch watch = { .fired = wake, .context = &program };
    tf_text_builder output = { .arena = arena };
    tf_text_builder errors = { .arena = arena };
    tf_cancel_add_watch(cancel, &watch);
    const char *problem = collect(arena, &program, most, deadline, cancel, &output, &errors);
    tf_cancel_remove_watch(cancel, &watch);
    int status = 0;
    if (problem != NULL)
        (void)kill(-program.id, SIGKILL);
    while (waitpid(program.id, &status, 0) < 0 && errno == EINTR)
        ;
    if (program.output >= 0)
        (void)close(program.output);
    if (program.errors >= 0)
        (void)close(program.errors);
    close_pipe(program.wake);
    *out_problem = problem != NULL ? problem : describe_end(arena, status);
    *out = (aws_command_output){ .text = tf_built_text(&output), .size = output.length };
    out->errors =
        errors.length > SHOWN_ERRORS ? tf_copy_bytes(arena, errors.text, SHOWN_ERRORS) : tf_built_text(&errors);
    return *out_problem == NULL;
}
