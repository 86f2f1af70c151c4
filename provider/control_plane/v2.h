/* SPDX-License-Identifier: Apache-2.0 */
/* Generation 2 of the API, `/v2/deployments`. */
#ifndef CONTROL_PLANE_V2_H
#define CONTROL_PLANE_V2_H

#include "control_plane/generation.h"

extern const control_plane_generation control_plane_v2;

#endif
