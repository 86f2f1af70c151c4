/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of attributes as the protocol's schema messages.
 */
#ifndef FRAMEWORK_RPC_SCHEMA_H
#define FRAMEWORK_RPC_SCHEMA_H

#include <tfplugin6.pb-c.h>

#include <tfprovider/schema.h>

/** The schema message of a table, in `arena`. Refers to the table's texts. */
Tfplugin6__Schema *schema_message(tf_arena *arena, const tf_schema *schema, const char *description, int64_t version);

#endif
