/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What well-known variables have to look like, so that a mistake is found before a build and not after it. Nothing is
 * said of values that are not known yet, and no text holds a value.
 */
#ifndef RESOURCES_PROJECT_VARIABLE_RULES_H
#define RESOURCES_PROJECT_VARIABLE_RULES_H

#include <tfprovider/call.h>
#include <tfprovider/value.h>

/** Checks both parts of the variables, in LangChain's cloud or outside of it. */
bool variable_rules_check(tf_call *call, const tf_string_map *environment, const tf_string_map *secrets, bool in_cloud);

#endif
