/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Terraform calls a project, whichever generation of the API it lives in: a deployment of v2, or a project of v1
 * (BYOC).
 */
#ifndef CONTROL_PLANE_PROJECT_H
#define CONTROL_PLANE_PROJECT_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/arena.h>

typedef struct control_plane_variable {
    const char *name;
    const char *value; /**< NULL where the service does not tell */
    bool secret;       /**< as the service has it (v1), or as it is to be sent; v2 does not distinguish */
} control_plane_variable;

typedef struct control_plane_variables {
    size_t count;
    control_plane_variable *items;
} control_plane_variables;

/** A secret of Kubernetes that a variable takes its value from. */
typedef struct control_plane_reference {
    const char *name;
    const char *secret_name;
    const char *secret_key;
} control_plane_reference;

typedef struct control_plane_references {
    size_t count;
    control_plane_reference *items;
} control_plane_references;

/** Tiers of a project in LangChain's cloud, such as "DEDICATED_M"; NULL leaves one as it is. */
typedef struct control_plane_sizes {
    const char *compute;
    const char *database;
} control_plane_sizes;

/** A repository that the service builds from. In a change, what is NULL is left as it is. */
typedef struct control_plane_repository {
    const char *integration_id;
    const char *url;
    const char *ref; /**< branch, tag or commit as it was asked for, not the commit that was built */
    const char *config_path;
    const char *install_command;
    const char *build_command;
    const bool *build_on_push;
} control_plane_repository;

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
    const char *listener_id; /**< v2 */
    const char *latest_revision_id;
    const char *active_revision_id;
    const char *image_uri; /**< of the newest revision; in v1 only after control_plane_describe */
    const char
        *resources;     /**< JSON object: v2's resource_spec, v1's container_spec (only after control_plane_describe) */
    const char *region; /**< v1, as the next two */
    const char *account_id;
    const char *external_id;
    const char *latest_revision_status; /**< only after control_plane_describe; NULL where that revision was pruned */
    const char *k8s_namespace;          /**< v2, as the next two */
    control_plane_repository repository;
    control_plane_references references;
    bool shows_variables; /**< whether `variables` tells anything: not before there is a revision */
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
    const char *listener_id;                  /**< v2, of a creation only, as the next */
    const char *k8s_namespace;
    const control_plane_repository *repository; /**< v2: the source, in place of an image */
    const control_plane_references *references; /**< v2: all of them */
    const char *region;                         /**< v1, as the next three; of a creation only */
    const char *account_id;
    const char *role_arn;
    const char *external_id;
} control_plane_settings;

typedef struct control_plane_revision {
    const char *id;
    const char *status;
    const char *message; /**< v1: why */
    const char *image_uri;
    const char *commit_sha; /**< that was built, where the source is a repository */
    const char *resources;  /**< v1 */
    const char *created_at;
    const char *updated_at;
} control_plane_revision;

/** A line of a build or deploy log. */
typedef struct control_plane_log_entry {
    const char *id;      /**< NULL where it has none */
    const char *message; /**< without line breaks at its end */
} control_plane_log_entry;

typedef struct control_plane_log {
    size_t count;
    control_plane_log_entry *entries; /**< oldest first */
} control_plane_log;

typedef struct control_plane_revision_list {
    size_t count;
    control_plane_revision *items;
} control_plane_revision_list;

/** Whether a change by these settings makes a revision in v2. */
bool control_plane_settings_make_revision(const control_plane_settings *settings);

/** The variable of that name, NULL where there is none. */
const control_plane_variable *control_plane_find_variable(const control_plane_variables *variables, const char *name);

#endif
