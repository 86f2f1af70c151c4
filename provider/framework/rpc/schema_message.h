/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of attributes as the protocol's schema messages.
 */
#ifndef FRAMEWORK_RPC_SCHEMA_MESSAGE_H
#define FRAMEWORK_RPC_SCHEMA_MESSAGE_H

#include "framework/rpc/registry.h"

/** `schema` as a message in `arena`, which refers to its texts. */
Tfplugin6__Schema *schema_message(tf_arena *arena, const tf_schema *schema);

#endif
