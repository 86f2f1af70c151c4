/* SPDX-License-Identifier: Apache-2.0 */
/*
 * langgraph_project: its structs, and what its files do for each other. resource.c is where to begin.
 */
#ifndef RESOURCES_PROJECT_H
#define RESOURCES_PROJECT_H

#include <tfprovider/resource.h>

#include "control_plane/client.h"
#include "control_plane/wait.h"
#include "control_plane/wait_state.h"

/** Where a BYOC project runs. */
struct project_byoc {
    tf_string role_arn;
    tf_string region;
    tf_string external_id;
};

/** The service's ResourceSpec, field by field; `volumes` to `sidecars` are JSON text. */
struct project_resources {
    tf_int64 min_scale, max_scale;
    tf_number cpu, cpu_limit;
    tf_int64 memory_mb, memory_limit_mb;
    tf_int64 queue_min_scale, queue_max_scale;
    tf_number queue_cpu, queue_cpu_limit;
    tf_int64 queue_memory_mb, queue_memory_limit_mb;
    tf_number redis_cpu, redis_cpu_limit;
    tf_int64 redis_memory_mb, redis_memory_limit_mb;
    tf_number db_cpu, db_cpu_limit;
    tf_int64 db_memory_mb, db_memory_limit_mb;
    tf_int64 db_storage_gi, db_max_connections;
    tf_string_map labels, annotations;
    tf_string service_account_name;
    tf_string_set image_pull_secrets;
    tf_string volumes, volume_mounts, init_containers, sidecars;
};

/** A repository that is built and deployed, in place of an image. */
struct project_github {
    tf_string integration_id;
    tf_string repo_url;
    tf_string repo_ref;
    tf_string config_path;
    tf_bool build_on_push;
    tf_string install_command;
    tf_string build_command;
};

/** A variable whose value is in a secret of Kubernetes. */
struct project_reference {
    tf_string name;
    tf_string secret_name;
    tf_string secret_key;
};

/** How long operations may take where the user does not say. */
#define PROJECT_CREATE_TIMEOUT "60m"
#define PROJECT_UPDATE_TIMEOUT "30m"
#define PROJECT_DELETE_TIMEOUT "30m"

struct project {
    tf_string id;
    tf_string name;
    tf_string image_uri;
    TF_OBJECT_OF(struct project_github) github;
    TF_OBJECT_OF(struct project_byoc) byoc;
    tf_string listener_id;
    tf_string k8s_namespace;
    tf_string deployment_type;
    tf_string compute_size;
    tf_string database_size;
    tf_string display_name;
    tf_string custom_url;
    tf_string_map environment;
    tf_string_map secrets; /* known in the configuration only */
    tf_string secrets_version;
    TF_OBJECTS_OF(struct project_reference) secret_references;
    TF_OBJECT_OF(struct project_resources) resources;
    tf_value secret_versions;
    tf_bool wait_for_ready;
    tf_bool wait_for_healthy;
    tf_bool preflight;
    tf_bool delete_tracing_project;
    tf_bool deletion_protection;
    TF_OBJECT_OF(tf_timeouts) timeouts;
    tf_string workspace_id;
    tf_string url;
    tf_string status;
    tf_string latest_revision_id;
    tf_string active_revision_id;
    tf_string latest_revision_status;
    tf_string created_at;
    tf_string updated_at;
};

/** What stands in `environment` for the value of a variable that somebody else has set. */
#define PROJECT_OUTSIDE "(set outside Terraform)"

/** Private value: the revision whose wait did not finish, so that the next apply takes it up. */
#define PROJECT_AWAITED "awaited_revision"

/**
 * Private value: what is deployed did not answer yet when the wait for that ended, so that the next apply takes it up.
 */
#define PROJECT_NOT_SERVING "not_serving"

/** Private value: the newest revision that an update of Terraform's made. */
#define PROJECT_MADE "made_revision"

/** Private value: Terraform began to delete the project, so that it is in state until it is gone. */
#define PROJECT_DELETING "deleting"

/** Private value: sizes that the state has were not sent yet. */
#define PROJECT_SIZES_PENDING "sizes_pending"

