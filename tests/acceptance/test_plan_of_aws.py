"""What a plan looks up at AWS, so that it tells what an apply would run into, and how few calls that takes."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from acceptance.support.cloud_role import ROLE, role
from acceptance.support.terraform import Terraform, plain_text
from sandbox.client import ROLE_NAME, LocalAws, Network

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


def tags(network: Network) -> str:
    listed = json.dumps([*network.private_subnet_ids, *network.public_subnet_ids])
    return (
        f'resource "langgraph_subnet_tag" "it" {{\n  for_each = toset({listed})\n'
        '  subnet_id = each.key\n  tier = "private"\n}\n'
    )


def actions(aws: LocalAws) -> list[str]:
    return [call["action"] for call in aws.calls()]


def test_a_name_that_is_taken_is_a_warning_with_the_block_to_paste(terraform: Terraform, aws: LocalAws) -> None:
    aws.client("iam").create_role(RoleName=ROLE_NAME, AssumeRolePolicyDocument=json.dumps(TRUST))
    output = plain_text(terraform.write(role()).run("plan", "-no-color", "-input=false"))
    assert "Warning: Role Name Already Taken" in output
    assert f'import {{ to = langgraph_cloud_role.<name> id = "{ROLE_NAME}" }}' in output
    assert actions(aws) == ["GetCallerIdentity", "GetRole"]
    terraform.fail("apply", says="Error: Role Name Already Taken")


def test_a_role_that_is_replaced_has_its_own_name(terraform: Terraform, aws: LocalAws) -> None:
    terraform.write(role()).apply()
    terraform.write(role(path="/platform/"))
    assert "Already Taken" not in terraform.run("plan", "-no-color", "-input=false")
    terraform.write(role()).run("taint", ROLE)
    assert "Already Taken" not in terraform.run("plan", "-no-color", "-input=false")
    for configuration in (role(), role(path="/platform/")):
        terraform.write(configuration)
        assert "Already Taken" not in terraform.run("plan", "-no-color", "-input=false", "-refresh=false")


def test_what_does_not_change_asks_for_no_account(terraform: Terraform, aws: LocalAws, network: Network) -> None:
    terraform.write(role() + tags(network)).apply()
    since = aws.calls()[-1]["number"]
    terraform.assert_nothing_to_do()
    asked = sorted(call["action"] for call in aws.calls(since))
    assert asked == ["DescribeSubnets", "GetRole", "GetRolePolicy", "ListAttachedRolePolicies", "ListRolePolicies"]


def test_a_refresh_of_a_role_takes_as_long_as_one_call(terraform: Terraform, aws: LocalAws) -> None:
    document = json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    )
    terraform.write(role(inline_policies=dict.fromkeys(("one", "two", "three"), document))).apply()
    since = aws.calls()[-1]["number"]
    aws.proxy.fail({"service": "iam"}, delay_seconds=1, times=6)
    terraform.assert_nothing_to_do()
    asked = aws.calls(since)
    assert sorted(call["action"] for call in asked) == [
        "GetRole",
        *["GetRolePolicy"] * 3,
        "ListAttachedRolePolicies",
        "ListRolePolicies",
    ]
    # All of them came before the first was answered.
    # All of them came before the first was answered.
    arrivals = [call["time"] for call in asked]
    assert max(arrivals) < min(arrivals) + 1


def test_a_role_without_documents_is_read_by_three_calls(terraform: Terraform, aws: LocalAws) -> None:
    terraform.write(role(inline_policies={})).apply()
    since = aws.calls()[-1]["number"]
    terraform.assert_nothing_to_do()
    assert sorted(call["action"] for call in aws.calls(since)) == [
        "GetRole",
        "ListAttachedRolePolicies",
        "ListRolePolicies",
    ]


def test_a_tag_cannot_be_set_and_ignored(new_terraform: Callable[..., Terraform], aws: LocalAws) -> None:
    terraform = new_terraform("ignoring", aws={"ignore_tags": {"key_prefixes": ["kubernetes.io/"]}})
    terraform.write(role(tags={"kubernetes.io/cluster": "1"})).fail("plan", says=["Ignored Tag", "kubernetes.io"])


def test_the_account_is_asked_for_once(terraform: Terraform, aws: LocalAws, network: Network) -> None:
    terraform.write(role() + tags(network)).plan()
    assert sorted(actions(aws)) == ["GetCallerIdentity", "GetRole"]


@pytest.mark.parametrize(
    "arguments, says",
    [
        ({"access_key": None, "secret_key": None}, "No AWS Credentials Found"),
        ({"secret_key": "not-the-secret-of-this-key"}, "does not belong to the access key"),
        ({"allowed_account_ids": ["999999999999"]}, "Wrong AWS Account"),
    ],
)
def test_credentials_that_do_not_serve_are_one_error_at_plan(
    arguments: dict[str, Any], says: str, new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network
) -> None:
    terraform = new_terraform("refused", environment={"HOME": "/nonexistent"}, aws=arguments)
    text = terraform.write(tags(network)).fail("plan", says=says)
    assert text.count("Error:") == 1


def test_a_service_that_cannot_be_reached_is_a_warning(
    new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network
) -> None:
    endpoints = {"iam": aws.endpoint, "ec2": aws.endpoint, "sts": "http://127.0.0.1:1"}
    terraform = new_terraform("away", aws={"endpoints": endpoints, "max_attempts": 1})
    output = plain_text(terraform.write(tags(network)).apply())
    assert output.count("Warning: STS GetCallerIdentity Failed") >= 1
    assert "was not looked up" in output


def test_nothing_is_looked_up_where_that_is_not_wanted(
    new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network
) -> None:
    terraform = new_terraform("unlooked", aws={"skip_credentials_validation": True})
    terraform.write(role() + tags(network)).plan()
    assert aws.calls() == []
