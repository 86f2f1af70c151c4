"""What the control plane accepts beyond what a schema says: variables, sources, what cannot change, defaults."""

from typing import Any

RESERVED_VARIABLES = frozenset(
    {
        "LANGCHAIN_TRACING_V2",
        "LANGSMITH_TRACING_V2",
        "LANGCHAIN_ENDPOINT",
        "LANGCHAIN_PROJECT",
        "LANGSMITH_PROJECT",
        "LANGSMITH_LANGGRAPH_GIT_REPO",
        "LANGGRAPH_GIT_REPO_PATH",
        "LANGCHAIN_API_KEY",
        "LANGSMITH_CONTROL_PLANE_API_KEY",
        "POSTGRES_URI",
        "POSTGRES_PASSWORD",
        "DATABASE_URI",
        "LANGSMITH_LANGGRAPH_GIT_REF",
        "LANGSMITH_LANGGRAPH_GIT_REF_SHA",
        "LANGGRAPH_AUTH_TYPE",
        "LANGSMITH_AUTH_ENDPOINT",
        "LANGSMITH_TENANT_ID",
        "LANGSMITH_AUTH_VERIFY_TENANT_ID",
        "LANGSMITH_HOST_PROJECT_ID",
        "LANGSMITH_HOST_PROJECT_NAME",
        "LANGSMITH_HOST_REVISION_ID",
        "LOG_JSON",
        "LOG_DICT_TRACEBACKS",
        "REDIS_URI",
        "LANGCHAIN_CALLBACKS_BACKGROUND",
        "DD_TRACE_PSYCOPG_ENABLED",
        "DD_TRACE_REDIS_ENABLED",
        "LANGSMITH_DEPLOYMENT_NAME",
        "LANGGRAPH_CLOUD_LICENSE_KEY",
    }
)
VARIABLES_OUTSIDE_THE_CLOUD = frozenset(
    {
        "LANGSMITH_API_KEY",
        "LANGSMITH_ENDPOINT",
        "POSTGRES_URI_CUSTOM",
        "REDIS_URI_CUSTOM",
        "PATH",
        "PORT",
        "MOUNT_PREFIX",
        "LSD_ENV",
        "LSD_DD_API_KEY",
        "LSD_DD_ENDPOINT",
        "LSD_DEPLOYMENT_TYPE",
    }
)
SCALE_TO_ZERO_TYPES = frozenset({"dev_zero", "dev_free_zero", "serverless"})
NEWER_WORDS = {"dev_zero": "serverless", "prod": "dedicated"}
OLDER_WORDS = {newer: older for older, newer in NEWER_WORDS.items()}
IMMUTABLE_SOURCE_CONFIG = ("deployment_type", "integration_id", "repo_url", "listener_id")

_SMALL = {"min_scale": 1, "max_scale": 1, "cpu": 1, "memory_mb": 1024}
_LARGE = {"min_scale": 1, "max_scale": 10, "cpu": 2, "memory_mb": 2048}
_SHARED_DEFAULTS = {
    "queue_min_scale": 1,
    "queue_max_scale": 10,
    "queue_cpu": 1,
    "queue_memory_mb": 1024,
    "redis_cpu": 1,
    "redis_memory_mb": 1024,
    "db_cpu": 1,
    "db_memory_mb": 2048,
    "db_storage_gi": 20,
    "db_max_connections": 500,
}


class RefusalError(Exception):
    """A request that the service refuses, with the status and the text that it answers."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def without_nulls(values: dict[str, Any] | None) -> dict[str, Any]:
    """The fields that a request really sets: a null is merged, not applied."""
    return {name: value for name, value in (values or {}).items() if value is not None}


def in_other_words(deployment_type: str, *, newer: bool) -> str:
    """The newer or the older of the two words for a type; a type that has one word stays."""
    return (NEWER_WORDS if newer else OLDER_WORDS).get(deployment_type, deployment_type)


def resource_spec(requested: dict[str, Any] | None, deployment_type: str) -> dict[str, Any]:
    """A resource specification replaced whole: what was sent, and the service's defaults for the rest."""
    return {**_size(deployment_type), **_SHARED_DEFAULTS, **_with_rounded_cpus(without_nulls(requested))}


def container_spec(requested: dict[str, Any] | None, deployment_type: str) -> dict[str, Any]:
    """The same for the first generation's four fields."""
    return {**_size(deployment_type), **_with_rounded_cpus(without_nulls(requested))}


def _with_rounded_cpus(requested: dict[str, Any]) -> dict[str, Any]:
    """The service keeps one decimal of numbers of CPUs."""
    return {name: round(value, 1) if "cpu" in name else value for name, value in requested.items()}


def _size(deployment_type: str) -> dict[str, Any]:
    return _LARGE if in_other_words(deployment_type, newer=False) == "prod" else _SMALL