/**
 * Private value: the role was inferred by an import, so that the first configuration may name another of that account.
 */
#define PROJECT_ROLE_INFERRED "role_arn_inferred"

/* schema.c */
/** What tells a project from all others. */
struct project_identity {
    tf_string id;
    tf_string workspace_id;
};

extern const tf_schema project_schema;
extern const tf_schema project_identity_schema;
extern const tf_schema project_resources_schema;

/** Of `secret_versions`: a map of numbers. */
extern const tf_type project_versions_type;

/* validate.c: what can be said without a call. */

/** Checks of the configuration as a whole. */
bool project_validate(tf_call *call, const void *config);

/** Whether `text` is one of `texts`, which end with NULL. */
bool project_is_among(const char *text, const char *const *texts);

/* validate_variables.c */

/** Reports, at `where`, a name that no variable can have. */
bool project_check_variable_name(tf_call *call, const char *where, const char *name);

/** Checks of `environment` and `secrets`. */
bool project_validate_variables(tf_call *call, const struct project *config);

/**
 * Checks of planned variables, which depend on the provider's endpoint: what LangChain's cloud refuses, what well-known
 * ones need.
 */
bool project_check_variables(tf_call *call, const struct project *planned);

/* plan.c */

/** Refuses to plan the end of a project that is protected from it. */
bool project_plan_destroy(tf_call *call, const void *prior);

/** Refuses to end a project that is protected from it, where `state` says so. */
bool project_check_protection(tf_call *call, const struct project *state);

/**
 * Whether the project, as it was `seen`, has a failed revision that an update of Terraform's made: then the update is
 * not done.
 */
bool project_is_to_be_deployed_again(const tf_call *call, const struct project *seen);

/* The functions of the resource, each in the file of its name; move and generate in import.c. */
bool project_plan(tf_call *call, const void *prior, void *planned);
bool project_create(tf_call *call, void *plan);
bool project_read(tf_call *call, void *state);
bool project_update(tf_call *call, const void *prior, void *plan);
bool project_delete(tf_call *call, const void *state);
bool project_import(tf_call *call, const char *id, void *state);
bool project_move(tf_call *call, const tf_move_source *source, void *state);
bool project_generate(tf_call *call, void *config);

/** The part of a read that follows the look: brings all of `state` up to date that the configuration may name. */
void project_refresh(tf_call *call, struct project *state, const control_plane_project *found);

/* import.c */

/** Whether a project that the service shows can be imported. */
bool project_can_be_taken_over(const control_plane_generation *generation, const control_plane_project *found);

/** The end of an import: fills in what a read does not. False after reporting why the project cannot be managed. */
bool project_take_over(tf_call *call, const control_plane_generation *generation, const control_plane_project *found,
                       struct project *project);

/* state.c: between the service's view and the resource's struct. */

/** The generation that the project lives in: v1 with `byoc`, else v2. */
const control_plane_generation *project_generation(const struct project *project);

/** Sets what tells the project from all others: `id`, and the workspace as the service or the state names it. */
void project_identify(tf_call *call, tf_string id, tf_string workspace_id);

/** A session of that generation on behalf of the call, within its limit. False after reporting why there is none. */
bool project_open(tf_call *call, const struct project *project, control_plane_session *out);

/** A session of a generation that is not known from a project yet. */
control_plane_session project_session_of(tf_call *call, control_plane_client *client,
                                         const control_plane_generation *generation);

/**
 * The ARN of the role that a BYOC project most likely uses: the fixed name in its account and its region's partition.
 */
const char *project_role_of(tf_arena *arena, const control_plane_project *found);

/** Whether two words for a deployment type mean the same: `serverless` is `dev_zero`, `dedicated` is `prod`. */
bool project_same_deployment_type(tf_arena *arena, const char *one, const char *other);

/** What a waiter for the newest revision would do next, by what `state` shows. */
control_plane_step project_step_of(const struct project *state);

/** Fills in what is unknown of `project` from what the service shows. Known fields stay as planned. */
void project_fill(struct project *project, const control_plane_project *found);

