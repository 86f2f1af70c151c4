"""What hybrid deployments go through, and where sources come from: listeners, and installations of the GitHub app."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Response

from .access import Admitted
from .paging import page
from .rules import RefusalError, without_nulls
from .state import Listener

router = APIRouter()


@router.get("/v2/listeners")
async def list_listeners(visitor: Admitted) -> dict[str, Any]:
    return page([listener.show() for listener in visitor.state.listeners_of(visitor.tenant_id)], visitor.call.query)


@router.post("/v2/listeners", status_code=201)
async def create_listener(visitor: Admitted) -> dict[str, Any]:
    state, body = visitor.state, visitor.call.body
    if not state.settings.listeners_enabled:
        raise RefusalError(403, "Listeners are not enabled for this organization")
    if any(listener.compute_id == body["compute_id"] for listener in state.listeners_of(visitor.tenant_id)):
        raise RefusalError(409, f"A listener with compute_id '{body['compute_id']}' already exists in this workspace")
    namespaces = body["compute_config"].get("k8s_namespaces")
    listener = Listener(visitor.tenant_id, body["compute_type"], body["compute_id"], namespaces, body.get("version"))
    state.listeners[listener.id] = listener
    return listener.show()


@router.get("/v2/listeners/{listener_id}")
async def get_listener(visitor: Admitted) -> dict[str, Any]:
    return visitor.state.find_listener(visitor.call.path["listener_id"], visitor.tenant_id).show()


@router.patch("/v2/listeners/{listener_id}")
async def update_listener(visitor: Admitted) -> dict[str, Any]:
    listener = visitor.state.find_listener(visitor.call.path["listener_id"], visitor.tenant_id)
    changes = without_nulls(visitor.call.body)
    listener.version = changes.get("version", listener.version)
    listener.namespaces = without_nulls(changes.get("compute_config")).get("k8s_namespaces", listener.namespaces)
    listener.updated_at = datetime.now(UTC)
    return listener.show()


@router.delete("/v2/listeners/{listener_id}", status_code=204)
async def delete_listener(visitor: Admitted) -> Response:
    listener = visitor.state.find_listener(visitor.call.path["listener_id"], visitor.tenant_id)
    del visitor.state.listeners[listener.id]
    return Response(status_code=204)


@router.get("/v2/integrations/github/installations")
async def list_installations(visitor: Admitted) -> dict[str, Any]:
    query = visitor.call.query
    found = [installation.show() for installation in visitor.state.github.in_tenant(visitor.tenant_id)]
    cursor = query.get("cursor", "0")
    start = int(cursor) if cursor.isdecimal() else len(found)
    end = start + query.get("page_size", 20)
    return {"items": found[start:end], "next_cursor": str(end) if end < len(found) else None}
