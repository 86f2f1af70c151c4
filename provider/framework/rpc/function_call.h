/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Functions, with their parameters in the form in which arguments are read.
 */
#ifndef FRAMEWORK_RPC_FUNCTION_CALL_H
#define FRAMEWORK_RPC_FUNCTION_CALL_H

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

/** The function's parameters and result in `arena`. */
const rpc_signature *function_signature(tf_arena *arena, const tf_function *function);

/** What is wrong with a function's parameters or result, static or in `arena`; NULL where they are sound. */
const char *function_problem(tf_arena *arena, const tf_function *function);

/** The function as the protocol tells of it. */
Tfplugin6__Function *function_message(tf_arena *arena, const rpc_signature *signature);

#endif
