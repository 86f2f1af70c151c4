"""langgraph_cloud_role among IAM's own ways: what it does not know yet, what others do to a role, what it refuses."""

import json
import threading
from typing import Any

import pytest

from acceptance.support.cloud_role import ROLE, role
from acceptance.support.terraform import Terraform
from sandbox.client import ROLE_NAME, LocalAws

OTHER = "arn:aws:iam::123456789012:role/made-a-moment-ago"
UNKNOWN_PRINCIPAL = {
    "status": 400,
    "code": "MalformedPolicyDocument",
    "message": f'Invalid principal in policy: "AWS":"{OTHER}"',
}
DOCUMENT = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]}


def test_a_tag_that_others_put_on_a_new_role(terraform: Terraform, aws: LocalAws) -> None:
    aws.proxy.fail({"service": "iam", "action": "AttachRolePolicy"}, delay_seconds=2)

    def tagger() -> None:
        aws.proxy.wait_for_requests(1, action="CreateRole")
        aws.client("iam").tag_role(RoleName=ROLE_NAME, Tags=[{"Key": "created-by", "Value": "ci"}])

    reaction = threading.Thread(target=tagger)
    reaction.start()
    terraform.write(role()).apply()
    reaction.join()
    assert terraform.tainted() == set()
    # Whatever is there beyond what was written is drift, for the next plan to show.
    assert terraform.plan().changed[ROLE] == {"tags", "tags_all"}


def test_a_policy_that_others_attach_to_a_new_role(terraform: Terraform, aws: LocalAws) -> None:
    aws.proxy.fail({"service": "iam", "action": "AttachRolePolicy"}, delay_seconds=1)

    def automation() -> None:
        # What comes after the role was made.
        aws.proxy.wait_for_requests(1, action="PutRolePolicy")
        iam = aws.client("iam")
        iam.attach_role_policy(RoleName=ROLE_NAME, PolicyArn="arn:aws:iam::aws:policy/SecurityAudit")
        iam.put_role_policy(RoleName=ROLE_NAME, PolicyName="Theirs", PolicyDocument=json.dumps(DOCUMENT))

    reaction = threading.Thread(target=automation)
    reaction.start()
    terraform.write(role()).apply()
    reaction.join()
    assert terraform.tainted() == set()
    assert terraform.plan().changed[ROLE] == {"managed_policy_arns", "inline_policies"}


def test_a_principal_that_is_new(terraform: Terraform, aws: LocalAws) -> None:
    aws.proxy.fail_call("CreateRole", "iam", times=2, **UNKNOWN_PRINCIPAL)
    terraform.write(role(trusted_principal_arns=[OTHER])).apply()


def test_a_principal_that_is_new_in_an_update(terraform: Terraform, aws: LocalAws) -> None:
    terraform.write(role()).apply()
    aws.proxy.fail_call("UpdateAssumeRolePolicy", "iam", times=2, **UNKNOWN_PRINCIPAL)
    terraform.write(role(trusted_principal_arns=[OTHER])).apply()


def test_a_policy_that_is_new(terraform: Terraform, aws: LocalAws) -> None:
    # Six answers take longer than the few seconds that most things of IAM's take.
    aws.proxy.fail_call("AttachRolePolicy", "iam", status=404, code="NoSuchEntity", times=6)
    terraform.write(role()).apply()
    assert terraform.tainted() == set()
    assert aws.proxy.faults() == []


def test_a_boundary_that_is_new(terraform: Terraform, aws: LocalAws) -> None:
    terraform.write(role()).apply()
    aws.proxy.fail_call("PutRolePermissionsBoundary", "iam", status=404, code="NoSuchEntity", times=2)
    terraform.write(role(permissions_boundary="arn:aws:iam::123456789012:policy/made-a-moment-ago")).apply()
    assert aws.proxy.faults() == []


def test_a_policy_of_awss_own_that_does_not_exist_is_not_waited_for(terraform: Terraform, aws: LocalAws) -> None:
    mistyped = "arn:aws:iam::aws:policy/AmazonEcsFullAccess"
    aws.proxy.fail_call(
        "AttachRolePolicy",
        "iam",
        status=404,
        code="NoSuchEntity",
        message=f"Policy {mistyped} does not exist or is not attachable.",
        times=1,
    )
    text = terraform.write(role(managed_policy_arns=[mistyped])).fail("apply", says=[mistyped, "Check the ARN"])
    assert "since this was planned" not in text
    assert "terraform untaint" in text
    assert terraform.tainted() == {ROLE}


