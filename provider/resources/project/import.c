/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes over a project that is there already: by its id or name in an import, by the state of another provider's
 * resource in a move. What else is in the state is filled in by the read that follows.
 */
#include <string.h>

#include "clients.h"
#include "control_plane/id.h"
#include "control_plane/operations.h"
#include "control_plane/v1.h"
#include "control_plane/v2.h"
#include "resources/moved.h"
#include "resources/project/project.h"

#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

/* Looks for the project in one generation, by id or by name. Where there is none, `out->id` is NULL. */
static bool look_up(const control_plane_session *session, const char *id, control_plane_project *out,
                    control_plane_error *error)
{
    *out = (control_plane_project){ .id = NULL };
    if (tf_starts_with(id, "name="))
        return control_plane_find(session, id + strlen("name="), out, error);
    return control_plane_get_project(session, id, out, error) || control_plane_says_gone(session, error)
           || error->kind == CONTROL_PLANE_ERROR_INVALID;
}

static bool runs_in_an_account(const control_plane_project *found)
{
    return found->account_id != NULL && found->region != NULL;
}

static bool import_byoc(tf_call *call, const control_plane_project *found, struct project *project)
{
    if (!runs_in_an_account(found)) {
        return tf_fail(call, "Not a BYOC Project",
                       "The project %s is one of the first generation that does not run in an AWS account of "
                       "yours: it cannot be managed with this resource.",
                       found->id);
    }
    project->byoc.state = TF_KNOWN;
    project->byoc.value = tf_alloc(tf_call_arena(call), sizeof *project->byoc.value);
    project->byoc.value->role_arn = tf_string_of(project_role_of(tf_call_arena(call), found));
    project->byoc.value->region = tf_string_of(found->region);
    project->byoc.value->external_id = tf_string_of(found->external_id);
    tf_set_private(call, PROJECT_ROLE_INFERRED, "true");
    return true;
}

/* What the service names the source; NULL where it does not tell. */
static bool is_built(const char *source)
{
    return source != NULL && strcmp(source, "github") == 0;
}

static bool is_of_others(const char *source)
{
    static const char *const of_others[] = { "internal_docker", "internal_source", "internal_template", NULL };
    return source != NULL && project_is_among(source, of_others);
}

/* `id` for texts. */
static bool check_is_from_image(tf_call *call, const char *id, const char *source)
{
    if (!is_built(source) && !is_of_others(source))
        return true;
    if (!is_built(source)) {
        return tf_fail(
            call, "Made by LangChain's Own Tools",
            "The project %s was made by LangChain's CLI or in LangSmith (%s), which go on deploying it in a way "
            "that is not Terraform's. Make one with this resource instead.",
            id, source);
    }
    return tf_fail(
        call, "Not Made from an Image",
        "The project %s is built from source (%s): this resource manages projects that are deployed from an image.", id,
        source);
}

static void take_over(struct project *project, const char *id, const char *name)
{
    project->id = tf_string_of(id);
    project->name = tf_string_of(name);
    project->wait_for_ready = tf_bool_of(true);
    project->wait_for_healthy = tf_bool_of(false);
    project->preflight = tf_bool_of(true);
    project->delete_tracing_project = tf_bool_of(false);
    project->deletion_protection = tf_bool_of(false);
}

bool project_can_be_taken_over(const control_plane_generation *generation, const control_plane_project *found)
{
    if (is_of_others(found->source))
        return false;
    return generation == &control_plane_v2 || (runs_in_an_account(found) && !is_built(found->source));
}

bool project_take_over(tf_call *call, const control_plane_generation *generation, const control_plane_project *found,
                       struct project *project)
{
    const bool is_first = generation == &control_plane_v1;
    const bool has_repository = !is_first && is_built(found->source);
    if (!has_repository && !check_is_from_image(call, found->id, found->source))
        return false;
    take_over(project, found->id, found->name);
    project->workspace_id = tf_string_of(found->workspace_id);
    if (has_repository)
        project_import_github(call, project, &found->repository);
    return !is_first || import_byoc(call, found, project);
}

