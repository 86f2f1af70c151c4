/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a program and takes what it writes.
 */
#ifndef AWS_COMMAND_H
#define AWS_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfprovider/arena.h>
#include <tfprovider/cancel.h>

typedef struct aws_command_output {
    const char *text; /**< what it wrote to its standard output, with a NUL behind it */
    size_t size;
    const char *errors; /**< the beginning of what it wrote to its standard error */
} aws_command_output;

/**
 * The words of a command line, as a POSIX shell would split them: quotes and backslashes count, nothing is expanded.
 * Ends with NULL. NULL where a quote is not closed, or there is no word.
 */
const char *const *aws_command_words(tf_arena *arena, const char *line);

/**
 * Runs the program, found by PATH, without a shell and with nothing to read, in this process's environment. False with
 * a problem in words where it cannot be run, ends otherwise than with 0, writes more than `most` bytes, or has not
 * ended at `deadline` or when `cancel` fires: then it is killed, and what it has started with it.
 */
bool aws_command_run(tf_arena *arena, const char *const *words, size_t most, int64_t deadline, tf_cancel *cancel,
                     aws_command_output *out, const char **out_problem);

#endif
