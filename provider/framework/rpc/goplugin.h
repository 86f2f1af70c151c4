/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The unary calls that are not Terraform's but of go-plugin, which looks after the process.
 */
#ifndef FRAMEWORK_RPC_GOPLUGIN_H
#define FRAMEWORK_RPC_GOPLUGIN_H

#include "framework/rpc/rpc.h"

/**
 * Answers health checks, and Shutdown in as far as it has an answer: ending the process is up to the transport. False
 * where `method` is none of them.
 */
bool goplugin_answer(tf_arena *arena, const char *method, const uint8_t *request, size_t size, rpc_answer *answer);

#endif
