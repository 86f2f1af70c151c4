/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the environment. Which variable means what is said where it is asked for.
 */
#include "aws/environment.h"

#include <stdlib.h>

const char *aws_environment(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0' ? value : NULL;
}
