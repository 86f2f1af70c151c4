"""Every source of AWS credentials, used by the real Terraform to make a role and a tag, and what goes wrong with it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from acceptance.support import link_local
from acceptance.support.aws_files import KEYS, AwsHome
from acceptance.support.link_local import LinkLocal
from acceptance.support.terraform import Terraform
from sandbox.client import Identity, LocalAws, Network
from sandbox.identity import (
    CONTAINER_KEY,
    CONTAINER_TOKEN,
    METADATA_KEY,
    PORTAL_KEY,
    REFRESH_TOKEN,
    RENEWED_SSO_TOKEN,
    ROLE,
    SSO_TOKEN,
)
from sandbox.signing_proxy import ACCESS_KEY_ID, SECRET_ACCESS_KEY

DEPLOY = "arn:aws:iam::123456789012:role/deploy"
ADMIN = "arn:aws:iam::123456789012:role/admin"
START_URL = "https://example.awsapps.com/start"
ISSUED = "a key that STS issued"
ENVIRONMENT_KEYS = {"AWS_ACCESS_KEY_ID": ACCESS_KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY}
SSO_SESSION = (
    "[profile sso]\nsso_session = company\nsso_account_id = 123456789012\nsso_role_name = builder\n"
    f"[sso-session company]\nsso_region = us-east-1\nsso_start_url = {START_URL}\n"
)
LEGACY_SSO = (
    f"[profile sso]\nsso_region = us-east-1\nsso_start_url = {START_URL}\n"
    "sso_account_id = 123456789012\nsso_role_name = builder\n"
)


@dataclass(frozen=True)
class Source:
    """Where credentials come from. `{identity}` and `{home}` stand for the fake's address and the home directory."""

    key: str
    config: str = ""
    credentials: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    block: dict[str, Any] = field(default_factory=dict)
    assumes: tuple[str, ...] = ()


SOURCES = {
    "block": Source(ACCESS_KEY_ID, block={"access_key": ACCESS_KEY_ID, "secret_key": SECRET_ACCESS_KEY}),
    "environment": Source(ACCESS_KEY_ID, environment=ENVIRONMENT_KEYS),
    "profile": Source(ACCESS_KEY_ID, credentials=f"[work]\n{KEYS}", environment={"AWS_PROFILE": "work"}),
    "block web identity": Source(
        ISSUED,
        block={"assume_role_with_web_identity": {"role_arn": DEPLOY, "web_identity_token_file": "{home}/token"}},
        assumes=(DEPLOY,),
    ),
    "environment web identity": Source(
        ISSUED,
        environment={"AWS_ROLE_ARN": DEPLOY, "AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token"},
        assumes=(DEPLOY,),
    ),
    "profile web identity": Source(
        ISSUED, f"[default]\nrole_arn = {DEPLOY}\nweb_identity_token_file = {{home}}/token\n", assumes=(DEPLOY,)
    ),
    "role of a profile beside left-over keys": Source(
        ISSUED,
        f"[profile deploy]\nrole_arn = {DEPLOY}\nsource_profile = base\n",
        f"[base]\n{KEYS}[deploy]\n{KEYS}",
        {"AWS_PROFILE": "deploy"},
        assumes=(DEPLOY,),
    ),
    "chained roles of profiles": Source(
        ISSUED,
        f"[profile admin]\nrole_arn = {ADMIN}\nsource_profile = deploy\n"
        f"[profile deploy]\nrole_arn = {DEPLOY}\ncredential_source = Environment\n",
        environment=ENVIRONMENT_KEYS,
        block={"profile": "admin"},
        assumes=(DEPLOY, ADMIN),
    ),
    "single sign-on": Source(PORTAL_KEY, SSO_SESSION, block={"profile": "sso"}),
    "single sign-on as it was": Source(PORTAL_KEY, LEGACY_SSO, block={"profile": "sso"}),
    "credential process": Source(ACCESS_KEY_ID, "[default]\ncredential_process = sh '{home}/print keys'\n"),
    "container": Source(
        CONTAINER_KEY,
        environment={
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "{identity}/container",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": CONTAINER_TOKEN,
        },
    ),
    "container with a token file": Source(
        CONTAINER_KEY,
        environment={
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "{identity}/container",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/authorization",
        },
    ),
    "metadata": Source(
        METADATA_KEY,
        environment={"AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "{identity}/"},
    ),
    "roles of the block": Source(
        ISSUED,
        environment=ENVIRONMENT_KEYS,
        block={"assume_role": [{"role_arn": DEPLOY, "external_id": "me"}, {"role_arn": ADMIN, "duration": "30m"}]},
        assumes=(DEPLOY, ADMIN),
    ),
}

# Sources whose addresses AWS fixes, and these addresses.
SOURCES_AT = {
    "container by its relative URI": (
        "169.254.170.2",
        Source(
            CONTAINER_KEY,
            environment={
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/container",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": CONTAINER_TOKEN,
            },
        ),
    ),
    "container of EKS": (
        "169.254.170.23",
        Source(
            CONTAINER_KEY,
            environment={
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/container",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/authorization",
            },
        ),
    ),
    "metadata": ("169.254.169.254", Source(METADATA_KEY, environment={"AWS_EC2_METADATA_DISABLED": ""})),
    "metadata by IPv6": (
        "fd00:ec2::254",
        Source(
            METADATA_KEY,
            "[default]\nec2_metadata_service_endpoint_mode = IPv6\n",
            environment={"AWS_EC2_METADATA_DISABLED": ""},
        ),
    ),
}


def configuration(network: Network) -> str:
    """A role and a tag."""
    return (
        'resource "langgraph_cloud_role" "it" {\n  external_ids = ["organization-1"]\n}\n'
        f'resource "langgraph_subnet_tag" "it" {{\n  subnet_id = "{network.private_subnet_ids[0]}"\n}}\n'
    )


def filled(value: Any, **places: str) -> Any:
    """The value with the places in its texts filled in."""
    if isinstance(value, dict):
        return {name: filled(inner, **places) for name, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, **places) for inner in value]
    return value.format(**places) if isinstance(value, str) else value