/* What can be none of a project's is not asked for: an id is a part of a request's path. */
static bool check_import_id(tf_call *call, const char *id)
{
    const char *name = tf_starts_with(id, "name=") ? id + strlen("name=") : NULL;
    if (name != NULL ? *name != '\0' && name[strspn(name, NAME_CHARACTERS)] == '\0' : control_plane_is_id(id))
        return true;
    return tf_fail(
        call, "Not a Project's ID",
        "\"%s\" is neither a UUID nor name= and a name of lower-case letters, digits and hyphens. Import by the "
        "project's id, or by its name as name=<name>.",
        id);
}

bool project_import(tf_call *call, const char *id, void *state)
{
    const struct project_identity *identity = tf_identity(call);
    if (id == NULL)
        id = identity->id.value;
    if (!check_import_id(call, id))
        return false;
    control_plane_client *client = clients_control_plane(call);
    const control_plane_session first = clients_session(call, &control_plane_v1, identity->workspace_id);
    const control_plane_session second = clients_session(call, &control_plane_v2, identity->workspace_id);
    control_plane_project found = { .id = NULL };
    control_plane_error error;
    bool is_first = false;
    if (!look_up(&second, id, &found, &error))
        return control_plane_fail(call, &error);
    if (found.id == NULL) {
        is_first = true;
        if (!look_up(&first, id, &found, &error))
            return control_plane_fail(call, &error);
    }
    if (found.id == NULL) {
        return tf_fail(
            call, "No Such Project",
            "The control plane at %s has no project \"%s\" in this workspace. Import by its id, or by its name as "
            "name=<name>.",
            control_plane_client_endpoint(client), id);
    }
    return project_take_over(call, is_first ? &control_plane_v1 : &control_plane_v2, &found, state);
}

/* The service fills in a URL of what it builds, but takes none. */
bool project_generate(tf_call *call, void *config)
{
    (void)call;
    struct project *project = config;
    if (tf_known(project->github))
        project->custom_url = tf_string_of(NULL);
    return true;
}

struct langsmith_source_config {
    tf_string deployment_type;
    tf_string integration_id;
    tf_string repo_url;
};

struct langsmith_deployment {
    tf_string id;
    tf_string name;
    tf_string source;
    TF_OBJECT_OF(struct langsmith_source_config) source_config;
};

static const tf_attribute langsmith_source_config_attributes[] = {
    { TF_STRING(struct langsmith_source_config, deployment_type), .mode = TF_OPTIONAL },
    { TF_STRING(struct langsmith_source_config, integration_id), .mode = TF_OPTIONAL },
    { TF_STRING(struct langsmith_source_config, repo_url), .mode = TF_OPTIONAL },
};

static const tf_attribute langsmith_deployment_attributes[] = {
    { TF_STRING(struct langsmith_deployment, id), .mode = TF_REQUIRED },
    { TF_STRING(struct langsmith_deployment, name), .mode = TF_REQUIRED },
    { TF_STRING(struct langsmith_deployment, source), .mode = TF_REQUIRED },
    { TF_OBJECT(struct langsmith_deployment, source_config, struct langsmith_source_config,
                langsmith_source_config_attributes),
      .mode = TF_REQUIRED },
};

static void move_github(tf_call *call, struct project *project, const struct langsmith_deployment *moved)
{
    if (!tf_equal(moved->source, "github") || !tf_known(moved->source_config))
        return;
    const control_plane_repository repository = {
        .integration_id = tf_text_of(moved->source_config.value->integration_id, NULL),
        .url = tf_text_of(moved->source_config.value->repo_url, NULL),
    };
    project_import_github(call, project, &repository);
}

/* What a change replaces the project for is taken over, so that nothing does where no read follows (-refresh=false). */
bool project_move(tf_call *call, const tf_move_source *source, void *state)
{
    struct project *project = state;
    struct langsmith_deployment moved;
    if (!moved_is_from(call, source, "langchain-ai/langsmith", "langsmith_deployment")
        || !tf_decode_json(call, TF_SCHEMA(struct langsmith_deployment, langsmith_deployment_attributes), source->state,
                           &moved))
        return false;
    if (!tf_equal(moved.source, "github")
        && !check_is_from_image(call, tf_text_of(moved.id, ""), tf_text_of(moved.source, NULL)))
        return false;
    take_over(project, moved.id.value, moved.name.value);
    move_github(call, project, &moved);
    if (tf_known(moved.source_config))
        project->deployment_type = moved.source_config.value->deployment_type;
    return true;
}
