"""How AWS is reached: credentials and their sources, the account, what goes wrong on the way, and how much is asked."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from acceptance.support.terraform import Terraform, plain_text
from acceptance.support.tls import TlsFront
from sandbox.client import ACCOUNT_ID, LocalAws, Network
from sandbox.signing_proxy import ACCESS_KEY_ID, SECRET_ACCESS_KEY

TEMPORARY_KEY = "ASIAIOSFODNN7EXAMPLE"
TEMPORARY_SECRET = "temporary/secret+with/characters+to/escape"
TOKEN = "IQoJb3JpZ2luX2Vj//+==" * 60
FROM_ELSEWHERE: dict[str, Any] = {"access_key": None, "secret_key": None}


def tag(subnet_id: str, name: str = "it") -> str:
    """A tagged subnet."""
    return f'resource "langgraph_subnet_tag" "{name}" {{\n  subnet_id = "{subnet_id}"\n}}\n'


@dataclass(frozen=True)
class Home:
    """A home directory whose profile "work" has temporary keys and a region."""

    directory: Path
    credentials: Path


@pytest.fixture
def home(aws: LocalAws, tmp_path: Path) -> Home:
    """The files, and an AWS that knows the keys."""
    aws.proxy.add_credentials(TEMPORARY_KEY, TEMPORARY_SECRET, TOKEN)
    made = Home(tmp_path / "home", tmp_path / "home" / ".aws" / "credentials")
    made.credentials.parent.mkdir(parents=True)
    (made.credentials.parent / "config").write_text("[profile work]\nregion = us-east-1\n")
    made.credentials.write_text(
        f"# temporary\n[work]\naws_access_key_id = {TEMPORARY_KEY}\naws_secret_access_key = {TEMPORARY_SECRET}\n"
        f"aws_session_token = {TOKEN}\n"
    )
    return made


OF_PROFILE = {**FROM_ELSEWHERE, "region": None, "profile": "work"}
OTHER_KEYS = {"AWS_ACCESS_KEY_ID": "AKIAUNKNOWN", "AWS_SECRET_ACCESS_KEY": "unknown-secret"}


def test_the_profile_of_the_block_goes_before_keys_in_the_environment(
    new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network, home: Home
) -> None:
    """And the region comes from it too."""
    terraform = new_terraform("profile", environment={"HOME": str(home.directory), **OTHER_KEYS}, aws=OF_PROFILE)
    terraform.write(tag(network.private_subnet_ids[0])).apply()
    assert {(call["access_key_id"], call["region"]) for call in aws.calls()} == {(TEMPORARY_KEY, "us-east-1")}


def test_no_secret_of_a_profile_is_logged(
    new_terraform: Callable[..., Terraform], network: Network, home: Home
) -> None:
    terraform = new_terraform("profile", environment={"HOME": str(home.directory), **OTHER_KEYS}, aws=OF_PROFILE)
    log = terraform.log_provider()
    terraform.write(tag(network.private_subnet_ids[0])).apply()
    logged = log.read_text()
    assert "DescribeSubnets" in logged
    assert all(secret not in logged for secret in (TEMPORARY_SECRET, TOKEN, "AWS4-HMAC-SHA256", "unknown-secret"))


TEMPORARY = {
    "AWS_ACCESS_KEY_ID": TEMPORARY_KEY,
    "AWS_SECRET_ACCESS_KEY": TEMPORARY_SECRET,
    "AWS_SESSION_TOKEN": TOKEN,
}


@pytest.mark.parametrize("source", ["profile", "keys"])
def test_the_environment_names_a_profile_or_keys(
    source: str, new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network, home: Home
) -> None:
    profile = {"AWS_SHARED_CREDENTIALS_FILE": str(home.credentials), "AWS_PROFILE": "work", "HOME": "/nonexistent"}
    environment = profile if source == "profile" else profile | TEMPORARY
    terraform = new_terraform("environment", environment=environment, aws=FROM_ELSEWHERE)
    terraform.write(tag(network.private_subnet_ids[0])).apply()
    assert {(call["access_key_id"], call["status"]) for call in aws.calls()} == {(TEMPORARY_KEY, 200)}


def test_temporary_keys_are_nothing_without_their_token(
    new_terraform: Callable[..., Terraform], network: Network, home: Home
) -> None:
    terraform = new_terraform("environment", environment=TEMPORARY, aws=FROM_ELSEWHERE)
    terraform.write(tag(network.private_subnet_ids[0])).apply()
    del terraform.environment["AWS_SESSION_TOKEN"]
    terraform.fail("plan", says=["AuthFailure", "without its session token", "AWS_ACCESS_KEY_ID"])


def test_a_profile_that_is_not_there_is_told_with_the_files(
    new_terraform: Callable[..., Terraform], network: Network, home: Home
) -> None:
    environment = {"HOME": str(home.directory), "AWS_PROFILE": "absent"}
    terraform = new_terraform("absent", environment=environment, aws=FROM_ELSEWHERE)
    terraform.write(tag(network.private_subnet_ids[1]))
    terraform.fail("apply", says=['AWS_PROFILE names the profile "absent"', "which no file has", str(home.credentials)])


def test_a_profile_file_that_is_malformed_is_told_with_the_line(
    new_terraform: Callable[..., Terraform], network: Network, home: Home
) -> None:
    home.credentials.write_text("[work]\naws_access_key_id\n")
    terraform = new_terraform("profile", environment={"HOME": str(home.directory)}, aws=OF_PROFILE)
    terraform.write(tag(network.private_subnet_ids[0]))
    terraform.fail("apply", says=["Malformed AWS Profile File", f"{home.credentials}, line 2"])


def test_the_account_is_checked_before_anything_else(
    new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network
) -> None:
    configuration = "".join(tag(subnet, f"tag_{number}") for number, subnet in enumerate(network.private_subnet_ids))
    wrong = new_terraform("wrong", aws={"allowed_account_ids": ["210987654321"]}).write(configuration)
    wrong.fail("apply", says=["Wrong AWS Account", ACCOUNT_ID, "aws.allowed_account_ids", "access_key"])
    forbidden = new_terraform("forbidden", aws={"forbidden_account_ids": [ACCOUNT_ID]}).write(configuration)
    forbidden.fail("apply", says=["Wrong AWS Account", ACCOUNT_ID, "aws.forbidden_account_ids"])
    assert {call["action"] for call in aws.calls()} == {"GetCallerIdentity"}

    right = new_terraform("right", aws={"allowed_account_ids": ["210987654321", ACCOUNT_ID]}).write(configuration)
    right.apply()
    aws.proxy.forget_requests()
    right.assert_nothing_to_do()
    assert [call["action"] for call in aws.calls()] == ["GetCallerIdentity", "DescribeSubnets"]


def test_a_passing_fault_is_survived(terraform: Terraform, aws: LocalAws, network: Network) -> None:
    html = "<html><body>Bad gateway<br></body></html>"
    aws.proxy.fail_call("CreateTags", "ec2", status=503, code="RequestLimitExceeded", times=2)
    aws.proxy.fail({"action": "DescribeSubnets"}, status=502, body=html, content_type="text/html")
    terraform.write(tag(network.private_subnet_ids[0])).apply()
    aws.proxy.fail({"action": "DescribeSubnets"}, drop="midway")
    aws.proxy.fail({"action": "DescribeSubnets"}, drop="before")
    aws.proxy.fail_call("DescribeSubnets", "ec2", status=400, code="Throttling")
    terraform.assert_nothing_to_do()
    aws.proxy.fail({"action": "DeleteTags"}, drop="after")
    terraform.destroy()
    assert aws.proxy.faults() == []
    assert [call["action"] for call in aws.calls()].count("CreateTags") == 3


def test_a_lasting_fault_is_told_with_what_to_do(
    new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network
) -> None:
    terraform = new_terraform("faults", aws={"max_attempts": 1}).write(tag(network.private_subnet_ids[0]))
    refused = [
        (403, "UnauthorizedOperation", "not you", ["lack the permission ec2:CreateTags"]),
        (400, "RequestExpired", "too late", ["takes requests of the last minutes", "clock"]),
        (401, "AuthFailure", "who are you", ["does not know the access key", "us-east-1"]),
        (503, "RequestLimitExceeded", "slowly", ["max_attempts", "-parallelism"]),
        (500, "InternalError", "oops", ["Whether it took effect is not known", "a fault at AWS's side"]),
        (400, "TagLimitExceeded", "too many", ["50 tags", "raises this for nobody"]),
    ]
    for status, code, message, remedy in refused:
        aws.proxy.fail_call("CreateTags", "ec2", status=status, code=code, message=message)
        terraform.fail("apply", says=["EC2 CreateTags Failed", f"{code}: {message} (HTTP {status}", *remedy])
    for status in (200, 404, 500):
        page = "<!DOCTYPE html><html><body>Sign in to the guest network</body></html>"
        aws.proxy.fail({"action": "CreateTags"}, status=status, body=page, content_type="text/html")
        terraform.fail("apply", says=["not one of EC2's own", "text/html", "Sign in to", f"HTTP {status}", "proxies"])
    aws.proxy.fail({"action": "CreateTags"}, status=307, headers={"Location": "https://elsewhere.example.com/"})
    terraform.fail("apply", says=["a redirect to https://elsewhere.example.com/, which is not followed"])
    aws.proxy.fail({"action": "CreateTags"}, drop="midway")
    terraform.fail("apply", says=["EC2 CreateTags Failed", "Whether it took effect is not known"])
    assert terraform.resources() == {}

    keys = {"access_key": ACCESS_KEY_ID, "secret_key": SECRET_ACCESS_KEY[::-1]}
    wrong = new_terraform("wrong", aws=keys).write(tag(network.private_subnet_ids[0]))
    wrong.fail("apply", says=["SignatureDoesNotMatch", "does not belong to the access key", "clock"])
    unknown = new_terraform("unknown", aws={**keys, "access_key": "AKIAUNKNOWNUNKNOWN00"})
    unknown.write(tag(network.private_subnet_ids[0])).fail("apply", says=["does not know the access key"])
    nowhere = new_terraform(
        "nowhere", aws={"endpoints": {"ec2": "http://127.0.0.1:1", "sts": aws.endpoint}, "max_attempts": 1}
    )
    nowhere.write(tag(network.private_subnet_ids[0])).fail("apply", says=["no connection to 127.0.0.1", "us-east-1"])


@pytest.mark.parametrize("minutes", [10, -10])
def test_a_clock_that_is_ten_minutes_off_is_named(
    minutes: int, terraform: Terraform, aws: LocalAws, network: Network
) -> None:
    terraform.write(tag(network.private_subnet_ids[0]))
    aws.proxy.set(clock_offset_seconds=minutes * 60)
    wrong = "Signature expired" if minutes > 0 else "Signature not yet current"
    terraform.fail("plan", says=[f"SignatureDoesNotMatch: {wrong}", "This machine's clock says", "set it right"])
    aws.proxy.set(clock_offset_seconds=0)
    aws.proxy.fail_call("GetCallerIdentity", "sts", status=403, code="RequestTimeTooSkewed")
    terraform.fail("plan", says=["RequestTimeTooSkewed", "This machine's clock says", "AWS's says"])


def test_only_trusted_certificates_are_accepted(
    new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network, tmp_path: Path
) -> None:
    with TlsFront(aws.endpoint, tmp_path) as front:
        endpoints = {"endpoints": {"ec2": front.address, "sts": front.address}}
        untrusted = new_terraform("untrusted", aws=endpoints).write(tag(network.private_subnet_ids[0]))
        untrusted.fail("apply", says=["no trusted connection", "self-signed certificate", "custom_ca_bundle"])
        assert aws.calls() == []
        by_block = new_terraform("block", aws={**endpoints, "custom_ca_bundle": str(front.ca_bundle)})
        by_block.write(tag(network.private_subnet_ids[0])).apply()
        untrusted.environment["AWS_CA_BUNDLE"] = str(front.ca_bundle)
        untrusted.apply()
        assert {call["status"] for call in aws.calls()} == {200}


def test_refreshing_many_tags_costs_few_calls(terraform: Terraform, aws: LocalAws) -> None:
    network = aws.create_network(private=40, public=0)
    configuration = f"""
    resource "langgraph_subnet_tag" "subnets" {{
      for_each  = toset({json.dumps(network.private_subnet_ids)})
      subnet_id = each.value
      tier      = "private"
    }}
    resource "langgraph_subnet_tag" "vpc" {{
      vpc_id = "{network.vpc_id}"
    }}
    """
    aws.tag_network(network)
    terraform.write(configuration).apply()
    aws.proxy.forget_requests()
    terraform.assert_nothing_to_do()
    assert sorted(call["action"] for call in aws.calls()) == ["DescribeSubnets", "DescribeVpcs"]

    # A list that is refused is refused once for all that wait for it.
    aws.proxy.forget_requests()
    aws.proxy.fail_call("DescribeSubnets", "ec2", status=403, code="UnauthorizedOperation", times=1000)
    terraform.fail("plan", says=["the region's subnets", "lack the permission ec2:DescribeSubnets"])
    assert 1 <= len(aws.calls(action="DescribeSubnets")) <= 20
    aws.proxy.forget_faults()


def test_an_interrupted_call_ends_at_once(terraform: Terraform, aws: LocalAws, network: Network) -> None:
    aws.proxy.fail({"action": "CreateTags"}, delay_seconds=300)
    terraform.write(tag(network.private_subnet_ids[0]))
    with terraform.start("apply") as command:
        aws.proxy.wait_for_requests(action="CreateTags")
        command.interrupt()
        status, output = command.wait(60)
    assert status == 1
    assert "cancelled" in plain_text(output)
