/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Environment variables, as AWS's tools take them: one that is empty is not set.
 */
#ifndef AWS_ENVIRONMENT_H
#define AWS_ENVIRONMENT_H

/** The value of an environment variable; NULL where it is unset or empty. */
const char *aws_environment(const char *name);

#endif
