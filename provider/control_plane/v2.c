/* SPDX-License-Identifier: Apache-2.0 */
/* Generation 2 of the API as data: what its answers mean and what its bodies hold. api.c makes the calls. */
#include "control_plane/v2.h"

#include "control_plane/id.h"
#include "control_plane/list.h"

static bool read_variable(tf_arena *arena, const json_t *secret, control_plane_variable *out)
{
    *out = (control_plane_variable){
        .name = arena_json_text(arena, secret, "name"),
        .value = arena_json_text(arena, secret, "value"),
    };
    return out->name != NULL;
}

/* A service that hides values may show "" for each: then an empty one tells nothing. */
static void hide_values_if_all_are_empty(control_plane_variables *variables)
{
    for (size_t i = 0; i < variables->count; i++) {
        if (variables->items[i].value != NULL && variables->items[i].value[0] != '\0')
            return;
    }
    for (size_t i = 0; i < variables->count; i++)
        variables->items[i].value = NULL;
}

static bool read_variables(tf_arena *arena, const json_t *secrets, control_plane_variables *out)
{
    out->count = json_array_size(secrets);
    out->items = tf_alloc_array(arena, out->count, sizeof *out->items);
    for (size_t i = 0; i < out->count; i++) {
        if (!read_variable(arena, json_array_get(secrets, i), &out->items[i]))
            return false;
    }
    hide_values_if_all_are_empty(out);
    return true;
}

static control_plane_references read_references(tf_arena *arena, const json_t *list)
{
    control_plane_references references = { .count = 0 };
    references.items = tf_alloc_array(arena, json_array_size(list), sizeof *references.items);
    size_t index;
    json_t *item;
    json_array_foreach((json_t *)list, index, item)
    {
        const control_plane_reference reference = {
            .name = arena_json_text(arena, item, "name"),
            .secret_name = arena_json_text(arena, item, "secret_name"),
            .secret_key = arena_json_text(arena, item, "secret_key"),
        };
        if (reference.name != NULL)
            references.items[references.count++] = reference;
    }
    return references;
}

static const bool yes = true;
static const bool no = false;

/* The ref of the newest revision is the commit that was built: what was asked for is `repo_branch`. */
static control_plane_repository read_repository(tf_arena *arena, const json_t *config, const json_t *revision_config)
{
    const json_t *build_on_push = json_object_get(config, "build_on_push");
    return (control_plane_repository){
        .integration_id = arena_json_text(arena, config, "integration_id"),
        .url = arena_json_text(arena, config, "repo_url"),
        .ref = arena_json_text(arena, config, "repo_branch"),
        .config_path = arena_json_text(arena, revision_config, "langgraph_config_path"),
        .install_command = arena_json_text(arena, config, "install_command"),
        .build_command = arena_json_text(arena, config, "build_command"),
        .build_on_push = !json_is_boolean(build_on_push) ? NULL
                         : json_is_true(build_on_push)   ? &yes
                                                         : &no,
    };
}

static bool read_deployment(tf_arena *arena, const json_t *body, void *out)
{
    control_plane_project *project = out;
    const json_t *config = json_object_get(body, "source_config");
    const json_t *revision_config = json_object_get(body, "source_revision_config");
    *project = (control_plane_project){
        .id = arena_json_id(arena, body, "id"),
        .name = arena_json_text(arena, body, "name"),
        .display_name = arena_json_text(arena, body, "display_name"),
        .workspace_id = arena_json_text(arena, body, "tenant_id"),
        .source = arena_json_text(arena, body, "source"),
        .status = arena_json_text(arena, body, "status"),
        .url = arena_json_text(arena, config, "custom_url"),
        .custom_url = arena_json_text(arena, config, "custom_url"),
        .deployment_type = arena_json_text(arena, config, "deployment_type"),
        .listener_id = arena_json_text(arena, config, "listener_id"),
        .created_at = arena_json_text(arena, body, "created_at"),
        .updated_at = arena_json_text(arena, body, "updated_at"),
        .latest_revision_id = arena_json_id(arena, body, "latest_revision_id"),
        .active_revision_id = arena_json_id(arena, body, "active_revision_id"),
        .image_uri = arena_json_text(arena, revision_config, "image_uri"),
        .k8s_namespace = arena_json_text(arena, json_object_get(config, "listener_config"), "k8s_namespace"),
        .repository = read_repository(arena, config, revision_config),
        .references = read_references(arena, json_object_get(body, "secret_references")),
        .resources = arena_json_part(arena, config, "resource_spec"),
    };
    const json_t *secrets = json_object_get(body, "secrets");
    project->shows_variables = json_is_array(secrets) && project->latest_revision_id != NULL;
    return project->id != NULL && project->name != NULL && project->status != NULL && json_is_object(config)
           && read_variables(arena, secrets, &project->variables);
}

