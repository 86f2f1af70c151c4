"""langgraph_cloud_role: what IAM holds after each apply, and what a plan says of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from acceptance.support.cloud_role import (
    BOUNDARY,
    CUSTOM,
    PRINCIPAL,
    ROLE,
    attached,
    embedded,
    held,
    policy,
    role,
    role_names,
)
from acceptance.support.mistakes import Complaint, complaints
from acceptance.support.terraform import Plan, Terraform
from sandbox.client import MANAGED_POLICIES, ROLE_NAME, LocalAws

TASK_ROLE_NAME = "LangGraphCloudECSTaskExecutionRole"
TASK_ROLE = role(purpose="task_execution", external_ids=None)
DEFAULT_TAGS = {"owner": "platform", "stage": "test"}
EVERYTHING = {
    "external_ids": ["organization-1", "organization-2"],
    "data_region": "eu",
    "description": "Runs agents",
    "max_session_duration": 7200,
    "permissions_boundary": BOUNDARY,
    "managed_policy_arns": ["arn:aws:iam::aws:policy/AmazonECS_FullAccess", BOUNDARY],
    "inline_policies": {"Own": json.dumps(policy("s3:GetObject"))},
    "tags": {"stage": "production", "team": "agents"},
    "force_detach_policies": True,
}


def imported(terraform: Terraform, name: str) -> dict[str, Any]:
    """The state that an import gives to a role which was in it before."""
    terraform.run("state", "rm", ROLE)
    terraform.import_resource(ROLE, name)
    return terraform.attributes(ROLE)


@pytest.fixture(scope="class")
def made(new_shared_terraform: Callable[..., Terraform]) -> tuple[Terraform, Plan]:
    """A role with nothing but an external id and the provider's tags, applied, and the plan of that."""
    terraform = new_shared_terraform(aws={"default_tags": {"tags": DEFAULT_TAGS}}).write(role())
    plan = terraform.plan()
    terraform.apply("test.tfplan")
    return terraform, plan


class TestARoleOfDefaults:
    def test_its_plan_knows_all_but_what_iam_decides(self, made: tuple[Terraform, Plan]) -> None:
        _, plan = made
        assert plan.actions == {ROLE: ["create"]}
        assert plan.unknown[ROLE] == {"arn", "unique_id", "account_id", "create_date"}

    def test_its_plan_shows_name_trust_and_tags(self, made: tuple[Terraform, Plan]) -> None:
        planned = made[1].after(ROLE)
        assert planned["name"] == planned["id"] == ROLE_NAME
        assert planned["trusted_principal_arns"] == [PRINCIPAL]
        assert planned["tags_all"] == DEFAULT_TAGS

    def test_nothing_is_left_to_do_and_few_calls_tell_so(
        self, made: tuple[Terraform, Plan], shared_aws: LocalAws
    ) -> None:
        since = shared_aws.calls()[-1]["number"]
        made[0].assert_nothing_to_do()
        assert len(shared_aws.calls(since)) <= 5

    def test_it_trusts_the_control_plane_with_the_external_id(
        self, made: tuple[Terraform, Plan], shared_aws: LocalAws
    ) -> None:
        assert held(shared_aws)["AssumeRolePolicyDocument"]["Statement"] == [
            {
                "Effect": "Allow",
                "Principal": {"AWS": PRINCIPAL},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"sts:ExternalId": "organization-1"}},
            }
        ]

    def test_it_has_the_documented_policies(self, made: tuple[Terraform, Plan], shared_aws: LocalAws) -> None:
        assert attached(shared_aws) == set(MANAGED_POLICIES)
        assert embedded(shared_aws).keys() == {CUSTOM}
        assert embedded(shared_aws)[CUSTOM]["Statement"][0]["Action"] == "application-autoscaling:*"

    def test_it_has_the_providers_tags(self, made: tuple[Terraform, Plan], shared_aws: LocalAws) -> None:
        assert held(shared_aws)["Tags"] == DEFAULT_TAGS

    def test_its_state_has_what_iam_decided(self, made: tuple[Terraform, Plan], shared_aws: LocalAws) -> None:
        state, found = made[0].attributes(ROLE), held(shared_aws)
        assert (state["arn"], state["unique_id"]) == (found["Arn"], found["RoleId"])
        assert state["account_id"] == "123456789012"
        assert state["create_date"].startswith(found["CreateDate"].strftime("%Y-%m-%dT%H:%M:%S"))
        assert json.loads(state["assume_role_policy"]) == found["AssumeRolePolicyDocument"]

    def test_an_import_gives_the_same_state(self, made: tuple[Terraform, Plan]) -> None:
        terraform, _ = made
        state = terraform.attributes(ROLE)
        assert imported(terraform, ROLE_NAME) == state
        terraform.assert_nothing_to_do()

    def test_the_configuration_that_terraform_writes_gives_the_same_state(self, made: tuple[Terraform, Plan]) -> None:
        terraform, _ = made
        state = terraform.attributes(ROLE)
        terraform.run("state", "rm", ROLE)
        plan = terraform.generate(f'import {{\n  to = {ROLE}\n  id = "{ROLE_NAME}"\n}}\n')
        assert plan.is_empty, plan.changed
        terraform.apply()
        assert terraform.attributes(ROLE) == state
        (terraform.directory / "generated.tf").unlink()
        terraform.write(role())

    def test_another_path_is_another_role(self, made: tuple[Terraform, Plan]) -> None:
        terraform, _ = made
        plan = terraform.write(role(path="/platform/")).plan()
        terraform.write(role())
        assert plan.actions == {ROLE: ["delete", "create"]}
        assert plan.replaced_by == {ROLE: {"path"}}


