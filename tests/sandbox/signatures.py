"""Recomputes AWS signatures (version 4) of received requests with botocore's signer, and words AWS's refusals."""

import hmac
import json
import re
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

QUERY_VERSIONS = {"2010-05-08": "iam", "2016-11-15": "ec2", "2011-06-15": "sts"}
UNSIGNED_ACTIONS = frozenset({"AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"})
IAM_REGIONS = frozenset({"us-east-1", "cn-north-1", "us-gov-west-1"})
_ALLOWED_SKEW = timedelta(minutes=5)
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<date>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request, ?"
    r"SignedHeaders=(?P<signed>[a-z0-9;-]+), ?Signature=(?P<signature>[0-9a-f]{64})"
)


@dataclass(frozen=True)
class Incoming:
    """A request to AWS as it arrived; header names are in lower case."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def parameters(self) -> dict[str, Any]:
        """The query protocol's parameters, Action and Version too; the input of the JSON protocol."""
        if "x-amz-target" in self.headers:
            with suppress(ValueError):
                return dict(json.loads(self.body))
            return {}
        return dict(parse_qsl(self.body.decode("utf-8", "replace") or self.url.partition("?")[2], True))

    @property
    def scope(self) -> dict[str, str]:
        """Key, date, region and service that it was signed for; empty when it was not."""
        authorization = _AUTHORIZATION.fullmatch(self.headers.get("authorization", ""))
        return authorization.groupdict() if authorization else {}

    @property
    def action(self) -> str:
        """The API call."""
        target = self.headers.get("x-amz-target", "")
        return target.rpartition(".")[2] if target else self.parameters.get("Action", "")

    @property
    def service(self) -> str:
        """The service that it is for: by the query protocol's version, else by what it was signed for."""
        return QUERY_VERSIONS.get(self.parameters.get("Version", "")) or self.scope.get("service", "")


@dataclass(frozen=True)
class Secret:
    """What belongs to an access key."""

    secret_access_key: str
    session_token: str | None = None


class SignatureError(Exception):
    """Why a request is refused: AWS's code and a text."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def verify(request: Incoming, secrets: dict[str, Secret], clock_offset: timedelta = timedelta()) -> None:
    """Raises unless the request carries the one signature that its content and its key's secret make, and was made a
    moment ago by a clock that is off by that much."""
    if "authorization" not in request.headers:
        if request.service == "sts" and request.action in UNSIGNED_ACTIONS:
            return
        raise SignatureError("MissingAuthenticationToken", "Request is missing Authentication Token")
    scope = request.scope
    if not scope:
        raise SignatureError("IncompleteSignature", "Authorization header is not a version 4 signature")
    secret = secrets.get(scope["key"])
    token = request.headers.get("x-amz-security-token")
    if secret is None or secret.session_token != token:
        raise SignatureError("InvalidClientTokenId", "The security token included in the request is invalid.")
    _check_scope(request, scope)
    _check_time(request, scope, datetime.now(UTC) + clock_offset)
    signed = scope["signed"].split(";")
    _check_signed_headers(request, signed)
    _check_payload(request)
    if not hmac.compare_digest(_signature(request, scope, secret, signed), scope["signature"]):
        raise SignatureError(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. "
            "Check your AWS Secret Access Key and signing method.",
        )


def _check_scope(request: Incoming, scope: dict[str, str]) -> None:
    if scope["service"] != request.service:
        raise SignatureError(
            "SignatureDoesNotMatch", f"Credential should be scoped to correct service: '{request.service}'."
        )
    if scope["service"] == "iam" and scope["region"] not in IAM_REGIONS:
        raise SignatureError(
            "SignatureDoesNotMatch", f"Credential should be scoped to a valid region, not '{scope['region']}'."
        )


def _check_time(request: Incoming, scope: dict[str, str], now: datetime) -> None:
    text = request.headers.get("x-amz-date", "")
    try:
        moment = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise SignatureError("IncompleteSignature", f"X-Amz-Date '{text}' is not a date") from None
    if not text.startswith(scope["date"]):
        raise SignatureError("SignatureDoesNotMatch", "Date in Credential scope does not match X-Amz-Date")
    if moment < now - _ALLOWED_SKEW:
        limit = f"{_basic(now - _ALLOWED_SKEW)} ({_basic(now)} - 5 min.)"
        raise SignatureError("SignatureDoesNotMatch", f"Signature expired: {text} is now earlier than {limit}")
    if moment > now + _ALLOWED_SKEW:
        limit = f"{_basic(now + _ALLOWED_SKEW)} ({_basic(now)} + 5 min.)"
        raise SignatureError("SignatureDoesNotMatch", f"Signature not yet current: {text} is still later than {limit}")


def _basic(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%SZ")


def _check_signed_headers(request: Incoming, signed: list[str]) -> None:
    needed = {"host"} | {name for name in request.headers if name.startswith("x-amz-")}
    missing = sorted(needed - set(signed))
    if missing:
        raise SignatureError("SignatureDoesNotMatch", f"these headers have to be signed: {', '.join(missing)}")
    absent = sorted(set(signed) - set(request.headers))
    if absent:
        raise SignatureError("SignatureDoesNotMatch", f"these signed headers are absent: {', '.join(absent)}")
    if signed != sorted(signed):
        raise SignatureError("SignatureDoesNotMatch", "SignedHeaders are not in order")


def _check_payload(request: Incoming) -> None:
    stated = request.headers.get("x-amz-content-sha256")
    if stated is not None and stated != sha256(request.body).hexdigest():
        raise SignatureError("SignatureDoesNotMatch", "x-amz-content-sha256 is not the body's")


def _signature(request: Incoming, scope: dict[str, str], secret: Secret, signed: list[str]) -> str:
    signer: Any = SigV4Auth(
        Credentials(scope["key"], secret.secret_access_key, secret.session_token), scope["service"], scope["region"]
    )
    unsigned = AWSRequest(
        request.method, request.url, {name: request.headers[name] for name in signed}, data=request.body
    )
    unsigned.context["timestamp"] = request.headers["x-amz-date"]
    return signer.signature(signer.string_to_sign(unsigned, signer.canonical_request(unsigned)), unsigned)


def error_answer(service: str, code: str, message: str) -> tuple[int, str, str]:
    """Status, content type and body with which the service refuses a request."""
    request_id = str(uuid.uuid4())
    text = escape(message)
    if service == "ec2":
        if code == "InvalidClientTokenId":
            code, text = "AuthFailure", "AWS was not able to validate the provided access credentials"
        status = 401 if code == "AuthFailure" else 403
        body = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>{code}</Code>'
            f"<Message>{text}</Message></Error></Errors><RequestID>{request_id}</RequestID></Response>"
        )
        return status, "text/xml;charset=UTF-8", body
    if service in ("iam", "sts", ""):
        body = (
            f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{text}</Message></Error>"
            f"<RequestId>{request_id}</RequestId></ErrorResponse>"
        )
        return 403, "text/xml", body
    return 400, "application/x-amz-json-1.1", f'{{"__type": "{code}", "message": "{message}"}}'
