/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private state: what a resource stores beside its state, as the bytes that Terraform keeps.
 */
#ifndef FRAMEWORK_RPC_PRIVATE_H
#define FRAMEWORK_RPC_PRIVATE_H

#include <protobuf-c/protobuf-c.h>

#include "framework/foundation/call.h"

/**
 * Gives `call` the private values in `bytes`, a JSON object of texts. Bytes that are none, another provider's, give
 * none.
 */
void private_read(tf_call *call, ProtobufCBinaryData bytes);

/** The call's private values as bytes; none where there are none. */
ProtobufCBinaryData private_write(const tf_call *call);

#endif
