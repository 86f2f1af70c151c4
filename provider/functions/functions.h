/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The provider's functions, called in a configuration as provider::langgraph::NAME(…) from Terraform 1.8 on. They
 * compute from their arguments alone and call nobody.
 *
 * A function is one file that defines a `const tf_function <name>_function`, and one word in PROVIDER_FUNCTIONS.
 */
#ifndef FUNCTIONS_FUNCTIONS_H
#define FUNCTIONS_FUNCTIONS_H

#include <tfprovider/function.h>

/** All functions, by the names of their files. */
#define PROVIDER_FUNCTIONS(each)                                                                               \
    each(control_plane_endpoint) each(image_parse) each(postgres_uri) each(role_policies) each(runs_endpoints) \
        each(trust_policy)

#define PROVIDER_DECLARE_FUNCTION(name) extern const tf_function name##_function;
PROVIDER_FUNCTIONS(PROVIDER_DECLARE_FUNCTION)
#undef PROVIDER_DECLARE_FUNCTION

#endif
