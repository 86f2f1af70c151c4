/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A command of the provider's program that users run by hand, such as a check of whether a configuration would work.
 * The table `commands` of a tf_provider offers it, and `--help` lists it.
 *
 * It runs in a process that is guarded as one that serves is, on the main thread, with a call of its own. An interrupt
 * from the terminal fires that call's token: the command must then return, and its exit status is ignored.
 */
#ifndef TFPROVIDER_COMMAND_H
#define TFPROVIDER_COMMAND_H

#include <tfprovider/call.h>

TF_BEGIN_DECLS

typedef struct tf_command {
    const char *name;        /**< lower-case letters and dashes, a letter first */
    const char *description; /**< one line without a full stop, for `--help` */

    /**
     * Runs the command with the `arguments` behind its name, which end with NULL, and returns its exit status. It
     * writes to stdout and stderr itself, the call's diagnostics too.
     */
    int (*run)(tf_call *call, const char *const *arguments);
} tf_command;

/**
 * Configures the provider with `config`, a struct of the provider block without unknown fields: validates it as
 * `terraform validate` does and calls `configure`, whose result tf_call_configured returns until the command ends. In
 * commands only. False after reporting what is wrong, on the attribute concerned.
 */
bool tf_command_configure(tf_call *call, const void *config);

/**
 * `text` as it is safe to show on a terminal: secrets are replaced, and control characters other than line ends and
 * tabs are made visible. Returns `text` itself where nothing has to be changed, else a copy in `arena`; NULL for NULL.
 * Diagnostics are in that form already.
 */
const char *tf_shown_text(tf_arena *arena, const char *text);

TF_END_DECLS

#endif