def token_file(home: Path, key: str) -> Path:
    """The file of the CLI's token cache."""
    return home / ".aws" / "sso" / "cache" / f"{hashlib.sha1(key.encode()).hexdigest()}.json"


def sign_in(home: Path, key: str, *, lifetime: timedelta = timedelta(hours=8), **more: str) -> Path:
    """Leaves what `aws sso login` leaves."""
    file = token_file(home, key)
    file.parent.mkdir(parents=True, exist_ok=True)
    ends = (datetime.now(UTC) + lifetime).strftime("%Y-%m-%dT%H:%M:%SZ")
    file.write_text(
        json.dumps({"startUrl": START_URL, "region": "us-east-1", "accessToken": SSO_TOKEN, "expiresAt": ends, **more})
    )
    return file


@pytest.fixture
def terraform_with(
    new_terraform: Callable[..., Terraform], aws: LocalAws, identity: Identity, network: Network, tmp_path: Path
) -> Callable[..., Terraform]:
    """Terraform with one source of credentials and no other, and the configuration written."""

    def make(source: Source, **environment: str) -> Terraform:
        home = tmp_path / "home"
        places = {"home": str(home), "identity": identity.address}
        AwsHome.make(home, source.config.replace("{home}", str(home)), source.credentials)
        (home / "token").write_text("web-identity-token\n")
        (home / "authorization").write_text(f"{CONTAINER_TOKEN}\n")
        keys = {"Version": 1, "AccessKeyId": ACCESS_KEY_ID, "SecretAccessKey": SECRET_ACCESS_KEY}
        (home / "print keys").write_text(f"echo '{json.dumps(keys)}'\n")
        of_single_sign_on = {"AWS_ENDPOINT_URL_SSO": identity.address, "AWS_ENDPOINT_URL_SSO_OIDC": identity.address}
        variables = {"HOME": str(home), **of_single_sign_on, **filled(source.environment, **places), **environment}
        block = {"access_key": None, "secret_key": None, **filled(source.block, **places)}
        return new_terraform("it", environment=variables, aws=block).write(configuration(network))

    return make


