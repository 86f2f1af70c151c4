/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which project of this process uses what only one should, such as a database. What that is may be a secret: only a
 * digest under a key that ends with the process is remembered.
 */
#ifndef CONTROL_PLANE_CLAIMS_H
#define CONTROL_PLANE_CLAIMS_H

#include "control_plane/session.h"

typedef struct control_plane_claims control_plane_claims;

/** The caller, which is the client, owns it. */
control_plane_claims *control_plane_claims_new(void);
void control_plane_claims_free(control_plane_claims *claims);

/**
 * Notes that `owner` uses what `value` names, in place of what it used before. Returns the first other owner that uses
 * it too, in the session's arena; NULL where there is none. Any thread.
 */
const char *control_plane_claim(const control_plane_session *session, const char *owner, const char *value);

#endif
