/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Diagnostics and attribute paths as protobuf messages.
 */
#ifndef FRAMEWORK_RPC_DIAGNOSTICS_H
#define FRAMEWORK_RPC_DIAGNOSTICS_H

#include <tfplugin6.pb-c.h>

#include <tfprovider/call.h>

/**
 * Everything that was reported on `call`, `*out_count` messages. Secrets are redacted once more, whoever made the text.
 */
Tfplugin6__Diagnostic **diagnostics_message(const tf_call *call, size_t *out_count);

/** A path as far as the protocol can say it: up to an element of a set, which has no step there. */
Tfplugin6__AttributePath *path_message(tf_arena *arena, const tf_path *path);

#endif
