"""`moved` blocks: what other providers have managed so far goes on under this one, untouched."""

import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from acceptance.support.project import IMAGE, project
from acceptance.support.terraform import SOURCE, Terraform
from sandbox.client import EXTERNAL_ID, MANAGED_POLICIES, ROLE_NAME, ControlPlane, LocalAws, Network
from support.binaries import clean_environment, provider_binary

AWS = "registry.terraform.io/hashicorp/aws"
LANGSMITH = "registry.terraform.io/langchain-ai/langsmith"


@pytest.fixture
def stand_in(terraform: Terraform) -> Iterator[None]:
    """Terraform asks the other providers for their schemas, whatever is in them: here this provider stands for them."""
    with subprocess.Popen(
        [str(provider_binary()), "--debug"],
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            found = next(filter(None, (re.search(r"TF_REATTACH_PROVIDERS='(.+)'", line) for line in process.stdout)))
            server = json.loads(found[1])[f"registry.terraform.io/{SOURCE}"]
            servers = {AWS: server, LANGSMITH: server}
            terraform.environment |= {"TF_REATTACH_PROVIDERS": json.dumps(servers)}
            yield
        finally:
            process.kill()


def hold(terraform: Terraform, provider: str, resource_type: str, version: int = 0, **attributes: Any) -> None:
    """Writes a state in which `resource_type.old` has these attributes."""
    instance = {"schema_version": version, "attributes": attributes}
    resource = {
        "mode": "managed",
        "type": resource_type,
        "name": "old",
        "provider": f'provider["{provider}"]',
        "instances": [instance],
    }
    state = {"version": 4, "serial": 1, "lineage": "00000000-0000-4000-8000-000000000000", "resources": [resource]}
    (terraform.directory / "terraform.tfstate").write_text(json.dumps(state))


def moved(resource_type: str, to: str) -> str:
    """A block that moves `resource_type.old`."""
    return f"moved {{\n  from = {resource_type}.old\n  to   = {to}\n}}\n"


@pytest.mark.usefixtures("stand_in")
def test_a_role_of_the_provider_for_aws(terraform: Terraform, aws: LocalAws) -> None:
    arn = aws.create_cloud_role()
    made = aws.client("iam").get_role(RoleName=ROLE_NAME)["Role"]
    attributes = {
        "arn": arn,
        "assume_role_policy": json.dumps(made["AssumeRolePolicyDocument"]),
        "force_detach_policies": True,
        "id": ROLE_NAME,
        "inline_policy": [],
        "name": ROLE_NAME,
        "name_prefix": "",
        "path": "/",
        "permissions_boundary": "",
    }
    hold(terraform, AWS, "aws_iam_role", **attributes)
    arguments = f'  external_ids = ["{EXTERNAL_ID}"]\n  force_detach_policies = true\n'
    to = moved("aws_iam_role", "langgraph_cloud_role.it")
    terraform.write(f'resource "langgraph_cloud_role" "it" {{\n{arguments}}}\n{to}')
    assert terraform.plan("-refresh=false").replaced_by == {}
    assert terraform.plan().actions == {}
    terraform.apply()
    assert all(call["action"].startswith(("Get", "List")) for call in aws.calls())
    state = terraform.attributes("langgraph_cloud_role.it")
    assert (state["unique_id"], state["name"], state["purpose"]) == (made["RoleId"], ROLE_NAME, "control_plane")
    assert len(state["managed_policy_arns"]) == len(MANAGED_POLICIES)
    terraform.assert_nothing_to_do()
    terraform.destroy()


@pytest.mark.usefixtures("stand_in")
def test_tags_of_the_provider_for_aws(terraform: Terraform, aws: LocalAws, network: Network) -> None:
    aws.tag_network(network)
    subnet = network.private_subnet_ids[0]
    to = moved("aws_ec2_tag", "langgraph_subnet_tag.it")
    resource = 'resource "langgraph_subnet_tag" "it" {\n  %s = "%s"\n%s}\n'
    of_subnet = resource % ("subnet_id", subnet, '  tier = "private"\n')
    for key, identifier, configuration in (
        ("langgraph-cloud-enabled", subnet, of_subnet),
        ("langgraph-cloud-private", subnet, of_subnet),
        ("langgraph-cloud-enabled", network.vpc_id, resource % ("vpc_id", network.vpc_id, "")),
    ):
        hold(terraform, AWS, "aws_ec2_tag", id=f"{identifier},{key}", resource_id=identifier, key=key, value="1")
        terraform.write(configuration + to)
        assert terraform.plan().actions == {}
        terraform.apply()
        assert terraform.attributes("langgraph_subnet_tag.it")["id"] == identifier
        terraform.assert_nothing_to_do()
    hold(terraform, AWS, "aws_ec2_tag", id=f"{subnet},Name", resource_id=subnet, key="Name", value="theirs")
    terraform.write(of_subnet + to).fail("plan", says='The tag "Name" is none that this resource owns')
    hold(terraform, AWS, "aws_iam_role", id=ROLE_NAME, name=ROLE_NAME)
    terraform.write(of_subnet + moved("aws_iam_role", "langgraph_subnet_tag.it"))
    terraform.fail("plan", says=["aws_ec2_tag of hashicorp/aws, not aws_iam_role", "import the object"])


@pytest.mark.usefixtures("stand_in")
def test_a_deployment_of_langchains_provider(terraform: Terraform, control_plane: ControlPlane) -> None:
    configured = {"environment": {"LOG_LEVEL": "info"}, "secrets": {"TOKEN": "hush-hush"}, "deployment_type": "prod"}
    terraform.write(project(**configured)).apply()
    before = terraform.attributes("langgraph_project.agent")
    to = moved("langsmith_deployment", "langgraph_project.agent")
    attributes = {
        "id": before["id"],
        "name": "agent",
        "source": "external_docker",
        "source_config": {"deployment_type": "prod", "resource_spec": None},
        "source_revision_config": {"image_uri": IMAGE},
        "environment_variables": {"LOG_LEVEL": "info"},
    }
    hold(terraform, LANGSMITH, "langsmith_deployment", **attributes)
    terraform.write(project(**configured) + to)
    assert terraform.plan("-refresh=false").replaced_by == {}
    # As after an import: which variables are secret nobody tells, and the apply that notes it makes no revision.
    assert terraform.plan().actions == {"langgraph_project.agent": ["update"]}
    terraform.apply()
    terraform.assert_nothing_to_do()
    assert len(control_plane.workload("agent")["revisions"]) == 1
    assert terraform.attributes("langgraph_project.agent") == before
    hold(terraform, LANGSMITH, "langsmith_deployment", **attributes | {"source": "internal_source"})
    terraform.write(project(**configured) + to).fail("plan", says=["Made by LangChain's Own Tools", "internal_source"])


@pytest.mark.usefixtures("stand_in")
def test_a_deployment_from_github_of_langchains_provider(terraform: Terraform, control_plane: ControlPlane) -> None:
    repository = "https://github.com/example/agent"
    github = {"integration_id": control_plane.install_github({repository: None}), "repo_url": repository}
    configured = project(image_uri=None, deployment_type="serverless", github={**github, "repo_ref": "main"})
    terraform.write(configured).apply()
    before = terraform.attributes("langgraph_project.agent")
    attributes = {
        "id": before["id"],
        "name": "agent",
        "source": "github",
        "source_config": {"deployment_type": "dev_zero", **github},
    }
    hold(terraform, LANGSMITH, "langsmith_deployment", **attributes)
    terraform.write(configured + moved("langsmith_deployment", "langgraph_project.agent"))
    assert terraform.plan("-refresh=false").replaced_by == {}
    terraform.apply()
    terraform.assert_nothing_to_do()
    assert len(control_plane.workload("agent")["revisions"]) == 1


@pytest.mark.usefixtures("stand_in")
def test_a_whole_state_of_langchains_provider_plans_to_nothing(
    terraform: Terraform, control_plane: ControlPlane
) -> None:
    configured = project(deployment_type="prod", display_name="Agent")
    terraform.write(configured).apply()
    before = terraform.attributes("langgraph_project.agent")
    same = ("id", "status", "active_revision_id", "latest_revision_id", "latest_revision_status", "display_name")
    specification = ("annotations", "cpu", "cpu_limit", "labels", "max_scale", "memory_limit_mb", "memory_mb")
    of_a_repository = ("build_command", "build_on_push", "install_command", "integration_id", "repo_url", "template_id")
    attributes = {
        **{name: before[name] for name in (*same, "created_at", "updated_at")},
        "environment_variables": None,
        "name": "agent",
        "secret_references": None,
        "secrets": None,
        "secrets_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "secrets_version": None,
        "source": "external_docker",
        "source_config": {
            **dict.fromkeys(of_a_repository),
            "custom_url": None,
            "deployment_type": "prod",
            "listener_config": None,
            "listener_id": None,
            "resource_spec": dict.fromkeys((*specification, "min_scale", "service_account_name")),
        },
        "source_revision_config": {"image_uri": IMAGE, "langgraph_config_path": None, "repo_ref": None},
        "tenant_id": ControlPlane.DEFAULT_WORKSPACE,
    }
    hold(terraform, LANGSMITH, "langsmith_deployment", **attributes)
    terraform.write(configured + moved("langsmith_deployment", "langgraph_project.agent"))
    assert terraform.plan().actions == {}
    terraform.apply()
    terraform.assert_nothing_to_do()
    assert len(control_plane.workload("agent")["revisions"]) == 1
