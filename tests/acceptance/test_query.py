"""`terraform query` and the configuration that it generates, by the real Terraform, 1.14 or newer."""

import json
from collections.abc import Callable

import pytest

from acceptance.support.clients import Client, clients_that_know
from acceptance.support.elsewhere import (
    SECRET,
    deploy,
    deploy_byoc,
    deploy_repository,
    listen,
)
from acceptance.support.terraform import Terraform, TerraformError, plain_text
from sandbox.client import EXTERNAL_ID, ROLE_NAME, ControlPlane, LocalAws, Network
from support.bodies import REPOSITORY_URL

KINDS = ("cloud_role", "listener", "project", "subnet_tag")
PRINCIPAL = "arn:aws:iam::640174622193:role/HostBackendRoleProd"
TRUST = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"AWS": PRINCIPAL},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": [EXTERNAL_ID, "another"]}},
    },
}


def list_block(kind: str, arguments: str = "", config: str = "") -> str:
    body = f"config {{\n    {config}\n  }}" if config else ""
    return f'list "langgraph_{kind}" "found" {{\n  provider = langgraph\n  {arguments}\n  {body}\n}}\n'


@pytest.fixture
def query(new_terraform: Callable[..., Terraform], aws: LocalAws, control_plane: ControlPlane) -> Callable:
    """A directory with that client, which asks for that: `query(client, *blocks)`."""

    def asking(client: Client, *blocks: str) -> Terraform:
        return new_terraform("query", command=client.command).write("".join(blocks), "found.tfquery.hcl")

    return asking


def found(terraform: Terraform) -> list[str]:
    """The names of what a query finds, as they come."""
    events = map(json.loads, terraform.run("query", "-json").splitlines())
    return [event["list_resource_found"]["display_name"] for event in events if event["type"] == "list_resource_found"]


@pytest.fixture
def made_elsewhere(aws: LocalAws, network: Network, control_plane: ControlPlane) -> set[str]:
    """More than twenty objects of every kind, no two projects alike: their names."""
    iam = aws.client("iam")
    aws.create_cloud_role()
    iam.create_role(
        RoleName="platform",
        Path="/platform/",
        Description="What the platform team's agents run with",
        MaxSessionDuration=7200,
        AssumeRolePolicyDocument=json.dumps(TRUST),
        Tags=[{"Key": "team", "Value": "platform"}],
    )
    iam.attach_role_policy(RoleName="platform", PolicyArn="arn:aws:iam::aws:policy/AmazonECS_FullAccess")
    aws.tag_network(network)
    other = aws.create_network(private=1, public=1)
    aws.tag_network(other)

    def docker(**config: object) -> dict[str, object]:
        return {"source_config": {"deployment_type": "prod", **config}}

    deploy(control_plane, "plain")
    deploy(control_plane, "small", source_config={"deployment_type": "dev"}, secrets=[])
    deploy(control_plane, "large", **docker(resource_spec={"cpu": 3.5, "memory_mb": 8192, "max_scale": 4}))
    integration_id = control_plane.install_github({REPOSITORY_URL: None})
    deploy_repository(control_plane, "built", integration_id)
    deploy_repository(control_plane, "follows", integration_id, build_on_push=True, build_command="make")
    image = aws.push_image()
    deploy_byoc(control_plane, "in-account", image)
    deploy_byoc(control_plane, "large-in-account", image, container_spec={"cpu": 3, "memory_mb": 4096})
    listeners = [listen(control_plane, name) for name in ("one", "two", "three")]
    listener = {"listener_id": listeners[0], "listener_config": {"k8s_namespace": "agents"}}
    references = [{"name": "KEY", "secret_name": "keys", "secret_key": "key"}]
    deploy(control_plane, "hybrid", secret_references=references, **docker(**listener))
    projects = {"plain", "small", "large", "built", "follows", "in-account", "large-in-account", "hybrid"}
    for name in projects:
        control_plane.wait_for_revision(name)
    tagged = [each for of in (network, other) for each in (of.vpc_id, *of.private_subnet_ids, *of.public_subnet_ids)]
    return {ROLE_NAME, "platform", "one", "two", "three", *projects, *tagged}


@pytest.mark.parametrize("client", clients_that_know("query"))
def test_generated_configuration_applies_to_nothing(
    client: Client, query: Callable[..., Terraform], made_elsewhere: set[str], control_plane: ControlPlane
) -> None:
    terraform = query(client, *map(list_block, KINDS))
    names = found(terraform)
    assert len(names) > 20
    assert sorted(names) == sorted(made_elsewhere)

    terraform.run("query", "-no-color", "-generate-config-out=generated.tf")
    generated = (terraform.directory / "generated.tf").read_text()
    assert SECRET not in generated
    assert generated.count("\nimport {") == len(names)
    before = control_plane.workloads()
    assert f"{len(names)} to import, 0 to add, 0 to change, 0 to destroy" in terraform.run("plan", "-no-color")
    terraform.apply()
    assert len(terraform.resources()) == len(names)
    terraform.assert_nothing_to_do()
    assert control_plane.workloads() == before
    assert SECRET not in terraform.state_text()


@pytest.mark.parametrize("client", clients_that_know("query"))
def test_lists_are_narrowed_and_limited(
    client: Client, query: Callable[..., Terraform], aws: LocalAws, network: Network, control_plane: ControlPlane
) -> None:
    for name in ("agent-1", "agent-2", "other"):
        deploy(control_plane, name)
        control_plane.wait_for_revision(name)
    aws.tag_network(network)
    aws.create_cloud_role()
    assert sorted(found(query(client, list_block("project", config='name_contains = "agent"')))) == [
        "agent-1",
        "agent-2",
    ]
    assert len(found(query(client, list_block("project", "limit = 2")))) == 2
    assert len(found(query(client, list_block("subnet_tag", "limit = 3")))) == 3
    assert found(query(client, list_block("cloud_role", config='path_prefix = "/platform/"'))) == []


@pytest.mark.parametrize("client", clients_that_know("query"))
def test_an_error_of_a_list_is_shown(
    client: Client, query: Callable[..., Terraform], control_plane: ControlPlane
) -> None:
    control_plane.fail({"method": "GET", "path": "/v2/deployments"}, status=403, body={"detail": "no"})
    with pytest.raises(TerraformError) as raised:
        query(client, list_block("project")).run("query", "-no-color")
    assert "list the projects" in plain_text(raised.value.output)
