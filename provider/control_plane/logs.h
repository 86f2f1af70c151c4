/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Build and deploy logs, which both generations answer in one form.
 */
#ifndef CONTROL_PLANE_LOGS_H
#define CONTROL_PLANE_LOGS_H

#include <jansson.h>

#include "control_plane/project.h"

/** Reads a LogsResponse, newest entry first, into a `const char *`: its messages, oldest first, with a newline after each. */
bool control_plane_read_log(tf_arena *arena, const json_t *body, void *out);

/**
 * The last lines of the log that tells why a revision of this status failed: the build's or the deployment's. "" where
 * there are none, or they cannot be read.
 */
const char *control_plane_failure_log(const control_plane_session *session, const control_plane_generation *generation,
                                      const char *id, const char *revision_id, const char *status);

#endif
