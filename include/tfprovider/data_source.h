/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A data source: something that exists outside, read during plan or apply.
 */
#ifndef TFPROVIDER_DATA_SOURCE_H
#define TFPROVIDER_DATA_SOURCE_H

#include <tfprovider/schema.h>

TF_BEGIN_DECLS

typedef struct tf_data_source {
    const char *type_name;
    const tf_schema *schema; /**< TF_SCHEMA(struct …, table) */

    /** Checks of the whole configuration, beyond those of its attributes. Fields may be unknown. Optional. */
    bool (*validate)(tf_call *call, const void *config);

    /**
     * Completes `data`, in which the configured fields are set, all known, and the computed ones are null. Configured
     * fields must stay as they are, and no field may be unknown afterwards.
     */
    bool (*read)(tf_call *call, void *data);
} tf_data_source;

TF_END_DECLS

#endif
