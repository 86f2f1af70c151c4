/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The attributes of langgraph_project, with what they say of themselves. The rules that span several are validate.c's.
 */
#include "control_plane/id.h"
#include "resources/project/checks.h"
#include "resources/project/project.h"

static const char *const deployment_types[] = {
    "serverless", "dedicated", "dev_free", "dev", "prod", "dev_zero", "dev_free_zero", NULL,
};

#define FIELD(kind, field, check, text)                                                                 \
    {                                                                                                   \
        kind(struct project_resources, field), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(check), \
                                               .description = (text)                                    \
    }
#define COUNT(field, text) FIELD(TF_INT64, field, TF_DECIMAL_AT_LEAST("0"), text)
#define CPUS(field, most, text) FIELD(TF_NUMBER, field, PROJECT_IS_CPUS("0.1", most), text)
#define ANY_CPUS(field, text) FIELD(TF_NUMBER, field, PROJECT_IS_CPUS("0", NULL), text)
#define COLLECTION(kind, field, text)                                                                        \
    {                                                                                                        \
        kind(struct project_resources, field), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NO_NULL), \
                                               .description = (text)                                         \
    }
#define JSON_FIELD(field, text)                                                                                 \
    {                                                                                                           \
        TF_STRING(struct project_resources, field), .mode = TF_OPTIONAL,                                        \
                                                    .validators = TF_VALIDATORS(PROJECT_IS_JSON_LIST),          \
                                                    .semantic_equals = project_same_json, .description = (text) \
    }

static const tf_attribute resources_attributes[] = {
    COUNT(min_scale, "Fewest instances of the API server."),
    COUNT(max_scale, "Most instances of the API server."),
    CPUS(cpu, "8", "CPUs of an instance, 0.1 to 8; whole with `byoc`."),
    CPUS(cpu_limit, "16", "Limit of an instance's CPUs, 0.1 to 16."),
    COUNT(memory_mb, "Memory of an instance, in MiB."),
    COUNT(memory_limit_mb, "Limit of an instance's memory, in MiB."),
    COUNT(queue_min_scale, "Fewest queue workers."),
    COUNT(queue_max_scale, "Most queue workers."),
    CPUS(queue_cpu, "8", "CPUs of a queue worker, 0.1 to 8."),
    CPUS(queue_cpu_limit, "16", "Limit of a queue worker's CPUs, 0.1 to 16."),
    COUNT(queue_memory_mb, "Memory of a queue worker, in MiB."),
    COUNT(queue_memory_limit_mb, "Limit of a queue worker's memory, in MiB."),
    CPUS(redis_cpu, "8", "CPUs of Redis, 0.1 to 8."),
    CPUS(redis_cpu_limit, "16", "Limit of Redis' CPUs, 0.1 to 16."),
    COUNT(redis_memory_mb, "Memory of Redis, in MiB."),
    COUNT(redis_memory_limit_mb, "Limit of Redis' memory, in MiB."),
    ANY_CPUS(db_cpu, "CPUs of the database."),
    ANY_CPUS(db_cpu_limit, "Limit of the database's CPUs."),
    COUNT(db_memory_mb, "Memory of the database, in MiB."),
    COUNT(db_memory_limit_mb, "Limit of the database's memory, in MiB."),
    COUNT(db_storage_gi, "Storage of the database, in GiB."),
    COUNT(db_max_connections, "Most connections to the database."),
    COLLECTION(TF_STRING_MAP, labels, "Kubernetes labels of the pods."),
    COLLECTION(TF_STRING_MAP, annotations, "Kubernetes annotations of the pods."),
    FIELD(TF_STRING, service_account_name, TF_NOT_EMPTY, "Kubernetes service account of the pods."),
    COLLECTION(TF_STRING_SET, image_pull_secrets, "Names of the Kubernetes secrets by which the image is pulled."),
    JSON_FIELD(volumes, "Kubernetes volumes of the pods: a JSON list, as `jsonencode` writes it."),
    JSON_FIELD(volume_mounts, "Kubernetes volume mounts of the container: a JSON list."),
    JSON_FIELD(init_containers, "Kubernetes init containers of the pods: a JSON list."),
    JSON_FIELD(sidecars, "Further containers of the pods: a JSON list."),
};

