/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a provider offers beside managed resources and functions: things of several families, which are alike in that each has a
 * type name, attributes and a check of its configuration.
 */
#ifndef FRAMEWORK_RPC_THINGS_H
#define FRAMEWORK_RPC_THINGS_H

#include "framework/rpc/server.h"

/** What every family's things have. */
struct rpc_thing {
    const void *of; /**< the family's own table: a tf_data_source, … */
    const char *type_name;
    const char *description;
    const char *deprecated;
    const tf_schema *attributes;
    bool (*validate)(tf_call *call, const void *config);
    bool is_complete;    /**< whether no function is missing that every thing of the family has */
    const tf_type *type; /**< the object type of the attributes; set by rpc_gather_things */
};

/** What the family's things are called in texts for users: "data source". */
const char *rpc_family_name(rpc_family family);

/** The thing at `place` in the provider's table of the family; false behind the last one. */
bool rpc_thing_at(const tf_provider *provider, rpc_family family, size_t place, rpc_thing *out);

/** Fills in the server's things of all families. */
void rpc_gather_things(rpc_server *server);

/** The thing of that name; NULL after reporting on `call`, which gets the name, that there is none. */
const rpc_thing *rpc_find_thing(const rpc_server *server, tf_call *call, rpc_family family, const char *type_name);

/** Checks a configuration of the thing of that name, which may be unknown in part; reports on `call`. */
void rpc_check_config(const rpc_server *server, tf_call *call, rpc_family family, const char *type_name,
                      const Tfplugin6__DynamicValue *config);

/**
 * The configuration in the thing's own struct, which tf_config gives from then on; `*out_config` (may be NULL) is its value. NULL
 * after reporting what is wrong.
 */
void *rpc_bind_config(tf_call *call, const rpc_thing *thing, const Tfplugin6__DynamicValue *config,
                      tf_value *out_config);

/** Likewise; it has to be wholly known. */
void *rpc_bind_known_config(tf_call *call, const rpc_thing *thing, const Tfplugin6__DynamicValue *config,
                            tf_value *out_config);

/**
 * Begins what a data source or an ephemeral resource makes of its configuration, which has to be wholly known: the struct to
 * complete, with null in what it decides itself; `*out_expected` is unknown there. NULL after reporting.
 */
void *rpc_begin_result(tf_call *call, const rpc_thing *thing, const Tfplugin6__DynamicValue *config,
                       tf_value *out_expected);

/**
 * The result that `function` left in `source`, held to what was expected: the configuration kept, nothing unknown; unknown as a
 * whole where it was put off. False after reporting.
 */
bool rpc_take_result(tf_call *call, const rpc_thing *thing, const char *function, const void *source,
                     const tf_value *expected, tf_value *out);

/** Adds the things of all families to the answers that tell what there is. */
void rpc_tell_thing_names(const rpc_server *server, tf_arena *arena, Tfplugin6__GetMetadata__Response *response);
void rpc_tell_thing_schemas(const rpc_server *server, tf_arena *arena,
                            Tfplugin6__GetProviderSchema__Response *response);

#endif
