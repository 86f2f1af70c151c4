"""The local control plane: `python -m sandbox.control_plane`."""

import argparse
import json
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from . import admin, deployments, listeners, logs, projects
from .access import Desk
from .byoc import CloudAccount
from .contract import SELF_HOSTED_PREFIX, Contract, InvalidRequestError
from .revisions import Conductor
from .rules import RefusalError
from .serving import argument_parser, serve
from .state import Settings, State
from .traffic import Record, Traffic, TrafficMiddleware, admin_router


def describe(_record: Record, _headers: dict[str, str], body: bytes) -> dict[str, Any]:
    """The body of a request as its record has it: JSON if it is, else text."""
    if not body:
        return {"body": None}
    try:
        return {"body": json.loads(body)}
    except ValueError:
        return {"body": body.decode("utf-8", "replace")}


def create_application(address: str, settings: Settings, aws_endpoint: str | None = None) -> FastAPI:
    """The application that answers at `address`. Without an AWS endpoint BYOC projects run nowhere."""
    traffic = Traffic()
    state = State(address, settings, traffic)
    account = CloudAccount(aws_endpoint) if aws_endpoint else None
    application = FastAPI(title="Local LangGraph control plane", openapi_url="/_sandbox/openapi.json", docs_url=None)
    application.state.desk = Desk(Contract(), state, Conductor(state, account))
    for router in (deployments.router, listeners.router, projects.router, logs.router):
        application.include_router(router)
        application.include_router(router, prefix=SELF_HOSTED_PREFIX)
    application.include_router(admin.router)
    application.include_router(admin_router(traffic))

    @application.exception_handler(RefusalError)
    async def refuse(_: Request, refusal: RefusalError) -> JSONResponse:
        return JSONResponse({"detail": refusal.detail}, refusal.status)

    @application.exception_handler(InvalidRequestError)
    async def reject(_: Request, invalid: InvalidRequestError) -> JSONResponse:
        return JSONResponse({"detail": invalid.detail}, 422)

    @application.get("/services/{name}")
    @application.get("/services/{name}/ok")
    async def answer_as_service(name: str) -> JSONResponse:
        for workload in state.workloads.values():
            if workload.name == name and workload.active is not None:
                if workload.not_ok_answers > 0:
                    workload.not_ok_answers -= 1
                    return JSONResponse({"ok": False}, 503)
                return JSONResponse({"ok": True, "image": workload.active.image})
        return JSONResponse({"detail": f"no service named '{name}' is running"}, 404)

    application.add_middleware(TrafficMiddleware, traffic=traffic, describe=describe)
    return application


def parse_options() -> argparse.Namespace:
    """The program's options."""
    parser = argument_parser("control_plane", "A local control plane for LangGraph deployments and projects.")
    defaults = Settings()
    parser.add_argument("--aws-endpoint", metavar="URL", help="local AWS in which BYOC projects are provisioned")
    parser.add_argument(
        "--transition-seconds",
        type=float,
        default=defaults.transition_seconds,
        help="how long a revision stays in each of its states (default %(default)s)",
    )
    parser.add_argument("--data-region", choices=("us", "eu", "apac", "aws_us"), default=defaults.data_region)
    parser.add_argument("--hosting", choices=("cloud", "self_hosted"), default=defaults.hosting)
    return parser.parse_args()


def main() -> None:
    """Runs the program."""
    options = parse_options()
    settings = Settings(
        transition_seconds=options.transition_seconds, data_region=options.data_region, hosting=options.hosting
    )
    serve(options, lambda address: create_application(address, settings, options.aws_endpoint))


if __name__ == "__main__":
    main()