const tf_schema project_resources_schema = TF_SCHEMA_INIT(struct project_resources, resources_attributes);

static const tf_attribute byoc_attributes[] = {
    { TF_STRING(struct project_byoc, role_arn), .mode = TF_REQUIRED, .requires_replace = true,
      .validators =
          TF_VALIDATORS(TF_MATCHES("^arn:[a-z-]+:iam::[0-9]{12}:role/.+$",
                                   "a role's ARN, such as arn:aws:iam::123456789012:role/LangGraphCloudBYOCRole")),
      .description = "The role that LangChain's control plane assumes: `arn` of a `langgraph_cloud_role`." },
    { TF_STRING(struct project_byoc, region), .mode = TF_REQUIRED, .requires_replace = true,
      .validators = TF_VALIDATORS(TF_MATCHES("^[a-z]+(-[a-z]+)+-[0-9]+$", "an AWS region, such as us-east-1")),
      .description = "AWS region in which the project runs." },
    { TF_STRING(struct project_byoc, external_id), .mode = TF_REQUIRED, .requires_replace = true,
      .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "The external id that the control plane presents to the role: the LangSmith organisation's id." },
};

const tf_type project_versions_type = { .kind = TF_TYPE_MAP, .element = &tf_type_number };

static const tf_attribute github_attributes[] = {
    { TF_STRING(struct project_github, integration_id), .mode = TF_REQUIRED, .requires_replace = true,
      .validators = TF_VALIDATORS(TF_MATCHES(CONTROL_PLANE_ID, "a UUID")),
      .description = "The GitHub integration that reads the repository: `id` of a `langgraph_github_installations`." },
    { TF_STRING(struct project_github, repo_url), .mode = TF_REQUIRED, .requires_replace = true,
      .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "The repository, such as `https://github.com/acme/agent`." },
    { TF_STRING(struct project_github, repo_ref), .mode = TF_REQUIRED, .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description =
          "Branch, tag (`refs/tags/…`) or commit to build. A push to the branch that deploys is no difference." },
    { TF_STRING(struct project_github, config_path), .mode = TF_OPTIONAL_COMPUTED, .default_value = "langgraph.json",
      .validators = TF_VALIDATORS(TF_NOT_EMPTY), .description = "Path of the configuration in the repository." },
    { TF_BOOL(struct project_github, build_on_push), .mode = TF_OPTIONAL_COMPUTED, .default_value = "false",
      .description = "Whether a push to the branch builds and deploys. Not with a tag." },
    { TF_STRING(struct project_github, install_command), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "Command that installs what the build needs. It can be changed but not removed." },
    { TF_STRING(struct project_github, build_command), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "Command that builds. It can be changed but not removed." },
};

static const tf_attribute reference_attributes[] = {
    { TF_STRING(struct project_reference, name), .mode = TF_REQUIRED, .description = "Name of the variable." },
    { TF_STRING(struct project_reference, secret_name), .mode = TF_REQUIRED, .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "Name of the Kubernetes secret." },
    { TF_STRING(struct project_reference, secret_key), .mode = TF_REQUIRED, .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "Key in that secret." },
};

static const char *const sources[] = { "image_uri", "github", NULL };

static const char *const sizes[] = { "small", "medium", "large", NULL };

#define COMPUTED(field, text)                                                                                       \
    {                                                                                                               \
        TF_STRING(struct project, field), .mode = TF_COMPUTED, .use_state_for_unknown = true, .description = (text) \
    }