def check_variables(
    variables: list[dict[str, Any]], *, in_cloud: bool, references: list[dict[str, str]] | None = None
) -> None:
    """Refuses names that the service keeps for itself, and a name given twice, be it in a reference to a secret."""
    seen: set[str] = set()
    for variable in [*variables, *(references or [])]:
        name = variable["name"]
        if name in RESERVED_VARIABLES or (in_cloud and name in VARIABLES_OUTSIDE_THE_CLOUD):
            raise RefusalError(400, f"Environment variable '{name}' is reserved and cannot be set")
        if name in seen:
            raise RefusalError(400, f"Environment variable '{name}' is given more than once")
        seen.add(name)


def check_source(source: str, config: dict[str, Any], revision_config: dict[str, Any]) -> None:
    """Refuses a deployment whose source lacks what it needs or has what belongs to another."""
    if source == "github":
        for name in ("integration_id", "repo_url", "deployment_type"):
            if name not in config:
                raise RefusalError(400, f"'source_config.{name}' is required for source 'github'")
        for name in ("repo_ref", "langgraph_config_path"):
            if name not in revision_config:
                raise RefusalError(400, f"'source_revision_config.{name}' is required for source 'github'")
        check_build_on_push(source, config, revision_config)
    elif source == "external_docker":
        if not revision_config.get("image_uri"):
            raise RefusalError(400, "'source_revision_config.image_uri' is required for source 'external_docker'")
        if "listener_config" in config and "listener_id" not in config:
            raise RefusalError(400, "'source_config.listener_config' needs 'source_config.listener_id'")
        check_build_on_push(source, config, revision_config)
    check_image(revision_config.get("image_uri"))


def check_build_on_push(source: str, config: dict[str, Any], revision_config: dict[str, Any]) -> None:
    """Only a repository is pushed to, and of it only branches: a tag does not move."""
    if "build_on_push" in config and source != "github":
        raise RefusalError(400, "'source_config.build_on_push' is only allowed for source 'github'")
    if config.get("build_on_push") and str(revision_config.get("repo_ref", "")).startswith("refs/tags/"):
        raise RefusalError(400, "'source_config.build_on_push' must be false when 'repo_ref' is a tag")


def check_fields_of_source(source: str, config: dict[str, Any], revision_config: dict[str, Any]) -> None:
    """Refuses what a request sets that belongs to another source."""
    foreign = ("resource_spec", "custom_url") if source == "github" else ("install_command", "build_command")
    for name in foreign:
        if name in config and source in ("github", "external_docker"):
            raise RefusalError(400, f"'source_config.{name}' is not allowed for source '{source}'")
    if source == "external_docker" and "langgraph_config_path" in revision_config:
        raise RefusalError(
            400, "'source_revision_config.langgraph_config_path' must be null for source 'external_docker'"
        )


def check_tiers(deployment_type: str, tiers: dict[str, str]) -> None:
    """Refuses sizes whose prefix is another type's, and a database's for a type that has none of its own."""
    prefix = {"serverless": "SERVERLESS_", "dedicated": "DEDICATED_"}.get(in_other_words(deployment_type, newer=True))
    if prefix is None:
        raise RefusalError(400, f"Deployments of type '{deployment_type}' have no resource tiers")
    for name, tier in tiers.items():
        if not tier.startswith(prefix):
            raise RefusalError(400, f"'{name}' {tier} does not fit deployments of type '{deployment_type}'")
    if "database_tier" in tiers and prefix != "DEDICATED_":
        raise RefusalError(400, "'database_tier' is only allowed for dedicated deployments")


def check_image(image: str | None) -> None:
    """Refuses what cannot be the reference of an image."""
    if image is not None and (not image or image != image.strip() or any(character.isspace() for character in image)):
        raise RefusalError(400, f"'{image}' is not a valid image URI")


def check_unchanged(current: dict[str, Any], requested: dict[str, Any]) -> None:
    """Refuses a change of what is settled when a deployment is made."""
    for name in IMMUTABLE_SOURCE_CONFIG:
        if name in requested and _meaning(requested[name]) != _meaning(current.get(name)):
            raise RefusalError(400, f"'source_config.{name}' cannot be changed after creation")


def _meaning(value: str | None) -> str | None:
    return None if value is None else in_other_words(value, newer=True)


def makes_revision(request: dict[str, Any]) -> bool:
    """Whether a PATCH of a deployment makes a revision."""
    config = without_nulls(request.get("source_config"))
    return (
        bool(without_nulls(request.get("source_revision_config")))
        or bool(request.get("secrets"))
        or request.get("secret_references") is not None
        or any(name in config for name in ("resource_spec", "install_command", "build_command"))
    )
