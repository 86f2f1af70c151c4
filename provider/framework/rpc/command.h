/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands of the provider's program, which have a call as Terraform's requests have one.
 */
#ifndef FRAMEWORK_RPC_COMMAND_H
#define FRAMEWORK_RPC_COMMAND_H

#include "framework/rpc/rpc.h"

/** The provider's command of that name; NULL where it has none. */
const tf_command *rpc_find_command(const tf_provider *provider, const char *name);

/**
 * Runs a command of the server's provider with `arguments`, which end with NULL, until `cancel` fires. Returns its exit
 * status.
 */
int rpc_run_command(rpc_server *server, const tf_command *command, tf_cancel *cancel, const char *const *arguments);

#endif
