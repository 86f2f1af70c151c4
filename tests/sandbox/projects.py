"""The first generation of the API: projects, which may run in a customer's own AWS account (BYOC)."""

from typing import Any

from fastapi import APIRouter, Response

from .access import Admitted, Visitor
from .contract import InvalidRequestError
from .rules import RefusalError, check_image, check_variables, container_spec, without_nulls
from .state import Revision, State, Workload, timestamp

PLATFORM_FIELDS = ("region", "aws_account_id", "aws_role_arn", "aws_external_id")
router = APIRouter()


@router.get("/v1/projects")
async def list_projects(visitor: Admitted) -> list[dict[str, Any]]:
    query = visitor.call.query
    found = [
        show_project(visitor.state, project)
        for project in visitor.state.in_tenant(1, visitor.tenant_id)
        if query.get("name_contains", "") in project.name
    ]
    return _page(found, query)


@router.post("/v1/projects")
async def create_project(visitor: Admitted) -> dict[str, Any]:
    state, body = visitor.state, without_nulls(visitor.call.body)
    lc_hosted = body.get("lc_hosted", True)
    platform = None if lc_hosted else _check_platform(body)
    if "image_path" not in body and "repo_url" not in body:
        raise RefusalError(400, "'image_path' or 'repo_url' is required")
    check_image(body.get("image_path"))
    variables = body.get("env_vars", [])
    check_variables(variables, in_cloud=lc_hosted and state.settings.hosting == "cloud")
    deployment_type = body.get("deployment_type", "dev")
    source = "external_docker" if "image_path" in body else "github"
    metadata = {"deployment_type": deployment_type, "image_source": source, "shareable": body.get("shareable", False)}
    if platform is not None:
        metadata |= {name: platform[name] for name in ("region", "aws_account_id", "aws_external_id")}
    project = Workload(1, body["name"], visitor.tenant_id, source, metadata, platform=platform, lc_hosted=lc_hosted)
    state.add(project)
    visitor.conductor.add_revision(
        project,
        image=body.get("image_path"),
        variables=variables,
        source_revision_config={name: body.get(name) for name in ("repo_path", "repo_commit")},
        resources=container_spec(body.get("container_spec"), deployment_type),
    )
    return show_project(state, project)


@router.get("/v1/projects/{project_id}")
async def get_project(visitor: Admitted) -> dict[str, Any]:
    return show_project(visitor.state, _find(visitor))


@router.delete("/v1/projects/{project_id}")
async def delete_project(visitor: Admitted) -> dict[str, Any]:
    project = _find(visitor)
    if not project.deleting:
        visitor.state.check_not_in_progress(project)
        visitor.conductor.delete(project)
    return show_project(visitor.state, project)


@router.get("/v1/projects/{project_id}/revisions")
async def list_revisions(visitor: Admitted) -> list[dict[str, Any]]:
    project = _find(visitor)
    found = [show_revision(visitor.state, project, revision) for revision in project.revisions[::-1]]
    return _page(found, visitor.call.query)


@router.post("/v1/projects/{project_id}/revisions")
async def create_revision(visitor: Admitted) -> dict[str, Any]:
    project = visitor.state.find_changeable(visitor.call.path["project_id"], visitor.tenant_id, 1)
    body = without_nulls(visitor.call.body)
    latest = project.revisions[-1]
    if project.platform is not None and body.get("shareable"):
        raise RefusalError(400, "'shareable' is not supported outside LangChain's cloud")
    check_image(body.get("image_path"))
    variables = body.get("env_vars", latest.variables)
    check_variables(variables, in_cloud=project.lc_hosted and visitor.state.settings.hosting == "cloud")
    resources = latest.resources
    if "container_spec" in body:
        resources = container_spec(body["container_spec"], project.config["deployment_type"])
    visitor.conductor.add_revision(
        project,
        image=body.get("image_path", latest.image),
        variables=variables,
        source_revision_config={**latest.source_revision_config, **_only(body, "repo_path")},
        resources=resources,
    )
    project.config |= _only(body, "shareable")
    return show_project(visitor.state, project)


