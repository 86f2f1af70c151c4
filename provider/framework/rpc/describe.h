/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a provider offers, as `--describe` prints it.
 */
#ifndef FRAMEWORK_RPC_DESCRIBE_H
#define FRAMEWORK_RPC_DESCRIBE_H

#include "framework/rpc/rpc.h"

/**
 * The schemas in the JSON of `terraform providers schema -json` (format version 1.0), with what only the tables know
 * beside it: of an attribute `validators` (sentences), `default`, `requires_replace` and `deprecation_message`, of a
 * resource `import_id`. Made in `arena`.
 */
const char *rpc_describe(const rpc_server *server, tf_arena *arena);

#endif
