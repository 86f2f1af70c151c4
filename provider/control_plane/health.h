/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a deployed project serves: after its revision is deployed, the pods may still be rolling.
 */
#ifndef CONTROL_PLANE_HEALTH_H
#define CONTROL_PLANE_HEALTH_H

#include "control_plane/session.h"

/** So many good answers in a row count. */
#define CONTROL_PLANE_GOOD_ANSWERS 3

/**
 * Waits until `url`, where the project `name` answers, answers GET {url}/ok with 200 so many times in a row, looking
 * once a poll interval. No key is sent there; certificates are trusted as for the control plane. False with
 * `*out_problem`, a clause in the session's arena that says what came last, where the session ended before, or at once
 * where nothing can be sent to `url` (NULL allowed).
 */
bool control_plane_wait_until_healthy(const control_plane_session *session, const char *url, const char *name,
                                      const char **out_problem);

#endif