/* source.c: where a project comes from, and what Kubernetes gives to it. */

/** Whether the plan is about another source, or another place in Kubernetes: then about another project. */
bool project_is_of_another_source(const struct project *prior, const struct project *planned);

/** Whether the plan changes, or may change, what is built or which secrets of Kubernetes are used. */
bool project_plans_source(const struct project *prior, const struct project *planned);

/** Adds to `settings` what a creation sends of it. */
void project_source_to_create(tf_call *call, const struct project *plan, control_plane_settings *settings);

/**
 * Adds to `settings` what was planned to change and is still different at the service. Returns whether there is
 * anything.
 */
bool project_source_to_change(tf_call *call, const struct project *prior, const struct project *plan,
                              const control_plane_project *found, control_plane_settings *settings);

/** Brings it up to date in `state`, as far as the state has it. */
void project_refresh_source(tf_call *call, struct project *state, const control_plane_project *found);

/** Fills in the block of a project that is built from a repository. */
void project_import_github(tf_call *call, struct project *state, const control_plane_repository *found);

/* sizes.c */

/** Checks of a configuration: what sizes go with. */
bool project_validate_sizes(tf_call *call, const struct project *config);

bool project_has_sizes(const struct project *project);

/** Whether the plan changes, or may change, a size, or one is still to be sent. */
bool project_plans_sizes(const tf_call *call, const struct project *prior, const struct project *planned);

/** The sizes in the service's words. */
control_plane_sizes project_sizes(tf_call *call, const struct project *project);

/* validate_source.c */

/** Checks of a configuration: what there is beside `github` and `listener_id`. */
bool project_validate_source(tf_call *call, const struct project *config);

/* variables.c: `environment` and `secrets`, which are one list at the service. */

/** Brings `environment` and `secret_versions` up to date and notes what the service shows of the secrets. */
void project_refresh_variables(tf_call *call, struct project *state, const control_plane_project *found);

/** The names that the service had when it was last looked at, without those of Terraform's secrets. */
tf_string_list project_plain_names(const tf_call *call);

/**
 * `*out` becomes all variables as they are to be, NULL where the service need not be told. `prior` and `found` are NULL
 * in a create. False after reporting what cannot be done.
 */
bool project_variables(tf_call *call, const struct project *prior, const struct project *plan,
                       const control_plane_project *found, const control_plane_variables **out);

/**
 * Notes in private state what the service now has, `sent` as from project_variables, and fills in `secret_versions`.
 */
void project_record_variables(tf_call *call, const struct project *prior, struct project *plan,
                              const control_plane_variables *sent);

/**
 * Takes the digests out of private state that serve nothing: a version decides, and the service shows no value of that
 * name.
 */
void project_drop_digests(tf_call *call, const struct project *plan, const control_plane_project *seen);

/* variables_plan.c */

/** Whether the plan changes, or may change, any variable. */
bool project_plans_variables(tf_call *call, const struct project *prior, const struct project *planned);

/**
 * Plans `secret_versions`, and says what is set again, removed or left alone. Returns whether variables may change;
 * `changes_otherwise` says whether the plan has another change.
 */
bool project_plan_variables(tf_call *call, const struct project *prior, struct project *planned,
                            bool changes_otherwise);

/** Reports a plan that takes POSTGRES_URI_CUSTOM away: a revision without it fails once there was one with it. */
bool project_check_database(tf_call *call, const struct project *prior, const struct project *planned);

/** Whether the planned project brings a database, so that the control plane makes none. */
bool project_has_own_database(tf_call *call, const struct project *planned);

/**
 * Warns of a planned database that another project of this run has too. Says nothing of a value that is not known yet.
 */
void project_warn_of_shared_database(tf_call *call, const struct project *planned);

/** Reports a plan that removes the last variable, which v2 cannot do. */
bool project_check_last_variable(tf_call *call, const struct project *planned);

/** The error of that. Returns false. */
bool project_fail_on_last_variable(tf_call *call);

/* resource_spec.c: `resources`, of which only the configured fields are the configuration's. */

