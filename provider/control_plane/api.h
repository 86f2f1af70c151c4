/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The calls of the API, one function each, the same for all generations: the session's tells what they look like. Reads
 * and deletions are repeated by the engine where need be; the rest is not.
 */
#ifndef CONTROL_PLANE_API_H
#define CONTROL_PLANE_API_H

#include "control_plane/error.h"
#include "control_plane/session.h"

bool control_plane_create_project(const control_plane_session *session, const control_plane_settings *settings,
                                  control_plane_project *out, control_plane_error *error);

bool control_plane_get_project(const control_plane_session *session, const char *id, control_plane_project *out,
                               control_plane_error *error);

/** All projects whose name contains `contained`, or all where it is NULL, page by page. */
bool control_plane_list_projects(const control_plane_session *session, const char *contained,
                                 control_plane_project_list *out, control_plane_error *error);

/** Takes one project, which goes with its page. False where no more are wanted. */
typedef bool (*control_plane_project_taker)(const control_plane_project *project, void *taken);

/** The same projects, each handed on as its page comes. What was taken before an error stays taken. */
bool control_plane_walk_projects(const control_plane_session *session, const char *contained,
                                 control_plane_project_taker take, void *taken, control_plane_error *error);

/**
 * The projects that may have this name. A service that cannot be asked for it exactly gives all whose name contains it.
 */
bool control_plane_list_projects_named(const control_plane_session *session, const char *name,
                                       control_plane_project_list *out, control_plane_error *error);

/** Changes what `settings` says, and returns the project. A revision is made where it must be. */
bool control_plane_change_project(const control_plane_session *session, const char *id,
                                  const control_plane_settings *settings, control_plane_project *out,
                                  control_plane_error *error);

/** Gives the project other sizes, which makes a revision, and returns it. */
bool control_plane_resize_project(const control_plane_session *session, const char *id,
                                  const control_plane_sizes *sizes, control_plane_project *out,
                                  control_plane_error *error);

/** Begins to take the project away. Not every generation can take its tracing project along. */
bool control_plane_remove_project(const control_plane_session *session, const char *id, bool delete_tracing_project,
                                  control_plane_error *error);

/**
 * The newest revisions of a project, newest first: at most `limit` of those whose status is `status`, or any where it
 * is NULL.
 */
bool control_plane_list_revisions(const control_plane_session *session, const char *id, const char *status,
                                  size_t limit, control_plane_revision_list *out, control_plane_error *error);

bool control_plane_get_revision(const control_plane_session *session, const char *id, const char *revision_id,
                                control_plane_revision *out, control_plane_error *error);

/** Begins to deploy a revision again, by a new one. */
bool control_plane_redeploy_revision(const control_plane_session *session, const char *id, const char *revision_id,
                                     control_plane_error *error);

/** Stops a revision that is in progress. One that is not is refused. */
bool control_plane_interrupt_revision(const control_plane_session *session, const char *id, const char *revision_id,
                                      control_plane_error *error);

/** The last `lines` entries of a log, `kind` being "build" or "deploy". */
bool control_plane_get_log(const control_plane_session *session, const char *id, const char *revision_id,
                           const char *kind, int lines, control_plane_log *out, control_plane_error *error);

/** Reads a LogsResponse, newest entry first, into a control_plane_log. */
bool control_plane_read_log(tf_arena *arena, const json_t *body, void *out);

#endif
