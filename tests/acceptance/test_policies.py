"""policies/opa, over plans of the real Terraform, and policies/checkov, over configurations and plans."""

import json
import subprocess
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from regopy import Interpreter

from acceptance.support.project import IMAGE, project
from acceptance.support.terraform import Terraform
from support.binaries import REPOSITORY, clean_environment

POLICY = (REPOSITORY / "policies" / "opa" / "langgraph.rego").read_text()
CHECKOV = REPOSITORY / "build" / "checkov" / "bin" / "checkov"
LIMIT_SECONDS = 120
ORGANISATION = '["1f0c3a5e-6f0b-4d5b-9a55-4b1f7f4c2a10"]'


def told(terraform: Terraform, rule: str) -> list[str]:
    """What the rule says of a plan of the configuration."""
    interpreter = Interpreter()
    interpreter.add_module("langgraph", POLICY)
    interpreter.set_input(terraform.plan().document)
    answer: Any = json.loads(str(interpreter.query(f"told := data.langgraph.{rule}")))
    return answer["bindings"]["told"]


def role(arguments: str = "", label: str = "it", external_ids: str = f"external_ids = {ORGANISATION}") -> str:
    return f'resource "langgraph_cloud_role" "{label}" {{\n  {external_ids}\n  {arguments}\n}}\n'


def allowing(actions: str, effect: str = "Allow") -> str:
    """An argument with a policy of one's own."""
    statement = f'{{ Effect = "{effect}", Action = {actions}, Resource = "*" }}'
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


ADMINISTRATOR = 'managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]'
AS_TEXT = """inline_policies = { Own = <<-EOT
  {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
  EOT
  }"""
# Label of a role → its block, and the check that it fails.
OF_CHECKOV = {
    "administrator": (role(ADMINISTRATOR, "administrator"), "CKV2_LANGGRAPH_1"),
    "everything": (role(allowing('"*"'), "everything"), "CKV2_LANGGRAPH_2"),
    "among_others": (role(allowing('["s3:GetObject", "*"]'), "among_others"), "CKV2_LANGGRAPH_2"),
    "as_text": (role(AS_TEXT, "as_text"), "CKV2_LANGGRAPH_2"),
    "anyone": (role('trusted_principal_arns = ["*"]', "anyone"), "CKV2_LANGGRAPH_3"),
    "any_id": (role("", "any_id", 'external_ids = ["*"]'), "CKV2_LANGGRAPH_3"),
    "no_id": (role("", "no_id", ""), "CKV2_LANGGRAPH_4"),
    "no_ids": (role("", "no_ids", "external_ids = []"), "CKV2_LANGGRAPH_4"),
    "good": (role(allowing('["s3:*"]'), "good"), None),
    "denying": (role(allowing('"*"', "Deny"), "denying"), None),
    "tasks": (role('purpose = "task_execution"', "tasks", ""), None),
}


def failed_checks(directory: Path) -> dict[str, dict[str, set[str]]]:
    """What checkov says of the files in a directory: file → address → checks that it fails."""
    said = subprocess.run(
        [
            CHECKOV,
            *("--directory", directory, "--external-checks-dir", REPOSITORY / "policies" / "checkov"),
            *("--framework", "terraform", "terraform_plan", "--check", "CKV2_LANGGRAPH*"),
            *("--output", "json", "--quiet", "--compact", "--skip-download", "--soft-fail"),
        ],
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT_SECONDS,
    ).stdout
    found: dict[str, dict[str, set[str]]] = {}
    for report in json.loads(said):
        for check in report["results"]["failed_checks"]:
            of_file = found.setdefault(Path(check["file_path"]).name, {})
            of_file.setdefault(check["resource"], set()).add(check["check_id"])
    return found


@pytest.mark.skipif(not CHECKOV.exists(), reason="checkov is not installed: scripts/setup checkov")
def test_checkov_finds_the_same_in_configurations_and_plans(terraform: Terraform, tmp_path: Path) -> None:
    def wanted(labels: Collection[str]) -> dict[str, set[str]]:
        return {f"langgraph_cloud_role.{label}": {OF_CHECKOV[label][1]} for label in labels if OF_CHECKOV[label][1]}

    # A plan has what the provider does not refuse itself.
    labels = ("administrator", "everything", "among_others", "as_text", "good", "denying", "tasks")
    named = [OF_CHECKOV[label][0].replace("{\n", f'{{\n  name = "{label}"\n', 1) for label in labels]
    plan = terraform.write("".join(named)).plan()
    directory = tmp_path / "checked"
    directory.mkdir()
    (directory / "plan.json").write_text(json.dumps(plan.document))
    (directory / "main.tf").write_text("".join(block for block, _ in OF_CHECKOV.values()))
    assert failed_checks(directory) == {"main.tf": wanted(OF_CHECKOV), "plan.json": wanted(labels)}
