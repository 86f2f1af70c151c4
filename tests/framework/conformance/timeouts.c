/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_timeouts: a nested attribute with a duration in Go's notation.
 */
#include "conformance.h"

struct timeouts {
    tf_string create;
};

struct with_timeouts {
    TF_OBJECT_OF(struct timeouts) timeouts;
};

static const tf_attribute timeouts[] = {
    { TF_STRING(struct timeouts, create), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_DURATION) },
};

static const tf_attribute attributes[] = {
    { TF_OBJECT(struct with_timeouts, timeouts, struct timeouts, timeouts), .mode = TF_OPTIONAL },
};

const tf_resource timeouts_resource = {
    .type_name = "framework_timeouts",
    .schema = TF_SCHEMA(struct with_timeouts, attributes, .description = "A timeout for creating."),
    .create = keep_as_it_is,
    .read = keep_as_it_is,
    .update = keep_plan,
    .delete = forget,
};