@pytest.mark.parametrize("name", SOURCES)
def test_a_role_and_a_tag_are_made_with_every_source(
    name: str, terraform_with: Callable[..., Terraform], aws: LocalAws, tmp_path: Path
) -> None:
    source = SOURCES[name]
    sign_in(tmp_path / "home", "company")
    sign_in(tmp_path / "home", START_URL)
    terraform_with(source).apply()
    calls = [call for call in aws.calls() if not call["action"].startswith("AssumeRole")]
    used = {call["access_key_id"] for call in calls}
    if source.key == ISSUED:
        assert all(key.startswith("ASIA") for key in used)
    else:
        assert used == {source.key}
    # The plan and the apply are a process each.
    assumed = [call["parameters"]["RoleArn"] for call in aws.calls() if call not in calls]
    assert assumed == list(source.assumes) * 2
    assert {"CreateRole", "CreateTags"} <= {call["action"] for call in calls}


@pytest.mark.skipif(not link_local.is_possible(), reason="this machine does not let its users make networks")
@pytest.mark.parametrize("name", SOURCES_AT)
def test_the_addresses_that_aws_fixes_are_asked(
    name: str, terraform_with: Callable[..., Terraform], aws: LocalAws, identity: Identity, tmp_path: Path
) -> None:
    address, source = SOURCES_AT[name]
    ports = {server: urlsplit(server).port for server in (identity.address, aws.endpoint)}
    routes = {f"{address}:80": ports[identity.address], f"127.0.0.1:{ports[aws.endpoint]}": ports[aws.endpoint]}
    terraform = terraform_with(source)
    with LinkLocal(tmp_path, routes) as network:
        terraform.command = network.wrap([terraform.command])
        terraform.apply()
    assert {call["access_key_id"] for call in aws.calls()} == {source.key}


def test_a_token_of_single_sign_on_is_renewed_for_the_cli_too(
    terraform_with: Callable[..., Terraform], identity: Identity, tmp_path: Path
) -> None:
    registration = {
        "clientId": "client",
        "clientSecret": "client-secret",
        "registrationExpiresAt": "2099-01-01T00:00:00Z",
        "refreshToken": REFRESH_TOKEN,
    }
    cached = sign_in(tmp_path / "home", "company", lifetime=timedelta(minutes=-1), **registration)
    terraform_with(SOURCES["single sign-on"]).apply()
    assert json.loads(cached.read_text())["accessToken"] == RENEWED_SSO_TOKEN
    assert cached.stat().st_mode & 0o777 == 0o600
    paths = [request["path"] for request in identity.requests()]
    assert paths == ["/token", "/federation/credentials", "/federation/credentials"]


def test_who_is_not_signed_in_is_told_how(terraform_with: Callable[..., Terraform], tmp_path: Path) -> None:
    terraform = terraform_with(SOURCES["single sign-on"])
    login = "Run `aws sso login --profile sso`"
    terraform.fail("apply", says=["nobody has signed in", str(token_file(tmp_path / "home", "company")), login])
    sign_in(tmp_path / "home", "company", lifetime=timedelta(minutes=-1))
    terraform.fail("apply", says=["the token ended at", login])
    sign_in(tmp_path / "home", "company", startUrl="https://other.awsapps.com/start")
    terraform.fail("apply", says=["of another start URL", login])
    token_file(tmp_path / "home", "company").write_text('{"accessToken": "sso-')
    terraform.fail("apply", says=["is not what `aws sso login` writes", login])


@pytest.mark.parametrize(
    ("action", "service", "status", "code"),
    [("CreateRole", "iam", 403, "ExpiredToken"), ("CreateTags", "ec2", 400, "RequestExpired")],
)
def test_credentials_that_end_are_renewed_once_for_all(
    action: str,
    service: str,
    status: int,
    code: str,
    terraform_with: Callable[..., Terraform],
    identity: Identity,
    aws: LocalAws,
) -> None:
    aws.proxy.fail_call(action, service, status=status, code=code)
    terraform = terraform_with(SOURCES["metadata"])
    terraform.plan()
    before = identity.requests()[-1]["number"]
    terraform.run("apply", "-no-color", "test.tfplan")
    given = [request for request in identity.requests(since=before) if request["path"].endswith(f"/{ROLE}")]
    assert len(given) == 2
    assert [call["status"] for call in aws.calls(action=action)] == [status, 200]


