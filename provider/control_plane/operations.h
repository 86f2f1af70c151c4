/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a resource does with a project, each out of several calls: describe, find, create, change. A lost answer is
 * found out here, so that nothing is done twice.
 */
#ifndef CONTROL_PLANE_OPERATIONS_H
#define CONTROL_PLANE_OPERATIONS_H

#include "control_plane/api.h"

/** The project with its newest revision's status, image and resources. */
bool control_plane_describe(const control_plane_session *session, const char *id, control_plane_project *out,
                            control_plane_error *error);

/** Fills in what the newest revision tells of a project that was read or listed: no call where that one serves (v2). */
bool control_plane_complete(const control_plane_session *session, control_plane_project *project,
                            control_plane_error *error);

/**
 * Whether `error`, of a request about one project, says that it does not exist. A 404 in words that any web server has
 * counts only if the control plane answers at this address; otherwise the error becomes CONTROL_PLANE_ERROR_FOREIGN.
 */
bool control_plane_says_gone(const control_plane_session *session, control_plane_error *error);

/**
 * The same for a refresh: out of a list that others share where many are read in this process, so that a settled
 * project costs no request. What a list lacks, or shows as leaving, is asked for alone.
 */
bool control_plane_refresh(const control_plane_session *session, const char *id, control_plane_project *out,
                           control_plane_error *error);

/** Looks a project up by its exact name. `out->id` is NULL where there is none, or a list alone still shows it. */
bool control_plane_find(const control_plane_session *session, const char *name, control_plane_project *out,
                        control_plane_error *error);

/**
 * Makes a project and returns it. A name that is taken is a conflict, which tells who has it and whether it is leaving.
 * Where the answer is lost, the project is looked up by its name before a second try, cancelled or not, so that none is
 * left behind that the caller does not know.
 */
bool control_plane_create(const control_plane_session *session, const control_plane_settings *settings,
                          control_plane_project *out, control_plane_error *error);

/**
 * Changes the project `before` and returns it as it is then. Where the answer is lost, a newer revision tells that the
 * change was made. While a revision is in progress, which the service refuses changes for, it waits and tries again;
 * where the session ends before, the error is CONTROL_PLANE_ERROR_CANCELLED or _DEADLINE, in the service's words.
 */
bool control_plane_change(const control_plane_session *session, const control_plane_project *before,
                          const control_plane_settings *settings, control_plane_project *out,
                          control_plane_error *error);

/** Gives the project `before` other sizes, in the same way. */
bool control_plane_resize(const control_plane_session *session, const control_plane_project *before,
                          const control_plane_sizes *sizes, control_plane_project *out, control_plane_error *error);

/**
 * Deploys a revision of the project `before` again, by a new revision, and returns the project as it is then; otherwise
 * likewise.
 */
bool control_plane_redeploy(const control_plane_session *session, const control_plane_project *before,
                            const char *revision_id, control_plane_project *out, control_plane_error *error);

/** Begins to take the project away, likewise. Not every generation can take its tracing project along. */
bool control_plane_remove(const control_plane_session *session, const char *id, bool delete_tracing_project,
                          control_plane_error *error);

#endif