/** Brings the known fields of `state` up to date from the service's JSON, which may be NULL. */
void project_refresh_resources(tf_call *call, struct project_resources *state, const char *found);

/** Whether the plan changes, or may change, a field that it names. */
bool project_plans_resources(tf_call *call, const struct project *prior, const struct project *planned);

/** The service's JSON (may be NULL) with the planned fields in it; NULL where it has them already. */
const char *project_merge_resources(tf_call *call, const struct project *planned, const char *found);

/** Whether two JSON texts mean the same. */
bool project_same_json(tf_arena *arena, const char *one, const char *other);

/* wait.c: the end of a create or update. */

/** Sets the call's deadline from `timeouts`. */
void project_limit(tf_call *call, const struct project *project, tf_operation operation);

/** Waits, where that is wanted, until `revision_id` (NULL: the newest) is deployed, and fills in `project`. */
bool project_wait(tf_call *call, const control_plane_session *session, struct project *project,
                  const control_plane_project *made, const char *revision_id, tf_operation operation);

/** Whether a wait for the project as it is planned did not finish in an earlier apply. */
bool project_has_wait_left(const tf_call *call, const struct project *planned);

/**
 * Notes in private state that the wait for this revision (NULL: the newest) did not finish, so that the next apply goes
 * on with it.
 */
void project_take_up_later(tf_call *call, const char *revision_id);

/** Waits until the project is gone. */
bool project_wait_until_gone(tf_call *call, const control_plane_session *session, const struct project *project);

/** Waits until `leaving_id`, a project that is being deleted, does not have the planned name any more. */
bool project_wait_for_name(tf_call *call, const control_plane_session *session, const struct project *project,
                           const char *leaving_id);

/** Reports that somebody else deletes the project. Returns false. */
bool project_fail_as_gone(tf_call *call, const struct project *project);

/* listener.c: the listener of a hybrid project. */

/**
 * Reports, in a plan that makes a project, a listener that does not exist or does not deploy into the planned
 * namespace.
 */
bool project_check_namespace(tf_call *call, const struct project *planned);

/** The listeners that the project's workspace has, as the last paragraph of an error; "" where they cannot be told. */
const char *project_about_listeners(tf_call *call, const struct project *project);

/**
 * When the project's listener was last heard of, as the last paragraph of a timeout; "" where that cannot be told, or
 * it has none.
 */
const char *project_about_silent_listener(const control_plane_session *session, const struct project *project);

/* look_ahead.c */

/** The resource's `note_held`: the name of this project is not taken by somebody else. */
void project_note_held(tf_call *call, const void *state);

/**
 * Looks, in a plan that makes (`before` NULL) or changes something, whether an apply could: reports a key that is
 * refused, warns of a control plane that does not answer and of a name that is taken.
 */
bool project_look_ahead(tf_call *call, const struct project *before, const struct project *planned);

/* preflight.c */

/**
 * Looks, before a create (`prior` NULL) or an update that changes the image writes anything, whether the account of a
 * BYOC project is ready for it. Reports all that is not by one error, what cannot be looked at by one warning.
 */
bool project_preflight(tf_call *call, const struct project *prior, const struct project *plan);

/** Looks, in a plan of such an apply, whether that could look. */
bool project_plan_preflight(tf_call *call, const struct project *prior, const struct project *planned);

/* errors.c */

/** The attribute that a location in a request's body belongs to ("source_config.resource_spec.cpu"); NULL for none. */
const char *project_attribute_at(tf_arena *arena, const char *location);

/** How to import what has the name, or go without: the end of a text about a name that is taken. */
const char *project_about_taken_name(tf_arena *arena, const char *name);

/** Reports the error, on the attributes that it names where it names any. Returns false. */
bool project_fail(tf_call *call, const struct project *project, const control_plane_error *error);

/**
 * Likewise where the operation has made or changed the project before the error came: says after a creation how to keep
 * it.
 */
bool project_fail_after(tf_call *call, tf_operation operation, const control_plane_error *error);

/**
 * What Terraform does with a project whose creation failed, and how to keep it: the end of an error's text. "" for the
 * rest.
 */
const char *project_about_taint(tf_operation operation);

#endif
