"""The main job, and what a client is too old for, with every client at hand: `scripts/clients` brings more of them."""

from collections.abc import Callable

import pytest

from acceptance.support.clients import Client, clients, clients_that_know
from acceptance.support.project import NEXT_IMAGE, project
from acceptance.support.terraform import Terraform
from sandbox.client import ROLE_NAME, ControlPlane, LocalAws, Network

ROLE = 'resource "langgraph_cloud_role" "it" {\n  external_ids = ["1f0c3a5e-6f0b-4d5b-9a55-4b1f7f4c2a10"]\n}\n'
DATA = """
data "langgraph_project" "agent" {
  name = langgraph_project.agent.name
}
output "url" {
  value = data.langgraph_project.agent.url
}
"""
FUNCTION = """
output "tag" {
  value = provider::langgraph::image_parse("registry.example/agent:1").tag
}
"""
TEST = """
run "defaults" {
  command = apply
  assert {
    condition     = langgraph_cloud_role.it.name == "LangGraphCloudBYOCRole"
    error_message = "not the name that LangChain's control plane expects"
  }
}
"""


@pytest.fixture
def of_client(new_terraform: Callable[..., Terraform], aws: LocalAws, control_plane: ControlPlane) -> Callable:
    """Makes a directory in which that client runs: `of_client(client)`."""
    return lambda client: new_terraform("client", command=client.command)


@pytest.mark.parametrize("client", clients(), ids=str)
def test_main_job(
    client: Client,
    of_client: Callable[[Client], Terraform],
    aws: LocalAws,
    control_plane: ControlPlane,
    network: Network,
) -> None:
    tags = f'resource "langgraph_subnet_tag" "vpc" {{\n  vpc_id = "{network.vpc_id}"\n}}\n'
    secrets = 'secrets = { TOKEN = "hush-hush" }' if client.knows("write_only") else ""
    rest = tags + ROLE + DATA + (FUNCTION if client.knows("functions") else "")
    terraform = of_client(client)
    terraform.write(project(body=secrets) + rest).apply()
    terraform.assert_nothing_to_do()
    assert terraform.attributes("langgraph_cloud_role.it")["name"] == ROLE_NAME
    assert terraform.attributes("langgraph_project.agent")["latest_revision_status"] == "DEPLOYED"
    assert terraform.outputs()["url"] == control_plane.workload("agent")["url"]
    assert terraform.outputs().get("tag") == ("1" if client.knows("functions") else None)
    assert "hush-hush" not in terraform.state_text()

    terraform.write(project(body=secrets, image_uri=NEXT_IMAGE) + rest)
    assert terraform.plan().actions == {"langgraph_project.agent": ["update"]}
    terraform.apply()
    terraform.assert_nothing_to_do()
    terraform.destroy()
    assert terraform.resources() == {}
    assert control_plane.workloads() == []
    assert aws.client("ec2").describe_tags()["Tags"] == []


@pytest.mark.parametrize("client", clients(), ids=str)
def test_import_by_a_block(client: Client, of_client: Callable[[Client], Terraform], aws: LocalAws) -> None:
    """Which Terraform and OpenTofu write the configuration for."""
    aws.create_cloud_role()
    which = f'identity = {{ name = "{ROLE_NAME}" }}' if client.knows("identity") else f'id = "{ROLE_NAME}"'
    terraform = of_client(client)
    terraform.generate(f"import {{\n  to = langgraph_cloud_role.it\n  {which}\n}}\n")
    terraform.apply()
    terraform.assert_nothing_to_do()
    assert terraform.attributes("langgraph_cloud_role.it")["name"] == ROLE_NAME


@pytest.mark.parametrize("client", clients(), ids=str)
def test_secrets_need_a_client_that_forgets_them(client: Client, of_client: Callable[[Client], Terraform]) -> None:
    terraform = of_client(client).write(project(body='secrets = { TOKEN = "hush-hush" }'))
    if client.knows("write_only"):
        terraform.validate()
    else:
        terraform.fail("plan", says=["secrets", "from 1.11 on"])


@pytest.mark.parametrize("client", clients_that_know("test"))
def test_a_modules_tests_apply(client: Client, of_client: Callable[[Client], Terraform], aws: LocalAws) -> None:
    terraform = of_client(client).write(ROLE).write(TEST, "main.tftest.hcl")
    assert "1 passed" in terraform.run("test", "-no-color")
    assert aws.client("iam").list_roles()["Roles"] == []


@pytest.mark.skipif(len(clients()) < 2, reason="there is one client at hand: scripts/clients brings others")
def test_clients_hand_a_state_over(
    of_client: Callable[[Client], Terraform], control_plane: ControlPlane, network: Network
) -> None:
    """From the oldest of each kind to the newest, which adds identities and what is sensitive."""
    for product in sorted({client.product for client in clients()}):
        ours = [client for client in clients() if client.product == product]
        terraform = of_client(ours[0])
        tags = f'resource "langgraph_subnet_tag" "vpc" {{\n  vpc_id = "{network.vpc_id}"\n}}\n'
        terraform.write(project() + tags + ROLE).apply()
        for client in ours[1:]:
            terraform.command = client.command
            terraform.assert_nothing_to_do()
            terraform.refresh()
            terraform.assert_nothing_to_do()
        terraform.destroy()
