/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An action: something done once when a configuration says so, without a state, from Terraform 1.14 on.
 */
#ifndef TFPROVIDER_ACTION_H
#define TFPROVIDER_ACTION_H

#include <tfprovider/schema.h>

TF_BEGIN_DECLS

typedef struct tf_action {
    const char *type_name;
    const tf_schema *schema; /**< TF_SCHEMA(struct …, table) */

    /** Checks of the whole configuration, beyond those of its attributes. Fields may be unknown. Optional. */
    bool (*validate)(tf_call *call, const void *config);

    /** Says at plan time what can be said already; fields may be unknown. Optional. */
    bool (*plan)(tf_call *call, const void *config);

    /** Does it; `config` is wholly known. tf_progress tells the user how far it is. */
    bool (*invoke)(tf_call *call, const void *config);
} tf_action;

/**
 * In invoke: a line (a printf format) that Terraform shows at once. Waits until it has gone out. Nothing goes out once
 * the call is cancelled, when Terraform listens to the action's end alone.
 */
void tf_progress(tf_call *call, const char *text, ...) __attribute__((format(printf, 2, 3)));

TF_END_DECLS

#endif
