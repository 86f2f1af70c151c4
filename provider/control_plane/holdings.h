/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which projects Terraform holds, as far as this process has seen: their names are taken by nobody else. Likewise
 * listeners that a plan changes: what the service shows of them is about to be another.
 */
#ifndef CONTROL_PLANE_HOLDINGS_H
#define CONTROL_PLANE_HOLDINGS_H

#include <stdbool.h>

#include "control_plane/session.h"

typedef struct control_plane_holdings control_plane_holdings;

/** The caller, which is the client, owns it. */
control_plane_holdings *control_plane_holdings_new(void);
void control_plane_holdings_free(control_plane_holdings *holdings);

/** Notes that Terraform holds the project of this id, or is about to change the listener of it. */
void control_plane_hold(const control_plane_session *session, const char *id);

bool control_plane_is_held(const control_plane_session *session, const char *id);

#endif
