"""The proxy in front of the local AWS: signatures, faults, records."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError

from sandbox.client import (
    REGION,
    LocalAws,
)
from sandbox.signing_proxy import ACCESS_KEY_ID, SECRET_ACCESS_KEY

get = partial(httpx.get, timeout=60)


SESSION = boto3.session.Session(region_name=REGION)
CALLS = {"iam": "list_roles", "ec2": "describe_vpcs", "sts": "get_caller_identity", "ecr": "describe_repositories"}


@pytest.fixture(params=CALLS)
def signed_with(request: pytest.FixtureRequest, aws: LocalAws) -> Callable[..., Any]:
    """Makes a call of each service with a key, its secret and a token."""

    def call(key: str, secret: str, token: str | None = None) -> Any:
        credentials = {"aws_access_key_id": key, "aws_secret_access_key": secret, "aws_session_token": token}
        return getattr(SESSION.client(request.param, endpoint_url=aws.endpoint, **credentials), CALLS[request.param])()

    return call


def test_the_proxy_passes_on_what_is_signed(signed_with: Callable[..., Any], aws: LocalAws) -> None:
    other = aws.credentials_for("111122223333")
    signed_with(ACCESS_KEY_ID, SECRET_ACCESS_KEY)
    signed_with(other["AWS_ACCESS_KEY_ID"], other["AWS_SECRET_ACCESS_KEY"], other["AWS_SESSION_TOKEN"])
    assert [record["status"] for record in aws.calls()] == [200, 200]


def test_the_proxy_refuses_another_secret(signed_with: Callable[..., Any], aws: LocalAws) -> None:
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        signed_with(ACCESS_KEY_ID, "wrong")


@pytest.mark.parametrize("wrong", ["no token", "another token", "unknown key"])
def test_the_proxy_refuses_keys_that_it_does_not_know(
    signed_with: Callable[..., Any], aws: LocalAws, wrong: str
) -> None:
    other = aws.credentials_for("111122223333")
    temporary = other["AWS_ACCESS_KEY_ID"], other["AWS_SECRET_ACCESS_KEY"]
    given = {"no token": temporary, "another token": (*temporary, "wrong"), "unknown key": ("AKIAUNKNOWN", "x")}
    with pytest.raises(ClientError) as refused:
        signed_with(*given[wrong])
    (record,) = aws.calls()
    assert record["status"] >= 400
    expected = "AuthFailure" if record["service"] == "ec2" else "InvalidClientTokenId"
    assert refused.value.response["Error"]["Code"] == expected


@pytest.fixture
def clients(aws: LocalAws) -> Callable[..., Any]:
    """Clients of AWS that go through the proxy."""
    keys = {"aws_access_key_id": ACCESS_KEY_ID, "aws_secret_access_key": SECRET_ACCESS_KEY}
    return partial(SESSION.client, endpoint_url=aws.endpoint, **keys)


def test_a_call_that_is_chosen_fails(aws: LocalAws, clients: Callable[..., Any]) -> None:
    aws.proxy.fail_call("DescribeVpcs", "ec2", status=400, code="UnauthorizedOperation")
    with pytest.raises(ClientError, match="UnauthorizedOperation"):
        clients("ec2").describe_vpcs()


def test_calls_are_recorded_with_what_became_of_them(aws: LocalAws, clients: Callable[..., Any]) -> None:
    aws.proxy.fail_call("CreateRole", "iam", status=500, code="ServiceFailure")
    aws.proxy.fail({"action": "CreateRole"}, drop="after")
    with pytest.raises(ClientError, match="EntityAlreadyExists"):
        clients("iam").create_role(RoleName="x", AssumeRolePolicyDocument='{"Statement": []}')
    assert [call["status"] for call in aws.calls(service="iam", action="CreateRole")] == [500, 200, 409]
    assert aws.calls(action="CreateRole")[0]["parameters"]["RoleName"] == "x"
    assert SECRET_ACCESS_KEY not in json.dumps(aws.calls())


def test_a_connection_serves_many_calls(aws: LocalAws, clients: Callable[..., Any]) -> None:
    ec2 = clients("ec2")
    ec2.describe_vpcs()
    ec2.describe_vpcs()
    assert len({call["peer"] for call in aws.calls(service="ec2")}) == 1


def test_a_global_service_is_signed_for_its_region(clients: Callable[..., Any]) -> None:
    with pytest.raises(ClientError, match="valid region"):
        clients("iam", region_name="eu-west-1").list_roles()
