"""langgraph_cloud_role: what others change in IAM, each kind by itself, and what the next apply makes of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from acceptance.support.cloud_role import BOUNDARY, CUSTOM, PRINCIPAL, ROLE, attached, embedded, held, policy, role
from acceptance.support.terraform import Terraform
from sandbox.client import MANAGED_POLICIES, ROLE_NAME, LocalAws

TAGS = {"team": "agents", "stage": "test"}
CONFIGURATION = role(tags=TAGS, description="Ours", permissions_boundary=BOUNDARY)
ECS = "arn:aws:iam::aws:policy/AmazonECS_FullAccess"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


def trust(external_id: str, *more: dict[str, Any]) -> str:
    """A trust policy for the control plane with that id, and further statements."""
    (statement,) = policy(
        "sts:AssumeRole",
        Principal={"AWS": PRINCIPAL},
        Condition={"StringEquals": {"sts:ExternalId": external_id}},
        Resource=None,
    )["Statement"]
    return json.dumps({"Version": "2012-10-17", "Statement": [statement, *more]})


SERVICE = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
# What is called in IAM, with what, and the attributes that the next plan changes.
CHANGES: list[Any] = [
    pytest.param("detach_role_policy", {"PolicyArn": ECS}, {"managed_policy_arns"}, id="policy detached"),
    pytest.param("attach_role_policy", {"PolicyArn": ADMINISTRATOR}, {"managed_policy_arns"}, id="policy attached"),
    pytest.param(
        "put_role_policy",
        {"PolicyName": "Theirs", "PolicyDocument": json.dumps(policy("s3:*"))},
        {"inline_policies"},
        id="policy embedded",
    ),
    pytest.param(
        "put_role_policy",
        {"PolicyName": CUSTOM, "PolicyDocument": json.dumps(policy("*"))},
        {"inline_policies"},
        id="policy widened",
    ),
    pytest.param(
        "update_assume_role_policy",
        {"PolicyDocument": trust("somebody-else")},
        {"external_ids", "assume_role_policy"},
        id="others trusted",
    ),
    pytest.param(
        "update_assume_role_policy",
        {"PolicyDocument": trust("organization-1", SERVICE)},
        {"assume_role_policy"},
        id="a service trusted too",
    ),
    pytest.param(
        "update_role", {"Description": "Theirs", "MaxSessionDuration": 3600}, {"description"}, id="described anew"
    ),
    pytest.param(
        "update_role", {"Description": "Ours", "MaxSessionDuration": 43200}, {"max_session_duration"}, id="prolonged"
    ),
    pytest.param("delete_role_permissions_boundary", {}, {"permissions_boundary"}, id="unbound"),
    pytest.param(
        "tag_role",
        {"Tags": [{"Key": "team", "Value": "theirs"}, {"Key": "new", "Value": "1"}]},
        {"tags", "tags_all"},
        id="tagged",
    ),
    pytest.param("untag_role", {"TagKeys": ["stage"]}, {"tags", "tags_all"}, id="untagged"),
]


def as_held(aws: LocalAws) -> dict[str, Any]:
    """All that IAM has of the role, in one value to compare."""
    found = held(aws)
    asked = ("AssumeRolePolicyDocument", "Description", "MaxSessionDuration", "PermissionsBoundary", "Tags")
    return {"attached": attached(aws), "embedded": embedded(aws), **{name: found.get(name) for name in asked}}


@pytest.fixture(scope="class")
def applied(shared_terraform: Terraform) -> Terraform:
    """A role with tags, a description and a boundary."""
    shared_terraform.write(CONFIGURATION).apply()
    return shared_terraform


class TestOneChange:
    @pytest.mark.parametrize(("call", "arguments", "attributes"), CHANGES)
    def test_is_planned_for_what_it_is_and_undone(
        self, call: str, arguments: dict[str, Any], attributes: set[str], applied: Terraform, shared_aws: LocalAws
    ) -> None:
        ours = as_held(shared_aws)
        getattr(shared_aws.client("iam"), call)(RoleName=ROLE_NAME, **arguments)
        assert as_held(shared_aws) != ours
        plan = applied.plan()
        assert plan.actions == {ROLE: ["update"]}
        assert plan.changed[ROLE] == attributes
        assert plan.unknown[ROLE] == set()
        applied.apply("test.tfplan")
        assert as_held(shared_aws) == ours

    def test_of_words_alone_is_none(self, applied: Terraform, shared_aws: LocalAws) -> None:
        iam, ours = shared_aws.client("iam"), json.dumps(embedded(shared_aws)[CUSTOM])
        reworded = json.dumps(policy("Application-Autoscaling:*", Resource=["*"]), indent=2)
        iam.put_role_policy(RoleName=ROLE_NAME, PolicyName=CUSTOM, PolicyDocument=reworded)
        applied.assert_nothing_to_do()
        iam.put_role_policy(RoleName=ROLE_NAME, PolicyName=CUSTOM, PolicyDocument=ours)


def change_everything(aws: LocalAws) -> None:
    """Makes every change, one after the other."""
    for parameters in CHANGES:
        call, arguments, _ = parameters.values
        getattr(aws.client("iam"), call)(RoleName=ROLE_NAME, **arguments)


def test_an_update_that_fails_half_way_is_taken_up_by_the_next(terraform: Terraform, aws: LocalAws) -> None:
    terraform.write(CONFIGURATION).apply()
    state, ours = terraform.attributes(ROLE), as_held(aws)
    change_everything(aws)
    aws.proxy.fail_call("AttachRolePolicy", "iam", status=403, code="AccessDenied", times=1)
    terraform.fail("apply", says=["AttachRolePolicy", "AccessDenied"])
    assert terraform.tainted() == set()
    terraform.apply()
    terraform.assert_nothing_to_do()
    assert as_held(aws) == ours
    assert attached(aws) == set(MANAGED_POLICIES)
    assert embedded(aws)[CUSTOM]["Statement"][0]["Action"] == "application-autoscaling:*"
    assert held(aws)["Tags"] == TAGS
    assert terraform.attributes(ROLE) == state


def test_a_role_that_is_gone_is_made_again(terraform: Terraform, aws: LocalAws) -> None:
    terraform.write(role(managed_policy_arns=[], inline_policies={})).apply()
    aws.client("iam").delete_role(RoleName=ROLE_NAME)
    assert terraform.plan().actions == {ROLE: ["create"]}
    terraform.apply()
    assert held(aws)["RoleName"] == ROLE_NAME


def test_a_saved_plan_changes_no_other_role_of_the_name(terraform: Terraform, aws: LocalAws) -> None:
    iam = aws.client("iam")
    terraform.write(role(managed_policy_arns=[], inline_policies={})).apply()
    trusted = json.dumps(held(aws)["AssumeRolePolicyDocument"])
    terraform.write(role(managed_policy_arns=[], inline_policies={}, description="Ours"))
    terraform.plan()
    iam.delete_role(RoleName=ROLE_NAME)
    terraform.fail("apply", "test.tfplan", says=["Role Is Gone", "was deleted outside of Terraform"])
    iam.create_role(RoleName=ROLE_NAME, AssumeRolePolicyDocument=trusted)
    terraform.fail("apply", "test.tfplan", says=["Role Is Gone", "was deleted and made anew"])
    assert "Description" not in held(aws)


def test_tags_that_are_ignored_stay_as_others_set_them(new_terraform: Callable[..., Terraform], aws: LocalAws) -> None:
    ignored = {"keys": ["CostCenter"], "key_prefixes": ["kubernetes.io/"]}
    terraform = new_terraform("role", aws={"ignore_tags": ignored}).write(role(tags={"team": "agents"}))
    terraform.apply()
    theirs = {"CostCenter": "42", "kubernetes.io/cluster": "one"}
    tags = [{"Key": key, "Value": value} for key, value in theirs.items()]
    aws.client("iam").tag_role(RoleName=ROLE_NAME, Tags=tags)
    terraform.assert_nothing_to_do()
    terraform.write(role(tags={"team": "platform"})).apply()
    assert held(aws)["Tags"] == {"team": "platform", **theirs}
