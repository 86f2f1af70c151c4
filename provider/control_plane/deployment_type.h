/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types of deployments. Two of them have an older and a newer word each, and the service may answer with either.
 */
#ifndef CONTROL_PLANE_DEPLOYMENT_TYPE_H
#define CONTROL_PLANE_DEPLOYMENT_TYPE_H

#include <stdbool.h>

/** All words for types, up to a NULL. */
extern const char *const control_plane_deployment_types[];

/** Whether both words mean the same type: `serverless` and `dev_zero`, `dedicated` and `prod`, or one word twice. */
bool control_plane_same_deployment_type(const char *one, const char *other);

#endif
