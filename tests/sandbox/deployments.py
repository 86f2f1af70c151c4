"""The second generation of the API: deployments and their revisions."""

from typing import Any

from fastapi import APIRouter, Response

from .access import Admitted, Visitor
from .paging import page
from .rules import (
    SCALE_TO_ZERO_TYPES,
    RefusalError,
    check_build_on_push,
    check_fields_of_source,
    check_image,
    check_source,
    check_tiers,
    check_unchanged,
    check_variables,
    in_other_words,
    makes_revision,
    resource_spec,
    without_nulls,
)
from .state import Revision, State, Workload, timestamp

DEFAULT_DEPLOYMENT_TYPE = "prod"
router = APIRouter()


@router.get("/v2/deployments")
async def list_deployments(visitor: Admitted) -> dict[str, Any]:
    query = visitor.call.query
    ids = query["deployment_ids"].split(",") if "deployment_ids" in query else None
    found = [
        show_deployment(visitor.state, deployment)
        for deployment in visitor.state.in_tenant(2, visitor.tenant_id)
        if query.get("name_contains", "") in deployment.name
        and query.get("name", deployment.name) == deployment.name
        and query.get("status", deployment.status) == deployment.status
        and _is_of_type(deployment, query.get("deployment_type"))
        and (ids is None or deployment.id in ids)
    ]
    return page(found, query)


@router.post("/v2/deployments", status_code=201)
async def create_deployment(visitor: Admitted) -> dict[str, Any]:
    state, body = visitor.state, visitor.call.body
    source = body["source"]
    config = without_nulls(body["source_config"])
    revision_config = without_nulls(body["source_revision_config"])
    check_source(source, config, revision_config)
    check_fields_of_source(source, config, revision_config)
    deployment_type = config.setdefault("deployment_type", DEFAULT_DEPLOYMENT_TYPE)
    if state.settings.data_region == "aws_us" and deployment_type in SCALE_TO_ZERO_TYPES:
        raise RefusalError(400, "Scale to zero deployments are not supported in AWS environments")
    secrets, references = body.get("secrets") or [], body.get("secret_references") or []
    _check_environment(state, source, config, secrets, references)
    if source == "external_docker":
        _check_listener(visitor, config)
    if source == "github":
        state.github.check_access(config["integration_id"], visitor.tenant_id, config["repo_url"])
        config["repo_branch"] = revision_config["repo_ref"]
    _check_custom_url(visitor, None, config)
    config["resource_spec"] = resource_spec(config.get("resource_spec"), deployment_type)
    deployment = Workload(2, body["name"], visitor.tenant_id, source, config)
    deployment.secret_references = references
    state.add(deployment)
    if revision_config:
        _add_revision(visitor, deployment, revision_config, secrets)
    return show_deployment(state, deployment)


@router.get("/v2/deployments/{deployment_id}")
async def get_deployment(visitor: Admitted) -> dict[str, Any]:
    return show_deployment(visitor.state, _find(visitor))


@router.patch("/v2/deployments/{deployment_id}")
async def update_deployment(visitor: Admitted) -> dict[str, Any]:
    deployment = _find(visitor, to_change=True)
    body = visitor.call.body
    _merge(visitor, deployment, body, always=makes_revision(body))
    if body.get("display_name") is not None:
        deployment.display_name = body["display_name"]
    deployment.touch()
    return show_deployment(visitor.state, deployment)


@router.delete("/v2/deployments/{deployment_id}", status_code=204)
async def delete_deployment(visitor: Admitted) -> Response:
    state, call = visitor.state, visitor.call
    deployment_id = call.path["deployment_id"]
    force = call.query.get("force", False)
    if force and deployment_id in state.deleted:
        state.deleted.discard(deployment_id)
        return Response(status_code=204)
    deployment = _find(visitor)
    if not deployment.deleting:
        state.check_not_in_progress(deployment)
    if force and not deployment.deleting:
        raise RefusalError(400, "'force' only clears a deployment that was deleted before")
    if call.query.get("delete_tracing_project", False):
        state.tracing_projects.discard(deployment.name)
    if not deployment.deleting:
        visitor.conductor.delete(deployment)
    return Response(status_code=204)


