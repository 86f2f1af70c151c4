/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A resource's identity beside its state: into the provider's struct before its function runs, out of it and held to
 * its promises afterwards.
 */
#ifndef FRAMEWORK_RPC_IDENTITY_H
#define FRAMEWORK_RPC_IDENTITY_H

#include "framework/rpc/server.h"

/** Private key that marks a state as imported and not yet read: that read may complete the identity. */
#define IDENTITY_IMPORT_MARK "tfprovider.imported"

/**
 * Gives the call the identity in `message` (may be NULL), for tf_identity; `*out_prior` is its value. False after
 * reporting why it cannot be read. A resource without identity has none.
 */
bool identity_begin(const rpc_entry *found, tf_call *call, const Tfplugin6__ResourceIdentityData *message,
                    tf_value *out_prior);

/** What `function` may do to an identity. */
typedef enum identity_rule {
    IDENTITY_OPTIONAL, /**< it may leave it empty, and change it: import, move, a create that failed */
    IDENTITY_FIRST,    /**< it has to leave one, whatever was there: create, the read after an import */
    IDENTITY_KEPT,     /**< as it was, or still none in a state that is older than it: read, update */
    IDENTITY_PLANNED,  /**< likewise, where part of it may be unknown */
} identity_rule;

/**
 * The identity that `function` left, as a message: NULL where the resource has none or it is empty. False after
 * reporting what breaks `rule`.
 */
bool identity_end(const rpc_entry *found, tf_call *call, const char *function, const tf_value *prior,
                  identity_rule rule, Tfplugin6__ResourceIdentityData **out);

#endif
