/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The process of a command that a user runs by hand.
 */
#ifndef FRAMEWORK_SERVE_COMMAND_H
#define FRAMEWORK_SERVE_COMMAND_H

#include <tfprovider/provider.h>

/** The exit status of a command that was interrupted, as shells know it of SIGINT. */
#define COMMAND_INTERRUPTED 130

/**
 * Runs the command with `arguments`, which end with NULL, to its end or an interrupt. To be called before any thread is
 * started. Returns the exit status: the command's own, COMMAND_INTERRUPTED, or EXIT_FAILURE after saying on stderr what
 * kept it from running, or its output from being written.
 */
int command_run(const tf_provider *provider, const tf_command *command, const char *const *arguments);

#endif
