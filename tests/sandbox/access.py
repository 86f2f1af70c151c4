"""Who asks, and what every route of the control plane is given."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from .contract import Call, Contract, InvalidRequestError, is_uuid
from .revisions import Conductor
from .rules import RefusalError
from .state import DEFAULT_TENANT, State

KEY_PREFIXES = ("lsv2_pt_", "lsv2_sk_")
ORGANISATION_KEY_PREFIX = "lsv2_sk_organisation_"


@dataclass(frozen=True)
class Desk:
    """The parts of the program that routes use; there is one, on the application's state."""

    contract: Contract
    state: State
    conductor: Conductor


@dataclass(frozen=True)
class Visitor:
    """A request that may come in: its workspace, and what it asks for."""

    tenant_id: str
    call: Call
    state: State
    conductor: Conductor


async def admit(request: Request) -> Visitor:
    """Checks key, workspace and contract, in this order."""
    desk: Desk = request.app.state.desk
    key = request.headers.get("x-api-key", "")
    tenant_id = request.headers.get("x-tenant-id")
    if not key.startswith(KEY_PREFIXES):
        raise RefusalError(401, "Invalid API key" if key else "Missing API key: send it as X-Api-Key")
    if key.startswith(ORGANISATION_KEY_PREFIX) and tenant_id is None:
        raise RefusalError(403, "This API key requires workspace specification: send X-Tenant-Id")
    if not desk.state.settings.deployments_enabled:
        raise RefusalError(403, "LangSmith Deployment is not enabled for this organization")
    if tenant_id is not None and not is_uuid(tenant_id):
        problem = {"loc": ["header", "x-tenant-id"], "msg": "Input should be a valid UUID", "type": "uuid_parsing"}
        raise InvalidRequestError([problem])
    call = await desk.contract.call(request)
    return Visitor(tenant_id or DEFAULT_TENANT, call, desk.state, desk.conductor)


Admitted = Annotated[Visitor, Depends(admit)]
