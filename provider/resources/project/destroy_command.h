/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `terraform destroy` plans twice: the configuration as for an apply, to refresh, and only then the end of everything.
 * The protocol does not tell the first of these from a plan that is meant, and an error in it stops the destroy. What
 * Terraform was started with does tell.
 */
#ifndef RESOURCES_PROJECT_DESTROY_COMMAND_H
#define RESOURCES_PROJECT_DESTROY_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/** Whether the process that started this one was asked to destroy; false where that cannot be seen. */
bool destroy_command_is_running(void);

/** Whether the command line, `size` bytes with a NUL behind each argument, asks Terraform to destroy. */
bool destroy_command_is(const char *arguments, size_t size);

#endif
