/*
 * framework_float32_precision, framework_float64_precision: what is applied is the native number, made from the planned one.
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

const tf_resource float32_precision_resource = {
    .type_name = "framework_float32_precision",
    .description = "A number that passes through a float.",
    .attributes = TF_ATTRIBUTES(struct float32_precision, float32_attributes),
    .create = keep_as_it_is,
    .read = keep_as_it_is,
    .update = keep_plan,
    .delete = forget,
};

const tf_resource float64_precision_resource = {
    .type_name = "framework_float64_precision",
    .description = "A number that passes through a double.",
    .attributes = TF_ATTRIBUTES(struct float64_precision, float64_attributes),
    .create = keep_as_it_is,
    .read = keep_as_it_is,
    .update = keep_plan,
    .delete = forget,
};
