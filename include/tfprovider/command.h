/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A command: what a user runs by hand with the provider's program, beside what Terraform asks of it, such as a look
 * whether a configuration would work. The table `commands` of a tf_provider offers it, and `--help` lists it.
 *
 * It runs in a process that is guarded as one that serves is, on the main thread, with a call of its own. An interrupt
 * of the terminal's fires that call's token: the command is to come back then, and what it returns does not matter.
 */
#ifndef TFPROVIDER_COMMAND_H
#define TFPROVIDER_COMMAND_H

#include <tfprovider/call.h>

TF_BEGIN_DECLS

typedef struct tf_command {
    const char *name;        /**< what it is called by: small letters and dashes, a letter first */
    const char *description; /**< one line without a full stop, for `--help` */

    /**
     * Runs it with the `arguments` behind its name, which end with NULL; writes to stdout and stderr by itself. What is
     * reported on the call is its own to show. Returns the exit status.
     */
    int (*run)(tf_call *call, const char *const *arguments);
} tf_command;

/**
 * Configures the provider as `config` says, a struct of the provider block's in which nothing is unknown: checks it as
 * `terraform validate` does, and has tf_call_configured give what `configure` makes of it, until the command has ended.
 * In commands only. Reports what is wrong with it, on the attribute that is concerned, and returns false.
 */
bool tf_command_configure(tf_call *call, const void *config);

/**
 * `text` as a terminal may show it: without secrets, and with control characters made visible, all but line ends and
 * tabs. `text` itself where nothing of the kind is in it, else a copy in `arena`; NULL stays NULL. Diagnostics are in
 * that form already.
 */
const char *tf_shown_text(tf_arena *arena, const char *text);

TF_END_DECLS

#endif
