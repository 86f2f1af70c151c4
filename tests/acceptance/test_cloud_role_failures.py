"""langgraph_cloud_role: calls that fail, that are answered too late or not at all, and applies that are interrupted."""

import json

import pytest

from acceptance.support.cloud_role import BOUNDARY, ROLE, attached, embedded, held, policy, role, role_names
from acceptance.support.terraform import Terraform, plain_text
from sandbox.client import MANAGED_POLICIES, ROLE_NAME, LocalAws

TAKEN = ["Role Name Already Taken", f'import {{ to = langgraph_cloud_role.<name> id = "{ROLE_NAME}" }}']


def make_theirs(aws: LocalAws) -> dict[str, object]:
    """A role of the name, somebody else's; its trust policy."""
    theirs = policy("sts:AssumeRole", Principal={"Service": "ec2.amazonaws.com"}, Resource=None)
    aws.client("iam").create_role(RoleName=ROLE_NAME, AssumeRolePolicyDocument=json.dumps(theirs))
    return theirs


@pytest.mark.parametrize(
    "loses_answer", [pytest.param(False, id="at once"), pytest.param(True, id="after an answer was lost")]
)
def test_a_role_of_the_name_stays_whose_it_is(terraform: Terraform, aws: LocalAws, loses_answer: bool) -> None:
    """Where an answer was lost, the role may be the one that was asked for: but it is not what was sent."""
    theirs = make_theirs(aws)
    if loses_answer:
        aws.proxy.fail({"service": "iam", "action": "CreateRole"}, drop="before")
    terraform.write(role()).fail("apply", says=TAKEN)
    assert aws.proxy.faults() == []
    assert terraform.resources() == {}
    assert held(aws)["AssumeRolePolicyDocument"] == theirs
    assert attached(aws) == set()


def test_a_role_whose_creation_was_not_answered_is_found(terraform: Terraform, aws: LocalAws) -> None:
    aws.proxy.fail({"service": "iam", "action": "CreateRole"}, drop="after")
    terraform.write(role()).apply()
    assert aws.proxy.faults() == []
    terraform.assert_nothing_to_do()


def test_a_role_is_waited_for_until_iam_shows_it(terraform: Terraform, aws: LocalAws) -> None:
    aws.proxy.fail_call("GetRole", "iam", status=404, code="NoSuchEntity", times=2)
    aws.proxy.fail_call("AttachRolePolicy", "iam", status=404, code="NoSuchEntity", times=2)
    terraform.write(role()).apply()
    assert aws.proxy.faults() == []
    terraform.assert_nothing_to_do()


def test_a_role_is_deleted_once_iam_has_let_go_of_it(terraform: Terraform, aws: LocalAws) -> None:
    terraform.write(role(managed_policy_arns=[], inline_policies={})).apply()
    aws.proxy.fail_call("DeleteRole", "iam", status=409, code="DeleteConflict", times=2)
    terraform.destroy()
    assert aws.proxy.faults() == []
    assert ROLE_NAME not in role_names(aws)


def interrupted(terraform: Terraform, aws: LocalAws, count: int, action: str) -> str:
    """What an apply says that is interrupted once so many such requests have been made."""
    with terraform.start("apply") as apply:
        aws.proxy.wait_for_requests(count, action=action)
        apply.interrupt()
        status, output = apply.wait(30)
    assert status != 0
    return plain_text(output)


def test_a_creation_that_is_interrupted_says_that_the_role_may_exist(terraform: Terraform, aws: LocalAws) -> None:
    aws.proxy.fail({"service": "iam", "action": "CreateRole"}, drop="before", delay_seconds=60)
    text = interrupted(terraform.write(role()), aws, 1, "CreateRole")
    assert "before IAM answered: it may exist" in text


@pytest.fixture
def given_up(terraform: Terraform, aws: LocalAws) -> tuple[Terraform, str]:
    """A role that was made, and was not waited for to the end; what Terraform said."""
    aws.proxy.fail_call("GetRole", "iam", status=404, code="NoSuchEntity", times=99)
    text = interrupted(terraform.write(role()), aws, 3, "GetRole")
    aws.proxy.forget_faults()
    return terraform, text


