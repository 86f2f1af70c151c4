/* SPDX-License-Identifier: Apache-2.0 */
/* Generation 1 of the API, `/v1/projects`. */
#ifndef CONTROL_PLANE_V1_H
#define CONTROL_PLANE_V1_H

#include "control_plane/generation.h"

extern const control_plane_generation control_plane_v1;

#endif
