"""Where temporary AWS credentials come from besides STS: `python -m sandbox.identity`.

A metadata service (version 2), a container's endpoint, the portal of single sign-on and its OIDC service, each as AWS
has it. All give keys of their own, which a signing proxy has to be told. An STS, besides, gives to who assumes a role a
key that follows from all that it was asked, and by whom: so one can see whether two programs ask the same.
"""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import FastAPI, Header, HTTPException, Request, Response
from pydantic import BaseModel, ConfigDict

from .serving import argument_parser, serve
from .traffic import ADMIN_PREFIX, Traffic, TrafficMiddleware, admin_router

SECRET = "identity/secret+that/nothing/else/has"
SESSION_TOKEN = "IQoJaWRlbnRpdHk//+==" * 40
METADATA_KEY = "ASIAMETADATA00000001"
CONTAINER_KEY = "ASIACONTAINER0000001"
PORTAL_KEY = "ASIAPORTAL0000000001"
KEYS = (METADATA_KEY, CONTAINER_KEY, PORTAL_KEY)
ROLE = "builder"
CONTAINER_TOKEN = "container-authorization"
SSO_TOKEN = "sso-access-token"
RENEWED_SSO_TOKEN = "sso-access-token-renewed"
REFRESH_TOKEN = "sso-refresh-token"
_SESSION = "AQAEAIJUy0Bq-session-of-an-instance=="


class Settings(BaseModel):
    """What can be changed while it runs."""

    model_config = ConfigDict(extra="forbid")

    lifetime_seconds: float = 3600


def create_application() -> FastAPI:
    """All of it as an application."""
    traffic = Traffic()
    settings = Settings()
    application = FastAPI(openapi_url=None, docs_url=None)
    application.include_router(admin_router(traffic))

    def expiration() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=settings.lifetime_seconds)

    def credentials(key: str) -> dict[str, str]:
        return {
            "Code": "Success",
            "AccessKeyId": key,
            "SecretAccessKey": SECRET,
            "Token": SESSION_TOKEN,
            "Expiration": expiration().strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

    @application.post(f"{ADMIN_PREFIX}/reset", status_code=204)
    async def reset() -> None:
        traffic.clear()
        settings.lifetime_seconds = Settings().lifetime_seconds

    @application.post(f"{ADMIN_PREFIX}/settings", status_code=204)
    async def change(new: Settings) -> None:
        settings.lifetime_seconds = new.lifetime_seconds

    @application.put("/latest/api/token")
    async def session(x_aws_ec2_metadata_token_ttl_seconds: Annotated[int, Header()]) -> Response:
        assert x_aws_ec2_metadata_token_ttl_seconds > 0
        return Response(_SESSION, media_type="text/plain")

    @application.get("/latest/meta-data/iam/security-credentials/")
    async def role(x_aws_ec2_metadata_token: Annotated[str, Header()] = "") -> Response:
        if x_aws_ec2_metadata_token != _SESSION:
            raise HTTPException(401)
        return Response(ROLE, media_type="text/plain")

    @application.get("/latest/meta-data/iam/security-credentials/{name}")
    async def of_role(name: str, x_aws_ec2_metadata_token: Annotated[str, Header()] = "") -> dict[str, str]:
        if x_aws_ec2_metadata_token != _SESSION:
            raise HTTPException(401)
        if name != ROLE:
            raise HTTPException(404)
        return credentials(METADATA_KEY)

    @application.get("/container")
    async def of_container(authorization: Annotated[str, Header()] = "") -> dict[str, str]:
        if authorization != CONTAINER_TOKEN:
            raise HTTPException(401)
        return credentials(CONTAINER_KEY)

    @application.get("/federation/credentials")
    async def of_portal(
        role_name: str, account_id: str, x_amz_sso_bearer_token: Annotated[str, Header(alias="x-amz-sso_bearer_token")]
    ) -> dict[str, dict[str, str | int]]:
        if x_amz_sso_bearer_token not in (SSO_TOKEN, RENEWED_SSO_TOKEN):
            raise HTTPException(401)
        if role_name != ROLE or not account_id.isdigit():
            raise HTTPException(403)
        ends = int(expiration().timestamp() * 1000)
        keys = {"accessKeyId": PORTAL_KEY, "secretAccessKey": SECRET, "sessionToken": SESSION_TOKEN}
        return {"roleCredentials": {**keys, "expiration": ends}}

    @application.post("/token")
    async def refresh(request: dict[str, str]) -> dict[str, str | int]:
        if not {"clientId", "clientSecret"} <= request.keys() or request.get("refreshToken") != REFRESH_TOKEN:
            raise HTTPException(400)
        return {"accessToken": RENEWED_SSO_TOKEN, "expiresIn": 28800, "tokenType": "Bearer"}

    @application.post("/")
    async def assume_role(request: Request, authorization: Annotated[str, Header()] = "") -> Response:
        asked = dict(parse_qsl((await request.body()).decode()))
        signer = re.search(r"Credential=([^/]+)/\d+/([^/]+)/sts", authorization)
        told = {name: value for name, value in asked.items() if name != "RoleSessionName"}
        digest = hashlib.sha256(repr((sorted(told.items()), signer and signer.groups())).encode()).hexdigest()
        action = asked["Action"]
        body = (
            f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result><Credentials>'
            f"<AccessKeyId>ASIA{digest[:16].upper()}</AccessKeyId><SecretAccessKey>{SECRET}</SecretAccessKey>"
            f"<SessionToken>{digest}</SessionToken><Expiration>{expiration():%Y-%m-%dT%H:%M:%SZ}</Expiration>"
            f"</Credentials><AssumedRoleUser><Arn>{asked['RoleArn']}</Arn><AssumedRoleId>A:s</AssumedRoleId>"
            f"</AssumedRoleUser></{action}Result></{action}Response>"
        )
        return Response(body, media_type="text/xml")

    application.add_middleware(TrafficMiddleware, traffic=traffic, describe=lambda record, headers, body: {})
    return application


def main() -> None:
    """Runs the program."""
    parser = argument_parser("identity", "Metadata, container and single sign-on endpoints that give AWS credentials.")
    serve(parser.parse_args(), lambda address: create_application())


if __name__ == "__main__":
    main()
