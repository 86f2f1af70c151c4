"""Every example under examples/terraform is applied, changes nothing a second time, and leaves nothing behind."""

import json
import re
import shutil
from pathlib import Path

import pytest

from acceptance.support.terraform import REPOSITORY, Terraform, TerraformError
from sandbox.client import API_KEY, EXTERNAL_ID, REGION, ControlPlane, LocalAws, Network

EXAMPLES = REPOSITORY / "examples" / "terraform"


@pytest.mark.parametrize("example", sorted(path.parent.name for path in EXAMPLES.glob("*/main.tf")))
def test_example_applies_and_goes_again(
    example: str, aws: LocalAws, control_plane: ControlPlane, network: Network, tmp_path: Path
) -> None:
    environment = {
        **aws.environment,
        "AWS_ENDPOINT_URL": aws.endpoint,
        "LANGGRAPH_HOST_URL": control_plane.address,
        "LANGSMITH_API_KEY": API_KEY,
    }
    terraform = Terraform(tmp_path / example, None, environment)
    text = ""
    for file in (EXAMPLES / example).glob("*.tf"):
        shutil.copy(file, terraform.directory)
        text += file.read_text()
    terraform.write('provider "langgraph" {\n  poll_interval = "100ms"\n}\n', "local_override.tf")
    values = {
        "organization_id": EXTERNAL_ID,
        "region": REGION,
        "vpc_id": network.vpc_id,
        "private_subnet_ids": network.private_subnet_ids,
        "public_subnet_ids": network.public_subnet_ids,
        "image_uri": aws.push_image(),
        "openai_api_key": "sk-example",
    }
    declared = set(re.findall(r'^variable "(\w+)"', text, re.MULTILINE))
    chosen = {name: value for name, value in values.items() if name in declared}
    terraform.write(json.dumps(chosen), "terraform.tfvars.json")

    terraform.apply()
    terraform.assert_nothing_to_do()
    assert "sk-example" not in terraform.state_text()
    terraform.destroy()
    assert terraform.resources() == {}
    assert control_plane.workloads() == []
    assert aws.client("iam").list_roles()["Roles"] == []
    assert aws.client("ec2").describe_tags()["Tags"] == []


def test_readme_shows_the_configuration_that_the_demo_applies() -> None:
    assert (EXAMPLES / "byoc" / "main.tf").read_text() in (REPOSITORY / "README.md").read_text()


def test_readmes_first_configuration_stands_alone(terraform: Terraform) -> None:
    readme = (REPOSITORY / "README.md").read_text()
    first = re.search(r"## A first configuration\n.*?```hcl\n(.*?)```", readme, re.DOTALL)
    assert first is not None
    (terraform.directory / "provider.tf").unlink()
    terraform.write(first[1]).validate()


def test_guides_mock_of_the_provider_applies_the_first_configuration(terraform: Terraform) -> None:
    guide = (REPOSITORY / "docs" / "guides" / "troubleshooting.md").read_text()
    mock = re.search(r'```hcl\n(mock_provider "langgraph" \{.*?)```', guide, re.DOTALL)
    assert mock is not None
    (terraform.directory / "provider.tf").unlink()
    terraform.write((EXAMPLES / "byoc" / "main.tf").read_text())
    assert "1 passed" in terraform.write(mock[1], "main.tftest.hcl").run("test", "-no-color")
    # As the guide says: without the ARN there is none.
    without = mock[1].replace("arn = ", "path = ")
    with pytest.raises(TerraformError, match="role_arn"):
        terraform.write(without, "main.tftest.hcl").run("test", "-no-color")
