"""A proxy in front of a local AWS that refuses wrong signatures: `python -m sandbox.signing_proxy --aws-endpoint URL`.

moto accepts any signature and closes the connection after every answer. Through this proxy both are as at AWS.
"""

import re
from datetime import timedelta
from typing import Any

import httpx
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, ConfigDict

from .serving import argument_parser, serve
from .signatures import Incoming, Secret, SignatureError, error_answer, verify
from .traffic import ADMIN_PREFIX, Record, Traffic, TrafficMiddleware, admin_router

# AWS's own documentation uses this pair for examples.
ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

_NOT_FORWARDED = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"})
_KEY_ISSUED = re.compile(
    r"<AccessKeyId>(?P<key>[^<]+)</AccessKeyId>\s*<SecretAccessKey>(?P<secret>[^<]+)</SecretAccessKey>"
    r"(?:\s*<SessionToken>(?P<token>[^<]+)</SessionToken>)?"
)


class Settings(BaseModel):
    """What can be changed while it runs."""

    model_config = ConfigDict(extra="forbid")

    clock_offset_seconds: float = 0


class NewCredentials(BaseModel):
    """An access key that the proxy is to know."""

    model_config = ConfigDict(extra="forbid")

    access_key_id: str
    secret_access_key: str
    session_token: str | None = None


def describe(record: Record, headers: dict[str, str], body: bytes) -> dict[str, Any]:
    """What a request's record says of the API call."""
    request = Incoming(record["method"], f"{record['path']}?{record['query']}", headers, body)
    return {
        "service": request.service,
        "action": request.action,
        "region": request.scope.get("region"),
        "access_key_id": request.scope.get("key"),
        "parameters": request.parameters,
        "refused": None,
    }


class Proxy:
    """Checks a request, passes it on, and learns the temporary keys that AWS issues."""

    def __init__(self, aws_endpoint: str, secrets: dict[str, Secret]) -> None:
        self.fixed_secrets = secrets
        self.secrets = dict(secrets)
        self.settings = Settings()
        self._aws = httpx.AsyncClient(base_url=aws_endpoint, timeout=60, trust_env=False)

    async def handle(self, request: Request) -> Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        incoming = Incoming(request.method, str(request.url), headers, await request.body())
        try:
            verify(incoming, self.secrets, timedelta(seconds=self.settings.clock_offset_seconds))
        except SignatureError as error:
            status, content_type, body = error_answer(incoming.service, error.code, str(error))
            return Response(body, status, media_type=content_type)
        return await self._forward(incoming, request.url.path, request.url.query)

    async def _forward(self, incoming: Incoming, path: str, query: str) -> Response:
        answer = await self._aws.request(
            incoming.method,
            path,
            params=query or None,
            content=incoming.body,
            headers={name: value for name, value in incoming.headers.items() if name not in _NOT_FORWARDED},
        )
        if answer.is_success and incoming.service in ("sts", "iam"):
            for issued in _KEY_ISSUED.finditer(answer.text):
                self.secrets[issued["key"]] = Secret(issued["secret"], issued["token"])
        headers = {
            name: value
            for name, value in answer.headers.items()
            if name not in _NOT_FORWARDED and name != "content-encoding"
        }
        return Response(answer.content, answer.status_code, headers)


def create_application(aws_endpoint: str, secrets: dict[str, Secret]) -> FastAPI:
    """The proxy as an application."""
    traffic = Traffic()
    proxy = Proxy(aws_endpoint, secrets)
    application = FastAPI(openapi_url=None, docs_url=None)
    application.include_router(admin_router(traffic))

    @application.post(f"{ADMIN_PREFIX}/reset", status_code=204)
    async def reset() -> None:
        traffic.clear()
        proxy.secrets = dict(proxy.fixed_secrets)
        proxy.settings = Settings()

    @application.post(f"{ADMIN_PREFIX}/settings", status_code=204)
    async def change(new: Settings) -> None:
        proxy.settings = new

    @application.post(f"{ADMIN_PREFIX}/credentials", status_code=204)
    async def add_credentials(new: NewCredentials) -> None:
        proxy.secrets[new.access_key_id] = Secret(new.secret_access_key, new.session_token)

    @application.api_route("/{path:path}", methods=["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"])
    async def handle(request: Request) -> Response:
        return await proxy.handle(request)

    application.add_middleware(TrafficMiddleware, traffic=traffic, describe=describe)
    return application


def main() -> None:
    """Runs the program."""
    parser = argument_parser("signing_proxy", "A proxy in front of a local AWS that refuses wrong signatures.")
    parser.add_argument("--aws-endpoint", metavar="URL", required=True, help="where the local AWS answers")
    parser.add_argument(
        "--credential",
        metavar="KEY:SECRET",
        action="append",
        default=[f"{ACCESS_KEY_ID}:{SECRET_ACCESS_KEY}"],
        help="an access key and its secret, besides the example pair of AWS's documentation; may be repeated",
    )
    options = parser.parse_args()
    secrets = {key: Secret(secret) for key, _, secret in (pair.partition(":") for pair in options.credential)}
    serve(options, lambda _: create_application(options.aws_endpoint, secrets))


if __name__ == "__main__":
    main()
