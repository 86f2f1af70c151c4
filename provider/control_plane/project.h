/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Terraform calls a project, whichever generation of the API it lives in: a deployment of v2, or a project of v1
 * (BYOC). Both are described by the same structs and reached by the same table of functions.
 */
#ifndef CONTROL_PLANE_PROJECT_H
#define CONTROL_PLANE_PROJECT_H

#include "control_plane/error.h"

typedef struct control_plane_variable {
    const char *name;
    const char *value; /**< NULL where the service does not tell */
    bool secret;       /**< as the service has it (v1), or as it is to be sent; v2 does not distinguish */
} control_plane_variable;

typedef struct control_plane_variables {
    size_t count;
    control_plane_variable *items;
} control_plane_variables;

/** A project as the service shows it. Texts that the service does not show are NULL. */
typedef struct control_plane_project {
    const char *id;
    const char *name;
    const char *display_name; /**< v2 */
    const char *workspace_id;
    const char *source; /**< "external_docker", "github" … */
    const char *status;
    const char *url;
    const char *custom_url; /**< v2 */
    const char *deployment_type;
    const char *created_at;
    const char *updated_at;
    const char *latest_revision_id;
    const char *active_revision_id;
    const char *image_uri; /**< of the newest revision; in v1 only after control_plane_describe */
    const char
        *resources;     /**< JSON object: v2's resource_spec, v1's container_spec (only after control_plane_describe) */
    const char *region; /**< v1, as the next two */
    const char *account_id;
    const char *external_id;
    const char *latest_revision_status; /**< only after control_plane_describe; NULL where that revision was pruned */
    bool shows_variables;               /**< whether `variables` tells anything: not before there is a revision */
    control_plane_variables variables;
} control_plane_project;

typedef struct control_plane_project_list {
    size_t count;
    control_plane_project *items;
} control_plane_project_list;

/** What a project is to be. NULL leaves to the service what is not set. */
typedef struct control_plane_settings {
    const char *name;
    const char *image_uri;
    const char *deployment_type;
    const char *display_name;                 /**< v2, of a change only */
    const char *custom_url;                   /**< v2 */
    const char *resources;                    /**< JSON object, whole */
    const control_plane_variables *variables; /**< all of them */
    const char *region;                       /**< v1, as the next three; of a creation only */
    const char *account_id;
    const char *role_arn;
    const char *external_id;
} control_plane_settings;

typedef struct control_plane_revision {
    const char *id;
    const char *status;
    const char *message; /**< v1: why */
    const char *image_uri;
    const char *resources; /**< v1 */
} control_plane_revision;

/** A generation of the API. Reads and deletions are repeated by the engine where need be; the rest is not. */
typedef struct control_plane_generation {
    int number; /**< 1 or 2 */
    bool (*create)(const control_plane_session *session, const control_plane_settings *settings,
                   control_plane_project *out, control_plane_error *error);
    bool (*get)(const control_plane_session *session, const char *id, control_plane_project *out,
                control_plane_error *error);
    /** All projects whose name contains `name`, or all where it is NULL, page by page. */
    bool (*list)(const control_plane_session *session, const char *name, control_plane_project_list *out,
                 control_plane_error *error);
    /** Changes what `settings` says. A revision is made where it must be (v1: always). */
    bool (*change)(const control_plane_session *session, const char *id, const control_plane_settings *settings,
                   control_plane_project *out, control_plane_error *error);
    /** Begins to take the project away. `delete_tracing_project` is v2's. */
    bool (*remove)(const control_plane_session *session, const char *id, bool delete_tracing_project,
                   control_plane_error *error);
    bool (*get_revision)(const control_plane_session *session, const char *id, const char *revision_id,
                         control_plane_revision *out, control_plane_error *error);
    /** The last lines of a log, `kind` being "build" or "deploy": text with a newline after each, "" where there are none. */
    bool (*get_log)(const control_plane_session *session, const char *id, const char *revision_id, const char *kind,
                    int lines, const char **out, control_plane_error *error);
} control_plane_generation;

/** v2, `/v2/deployments`. */
extern const control_plane_generation control_plane_deployments;

/** v1, `/v1/projects`. */
extern const control_plane_generation control_plane_projects;

/** The project with its newest revision's status, image and resources. */
bool control_plane_describe(const control_plane_session *session, const control_plane_generation *generation,
                            const char *id, control_plane_project *out, control_plane_error *error);

/**
 * Whether `error`, of a request about one project, says that it does not exist. A 404 in words that any web server has counts
 * only if the control plane answers at this address; otherwise the error becomes CONTROL_PLANE_ERROR_FOREIGN.
 */
bool control_plane_says_gone(const control_plane_session *session, const control_plane_generation *generation,
                             control_plane_error *error);

/** Looks a project up by its exact name. `out->id` is NULL where there is none, or a list alone still shows it. */
bool control_plane_find(const control_plane_session *session, const control_plane_generation *generation,
                        const char *name, control_plane_project *out, control_plane_error *error);

/**
 * Makes a project and returns it. A name that is taken is a conflict. Where the answer is lost, the project is looked up by
 * its name before a second try, cancelled or not, so that none is left behind that the caller does not know.
 */
bool control_plane_create(const control_plane_session *session, const control_plane_generation *generation,
                          const control_plane_settings *settings, control_plane_project *out,
                          control_plane_error *error);

/**
 * Changes the project `before` and returns it as it is then. Where the answer is lost, a newer revision tells that the change
 * was made.
 */
bool control_plane_change(const control_plane_session *session, const control_plane_generation *generation,
                          const control_plane_project *before, const control_plane_settings *settings,
                          control_plane_project *out, control_plane_error *error);

/** A copy of the project in `arena`. */
control_plane_project control_plane_project_copy(tf_arena *arena, const control_plane_project *project);

#endif
