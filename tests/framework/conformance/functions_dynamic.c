/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Functions with parameters of dynamic type; each returns its argument with the type that it has.
 */
#include "echo.h"
#include "things.h"

/* In the form that ECHO_FUNCTION takes. */
#define DYNAMIC(struct_type, field) TF_VALUE(struct_type, field), .type = &tf_type_dynamic
#define OBJECT(struct_type, field) TF_OBJECT(struct_type, field, struct dynamic_members, dynamic_members)

struct dynamic_members {
    tf_value dynamic_attr1;
    tf_value dynamic_attr2;
};

static const tf_attribute dynamic_members[] = {
    { DYNAMIC(struct dynamic_members, dynamic_attr1), .mode = TF_OPTIONAL },
    { DYNAMIC(struct dynamic_members, dynamic_attr2), .mode = TF_OPTIONAL },
};

ECHO_FUNCTION(dynamic, dynamic_param, tf_value, DYNAMIC);
ECHO_FUNCTION(object_with_dynamic, object_param, TF_OBJECT_OF(struct dynamic_members), OBJECT);

struct dynamic_variadic {
    tf_value dynamic_variadic_param;
};

static const tf_parameter variadic_parameter = {
    .attribute = { DYNAMIC(struct dynamic_variadic, dynamic_variadic_param) },
};

const tf_function dynamic_variadic_function = {
    .name = "dynamic_variadic",
    .summary = "Returns the tuple of its arguments.",
    .variadic = &variadic_parameter,
    .result = { DYNAMIC(struct dynamic_variadic, dynamic_variadic_param) },
    .size = sizeof(struct dynamic_variadic),
    .run = keep_as_it_is,
};
