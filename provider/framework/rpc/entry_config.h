/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the calls of all families do alike: find what they are about, check its configuration, bring it into the
 * provider's struct.
 */
#ifndef FRAMEWORK_RPC_ENTRY_CONFIG_H
#define FRAMEWORK_RPC_ENTRY_CONFIG_H

#include "framework/rpc/server.h"

/** The entry of that name; NULL after reporting on `call`, which gets the name, that there is none. */
const rpc_entry *rpc_find(const rpc_server *server, tf_call *call, rpc_family family, const char *type_name);

/** Checks a configuration of the entry, which may be unknown in part; reports on `call`. */
void rpc_check_entry_config(tf_call *call, const rpc_entry *entry, const Tfplugin6__DynamicValue *config,
                            bool client_knows_write_only);

/** Likewise of the entry of that name, for families without write-only attributes. */
void rpc_check_config(const rpc_server *server, tf_call *call, rpc_family family, const char *type_name,
                      const Tfplugin6__DynamicValue *config);

/**
 * The configuration in the entry's own struct, which tf_config gives from then on; `*out_config` (may be NULL) is its
 * value. NULL after reporting what is wrong.
 */
void *rpc_bind_config(tf_call *call, const rpc_entry *entry, const Tfplugin6__DynamicValue *config,
                      tf_value *out_config);

/** Likewise; it has to be wholly known. */
void *rpc_bind_known_config(tf_call *call, const rpc_entry *entry, const Tfplugin6__DynamicValue *config,
                            tf_value *out_config);

/**
 * Begins what a data source or an ephemeral resource makes of its configuration, which has to be wholly known: the
 * struct to complete, with null in what it decides itself; `*out_expected` is unknown there. NULL after reporting.
 */
void *rpc_begin_result(tf_call *call, const rpc_entry *entry, const Tfplugin6__DynamicValue *config,
                       tf_value *out_expected);

/**
 * The result that `function` left in `source`, held to what was expected: the configuration kept, nothing unknown;
 * unknown as a whole where it was put off. False after reporting.
 */
bool rpc_take_result(tf_call *call, const rpc_entry *entry, const char *function, const void *source,
                     const tf_value *expected, tf_value *out);

#endif
