/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ARNs of roles: "arn:aws:iam::123456789012:role/path/name".
 */
#ifndef AWS_ARN_H
#define AWS_ARN_H

#include <tfprovider/arena.h>

/** The account in a role's ARN, in `arena`; NULL where `arn` is none. */
const char *aws_account_of_role(tf_arena *arena, const char *arn);

/** The role's name, which an ARN ends with; a name alone stays as it is. A part of `arn`. */
const char *aws_name_of_role(const char *arn);

#endif