def test_a_policy_begins_with_its_brace(terraform: Terraform, aws: LocalAws) -> None:
    # A heredoc leaves blanks, which IAM refuses and moto does not mind.
    terraform.write(role(inline_policies={"Own": f"\n   {json.dumps(DOCUMENT)}\n"})).apply()
    (call,) = aws.calls(action="PutRolePolicy")
    assert call["parameters"]["PolicyDocument"].startswith("{")
    terraform.assert_nothing_to_do()


def test_an_account_id_is_its_root(terraform: Terraform, aws: LocalAws) -> None:
    terraform.write(role(trusted_principal_arns=["arn:aws:iam::123456789012:root"])).apply()
    iam = aws.client("iam")
    trust = iam.get_role(RoleName=ROLE_NAME)["Role"]["AssumeRolePolicyDocument"]
    trust["Statement"][0]["Principal"] = {"AWS": "123456789012"}
    iam.update_assume_role_policy(RoleName=ROLE_NAME, PolicyDocument=json.dumps(trust))
    terraform.assert_nothing_to_do()


def test_a_principal_that_was_deleted_is_drift(terraform: Terraform, aws: LocalAws) -> None:
    terraform.write(role(trusted_principal_arns=[OTHER])).apply()
    iam = aws.client("iam")
    trust = iam.get_role(RoleName=ROLE_NAME)["Role"]["AssumeRolePolicyDocument"]
    trust["Statement"][0]["Principal"] = {"AWS": "AROA2XIKAMWTHXR5NHDKG"}
    iam.update_assume_role_policy(RoleName=ROLE_NAME, PolicyDocument=json.dumps(trust))
    assert terraform.plan().changed[ROLE] == {"trusted_principal_arns", "assume_role_policy"}
    terraform.apply()
    terraform.assert_nothing_to_do()


@pytest.mark.parametrize(
    "arguments, attribute",
    [
        ({"description": "Runs agents \u2014 EU"}, "description"),
        ({"description": "x" * 1001}, "description"),
        ({"tags": {"a": "x" * 257}}, 'tags["a"]'),
        ({"tags": {"x" * 129: "a"}}, "tags"),
        ({"tags": {f"key-{i}": "" for i in range(51)}}, "tags"),
        ({"tags": {"Team": "a", "team": "b"}}, "tags"),
        ({"path": f"/{'x' * 511}/"}, "path"),
        ({"inline_policies": {"Own": "[]"}}, 'inline_policies["Own"]'),
        ({"inline_policies": {"Own": '{"Version": "2012-10-17"}'}}, 'inline_policies["Own"]'),
        ({"inline_policies": {"Own": '{"Statement": '}}, 'inline_policies["Own"]'),
    ],
)
def test_what_iam_refuses_is_said_at_plan(
    arguments: dict[str, Any], attribute: str, terraform: Terraform, aws: LocalAws
) -> None:
    text = terraform.write(role(**arguments)).fail("plan", says=attribute)
    assert text.count("Error:") == 1
    assert aws.calls() == []


def test_many_roles_at_once_get_through_a_service_that_is_busy(terraform: Terraform, aws: LocalAws) -> None:
    aws.proxy.fail_call("CreateRole", "iam", status=400, code="Throttling", message="Rate exceeded", times=6)
    aws.proxy.fail_call("AttachRolePolicy", "iam", status=409, code="ConcurrentModification", times=3)
    terraform.write(
        'resource "langgraph_cloud_role" "it" {\n  count = 50\n  name = "role-${count.index}"\n'
        '  external_ids = ["organization-1"]\n  managed_policy_arns = ["arn:aws:iam::aws:policy/SecurityAudit"]\n'
        "  inline_policies = {}\n}\n"
    ).apply("-parallelism=50")
    assert aws.proxy.faults() == []
    assert len(terraform.resources()) == 50
    # A rush is refused once for each role that was in it, and then they come one after the other.
    assert len(aws.calls(action="CreateRole")) <= 50 + 6
