/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Functions that return their argument. ECHO_FUNCTION writes one: its name, the name of its parameter, the C type of
 * that, and the macro that binds it by struct and field.
 */
#ifndef CONFORMANCE_ECHO_H
#define CONFORMANCE_ECHO_H

#include <tfprovider/function.h>

#include "conformance.h"

#define ECHO_FUNCTION(function, parameter, field_type, bind)                                                   \
    struct echo_##function {                                                                                   \
        field_type parameter;                                                                                  \
    };                                                                                                         \
    static const tf_parameter parameters_##function[] = { { .attribute = {                                     \
                                                                bind(struct echo_##function, parameter) } } }; \
    const tf_function function##_function = {                                                                  \
        .name = #function,                                                                                     \
        .summary = "Returns its argument.",                                                                    \
        TF_PARAMETERS(struct echo_##function, parameters_##function),                                          \
        .result = { bind(struct echo_##function, parameter) },                                                 \
        .run = keep_as_it_is,                                                                                  \
    }

#endif