def test_a_wait_that_is_interrupted_keeps_the_role_in_the_state(given_up: tuple[Terraform, str]) -> None:
    terraform, text = given_up
    # It depends on the moment whether the pause between two looks ends, or a look itself.
    assert "Stopped while waiting for IAM" in text or "was cancelled" in text
    assert "To keep it, run terraform untaint with this resource" in text
    assert terraform.tainted() == {ROLE}


def test_a_role_that_was_not_waited_for_is_made_anew(given_up: tuple[Terraform, str]) -> None:
    terraform, _ = given_up
    terraform.apply()
    assert terraform.tainted() == set()
    terraform.assert_nothing_to_do()


def test_a_half_made_role_is_tainted_and_made_anew(terraform: Terraform, aws: LocalAws) -> None:
    refusal = {"status": 403, "code": "AccessDenied", "message": "not yours"}
    aws.proxy.fail_call("AttachRolePolicy", "iam", skip=2, times=99, **refusal)
    terraform.write(role()).fail("apply", says=["AttachRolePolicy", "AccessDenied", "not yours"])
    assert terraform.tainted() == {ROLE}
    assert len(attached(aws)) == 2
    aws.proxy.forget_faults()
    assert terraform.plan().actions == {ROLE: ["delete", "create"]}
    terraform.apply("test.tfplan")
    terraform.assert_nothing_to_do()
    assert attached(aws) == set(MANAGED_POLICIES)


def test_a_list_that_goes_on_where_it_is_has_an_end(terraform: Terraform, aws: LocalAws) -> None:
    terraform.write(role()).apply()
    result = "<PolicyNames/><IsTruncated>true</IsTruncated><Marker>again</Marker>"
    action = "ListRolePolicies"
    page = f"<{action}Response><{action}Result>{result}</{action}Result></{action}Response>"
    aws.proxy.fail({"action": action}, status=200, body=page, content_type="text/xml", times=100_000)
    terraform.fail("plan", says=["IAM ListRolePolicies Failed", "would never end"])


@pytest.fixture
def half_updated(terraform: Terraform, aws: LocalAws) -> Terraform:
    """A role to which its new policies have come, and from which the old ones have not gone."""

    def configuration(policy_name: str, name: str) -> str:
        arn = f"arn:aws:iam::aws:policy/{policy_name}"
        return role(managed_policy_arns=[arn], inline_policies={name: json.dumps(policy("s3:GetObject"))})

    terraform.write(configuration("AmazonECS_FullAccess", "First")).apply()
    terraform.write(configuration("AmazonRDSFullAccess", "Second"))
    aws.proxy.fail_call("DetachRolePolicy", "iam", status=403, code="AccessDenied", times=1)
    terraform.fail("apply", says=["DetachRolePolicy", "AccessDenied"])
    return terraform


def test_what_a_failed_update_leaves_stays_through_the_next_that_fails(half_updated: Terraform, aws: LocalAws) -> None:
    aws.proxy.fail_call("DetachRolePolicy", "iam", status=403, code="AccessDenied", times=1)
    half_updated.fail("apply", says=["DetachRolePolicy", "AccessDenied"])
    assert attached(aws) == {"AmazonECS_FullAccess", "AmazonRDSFullAccess"}
    assert embedded(aws).keys() == {"First", "Second"}


def test_what_a_failed_update_leaves_is_not_taken_for_others(half_updated: Terraform, aws: LocalAws) -> None:
    aws.client("iam").attach_role_policy(RoleName=ROLE_NAME, PolicyArn=BOUNDARY)
    text = half_updated.fail("destroy", says=["what Terraform did not put there", f"attached policy {BOUNDARY}"])
    assert "AmazonRDSFullAccess" not in text.partition("did not put there")[2]
    assert "inline policy" not in text.partition("did not put there")[2]


def test_what_a_failed_update_leaves_goes_with_the_role(half_updated: Terraform, aws: LocalAws) -> None:
    half_updated.destroy()
    assert ROLE_NAME not in role_names(aws)