@router.get("/v1/projects/{project_id}/revisions/{revision_id}")
async def get_revision(visitor: Admitted) -> dict[str, Any]:
    project = _find(visitor)
    return show_revision(visitor.state, project, project.find_revision(visitor.call.path["revision_id"]))


@router.post("/v1/projects/{project_id}/revisions/{revision_id}/deploy")
async def deploy_revision(visitor: Admitted) -> Response:
    project = visitor.state.find_changeable(visitor.call.path["project_id"], visitor.tenant_id, 1)
    visitor.conductor.repeat(project, project.find_revision(visitor.call.path["revision_id"]))
    return Response(status_code=200)


@router.post("/v1/projects/{project_id}/revisions/{revision_id}/interrupt")
async def interrupt_revision(visitor: Admitted) -> Response:
    workload = visitor.state.find(visitor.call.path["project_id"], visitor.tenant_id)
    visitor.conductor.interrupt(workload, workload.find_revision(visitor.call.path["revision_id"]))
    return Response(status_code=200)


def show_project(state: State, project: Workload) -> dict[str, Any]:
    """A project as the API returns it. It knows no status beyond AWAITING_DELETE on the way out."""
    latest, shown = project.revisions[-1], project.look()
    return {
        "id": project.id,
        "tenant_id": project.tenant_id,
        "name": project.name,
        "lc_hosted": project.lc_hosted,
        "created_at": timestamp(project.created_at),
        "updated_at": timestamp(shown.updated_at),
        "repo_url": None,
        "repo_branch": None,
        "build_on_push": False,
        "metadata": project.config,
        "resource": {
            "id": {"type": "services", "name": project.name},
            "url": shown.url,
            "latest_revision": _show_resource(state, project, latest),
            "latest_active_revision": _show_resource(state, project, shown.active) if shown.active else None,
        },
        "status": shown.status,
    }


def show_revision(state: State, project: Workload, revision: Revision) -> dict[str, Any]:
    """A project's revision as the API returns it."""
    return {
        "id": revision.id,
        "project_id": project.id,
        "created_at": timestamp(revision.created_at),
        "updated_at": timestamp(revision.updated_at),
        **revision.source_revision_config,
        "status": revision.status,
        "status_message": revision.status_message,
        "metadata": {},
        "image_path": revision.image,
        "container_spec": revision.resources,
        "resource": _show_resource(state, project, revision),
    }


def _show_resource(state: State, project: Workload, revision: Revision) -> dict[str, Any]:
    return {
        "id": {"type": "revisions", "name": f"{project.name}-{revision.id[:8]}"},
        "env_vars": state.shown_variables(revision.variables),
        "hosted_langserve_revision_id": revision.id,
    }


def _only(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {name: body[name]} if name in body else {}


def _page(found: list[dict[str, Any]], query: dict[str, Any]) -> list[dict[str, Any]]:
    offset = query.get("offset", 0)
    return found[offset : offset + query.get("limit", 20)]


def _find(visitor: Visitor) -> Workload:
    return visitor.state.find(visitor.call.path["project_id"], visitor.tenant_id, 1)


def _check_platform(body: dict[str, Any]) -> dict[str, Any]:
    """Where a project that LangChain does not host runs: the customer's account, and the way in."""
    platform = body.get("platform", {})
    missing = [name for name in PLATFORM_FIELDS if not platform.get(name)]
    if missing:
        raise InvalidRequestError(
            [{"loc": ["body", "platform", name], "msg": "Field required", "type": "missing"} for name in missing]
        )
    if f"::{platform['aws_account_id']}:" not in platform["aws_role_arn"]:
        raise RefusalError(400, "'platform.aws_role_arn' is not a role of the account 'platform.aws_account_id'")
    if "image_path" not in body:
        raise RefusalError(400, "'image_path' is required where 'lc_hosted' is false")
    if body.get("shareable"):
        raise RefusalError(400, "'shareable' is not supported where 'lc_hosted' is false")
    return platform
