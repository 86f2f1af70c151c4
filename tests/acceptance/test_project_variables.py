"""What a plan says about well-known variables of a langgraph_project."""

from collections.abc import Callable
from typing import Any

import pytest

from acceptance.support.project import project
from acceptance.support.terraform import Terraform, plain_text
from sandbox.client import ControlPlane

ADDRESS = "langgraph_project.agent"
DATABASE = {"POSTGRES_URI_CUSTOM": "postgresql://db.example/agent"}


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"environment": {"LANGGRAPH_AES_KEY": "0123"}}, ['environment["LANGGRAPH_AES_KEY"]', "16, 24 or 32 bytes"]),
        ({"environment": {"CORS_CONFIG": "[]"}}, ["CORS_CONFIG has to be a JSON object"]),
        ({"environment": {"N_JOBS_PER_WORKER": "ten"}}, ["N_JOBS_PER_WORKER has to be an integer"]),
        ({"secrets": {"POSTGRES_URI_CUSTOM": "postgresql://db"}}, ["POSTGRES_URI_CUSTOM has to be a URI", "secrets"]),
        ({"environment": {"LS_DEFAULT_CHECKPOINTER_BACKEND": "mongo"}}, ["needs LS_MONGODB_URI beside it"]),
        ({"environment": {"AGENT_REDIS_IAM_AUTH_PROVIDER": "aws"}}, ["needs REDIS_URI_CUSTOM beside it"]),
        (
            {
                "environment": {"AGENT_POSTGRES_IAM_AUTH_PROVIDER": "aws"},
                "secrets": {"POSTGRES_URI_CUSTOM": "postgres://user:hush@db.example/agent"},
            },
            ["POSTGRES_URI_CUSTOM has a password in it"],
        ),
        (
            {
                "environment": {
                    "LANGSMITH_ENDPOINT": "https://api.example",
                    "LANGSMITH_RUNS_ENDPOINTS": '{"https://api.example": "key"}',
                }
            },
            ["exclude each other"],
        ),
    ],
)
def test_a_value_that_the_server_would_refuse(variables: dict[str, Any], says: list[str], terraform: Terraform) -> None:
    text = terraform.write(project(**variables)).fail("plan", says=says)
    assert text.count("Error:") == 1


def test_what_is_not_known_is_not_complained_about(terraform: Terraform) -> None:
    source = 'resource "terraform_data" "key" {\n  input = "0123456789abcdef"\n}\n'
    body = '  environment = { LANGGRAPH_AES_KEY = terraform_data.key.output, LOG_LEVEL = "verbose" }'
    text = plain_text(terraform.write(source + project(body=body)).run("plan", "-no-color"))
    assert "LOG_LEVEL should be a level of Python's logging" in text


def test_rules_for_outside_the_cloud_are_not_looked_at_inside(new_terraform: Callable[..., Terraform]) -> None:
    cloud = new_terraform("cloud", endpoint="https://api.host.langchain.com")
    cloud.write(project(environment={"REDIS_CLUSTER": "perhaps"}))
    assert cloud.plan().actions == {ADDRESS: ["create"]}
    new_terraform("elsewhere").write(project(environment={"REDIS_CLUSTER": "perhaps"})).fail(
        "plan", says="REDIS_CLUSTER has to be"
    )


@pytest.mark.parametrize("part", ["environment", "secrets"])
def test_a_database_may_change_and_not_go(part: str, terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.set(hosting="self_hosted")
    others = {"environment": {"MODE": "fast"}, "secrets": {"TOKEN": "value"}}
    terraform.write(project(**{**others, part: {**others[part], **DATABASE}})).apply()
    terraform.write(project(**{**others, part: {"POSTGRES_URI_CUSTOM": "postgresql://other.example/agent"}}))
    assert terraform.plan().actions == {ADDRESS: ["update"]}
    terraform.write(project(**others))
    terraform.fail("plan", says=["The Database Cannot Be Taken Away", "POSTGRES_URI_CUSTOM"])
    terraform.destroy()


def test_one_database_of_two_projects_is_warned_of(terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.set(hosting="self_hosted")
    terraform.write(project("one", secrets=DATABASE) + project("two", environment=DATABASE))
    text = plain_text(terraform.run("plan", "-no-color"))
    assert text.count("Two Projects with One Database") == 1
    assert "db.example" not in text[text.index("Two Projects with One Database") :]
    other = {"POSTGRES_URI_CUSTOM": "postgresql://db.example/other"}
    terraform.write(project("one", secrets=DATABASE) + project("two", environment=other))
    assert "Two Projects" not in plain_text(terraform.run("plan", "-no-color"))
