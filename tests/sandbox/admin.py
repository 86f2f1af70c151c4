"""The control plane's own admin API: how it behaves, what becomes of revisions, and changes behind a client's back."""

import copy
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, ValidationError

from .access import Desk
from .rules import RefusalError
from .state import DEFAULT_TENANT, Outcome, Settings, Workload
from .traffic import ADMIN_PREFIX, matches

router = APIRouter(prefix=ADMIN_PREFIX, tags=["admin"])


class Change(BaseModel):
    """What to change in a deployment or project as if somebody else had done it, without a revision."""

    model_config = ConfigDict(extra="forbid")

    image: str | None = None
    variables: list[dict[str, str]] | None = None
    resources: dict[str, Any] | None = None
    display_name: str | None = None
    custom_url: str | None = None
    status: str | None = None


class NewInstallation(BaseModel):
    """An installation of the GitHub app: repositories by their URL, each with a directory of this machine, or null."""

    model_config = ConfigDict(extra="forbid")

    name: str
    repositories: dict[str, str | None]
    tenant_id: str = DEFAULT_TENANT


def _desk(request: Request) -> Desk:
    return request.app.state.desk


@router.post("/reset", status_code=204)
async def reset(request: Request) -> None:
    await _desk(request).state.reset()


@router.get("/settings")
async def get_settings(request: Request) -> Settings:
    return _desk(request).state.settings


@router.patch("/settings")
async def change_settings(request: Request, changes: dict[str, Any]) -> Settings:
    state = _desk(request).state
    try:
        state.settings = Settings.model_validate({**state.settings.model_dump(), **changes})
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from None
    return state.settings


@router.get("/state")
async def dump(request: Request) -> dict[str, Any]:
    state = _desk(request).state
    return {
        "workloads": [_show(workload) for workload in state.workloads.values()],
        "tracing_projects": sorted(state.tracing_projects),
        "listeners": [listener.show() for listener in state.listeners.values()],
    }


@router.post("/outcomes", status_code=201)
async def add_outcome(request: Request, outcome: Outcome) -> Outcome:
    _desk(request).state.outcomes.append(outcome)
    return outcome


@router.delete("/outcomes", status_code=204)
async def forget_outcomes(request: Request) -> None:
    _desk(request).state.outcomes.clear()


@router.post("/github/installations", status_code=201)
async def install(request: Request, new: NewInstallation) -> dict[str, Any]:
    return _desk(request).state.github.install(new.name, new.tenant_id, new.repositories).show()


@router.post("/workloads/{name}/release", status_code=204)
async def release(request: Request, name: str) -> None:
    for revision in _desk(request).state.named(name).revisions:
        revision.released.set()


@router.get("/workloads/{name}")
async def get_workload(request: Request, name: str) -> dict[str, Any]:
    return _show(_desk(request).state.named(name))


@router.patch("/workloads/{name}")
async def change_workload(request: Request, name: str, change: Change) -> dict[str, Any]:
    state = _desk(request).state
    workload = state.named(name)
    revision = workload.latest
    if revision is None:
        raise RefusalError(409, f"'{name}' has no revision yet")
    if change.image is not None:
        revision.image = change.image
        if workload.generation == 2:
            revision.source_revision_config = {**revision.source_revision_config, "image_uri": change.image}
    if change.variables is not None:
        revision.variables = change.variables
    if change.resources is not None:
        revision.resources = {**revision.resources, **change.resources}
        if workload.generation == 2:
            workload.config["resource_spec"] = revision.resources
    if change.custom_url is not None:
        workload.config["custom_url"] = workload.url = change.custom_url
    workload.display_name = change.display_name or workload.display_name
    workload.status = change.status or workload.status
    workload.touch()
    return _show(workload)


@router.delete("/workloads/{name}", status_code=204)
async def delete_workload(request: Request, name: str) -> None:
    """Takes it away at once; what it has in an AWS account stays."""
    state = _desk(request).state
    workload = state.named(name)
    for revision in workload.revisions:
        revision.settled = True
        revision.released.set()
    del state.workloads[workload.id]
    state.deleted.add(workload.id)


@router.delete("/workloads/{name}/revisions/{revision_id}", status_code=204)
async def prune_revision(request: Request, name: str, revision_id: str) -> None:
    """Forgets one revision, as the service does with old ones."""
    workload = _desk(request).state.named(name)
    workload.revisions.remove(workload.find_revision(revision_id))


@router.get("/workloads/{name}/revisions/wait")
async def wait_for_revision(
    request: Request,
    name: str,
    status: str = "DEPLOYED",
    count: Annotated[int, Query(ge=1)] = 1,
    timeout_seconds: Annotated[float, Query(gt=0, le=600)] = 60,
) -> dict[str, Any]:
    """Waits until so many revisions of the workload have a status that matches; it need not exist yet."""
    state = _desk(request).state

    def reached() -> bool:
        for workload in state.workloads.values():
            if workload.name == name:
                reached = [r for r in workload.revisions if matches({"status": r.status}, {"status": status})]
                return len(reached) >= count
        return False

    if not await state.traffic.wait_until(reached, timeout_seconds):
        raise HTTPException(504, f"no {count} revisions of '{name}' are {status} after {timeout_seconds} s")
    return _show(state.named(name))


@router.get("/workloads/{name}/gone", status_code=204)
async def wait_until_gone(
    request: Request, name: str, timeout_seconds: Annotated[float, Query(gt=0, le=600)] = 60
) -> None:
    """Waits until nothing is named so."""
    state = _desk(request).state

    def gone() -> bool:
        return all(workload.name != name for workload in state.workloads.values())

    if not await state.traffic.wait_until(gone, timeout_seconds):
        raise HTTPException(504, f"'{name}' is still there after {timeout_seconds} s")


def _show(workload: Workload) -> dict[str, Any]:
    """A workload with everything that is held of it, secret values too."""
    return {
        "generation": workload.generation,
        "id": workload.id,
        "name": workload.name,
        "tenant_id": workload.tenant_id,
        "source": workload.source,
        "config": copy.deepcopy(workload.config),
        "display_name": workload.display_name,
        "secret_references": workload.secret_references,
        "tiers": workload.tiers,
        "platform": workload.platform,
        "status": workload.status,
        "url": workload.url,
        "active_revision_id": workload.active.id if workload.active else None,
        "cloud_resources": dict(workload.cloud_resources),
        "revisions": [
            {
                "id": revision.id,
                "status": revision.status,
                "status_message": revision.status_message,
                "image": revision.image,
                "variables": revision.variables,
                "resources": revision.resources,
                "source_revision_config": revision.source_revision_config,
                "logs": {kind: [entry.message for entry in entries] for kind, entries in revision.logs.items()},
            }
            for revision in workload.revisions
        ],
    }
