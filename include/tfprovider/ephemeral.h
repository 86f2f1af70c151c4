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
     * Completes `result`, which holds the configuration, wholly known, with null in what is computed. What is
     * configured stays as it is, and no field may be unknown afterwards. What renew and close need is kept by
     * tf_set_private.
     */
    bool (*open)(tf_call *call, void *result);

    /**
     * Extends what was opened; called at the instant that open, or the renew before, gave to tf_renew_after. Optional.
     */
    bool (*renew)(tf_call *call);

    /** Gives back what was opened. Optional. */
    bool (*close)(tf_call *call);
} tf_ephemeral_resource;

/**
 * In open and renew: asks Terraform to call renew `milliseconds` from now, unless it has closed it by then. The last
 * call counts.
 */
void tf_renew_after(tf_call *call, int64_t milliseconds);

TF_END_DECLS

#endif
