/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Functions whose parameters have static types; each returns its argument.
 */
#include "echo.h"
#include "things.h"

struct object_members {
    tf_string attr1;
    tf_int64 attr2;
};

static const tf_attribute object_members[] = {
    { TF_STRING(struct object_members, attr1), .mode = TF_OPTIONAL },
    { TF_INT64(struct object_members, attr2), .mode = TF_OPTIONAL },
};

ECHO_FUNCTION(bool, bool_param, tf_bool, TF_BOOL);
ECHO_FUNCTION(string, string_param, tf_string, TF_STRING);
ECHO_FUNCTION(int32, int32_param, tf_int32, TF_INT32);
ECHO_FUNCTION(int64, int64_param, tf_int64, TF_INT64);
ECHO_FUNCTION(float32, float32_param, tf_float32, TF_FLOAT32);
ECHO_FUNCTION(float64, float64_param, tf_float64, TF_FLOAT64);
ECHO_FUNCTION(number, number_param, tf_number, TF_NUMBER);
ECHO_FUNCTION(list, list_param, tf_string_list, TF_STRING_LIST);
ECHO_FUNCTION(set, set_param, tf_string_set, TF_STRING_SET);
ECHO_FUNCTION(map, map_param, tf_string_map, TF_STRING_MAP);
/* In the form that ECHO_FUNCTION takes. */
#define OBJECT(struct_type, field) TF_OBJECT(struct_type, field, struct object_members, object_members)

ECHO_FUNCTION(object, object_param, TF_OBJECT_OF(struct object_members), OBJECT);

struct variadic {
    tf_string_list variadic_param;
};

static const tf_parameter variadic_parameter = { .attribute = { TF_STRING_LIST(struct variadic, variadic_param) } };

const tf_function variadic_function = {
    .name = "variadic",
    .summary = "Returns the list of its arguments.",
    .variadic = &variadic_parameter,
    .result = { TF_STRING_LIST(struct variadic, variadic_param) },
    .size = sizeof(struct variadic),
    .run = keep_as_it_is,
};
