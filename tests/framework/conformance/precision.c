/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_float32_precision, framework_float64_precision: what is applied is the native number, made from the planned
 * one.
 */
#include "conformance.h"

struct float32_precision {
    tf_float32 float32_attribute;
};

struct float64_precision {
    tf_float64 float64_attribute;
};

static const tf_attribute float32_attributes[] = {
    { TF_FLOAT32(struct float32_precision, float32_attribute), .mode = TF_OPTIONAL_COMPUTED },
};

static const tf_attribute float64_attributes[] = {
    { TF_FLOAT64(struct float64_precision, float64_attribute), .mode = TF_OPTIONAL_COMPUTED },
};

static bool float32_create(tf_call *call, void *plan)
{
    (void)call;
    struct float32_precision *precision = plan;
    if (tf_known(precision->float32_attribute))
        precision->float32_attribute = tf_float32_of(precision->float32_attribute.value);
    return true;
}

static bool float32_update(tf_call *call, const void *prior, void *plan)
{
    (void)prior;
    return float32_create(call, plan);
}

static bool float64_create(tf_call *call, void *plan)
{
    (void)call;
    struct float64_precision *precision = plan;
    if (tf_known(precision->float64_attribute))
        precision->float64_attribute = tf_float64_of(precision->float64_attribute.value);
    return true;
}

static bool float64_update(tf_call *call, const void *prior, void *plan)
{
    (void)prior;
    return float64_create(call, plan);
}

const tf_resource float32_precision_resource = {
    .type_name = "framework_float32_precision",
    .schema =
        TF_SCHEMA(struct float32_precision, float32_attributes, .description = "A number that passes through a float."),
    .create = float32_create,
    .read = keep_as_it_is,
    .update = float32_update,
    .delete = forget,
};

const tf_resource float64_precision_resource = {
    .type_name = "framework_float64_precision",
    .schema = TF_SCHEMA(struct float64_precision, float64_attributes,
                        .description = "A number that passes through a double."),
    .create = float64_create,
    .read = keep_as_it_is,
    .update = float64_update,
    .delete = forget,
};
