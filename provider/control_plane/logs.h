/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Build and deploy logs of revisions that failed.
 */
#ifndef CONTROL_PLANE_LOGS_H
#define CONTROL_PLANE_LOGS_H

#include "control_plane/session.h"

/**
 * The last lines of the log that tells why a revision of this status failed: the build's or the deployment's. "" where
 * there are none, or they cannot be read.
 */
const char *control_plane_failure_log(const control_plane_session *session, const char *id, const char *revision_id,
                                      const char *status);

#endif
