"""Every example is applied, changes nothing a second time, and leaves nothing behind.

Those that the registry shows one by one, beside examples/provider/provider.tf. Those of actions and lists, and imports
by identity, need a newer Terraform, and are skipped where none is at hand.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from acceptance.support.clients import Client, clients_that_know
from acceptance.support.elsewhere import deploy, listen
from acceptance.support.terraform import REQUIRED_PROVIDERS, Terraform, TerraformError
from acceptance.support.tls import TlsFront
from sandbox.client import ACCOUNT_ID, API_KEY, EXTERNAL_ID, REGION, ControlPlane, LocalAws, Network
from support.binaries import REPOSITORY, provider_binary
from support.bodies import REPOSITORY_URL

EXAMPLES = REPOSITORY / "examples"
DATA_PLANE = EXAMPLES / "terraform" / "byoc_data_plane"
BYOC = EXAMPLES / "terraform" / "byoc" / "main.tf"
PROVIDER = EXAMPLES / "provider" / "provider.tf"


def integrations(control_plane: ControlPlane) -> dict[str, str]:
    """Makes a listener and a GitHub integration, as variables of examples name them."""
    listener_id = listen(control_plane, "staging")
    return {"listener_id": listener_id, "integration_id": control_plane.install_github({REPOSITORY_URL: None})}


def held(aws: LocalAws) -> tuple[list[str], list[tuple[str, str]]]:
    """The names of all roles, and all tags of networks."""
    roles = [role["RoleName"] for role in aws.client("iam").list_roles()["Roles"]]
    tags = [(tag["ResourceId"], tag["Key"]) for tag in aws.client("ec2").describe_tags()["Tags"]]
    return sorted(roles), sorted(tags)


@pytest.fixture
def example(aws: LocalAws, control_plane: ControlPlane, network: Network, tmp_path: Path) -> Callable[..., Terraform]:
    """Makes a directory with the files of an example as they are, and values for its variables."""
    aws.route_out(network)
    usual = {
        **aws.environment,
        "AWS_ENDPOINT_URL": aws.endpoint,
        "LANGGRAPH_HOST_URL": control_plane.address,
        "LANGSMITH_API_KEY": API_KEY,
    }

    def make(
        files: list[Path],
        more_text: str = "",
        environment: dict[str, str] | None = None,
        command: str | None = None,
        **more: str,
    ) -> Terraform:
        terraform = Terraform(tmp_path / "example", None, usual | (environment or {}), command=command)
        for number, file in enumerate(files):
            shutil.copy(file, terraform.directory / f"{number}-{file.name}")
        text = "".join(file.read_text() for file in files)
        local = f'poll_interval = "100ms"\n  aws {{\n    region = "{REGION}"\n  }}'
        terraform.write(f'provider "langgraph" {{\n  {local}\n}}\n', "local_override.tf")
        terraform.write(more_text, "beside.tf")
        values = {
            "organization_id": EXTERNAL_ID,
            "region": REGION,
            "vpc_id": network.vpc_id,
            "private_subnet_ids": network.private_subnet_ids,
            "public_subnet_ids": network.public_subnet_ids,
            "image_uri": aws.push_image(),
            "openai_api_key": "sk-example",
            **more,
        }
        declared = set(re.findall(r'^variable "(\w+)"', text, re.MULTILINE))
        if "listener_id" in declared:
            values |= integrations(control_plane)
        chosen = {name: value for name, value in values.items() if name in declared}
        return terraform.write(json.dumps(chosen), "terraform.tfvars.json")

    return make


@pytest.fixture
def run_example(example: Callable[..., Terraform], aws: LocalAws) -> Callable[..., None]:
    """Applies an example, plans nothing after that, and destroys what it made."""

    def run(*arguments: Any, **more: Any) -> None:
        terraform = example(*arguments, **more)
        before = held(aws)
        terraform.apply()
        terraform.assert_nothing_to_do()
        assert "sk-example" not in terraform.state_text()
        terraform.destroy()
        assert terraform.resources() == {}
        assert held(aws) == before

    return run


@pytest.fixture
def made_elsewhere(control_plane: ControlPlane) -> str:
    """What examples look for that Terraform did not make: a project (its id), a listener and a GitHub integration."""
    identifier = deploy(control_plane, "support-agent")
    control_plane.wait_for_revision("support-agent")
    integrations(control_plane)
    return identifier


def test_byoc_applies_and_goes_again(run_example: Callable[..., None], control_plane: ControlPlane) -> None:
    run_example(sorted(BYOC.parent.glob("*.tf")))
    assert control_plane.workloads() == []


def test_our_half_of_a_data_plane_applies_behind_its_certificates(
    run_example: Callable[..., None], control_plane: ControlPlane, tmp_path: Path
) -> None:
    with TlsFront(control_plane.address, tmp_path) as front:
        values = {"workspace_api_key": API_KEY, "ca_bundle": str(front.ca_bundle)}
        data_plane = f'locals {{\n  langsmith_url = "{front.address}"\n}}\n'
        run_example([DATA_PLANE / "main.tf"], more_text=REQUIRED_PROVIDERS + data_plane, **values)
    assert control_plane.workloads() == []


def test_a_self_hosted_langsmith_applies_behind_its_certificates(
    run_example: Callable[..., None], control_plane: ControlPlane, tmp_path: Path
) -> None:
    with TlsFront(control_plane.address, tmp_path) as front:
        kubernetes = EXAMPLES / "terraform" / "kubernetes" / "main.tf"
        run_example([kubernetes], langsmith_url=front.address, ca_bundle=str(front.ca_bundle))
    paths = {each["path"] for each in control_plane.requests()}
    assert paths and all(path.startswith("/api-host/") for path in paths)


def test_a_job_of_github_actions_applies_without_keys(
    run_example: Callable[..., None], aws: LocalAws, tmp_path: Path
) -> None:
    token = tmp_path / "token"
    token.write_text("eyJhbGciOiJub25lIn0.e30.x")
    role = f"arn:aws:iam::{ACCOUNT_ID}:role/deploy"
    keys = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
    job = {"AWS_ROLE_ARN": role, "AWS_WEB_IDENTITY_TOKEN_FILE": str(token)}
    run_example([EXAMPLES / "terraform" / "github_actions" / "main.tf"], environment={**keys, **job})
    assert aws.calls(action="AssumeRoleWithWebIdentity")


@pytest.mark.parametrize("resource", sorted(path.name for path in (EXAMPLES / "resources").iterdir()))
def test_a_resources_example_applies_and_goes_again(
    resource: str, run_example: Callable[..., None], control_plane: ControlPlane
) -> None:
    run_example([PROVIDER, EXAMPLES / "resources" / resource / "resource.tf"])
    assert control_plane.workloads() == []


@pytest.mark.usefixtures("made_elsewhere")
def test_the_data_sources_find_what_was_made_elsewhere(
    run_example: Callable[..., None], aws: LocalAws, network: Network
) -> None:
    aws.create_cloud_role()
    aws.tag_network(network)
    run_example([PROVIDER, *sorted(EXAMPLES.glob("data-sources/*/data-source.tf"))])


def test_the_functions_can_be_called(run_example: Callable[..., None]) -> None:
    run_example([PROVIDER, *sorted(EXAMPLES.glob("functions/*/function.tf"))])


@pytest.mark.usefixtures("made_elsewhere")
@pytest.mark.parametrize("client", clients_that_know("actions"))
@pytest.mark.parametrize("action", sorted(path.name for path in (EXAMPLES / "actions").iterdir()))
def test_the_actions_can_be_invoked(action: str, client: Client, example: Callable[..., Terraform]) -> None:
    terraform = example([PROVIDER, EXAMPLES / "actions" / action / "action.tf"], command=client.command)
    terraform.apply()
    terraform.assert_nothing_to_do()
    planned = terraform.run("plan", "-no-color", f"-invoke=action.{action}.support")
    assert "1 to invoke" in planned


@pytest.mark.usefixtures("made_elsewhere")
@pytest.mark.parametrize("client", clients_that_know("query"))
def test_the_lists_can_be_asked(client: Client, example: Callable[..., Terraform]) -> None:
    lists = sorted(EXAMPLES.glob("list-resources/*/list-resource.tfquery.hcl"))
    said = example([PROVIDER, *lists], command=client.command).run("query", "-no-color")
    found = re.findall(r"^list\.(\w+)\.\w+ .* (\S+)$", said, re.MULTILINE)
    assert sorted(found) == [("langgraph_listener", "staging"), ("langgraph_project", "support-agent")]


@pytest.fixture
def import_examples(
    example: Callable[..., Terraform], aws: LocalAws, network: Network, control_plane: ControlPlane, made_elsewhere: str
) -> Callable[..., None]:
    """Imports by the files of that name of all resources, with the ids of what is really there, and the client."""

    def run(name: str, command: str | None = None) -> None:
        aws.create_cloud_role(data_region="eu")
        aws.tag_network(network)
        listener_id = listen(control_plane, "production")
        terraform = example([PROVIDER], command=command)
        ids = {"langgraph_listener": listener_id, "langgraph_project": made_elsewhere}
        imports = ""
        for file in EXAMPLES.glob(f"resources/*/{name}"):
            text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", ids.get(file.parent.name, ""), file.read_text())
            imports += re.sub(r"vpc-[0-9a-f]+", network.vpc_id, text)
        terraform.generate(imports)
        terraform.apply()
        terraform.assert_nothing_to_do()
        assert len(terraform.resources()) == len(list(EXAMPLES.glob("resources/*")))

    return run


def test_resources_are_imported_by_their_ids(import_examples: Callable[..., None]) -> None:
    import_examples("import-by-string-id.tf")


@pytest.mark.parametrize("client", clients_that_know("identity"))
def test_resources_are_imported_by_their_identities(client: Client, import_examples: Callable[..., None]) -> None:
    import_examples("import-by-identity.tf", client.command)


def test_everything_that_the_provider_has_is_shown() -> None:
    described = subprocess.run([provider_binary(), "--describe"], check=True, capture_output=True, timeout=60).stdout
    (schemas,) = json.loads(described)["provider_schemas"].values()
    resources = ("resource.tf", "import.sh", "import-by-string-id.tf", "import-by-identity.tf")
    files = {
        "resource_schemas": [f"resources/{{}}/{name}" for name in resources],
        "data_source_schemas": ["data-sources/{}/data-source.tf"],
        "list_resource_schemas": ["list-resources/{}/list-resource.tfquery.hcl"],
        "action_schemas": ["actions/{}/action.tf"],
        "functions": ["functions/{}/function.tf"],
    }
    wanted = [file.format(name) for key, each in files.items() for name in schemas[key] for file in each]
    assert [file for file in wanted if not (EXAMPLES / file).exists()] == []


def test_readme_shows_the_configuration_that_the_demo_applies() -> None:
    assert BYOC.read_text() in (REPOSITORY / "README.md").read_text()


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
    terraform.write(BYOC.read_text())
    assert "1 passed" in terraform.write(mock[1], "main.tftest.hcl").run("test", "-no-color")
    # As the guide says: without the ARN there is none.
    without = mock[1].replace("arn = ", "path = ")
    with pytest.raises(TerraformError, match="role_arn"):
        terraform.write(without, "main.tftest.hcl").run("test", "-no-color")