@pytest.fixture(scope="class")
def changed(made: tuple[Terraform, Plan]) -> tuple[Terraform, Plan]:
    """The same role with everything set that can be, and the plan of the change."""
    terraform, _ = made
    plan = terraform.write(role(**EVERYTHING)).plan()
    terraform.apply("test.tfplan")
    return terraform, plan


class TestARoleThatWasChanged:
    def test_its_plan_is_an_update_that_is_wholly_known(self, changed: tuple[Terraform, Plan]) -> None:
        _, plan = changed
        assert plan.actions == {ROLE: ["update"]}
        assert plan.unknown[ROLE] == set()
        assert plan.after(ROLE)["tags_all"] == {"owner": "platform", "stage": "production", "team": "agents"}

    def test_nothing_is_left_to_do(self, changed: tuple[Terraform, Plan]) -> None:
        changed[0].assert_nothing_to_do()

    def test_it_trusts_the_principal_of_its_region_with_each_id(
        self, changed: tuple[Terraform, Plan], shared_aws: LocalAws
    ) -> None:
        (statement,) = held(shared_aws)["AssumeRolePolicyDocument"]["Statement"]
        assert statement["Principal"] == {"AWS": f"{PRINCIPAL}Eu"}
        assert statement["Condition"]["StringEquals"]["sts:ExternalId"] == ["organization-1", "organization-2"]

    def test_it_has_its_policies_alone(self, changed: tuple[Terraform, Plan], shared_aws: LocalAws) -> None:
        assert attached(shared_aws) == {"AmazonECS_FullAccess", "PowerUserAccess"}
        assert embedded(shared_aws) == {"Own": policy("s3:GetObject")}

    def test_it_has_its_settings_and_tags(self, changed: tuple[Terraform, Plan], shared_aws: LocalAws) -> None:
        found = held(shared_aws)
        assert (found["Description"], found["MaxSessionDuration"]) == ("Runs agents", 7200)
        assert found["PermissionsBoundary"]["PermissionsBoundaryArn"] == BOUNDARY
        assert found["Tags"] == {"owner": "platform", "stage": "production", "team": "agents"}

    def test_an_import_tells_its_tags_from_the_providers(self, changed: tuple[Terraform, Plan]) -> None:
        terraform, _ = changed
        state = terraform.attributes(ROLE)
        assert imported(terraform, ROLE_NAME) == {**state, "force_detach_policies": False}
        terraform.apply()


def test_what_is_not_configured_any_more_goes_back(new_terraform: Callable[..., Terraform], aws: LocalAws) -> None:
    terraform = new_terraform("role", aws={"default_tags": {"tags": DEFAULT_TAGS}}).write(role())
    terraform.apply()
    state = terraform.attributes(ROLE)
    terraform.write(role(**EVERYTHING)).apply()
    terraform.write(role()).apply()
    terraform.assert_nothing_to_do()
    assert terraform.attributes(ROLE) == state
    assert attached(aws) == set(MANAGED_POLICIES)
    assert "PermissionsBoundary" not in held(aws)


def test_a_destroyed_role_is_gone_with_its_policies(terraform: Terraform, aws: LocalAws) -> None:
    terraform.write(role()).apply()
    terraform.destroy()
    assert ROLE_NAME not in role_names(aws)
    assert terraform.resources() == {}


@pytest.fixture(scope="class")
def task_role(shared_terraform: Terraform) -> Terraform:
    """A role for ECS's tasks, applied."""
    shared_terraform.write(TASK_ROLE).apply()
    return shared_terraform