def test_credentials_that_end_while_iam_is_waited_for_are_renewed(
    terraform_with: Callable[..., Terraform], identity: Identity, aws: LocalAws
) -> None:
    aws.proxy.fail_call("GetRole", "iam", status=404, code="NoSuchEntity", skip=1, times=2)
    aws.proxy.fail_call("GetRole", "iam", status=403, code="ExpiredToken", skip=1)
    terraform = terraform_with(SOURCES["metadata"])
    terraform.plan()
    before = identity.requests()[-1]["number"]
    aws.proxy.forget_requests()
    terraform.run("apply", "-no-color", "test.tfplan")
    reads = [call["status"] for call in aws.calls(action="GetRole")]
    assert reads[:4] == [404, 404, 403, 200]
    given = [request for request in identity.requests(since=before) if request["path"].endswith(f"/{ROLE}")]
    assert len(given) == 2


def test_where_there_are_none_every_source_says_why(terraform_with: Callable[..., Terraform]) -> None:
    terraform_with(Source("")).fail(
        "apply",
        says=[
            "`aws.access_key` and `aws.secret_key` are not set",
            "there is no `aws.assume_role_with_web_identity`",
            "AWS_ACCESS_KEY_ID is not set",
            "AWS_WEB_IDENTITY_TOKEN_FILE is not set",
            'no profile "default"',
            "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor",
            "switched off by AWS_EC2_METADATA_DISABLED",
        ],
    )


def test_a_metadata_service_that_gives_none_says_why(
    terraform_with: Callable[..., Terraform], identity: Identity
) -> None:
    terraform = terraform_with(SOURCES["metadata"])
    page = "<html><body>Sign in to the guest network</body></html>"
    token, roles = "/latest/api/token", "/latest/meta-data/iam/security-credentials/"
    for path, fault, says in [
        (token, {"status": 401}, "it answers 401"),
        (token, {"status": 404}, "it answers 404"),
        (token, {"status": 200, "body": page}, "something else answers there"),
        (token, {"delay_seconds": 3}, "1000 ms"),
        (roles, {"status": 404}, "the instance has no role: it answers 404"),
        (roles, {"status": 200, "body": page}, "it names no role"),
        (f"{roles}{ROLE}", {"status": 200, "body": {"Code": "AssumeRoleUnauthorizedAccess"}}, "it lacks AccessKeyId"),
    ]:
        before = identity.requests()[-1]["number"] if identity.requests() else 0
        identity.fail({"path": path}, times=9, **fault)
        terraform.fail("apply", says=["the instance's metadata service", says])
        identity.forget_faults()
        # Nothing goes on without what failed: no version 1 of the service.
        assert {request["path"] for request in identity.requests(since=before)} <= {token, roles, path}
        assert identity.requests(since=before)[-1]["path"] == path


def test_a_role_that_may_not_be_assumed_names_both_identities(
    terraform_with: Callable[..., Terraform], aws: LocalAws
) -> None:
    aws.proxy.fail_call("AssumeRole", "sts", status=403, code="AccessDenied", message="not you", times=2)
    terraform = terraform_with(SOURCES["roles of the block"])
    terraform.fail("apply", says=["STS AssumeRole Failed", "AccessDenied: not you", DEPLOY, "asked by arn:aws:"])


def test_a_duration_out_of_bounds_is_told_at_plan(terraform_with: Callable[..., Terraform]) -> None:
    for block, duration in (("assume_role", "13h"), ("assume_role_with_web_identity", "14m59s")):
        told = {"role_arn": DEPLOY, "duration": duration}
        token = {} if block == "assume_role" else {"web_identity_token": "token"}
        source = Source("", environment=ENVIRONMENT_KEYS, block={block: {**told, **token}})
        terraform_with(source).fail("plan", says=["duration", f'"{duration}"', "from 15m to 12h"])
