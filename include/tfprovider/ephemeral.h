/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An ephemeral resource: a value that lives for one command and is in no state, from Terraform 1.10 on.
 */
#ifndef TFPROVIDER_EPHEMERAL_H
#define TFPROVIDER_EPHEMERAL_H

#include <tfprovider/schema.h>

TF_BEGIN_DECLS

typedef struct tf_ephemeral_resource {
    const char *type_name;
    const tf_schema *schema; /**< TF_SCHEMA(struct …, table) */

    /** Checks of the whole configuration, beyond those of its attributes. Fields may be unknown. Optional. */
    bool (*validate)(tf_call *call, const void *config);

    /**
     * Completes `result`, in which the configured fields are set, all known, and the computed ones are null. Configured
     * fields must stay as they are, and no field may be unknown afterwards. Keep what renew and close need with
     * tf_set_private.
     */
    bool (*open)(tf_call *call, void *result);

    /** Extends what was opened; called when tf_renew_after in open, or in the last renew, asked for it. Optional. */
    bool (*renew)(tf_call *call);

    /** Releases what was opened. Optional. */
    bool (*close)(tf_call *call);
} tf_ephemeral_resource;

/**
 * In open and renew: asks Terraform to call renew in `milliseconds` from now, unless it closes the resource before. The
 * last call counts.
 */
void tf_renew_after(tf_call *call, int64_t milliseconds);

TF_END_DECLS

#endif
