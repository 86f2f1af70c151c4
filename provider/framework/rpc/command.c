/* SPDX-License-Identifier: Apache-2.0 */
/* What a command gets: a call, and the provider configured. What a process is to the shell is the matter of serve/. */
#include "framework/rpc/command.h"

#include <string.h>

#include "framework/foundation/visible.h"
#include "framework/rpc/entry_config.h"
#include "framework/rpc/methods.h"

static const char family[] = "command";

const tf_command *rpc_find_command(const tf_provider *provider, const char *name)
{
    for (const tf_command *const *each = provider->commands; each != NULL && *each != NULL; each++) {
        if ((*each)->name != NULL && strcmp((*each)->name, name) == 0)
            return *each;
    }
    return NULL;
}

int rpc_run_command(rpc_server *server, const tf_command *command, tf_cancel *cancel, const char *const *arguments)
{
    tf_arena *arena = tf_arena_new();
    tf_call call;
    tf_call_init(&call, arena, cancel, "");
    call.rpc = command->name;
    tf_call_set_family(&call, family, server);
    const int status = command->run(&call, arguments);
    tf_arena_free(arena);
    return status;
}

bool tf_command_configure(tf_call *call, const void *config)
{
    rpc_server *server = tf_call_family(call, family);
    tf_value value;
    if (server == NULL)
        return rpc_report_bug(call, NULL, "It configures itself outside of a command.");
    if (!rpc_unbind_whole(call, server->block.schema, server->block.type, config, "run", &value))
        return false;
    const Tfplugin6__DynamicValue *message = rpc_write_value(call->arena, &value);
    rpc_check_entry_config(call, &server->block, message, true);
    if (call->failed || !rpc_configure(server, call, message))
        return false;
    if (server->configuration != NULL)
        call->configured = server->configuration->configured;
    return true;
}

const char *tf_shown_text(tf_arena *arena, const char *text)
{
    return shown_text(arena, text);
}
