"""Build and deploy logs, in the forms of both generations of the API."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter

from .access import Admitted, Visitor
from .state import LogEntry, timestamp

router = APIRouter()


@router.get("/v2/deployments/{deployment_id}/revisions/{revision_id}/logs")
async def get_logs(visitor: Admitted) -> dict[str, Any]:
    path, query = visitor.call.path, visitor.call.query
    deployment = visitor.state.find(path["deployment_id"], visitor.tenant_id, 2)
    entries = deployment.find_revision(path["revision_id"]).logs[query["type"]]
    return _select(entries, query, as_milliseconds=False)


@router.post("/v1/projects/{project_id}/revisions/{revision_id}/build_logs")
async def get_build_logs(visitor: Admitted) -> dict[str, Any]:
    return _project_logs(visitor, "build")


@router.post("/v1/projects/{project_id}/revisions/{revision_id}/deploy_logs")
async def get_deploy_logs(visitor: Admitted) -> dict[str, Any]:
    return _project_logs(visitor, "deploy")


@router.post("/v1/projects/{project_id}/deploy_logs")
async def get_all_deploy_logs(visitor: Admitted) -> dict[str, Any]:
    return _project_logs(visitor, "deploy")


def _project_logs(visitor: Visitor, kind: str) -> dict[str, Any]:
    """A v2 deployment's id serves as the project's."""
    path = visitor.call.path
    workload = visitor.state.find(path["project_id"], visitor.tenant_id)
    revisions = workload.revisions
    if "revision_id" in path:
        revisions = [workload.find_revision(path["revision_id"])]
    entries = [entry for revision in revisions for entry in revision.logs[kind]]
    return _select(entries, visitor.call.body, as_milliseconds=True)


def _select(entries: list[LogEntry], wanted: dict[str, Any], *, as_milliseconds: bool) -> dict[str, Any]:
    start, end = _moment(wanted.get("start_time")), _moment(wanted.get("end_time"))
    found = [
        entry
        for entry in entries
        if entry.level == (wanted.get("level") or entry.level)
        and (wanted.get("query") or "") in entry.message
        and (start is None or entry.moment >= start)
        and (end is None or entry.moment <= end)
    ]
    if wanted.get("order", "desc") == "desc":
        found.reverse()
    offset = int(wanted.get("offset") or 0)
    limit = wanted.get("limit", 50)
    page = found[offset : offset + limit]
    more = offset + len(page) < len(found)
    return {
        "logs": [_show(entry, as_milliseconds) for entry in page],
        "next_offset": str(offset + len(page)) if more else None,
    }


def _show(entry: LogEntry, as_milliseconds: bool) -> dict[str, Any]:
    moment: str | int = int(entry.moment.timestamp() * 1000) if as_milliseconds else timestamp(entry.moment)
    return {"id": entry.id, "timestamp": moment, "level": entry.level, "message": entry.message}


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
