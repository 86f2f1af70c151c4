/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A function of the provider, called in a configuration as provider::NAME::FUNCTION(…) from Terraform 1.8 on.
 *
 * Parameters are a table like a resource's attributes and bind to the fields of one struct, as does the result.
 */
#ifndef TFPROVIDER_FUNCTION_H
#define TFPROVIDER_FUNCTION_H

#include <tfprovider/schema.h>

TF_BEGIN_DECLS

/** One parameter: name, field and type by a TF_* macro, and what it accepts. */
typedef struct tf_parameter {
    /** `{ TF_STRING(struct greeting, name), .description = … }`. It has no mode; its checks run first. */
    tf_attribute attribute;
    bool allow_null; /**< whether null is accepted; otherwise Terraform refuses it */
    /** Whether unknown values are accepted; otherwise they make the result unknown without a call of the function. */
    bool allow_unknown;
} tf_parameter;

/** Of a tf_function: its parameters, which bind to `struct_type` as the result does. */
#define TF_PARAMETERS(struct_type, table) \
    .parameters = (table), .parameter_count = sizeof(table) / sizeof((table)[0]), .size = sizeof(struct_type)

typedef struct tf_function {
    const char *name;               /**< "greet" */
    const char *summary;            /**< plain text, one sentence */
    const char *description;        /**< Markdown */
    const char *deprecated;         /**< what to use instead; NULL where it is not */
    const tf_parameter *parameters; /**< in order; set by TF_PARAMETERS */
    size_t parameter_count;         /**< set by TF_PARAMETERS */
    size_t size;                    /**< bytes of the struct; set by TF_PARAMETERS */
    /**
     * The parameter that takes all further arguments, NULL where the function is not variadic: a TF_STRING_LIST, a
     * TF_OBJECT_LIST, or a TF_VALUE whose `type` is that of one argument and whose field becomes a tuple of them. The
     * field is never null: without further arguments it is empty.
     */
    const tf_parameter *variadic;
    /**
     * `{ TF_STRING(struct greeting, result) }`. It may be a parameter's field: the result is then what the function
     * leaves in it.
     */
    tf_attribute result;

    /**
     * Reads the arguments from the struct and sets the result in it, which is null before (unless it is a parameter's
     * field) and may be unknown only where an argument is. The provider may not be configured. An error that names a
     * parameter by tf_fail_on is shown at its argument.
     */
    bool (*run)(tf_call *call, void *arguments);
} tf_function;

/** Error on one argument, counted from 0, which Terraform shows at that argument. Returns false. */
bool tf_fail_argument(tf_call *call, size_t argument, const char *text, ...) __attribute__((format(printf, 3, 4)));

TF_END_DECLS

#endif
