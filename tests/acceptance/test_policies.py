"""policies/opa, over plans of the real Terraform."""

import json
from typing import Any

import pytest
from regopy import Interpreter

from acceptance.support.project import IMAGE, project
from acceptance.support.terraform import Terraform
from support.binaries import REPOSITORY

POLICY = (REPOSITORY / "policies" / "opa" / "langgraph.rego").read_text()
ORGANISATION = '["1f0c3a5e-6f0b-4d5b-9a55-4b1f7f4c2a10"]'


def told(terraform: Terraform, rule: str) -> list[str]:
    """What the rule says of a plan of the configuration."""
    interpreter = Interpreter()
    interpreter.add_module("langgraph", POLICY)
    interpreter.set_input(terraform.plan().document)
    answer: Any = json.loads(str(interpreter.query(f"told := data.langgraph.{rule}")))
    return answer["bindings"]["told"]


def role(arguments: str = "") -> str:
    return f'resource "langgraph_cloud_role" "it" {{\n  external_ids = {ORGANISATION}\n  {arguments}\n}}\n'


def allowing(actions: str) -> str:
    """An argument with a policy of one's own."""
    statement = f'{{ Effect = "Allow", Action = {actions}, Resource = "*" }}'
    return f'inline_policies = {{ Own = jsonencode({{ Version = "2012-10-17", Statement = {statement} }}) }}'


@pytest.mark.parametrize(
    ("configuration", "says"),
    [
        (role('managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]'), "has AdministratorAccess"),
        (role(allowing('"*"')), "allows every action in its policy Own"),
        (role(allowing('["s3:GetObject", "*"]')), "allows every action in its policy Own"),
    ],
    ids=["administrator", "every_action", "every_action_among_others"],
)
def test_a_plan_is_denied(configuration: str, says: str, terraform: Terraform) -> None:
    assert told(terraform.write(configuration), "deny") == [f"langgraph_cloud_role.it {says}"]


@pytest.mark.parametrize("arguments", ['trusted_principal_arns = ["*"]', "external_ids = []", 'external_ids = ["*"]'])
def test_what_needs_no_policy_is_the_providers_own_error(arguments: str, terraform: Terraform) -> None:
    terraform.write(f'resource "langgraph_cloud_role" "it" {{\n  {arguments}\n}}\n')
    terraform.fail("plan", says=arguments.split()[0])


def test_the_defaults_are_not_denied(terraform: Terraform) -> None:
    assert told(terraform.write(role() + project()), "deny") == []


def test_an_image_that_is_not_pinned_is_warned_of(terraform: Terraform) -> None:
    pinned = IMAGE.split("@")[0].rsplit(":", 1)[0] + "@sha256:" + "0123456789abcdef" * 4
    assert told(terraform.write(project(image_uri=pinned)), "warn") == []
    (warning,) = told(terraform.write(project(image_uri="registry.example.com/agent:1")), "warn")
    assert warning == "langgraph_project.agent runs an image that is not pinned by its digest"
