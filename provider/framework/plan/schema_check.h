/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a provider's tables can work, checked once at start so that a mistake shows before Terraform meets it.
 */
#ifndef FRAMEWORK_PLAN_SCHEMA_CHECK_H
#define FRAMEWORK_PLAN_SCHEMA_CHECK_H

#include <tfprovider/schema.h>

/**
 * Checks the attributes of a resource or provider block at every depth: names (form, reserved, twice), modes, nested
 * tables, defaults that parse and have the mode for it, flags that contradict each other. False with `*out_problem` in
 * `arena`, which names the attribute.
 */
bool schema_check(tf_arena *arena, const tf_schema *schema, const char **out_problem);

#endif