@router.get("/v2/deployments/{deployment_id}/revisions")
async def list_revisions(visitor: Admitted) -> dict[str, Any]:
    deployment, query = _find(visitor), visitor.call.query
    found = [
        show_revision(deployment, revision)
        for revision in deployment.revisions[::-1]
        if query.get("status", revision.status) == revision.status
    ]
    return page(found, query)


@router.post("/v2/deployments/{deployment_id}/revisions", status_code=201)
async def create_revision(visitor: Admitted) -> dict[str, Any]:
    deployment = _find(visitor, to_change=True)
    _merge(visitor, deployment, visitor.call.body, always=True)
    return show_revision(deployment, deployment.revisions[-1])


@router.get("/v2/deployments/{deployment_id}/revisions/{revision_id}")
async def get_revision(visitor: Admitted) -> dict[str, Any]:
    deployment = _find(visitor)
    return show_revision(deployment, deployment.find_revision(visitor.call.path["revision_id"]))


@router.post("/v2/deployments/{deployment_id}/revisions/{revision_id}/redeploy")
async def redeploy_revision(visitor: Admitted) -> dict[str, Any]:
    deployment = _find(visitor, to_change=True)
    visitor.conductor.repeat(deployment, deployment.find_revision(visitor.call.path["revision_id"]))
    return show_deployment(visitor.state, deployment)


@router.post("/v2/deployments/{deployment_id}/revisions/{revision_id}/interrupt")
async def interrupt_revision(visitor: Admitted) -> Response:
    deployment = _find(visitor)
    revision = deployment.find_revision(visitor.call.path["revision_id"])
    if revision.settled:
        raise RefusalError(400, f"Revision {revision.id} is not in progress: it is {revision.status}")
    visitor.conductor.interrupt(deployment, revision)
    await visitor.state.traffic.notify()
    return Response(status_code=200)


@router.patch("/v2/deployments/{deployment_id}/resource-tiers")
async def update_resource_tiers(visitor: Admitted) -> dict[str, Any]:
    deployment = _find(visitor, to_change=True)
    tiers = without_nulls(visitor.call.body)
    if not _in_cloud(visitor.state, deployment.config):
        raise RefusalError(400, "Resource tiers are only available for deployments in LangSmith's cloud")
    check_tiers(deployment.config["deployment_type"], tiers)
    deployment.tiers |= tiers
    if deployment.latest is not None:
        visitor.conductor.repeat(deployment, deployment.latest)
    return show_deployment(visitor.state, deployment)


def show_deployment(state: State, deployment: Workload) -> dict[str, Any]:
    """A deployment as the API returns it."""
    latest, shown = deployment.latest, deployment.look()
    return {
        "id": deployment.id,
        "name": deployment.name,
        "display_name": deployment.display_name,
        "source": deployment.source,
        "source_config": {
            **shown.config,
            "deployment_type": state.shown_type(deployment.config["deployment_type"]),
        },
        "source_revision_config": dict(latest.source_revision_config) if latest else {},
        "secrets": state.shown_variables(latest.variables) if latest else [],
        "secret_references": deployment.secret_references,
        "tenant_id": deployment.tenant_id,
        "created_at": timestamp(deployment.created_at),
        "updated_at": timestamp(shown.updated_at),
        "status": shown.status,
        "latest_revision_id": latest.id if latest else None,
        "active_revision_id": shown.active.id if shown.active else None,
        "image_version": None,
    }


def show_revision(deployment: Workload, revision: Revision) -> dict[str, Any]:
    """A deployment's revision as the API returns it."""
    return {
        "id": revision.id,
        "created_at": timestamp(revision.created_at),
        "updated_at": timestamp(revision.updated_at),
        "status": revision.status,
        "source": deployment.source,
        "source_revision_config": revision.source_revision_config,
    }