static const tf_attribute attributes[] = {
    { TF_STRING(struct project, id), .mode = TF_COMPUTED, .use_state_for_unknown = true, .identifies = true,
      .validators = TF_VALIDATORS(TF_MATCHES(CONTROL_PLANE_ID, "a UUID")),
      .description = "The project's id at the control plane." },
    { TF_STRING(struct project, name), .mode = TF_REQUIRED, .requires_replace = true,
      .validators = TF_VALIDATORS(TF_MATCHES("^[a-z0-9-]+$", "lower-case letters, digits and hyphens")),
      .description = "Name of the project, and of its tracing project in LangSmith: lower-case letters, digits and "
                     "hyphens." },
    { TF_STRING(struct project, image_uri), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_EXACTLY_ONE_OF(sources), PROJECT_IS_IMAGE),
      .description =
          "The image to deploy, made by `langgraph build`. Pin it by its digest (`…@sha256:…`): a tag that was "
          "pushed again can go on running the old image." },
    { TF_OBJECT(struct project, github, struct project_github, github_attributes), .block = true, .mode = TF_OPTIONAL,
      .description =
          "A repository that LangChain's cloud builds and deploys, in place of `image_uri`: setting or removing "
          "it makes a new project. A first build may take its time, for which there is `timeouts.create`." },
    { TF_STRING(struct project, listener_id), .mode = TF_OPTIONAL, .requires_replace = true,
      .validators = TF_VALIDATORS(TF_MATCHES(CONTROL_PLANE_ID, "a UUID")),
      .description = "Hybrid: the listener that deploys into your own Kubernetes, `id` of a `langgraph_listener`." },
    { TF_STRING(struct project, k8s_namespace), .mode = TF_OPTIONAL, .requires_replace = true,
      .validators = TF_VALIDATORS(TF_NOT_EMPTY, TF_ONLY_WITH("listener_id")),
      .description = "Hybrid: the namespace to deploy into, one of the listener's." },
    { TF_OBJECT(struct project, byoc, struct project_byoc, byoc_attributes), .block = true, .mode = TF_OPTIONAL,
      .requires_replace = true,
      .description =
          "Bring your own cloud: the project runs on ECS in your own AWS account (v1 of the API). Setting or "
          "removing it makes a new project. How the role is handed to the service is not public; the names "
          "that are sent are inferred from what it answers." },
    { TF_STRING(struct project, deployment_type), .mode = TF_OPTIONAL_COMPUTED, .requires_replace = true,
      .use_state_for_unknown = true, .validators = TF_VALIDATORS(TF_ONE_OF(deployment_types)),
      .semantic_equals = project_same_deployment_type,
      .description =
          "`serverless` and `dev_zero` mean the same, and so do `dedicated` and `prod`. With `byoc` only `dev`, "
          "`prod` and `dedicated`. The service's choice where it is not given." },
    { TF_STRING(struct project, compute_size), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_ONE_OF(sizes)),
      .description =
          "Size of a project in LangChain's cloud that is `serverless` or `dedicated`, in place of `resources`. "
          "The service does not show it: a change elsewhere is not seen." },
    { TF_STRING(struct project, database_size), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_ONE_OF(sizes)),
      .description = "Size of the database of a `dedicated` project in LangChain's cloud, likewise." },
    { TF_STRING(struct project, display_name), .mode = TF_OPTIONAL_COMPUTED, .use_state_for_unknown = true,
      .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "Name to show. It can be changed but not removed. Not with `byoc`." },
    { TF_STRING(struct project, custom_url), .mode = TF_OPTIONAL_COMPUTED, .use_state_for_unknown = true,
      .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description =
          "Address under which the project is to answer. It can be changed but not removed. Not with `byoc`." },
    { TF_STRING_MAP(struct project, environment), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NO_NULL),
      .description =
          "Environment variables. All plain variables are managed as soon as this is set (`{}` counts): one that "
          "is neither here nor a secret of Terraform's shows as `(set outside Terraform)`, and the next apply "
          "removes it. Without it they stay as they are." },
    { TF_STRING_MAP(struct project, secrets), .mode = TF_OPTIONAL, .write_only = true, .sensitive = true,
      .validators = TF_VALIDATORS(TF_NO_NULL),
      .description =
          "Secret environment variables. Their values are in neither plan nor state; a change at the service "
          "shows in the plan all the same, by a salted digest. Ephemeral values are welcome. Without it (null, which "
          "`ignore_changes` makes of it too) the secrets stay as they are; `{}` removes them." },
    { TF_STRING(struct project, secrets_version), .mode = TF_OPTIONAL,
      .description =
          "Any text. Where it is set, `secrets` are sent again when it changes, and not when only their values "
          "differ from one run to the next." },
    { TF_OBJECT_LIST(struct project, secret_references, struct project_reference, reference_attributes),
      .mode = TF_OPTIONAL,
      .description =
          "Variables whose values are in secrets of Kubernetes. Without it they stay as they are; `[]` removes "
          "them." },
    { TF_VALUE(struct project, secret_versions), .type = &project_versions_type, .mode = TF_COMPUTED,
      .use_state_for_unknown = true,
      .description = "How often Terraform has set each secret. A plan shows by it which ones it sets again, adds or "
                     "removes; it is unknown where only the apply will tell. 0 stands for a secret of a project with "
                     "`byoc` that somebody else has set." },
    { TF_OBJECT(struct project, resources, struct project_resources, resources_attributes), .block = true,
      .mode = TF_OPTIONAL,
      .description =
          "What the project runs on. Only fields that are given are compared and changed; the others keep what "
          "the service has. With `byoc` only `min_scale`, `max_scale`, `cpu` and `memory_mb`." },
    { TF_BOOL(struct project, wait_for_ready), .mode = TF_OPTIONAL_COMPUTED, .default_value = "true",
      .description =
          "Whether create and update return only when the revision that they made is deployed and the project "
          "is ready." },
    { TF_BOOL(struct project, wait_for_healthy), .mode = TF_OPTIONAL_COMPUTED, .default_value = "false",
      .description =
          "Whether they then also wait, within the same time, until the project itself answers: `GET <url>/ok` three "
          "times in a row. The URL has to be within reach of Terraform; no key is sent there, and `ca_bundle` of "
          "the provider is trusted. Only with `wait_for_ready`." },
    { TF_BOOL(struct project, preflight), .mode = TF_OPTIONAL_COMPUTED, .default_value = "true",
      .description =
          "Whether role, trust, policies, network and image of a project with `byoc` are looked at in its account before "
          "the control plane is told to make it, or to deploy another image. All that is wrong is then one error, and "
          "what the provider's AWS credentials may not look at one warning. With `false` the project makes no AWS call. "
          "No effect without `byoc`." },
    { TF_BOOL(struct project, delete_tracing_project), .mode = TF_OPTIONAL_COMPUTED, .default_value = "false",
      .description = "Whether destroying deletes the tracing project in LangSmith too. No effect with `byoc`." },
    { TF_BOOL(struct project, deletion_protection), .mode = TF_OPTIONAL_COMPUTED, .default_value = "false",
      .description = "Whether a destroy or a replacement is refused. To end a protected project, set it to `false` and "
                     "apply first." },
    { TF_TIMEOUTS(struct project, timeouts, TF_CREATE_TIMEOUT(PROJECT_CREATE_TIMEOUT),
                  TF_UPDATE_TIMEOUT(PROJECT_UPDATE_TIMEOUT), TF_DELETE_TIMEOUT(PROJECT_DELETE_TIMEOUT)),
      .block = true },
    { TF_STRING(struct project, workspace_id), .mode = TF_OPTIONAL_COMPUTED, .requires_replace = true,
      .use_state_for_unknown = true, .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "Workspace that the project is in, in place of the provider's." },
    COMPUTED(url, "Where the project answers."),
    COMPUTED(status, "Status of the project, such as `READY`."),
    COMPUTED(latest_revision_id, "The newest revision."),
    COMPUTED(active_revision_id, "The revision that serves requests."),
    COMPUTED(latest_revision_status, "Status of the newest revision, such as `DEPLOYED`."),
    COMPUTED(created_at, "When the project was made."),
    COMPUTED(updated_at, "When the project was last changed."),
};

const tf_schema project_schema = TF_SCHEMA_INIT(
    struct project, attributes,
    .description =
        "A LangGraph project, deployed from an image or a repository and running when `terraform apply` returns: "
        "in LangChain's cloud, in a self-hosted LangSmith, through a listener in your own Kubernetes, or with "
        "`byoc` in your own AWS account. A `moved` block takes over a `langsmith_deployment` of "
        "langchain-ai/langsmith.");

static const tf_attribute identity_attributes[] = {
    { TF_STRING(struct project_identity, id), .mode = TF_REQUIRED, .description = "The project's id." },
    { TF_STRING(struct project_identity, workspace_id), .mode = TF_OPTIONAL,
      .description = "Its workspace, by default the provider's." },
};

const tf_schema project_identity_schema = TF_SCHEMA_INIT(struct project_identity, identity_attributes);
