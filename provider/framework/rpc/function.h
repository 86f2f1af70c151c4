/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Functions, with their parameters in the form in which arguments are read.
 */
#ifndef FRAMEWORK_RPC_FUNCTION_H
#define FRAMEWORK_RPC_FUNCTION_H

#include "framework/rpc/server.h"

/** A function being served. */
struct rpc_signature {
    const tf_function *function;
    tf_schema arguments;          /**< the parameters in order, the variadic one last, as attributes */
    tf_schema result;             /**< the result as the only attribute */
    const tf_type *argument_type; /**< the object type of `arguments` */
    const tf_type *result_type;   /**< of the result itself */
    const tf_type *variadic_type; /**< of one variadic argument, NULL where there is none */
};

/** Fills in the server's functions. */
void function_gather(rpc_server *server);

/** What is wrong with a function's table, static or in `arena`; NULL where it is sound. */
const char *function_problem(tf_arena *arena, const tf_function *function);

/** Adds the provider's functions to the answers that tell what there is. */
void function_tell_names(const rpc_server *server, tf_arena *arena, Tfplugin6__GetMetadata__Response *response);
void function_tell_schemas(const rpc_server *server, tf_arena *arena, Tfplugin6__GetProviderSchema__Response *response);

#endif
