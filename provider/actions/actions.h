/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The provider's actions, and what those of projects have in common. An action is a file that defines a
 * `const tf_action <name>_action`, and one word in PROVIDER_ACTIONS.
 */
#ifndef ACTIONS_ACTIONS_H
#define ACTIONS_ACTIONS_H

#include <tfprovider/action.h>

#include "control_plane/operations.h"

/** All actions, by the names of their files. */
#define PROVIDER_ACTIONS(each) each(project_interrupt) each(project_redeploy) each(project_rollback)

#define PROVIDER_DECLARE_ACTION(name) extern const tf_action name##_action;
PROVIDER_ACTIONS(PROVIDER_DECLARE_ACTION)
#undef PROVIDER_DECLARE_ACTION

/**
 * Looks for the project in both generations, and opens a session of the one that it lives in. False after reporting
 * that there is none, or why it cannot be told.
 */
bool action_find_project(tf_call *call, const char *id, control_plane_session *out_session, control_plane_project *out);

/**
 * Deploys a revision of `project` again and, if `waits`, follows the new one to its end: each status and each line of
 * its log is progress, a failure an error with the log's end. `timeout` is a duration.
 */
bool action_redeploy(tf_call *call, const control_plane_session *session, const control_plane_project *project,
                     const char *revision_id, bool waits, const char *timeout);

#endif
