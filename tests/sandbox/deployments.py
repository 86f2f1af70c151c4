"""The second generation of the API: deployments, their revisions, and listeners."""

import uuid
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Response

from .access import Admitted, Visitor
from .rules import (
    SCALE_TO_ZERO_TYPES,
    RefusalError,
    check_build_on_push,
    check_image,
    check_source,
    check_unchanged,
    check_variables,
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
        and query.get("deployment_type", deployment.config["deployment_type"]) == deployment.config["deployment_type"]
        and (ids is None or deployment.id in ids)
    ]
    return _page(found, query)


@router.post("/v2/deployments", status_code=201)
async def create_deployment(visitor: Admitted) -> dict[str, Any]:
    state, body = visitor.state, visitor.call.body
    source = body["source"]
    config = without_nulls(body["source_config"])
    revision_config = without_nulls(body["source_revision_config"])
    check_source(source, config, revision_config)
    deployment_type = config.setdefault("deployment_type", DEFAULT_DEPLOYMENT_TYPE)
    if state.settings.data_region == "aws_us" and deployment_type in SCALE_TO_ZERO_TYPES:
        raise RefusalError(400, "Scale to zero deployments are not supported in AWS environments")
    _check_listener(state, source, config)
    secrets = body.get("secrets") or []
    check_variables(secrets, in_cloud=_in_cloud(state, config))
    _check_references(source, body.get("secret_references"))
    config["resource_spec"] = resource_spec(config.get("resource_spec"), deployment_type)
    if source == "github":
        config["repo_branch"] = revision_config["repo_ref"]
    deployment = Workload(2, body["name"], visitor.tenant_id, source, config)
    deployment.secret_references = body.get("secret_references") or []
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
    return _page(found, query)


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


@router.get("/v2/listeners")
async def list_listeners(visitor: Admitted) -> dict[str, Any]:
    return _page(list(visitor.state.listeners.values()), visitor.call.query)


@router.post("/v2/listeners", status_code=201)
async def create_listener(visitor: Admitted) -> dict[str, Any]:
    now = timestamp(datetime.now(UTC))
    listener = {"id": str(uuid.uuid4()), "created_at": now, "updated_at": now, "version": None, **visitor.call.body}
    visitor.state.listeners[listener["id"]] = listener
    return listener


@router.get("/v2/listeners/{listener_id}")
async def get_listener(visitor: Admitted) -> dict[str, Any]:
    return _find_listener(visitor.state, visitor.call.path["listener_id"])


@router.delete("/v2/listeners/{listener_id}", status_code=204)
async def delete_listener(visitor: Admitted) -> Response:
    del visitor.state.listeners[_find_listener(visitor.state, visitor.call.path["listener_id"])["id"]]
    return Response(status_code=204)


def show_deployment(state: State, deployment: Workload) -> dict[str, Any]:
    """A deployment as the API returns it."""
    latest = deployment.latest
    return {
        "id": deployment.id,
        "name": deployment.name,
        "display_name": deployment.display_name,
        "source": deployment.source,
        "source_config": dict(deployment.config),
        "source_revision_config": dict(latest.source_revision_config) if latest else {},
        "secrets": state.shown_variables(latest.variables) if latest else [],
        "secret_references": deployment.secret_references,
        "tenant_id": deployment.tenant_id,
        "created_at": timestamp(deployment.created_at),
        "updated_at": timestamp(deployment.updated_at),
        "status": deployment.status,
        "latest_revision_id": latest.id if latest else None,
        "active_revision_id": deployment.active.id if deployment.active else None,
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


def _page(found: list[dict[str, Any]], query: dict[str, Any]) -> dict[str, Any]:
    offset = query.get("offset", 0)
    page = found[offset : offset + query.get("limit", 20)]
    return {"resources": page, "offset": offset + len(page)}


def _find(visitor: Visitor, *, to_change: bool = False) -> Workload:
    find = visitor.state.find_changeable if to_change else visitor.state.find
    return find(visitor.call.path["deployment_id"], visitor.tenant_id, 2)


def _find_listener(state: State, listener_id: str) -> dict[str, Any]:
    if listener_id not in state.listeners:
        raise RefusalError(404, f"Listener {listener_id} not found")
    return state.listeners[listener_id]


def _in_cloud(state: State, config: dict[str, Any]) -> bool:
    return state.settings.hosting == "cloud" and "listener_id" not in config


def _check_listener(state: State, source: str, config: dict[str, Any]) -> None:
    if source != "external_docker":
        return
    if "listener_id" in config:
        listener = _find_listener(state, config["listener_id"])
        namespace = without_nulls(config.get("listener_config")).get("k8s_namespace")
        known = listener["compute_config"].get("k8s_namespaces")
        if known is not None and namespace not in known:
            raise RefusalError(400, f"Listener {listener['id']} does not watch the namespace '{namespace}'")
    elif state.listeners:
        raise RefusalError(400, "'source_config.listener_id' is required: this workspace deploys through listeners")


def _check_references(source: str, references: list[dict[str, str]] | None) -> None:
    if references and source != "external_docker":
        raise RefusalError(400, "'secret_references' are only allowed for source 'external_docker'")


def _merge(visitor: Visitor, deployment: Workload, body: dict[str, Any], *, always: bool) -> None:
    """Applies what a request changes, all of it or nothing, and makes a revision if asked to."""
    state, latest = visitor.state, deployment.latest
    config = without_nulls(body.get("source_config"))
    revision_config = {
        **(latest.source_revision_config if latest else {}),
        **without_nulls(body.get("source_revision_config")),
    }
    secrets = body.get("secrets") or (latest.variables if latest else [])
    check_unchanged(deployment.config, config)
    check_variables(secrets, in_cloud=_in_cloud(state, deployment.config))
    check_image(revision_config.get("image_uri"))
    check_build_on_push({**deployment.config, **config}, revision_config)
    _check_references(deployment.source, body.get("secret_references"))
    if "resource_spec" in config:
        config["resource_spec"] = resource_spec(config["resource_spec"], deployment.config["deployment_type"])
    deployment.config.update(config)
    if "custom_url" in config:
        deployment.url = config["custom_url"]
    if body.get("secret_references") is not None:
        deployment.secret_references = body["secret_references"]
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