def _is_of_type(deployment: Workload, deployment_type: str | None) -> bool:
    own = deployment.config["deployment_type"]
    return deployment_type is None or in_other_words(own, newer=True) == in_other_words(deployment_type, newer=True)


def _find(visitor: Visitor, *, to_change: bool = False) -> Workload:
    find = visitor.state.find_changeable if to_change else visitor.state.find
    return find(visitor.call.path["deployment_id"], visitor.tenant_id, 2)


def _in_cloud(state: State, config: dict[str, Any]) -> bool:
    return state.settings.hosting == "cloud" and "listener_id" not in config


def _check_listener(visitor: Visitor, config: dict[str, Any]) -> None:
    """What runs an image: a listener where the workspace has some, and in the cloud nothing else."""
    state = visitor.state
    if "listener_id" in config:
        listener = state.find_listener(config["listener_id"], visitor.tenant_id)
        namespace = without_nulls(config.get("listener_config")).get("k8s_namespace")
        if listener.namespaces is not None and namespace not in listener.namespaces:
            raise RefusalError(400, f"Listener {listener.id} does not watch the namespace '{namespace}'")
    elif state.listeners_of(visitor.tenant_id) or state.settings.hosting == "cloud":
        raise RefusalError(400, "'source_config.listener_id' is required: this workspace deploys through listeners")


def _check_custom_url(visitor: Visitor, deployment: Workload | None, config: dict[str, Any]) -> None:
    for other in visitor.state.workloads.values():
        if other is not deployment and config.get("custom_url") is not None and config["custom_url"] == other.url:
            raise RefusalError(400, f"'source_config.custom_url' {other.url} is in use by another deployment")


def _check_environment(
    state: State,
    source: str,
    config: dict[str, Any],
    secrets: list[dict[str, str]],
    references: list[dict[str, str]],
) -> None:
    if references and source != "external_docker":
        raise RefusalError(400, "'secret_references' are only allowed for source 'external_docker'")
    check_variables(secrets, in_cloud=_in_cloud(state, config), references=references)


def _merge(visitor: Visitor, deployment: Workload, body: dict[str, Any], *, always: bool) -> None:
    """Applies what a request changes, all of it or nothing, and makes a revision if asked to."""
    state, latest = visitor.state, deployment.latest
    config = without_nulls(body.get("source_config"))
    requested = without_nulls(body.get("source_revision_config"))
    revision_config = {**(latest.source_revision_config if latest else {}), **requested}
    secrets = body.get("secrets") or (latest.variables if latest else [])
    sent_references = body.get("secret_references")
    references = deployment.secret_references if sent_references is None else sent_references
    check_unchanged(deployment.config, config)
    if always and deployment.config.get("listener_id") not in (None, *state.listeners):
        raise RefusalError(400, "'source_config.listener_id': the listener was deleted")
    check_fields_of_source(deployment.source, config, requested)
    check_image(revision_config.get("image_uri"))
    branch = requested.get("repo_ref", deployment.config.get("repo_branch"))
    check_build_on_push(deployment.source, {**deployment.config, **config}, {"repo_ref": branch})
    _check_custom_url(visitor, deployment, config)
    _check_environment(state, deployment.source, deployment.config, secrets, references)
    if "resource_spec" in config:
        config["resource_spec"] = resource_spec(config["resource_spec"], deployment.config["deployment_type"])
    deployment.config.update(config)
    if deployment.source == "github":
        deployment.config["repo_branch"] = branch
    if "custom_url" in config:
        deployment.url = config["custom_url"]
    deployment.secret_references = references
    if always:
        _add_revision(visitor, deployment, revision_config, secrets)


def _add_revision(
    visitor: Visitor, deployment: Workload, revision_config: dict[str, Any], secrets: list[dict[str, str]]
) -> None:
    visitor.conductor.add_revision(
        deployment,
        image=revision_config.get("image_uri"),
        variables=secrets,
        source_revision_config=revision_config,
        resources=deployment.config["resource_spec"],
    )
