/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of attributes as the protocol's schema messages.
 */
#ifndef FRAMEWORK_RPC_SCHEMA_MESSAGE_H
#define FRAMEWORK_RPC_SCHEMA_MESSAGE_H

#include "framework/rpc/registry.h"

/** The schema message of an entry's attributes, in `arena`. Refers to the table's texts. */
Tfplugin6__Schema *schema_message(tf_arena *arena, const rpc_entry *entry);

#endif
