/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A resource's state as one of its functions leaves it.
 */
#ifndef FRAMEWORK_RPC_RESOURCE_STATE_H
#define FRAMEWORK_RPC_RESOURCE_STATE_H

#include "framework/rpc/entry_config.h"
#include "framework/rpc/methods.h"

/** Whether a state may be one: nothing in it is unknown. False after reporting a bug. */
bool rpc_check_state(const rpc_entry *found, tf_call *call, const tf_value *state);

/** As rpc_unbind, of a whole state, which has to be known. */
bool rpc_unbind_state(const rpc_entry *found, tf_call *call, const char *function, const void *source, tf_value *out);

/** The field of the attribute of that name, which is a string, in `target`; NULL where the schema has none. */
tf_string *rpc_string_field(const tf_schema *schema, const char *name, void *target);

#endif