static bool read_revision(tf_arena *arena, const json_t *body, void *out)
{
    control_plane_revision *revision = out;
    const json_t *config = json_object_get(body, "source_revision_config");
    *revision = (control_plane_revision){
        .id = arena_json_id(arena, body, "id"),
        .status = arena_json_text(arena, body, "status"),
        .image_uri = arena_json_text(arena, config, "image_uri"),
        .commit_sha = arena_json_text(arena, config, "repo_commit_sha"),
        .created_at = arena_json_text(arena, body, "created_at"),
        .updated_at = arena_json_text(arena, body, "updated_at"),
    };
    return revision->id != NULL && revision->status != NULL;
}

static json_t *secrets_of(const control_plane_variables *variables)
{
    json_t *secrets = arena_json_made(json_array());
    for (size_t i = 0; i < variables->count; i++) {
        json_t *secret = arena_json_made(json_object());
        arena_json_set(secret, "name", variables->items[i].name);
        arena_json_set(secret, "value", variables->items[i].value);
        (void)json_array_append_new(secrets, secret);
    }
    return secrets;
}

static json_t *references_of(const control_plane_references *references)
{
    json_t *list = arena_json_made(json_array());
    for (size_t i = 0; i < references->count; i++) {
        json_t *reference = arena_json_made(json_object());
        arena_json_set(reference, "name", references->items[i].name);
        arena_json_set(reference, "secret_name", references->items[i].secret_name);
        arena_json_set(reference, "secret_key", references->items[i].secret_key);
        (void)json_array_append_new(list, reference);
    }
    return list;
}

static void set_repository(json_t *config, json_t *revision_config, const control_plane_repository *repository)
{
    arena_json_set(config, "integration_id", repository->integration_id);
    arena_json_set(config, "repo_url", repository->url);
    arena_json_set(config, "install_command", repository->install_command);
    arena_json_set(config, "build_command", repository->build_command);
    if (repository->build_on_push != NULL)
        (void)json_object_set_new(config, "build_on_push", json_boolean(*repository->build_on_push));
    arena_json_set(revision_config, "repo_ref", repository->ref);
    arena_json_set(revision_config, "langgraph_config_path", repository->config_path);
}

static void set_listener(json_t *config, const control_plane_settings *settings)
{
    arena_json_set(config, "listener_id", settings->listener_id);
    if (settings->k8s_namespace == NULL)
        return;
    json_t *listener_config = arena_json_made(json_object());
    arena_json_set(listener_config, "k8s_namespace", settings->k8s_namespace);
    (void)json_object_set_new(config, "listener_config", listener_config);
}

/* What creations and changes have in common. */
static json_t *body_of(const control_plane_settings *settings)
{
    json_t *body = arena_json_made(json_object());
    json_t *config = arena_json_made(json_object());
    arena_json_set(config, "deployment_type", settings->deployment_type);
    arena_json_set(config, "custom_url", settings->custom_url);
    if (settings->resources != NULL) {
        (void)json_object_set_new(config, "resource_spec", arena_json_made(json_loads(settings->resources, 0, NULL)));
    }
    json_t *revision_config = arena_json_made(json_object());
    arena_json_set(revision_config, "image_uri", settings->image_uri);
    set_listener(config, settings);
    if (settings->repository != NULL)
        set_repository(config, revision_config, settings->repository);
    (void)json_object_set_new(body, "source_config", config);
    (void)json_object_set_new(body, "source_revision_config", revision_config);
    if (settings->variables != NULL)
        (void)json_object_set_new(body, "secrets", secrets_of(settings->variables));
    if (settings->references != NULL)
        (void)json_object_set_new(body, "secret_references", references_of(settings->references));
    return body;
}

static json_t *body_of_creation(const control_plane_settings *settings)
{
    json_t *body = body_of(settings);
    arena_json_set(body, "name", settings->name);
    arena_json_set(body, "source", settings->repository == NULL ? "external_docker" : "github");
    if (settings->resources == NULL && settings->repository == NULL) {
        (void)json_object_set_new(json_object_get(body, "source_config"), "resource_spec",
                                  arena_json_made(json_object()));
    }
    return body;
}

static json_t *body_of_change(const control_plane_settings *settings)
{
    json_t *body = body_of(settings);
    arena_json_set(body, "display_name", settings->display_name);
    return body;
}

static const char *const superseded[] = { "SKIPPED", NULL };
static const char *const ready[] = { "READY", NULL };

const control_plane_generation control_plane_v2 = {
    .collection = "/v2/deployments",
    .redeploy = "redeploy",
    .finds_exact_names = true,
    .forgets_tracing = true,
    .superseded = superseded,
    .ready = ready,
    .read_project = read_deployment,
    .read_revision = read_revision,
    .entries_of_list = control_plane_resources_of,
    .body_of_creation = body_of_creation,
    .body_of_change = body_of_change,
};