class TestARoleForTasks:
    def test_it_trusts_ecs_alone(self, task_role: Terraform, shared_aws: LocalAws) -> None:
        assert held(shared_aws, TASK_ROLE_NAME)["AssumeRolePolicyDocument"]["Statement"] == [
            {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ]

    def test_it_has_the_documented_policies(self, task_role: Terraform, shared_aws: LocalAws) -> None:
        assert attached(shared_aws, TASK_ROLE_NAME) == {"AmazonECSTaskExecutionRolePolicy"}
        assert embedded(shared_aws, TASK_ROLE_NAME)["SecretsRead"]["Statement"][0]["Condition"] == {
            "StringLike": {"aws:ResourceTag/langgraph-cloud": "*"}
        }

    def test_its_state_has_nothing_of_a_control_plane(self, task_role: Terraform) -> None:
        state = task_role.attributes(ROLE)
        assert (state["trusted_principal_arns"], state["external_ids"], state["data_region"]) == (None, None, None)

    def test_nothing_is_left_to_do(self, task_role: Terraform) -> None:
        task_role.assert_nothing_to_do()

    def test_an_import_gives_the_same_state(self, task_role: Terraform) -> None:
        state = task_role.attributes(ROLE)
        assert imported(task_role, TASK_ROLE_NAME) == state
        task_role.assert_nothing_to_do()


@pytest.fixture
def burdened(terraform: Terraform, aws: LocalAws) -> Terraform:
    """A role on which somebody else has put policies and an instance profile."""
    iam = aws.client("iam")
    terraform.write(TASK_ROLE).apply()
    iam.attach_role_policy(RoleName=TASK_ROLE_NAME, PolicyArn=BOUNDARY)
    iam.put_role_policy(RoleName=TASK_ROLE_NAME, PolicyName="Theirs", PolicyDocument=json.dumps(policy("s3:*")))
    iam.create_instance_profile(InstanceProfileName="theirs")
    iam.add_role_to_instance_profile(InstanceProfileName="theirs", RoleName=TASK_ROLE_NAME)
    return terraform


def test_what_others_hang_on_a_role_keeps_it_and_is_named(burdened: Terraform, aws: LocalAws) -> None:
    theirs = [f"attached policy {BOUNDARY}", "inline policy Theirs", "instance profile theirs"]
    burdened.fail("destroy", says=[*theirs, "force_detach_policies"])
    assert attached(aws, TASK_ROLE_NAME) == {"AmazonECSTaskExecutionRolePolicy", "PowerUserAccess"}


def test_what_others_hang_on_a_role_can_be_taken_off(burdened: Terraform, aws: LocalAws) -> None:
    iam = aws.client("iam")
    burdened.write(role(external_ids=None, purpose="task_execution", force_detach_policies=True)).apply()
    assert attached(aws, TASK_ROLE_NAME) == {"AmazonECSTaskExecutionRolePolicy"}
    iam.attach_role_policy(RoleName=TASK_ROLE_NAME, PolicyArn=BOUNDARY)
    burdened.destroy()
    assert TASK_ROLE_NAME not in role_names(aws)
    assert iam.get_instance_profile(InstanceProfileName="theirs")["InstanceProfile"]["Roles"] == []


def test_no_policies_at_all_are_a_wish_too(terraform: Terraform, aws: LocalAws) -> None:
    terraform.write(role(managed_policy_arns=[], inline_policies={}, tags={}, description="")).apply()
    assert (attached(aws), embedded(aws)) == (set(), {})
    terraform.assert_nothing_to_do()
    terraform.write(role()).apply()
    assert (attached(aws), embedded(aws).keys()) == (set(MANAGED_POLICIES), {CUSTOM})
    terraform.assert_nothing_to_do()


def test_keys_of_tags_know_no_case(new_terraform: Callable[..., Terraform], aws: LocalAws) -> None:
    terraform = new_terraform("role", aws={"default_tags": {"tags": {"Owner": "platform"}}})
    terraform.write(role(tags={"Team": "agents", "owner": "agents"}))
    assert terraform.plan().after(ROLE)["tags_all"] == {"Team": "agents", "owner": "agents"}
    terraform.apply()
    terraform.assert_nothing_to_do()
    terraform.write(role(tags={"team": "agents"})).apply()
    assert held(aws)["Tags"] == {"team": "agents", "Owner": "platform"}
    terraform.assert_nothing_to_do()


@pytest.fixture(scope="class", params=[("us-gov-west-1", "aws-us-gov"), ("cn-north-1", "aws-cn")], ids=["gov", "china"])
def elsewhere(request: pytest.FixtureRequest, new_shared_terraform: Callable[..., Terraform]) -> tuple[Terraform, str]:
    """Terraform in a region of another partition, and the partition."""
    region, partition = request.param
    return new_shared_terraform(aws={"region": region}), partition


class TestInAnotherPartition:
    def test_a_principal_has_to_be_named(self, elsewhere: tuple[Terraform, str]) -> None:
        terraform, partition = elsewhere
        terraform.write(role()).fail("plan", says=["trusted_principal_arns", f"in the partition {partition}"])

    def test_a_role_is_made_imported_and_destroyed(
        self, elsewhere: tuple[Terraform, str], shared_aws: LocalAws
    ) -> None:
        terraform, partition = elsewhere
        own = f"arn:{partition}:iam::123456789012:root"
        planned = terraform.write(role(trusted_principal_arns=[own])).plan().after(ROLE)
        assert f"arn:{partition}:iam::aws:policy/AmazonECS_FullAccess" in planned["managed_policy_arns"]
        assert json.loads(planned["assume_role_policy"])["Statement"][0]["Principal"] == {"AWS": own}
        terraform.apply("test.tfplan")
        assert terraform.attributes(ROLE)["arn"] == f"arn:{partition}:iam::123456789012:role/{ROLE_NAME}"
        imported(terraform, ROLE_NAME)
        terraform.assert_nothing_to_do()
        terraform.destroy()
        assert {call["action"] for call in shared_aws.calls()} >= {"CreateRole", "AttachRolePolicy", "DeleteRole"}


MISTAKES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "no_external_ids": ({"external_ids": None}, ["external_ids", "the id of the LangSmith organisation"]),
    "empty_external_ids": ({"external_ids": []}, ["external_ids", "the id of the LangSmith organisation"]),
    "null_in_external_ids": ({"external_ids": [None]}, ["external_ids holds a null"]),
    "blank_in_external_id": ({"external_ids": ["no blanks"]}, ["external_ids", "2 to 1224 letters"]),
    "external_ids_of_tasks": ({"purpose": "task_execution"}, ["external_ids", "Remove external_ids"]),
    "purpose": ({"purpose": "fun"}, ["purpose", "control_plane", "task_execution"]),
    "data_region": ({"data_region": "apac"}, ["data_region", "us", "eu"]),
    "name": ({"name": "a/b"}, ["name", "1 to 64 letters"]),
    "path": ({"path": "platform"}, ["path", "/platform/"]),
    "short_session": ({"max_session_duration": 60}, ["max_session_duration", "3600", "43200"]),
    "half_a_second": ({"max_session_duration": 3600.5}, ["max_session_duration", "whole"]),
    "null_in_principals": ({"trusted_principal_arns": [None]}, ["trusted_principal_arns holds a null"]),
    "everybody_trusted": (
        {"trusted_principal_arns": ["*"]},
        ["trusted_principal_arns", "arn:aws:iam::123456789012:root"],
    ),
    "name_of_policy": (
        {"managed_policy_arns": ["AmazonECS_FullAccess"]},
        ["managed_policy_arns", "the ARN of a policy"],
    ),
    "name_of_boundary": ({"permissions_boundary": "PowerUserAccess"}, ["permissions_boundary", "the ARN of a policy"]),
    "no_json": ({"inline_policies": {"Own": "{"}}, ["inline_policies", "not valid JSON"]),
    "blank_in_policy_name": ({"inline_policies": {"no blanks": "{}"}}, ["inline_policies", "no blanks"]),
    "null_as_policy": ({"inline_policies": {"Own": None}}, ['inline_policies["Own"] is null']),
    "tag_of_aws": ({"tags": {"aws:team": "agents"}}, ['The key "aws:team" in tags begins with aws:']),
    "null_as_tag": ({"tags": {"team": None}}, ['tags["team"] is null']),
}


@pytest.fixture(scope="class")
def said(shared_terraform: Terraform) -> dict[str, Complaint]:
    """What Terraform says of each mistake."""
    return complaints(shared_terraform, {name: role(name, **given) for name, (given, _) in MISTAKES.items()})


class TestAMistake:
    @pytest.mark.parametrize("name", MISTAKES)
    def test_is_told_with_its_attribute_and_the_remedy(self, name: str, said: dict[str, Complaint]) -> None:
        said[name].assert_says(MISTAKES[name][1])

    def test_stops_the_plan_before_anything_is_asked(
        self, said: dict[str, Complaint], shared_terraform: Terraform, shared_aws: LocalAws
    ) -> None:
        shared_terraform.fail("plan")
        assert shared_aws.calls() == []


@pytest.mark.parametrize(
    ("identifier", "says"),
    [
        pytest.param("arn:aws:iam::123456789012:role/x", "Import by name", id="arn"),
        pytest.param("nobody", "non-existent", id="of nobody"),
    ],
)
def test_what_is_no_roles_name_is_not_imported(terraform: Terraform, identifier: str, says: str) -> None:
    terraform.write(role()).fail("import", ROLE, identifier, says=says)
