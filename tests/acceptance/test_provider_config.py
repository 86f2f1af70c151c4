"""The provider block: what is refused, what comes from the environment, what need not be there or known."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from acceptance.support import hcl
from acceptance.support.mistakes import Complaint, complaints
from acceptance.support.terraform import Terraform
from sandbox.client import API_KEY, ControlPlane, LocalAws, Network
from sandbox.signing_proxy import ACCESS_KEY_ID, SECRET_ACCESS_KEY

PROJECT = """
resource "langgraph_project" "it" {
  name      = "agent"
  image_uri = "docker.io/library/agent:1"
}
"""


def tag(subnet_id: str) -> str:
    """A tagged subnet."""
    return f'resource "langgraph_subnet_tag" "it" {{\n  subnet_id = "{subnet_id}"\n}}\n'


def account(aws: LocalAws, **arguments: Any) -> dict[str, Any]:
    """The block `aws` for the local AWS, credentials left out."""
    return {"region": "us-east-1", "endpoints": {"ec2": aws.endpoint, "iam": aws.endpoint}, **arguments}


def assert_nothing_is_asked(aws: LocalAws, control_plane: ControlPlane) -> None:
    assert aws.calls() == []
    assert control_plane.requests() == []


MISTAKES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "endpoint_in_clear": ({"endpoint": "http://langsmith.example.com"}, ["endpoint", "Use https://", "loopback"]),
    "endpoint_with_user": ({"endpoint": "https://user@langsmith.example.com"}, ["endpoint", "user name or password"]),
    "endpoint_with_query": ({"endpoint": "https://langsmith.example.com/?a=b"}, ["endpoint", "contains a query"]),
    "data_region": ({"data_region": "mars"}, ["data_region", "us", "eu", "apac", "aws_us"]),
    "workspace": ({"workspace_id": "mine"}, ["workspace_id", "a workspace's UUID"]),
    "no_duration": ({"request_timeout": "soon"}, ["request_timeout", "soon", "1h30m"]),
    "short_interval": ({"poll_interval": "10ms"}, ["poll_interval", "100 ms"]),
    "negative_retries": ({"max_retries": -1}, ["max_retries", "0", "100"]),
    "region": ({"aws": {"region": "mars"}}, ["aws.region", "mars", "eu-central-1"]),
    "half_a_key": ({"aws": {"access_key": "AKIAIOSFODNN7EXAMPLE"}}, ["aws.access_key", "aws.secret_key"]),
    "misspelt": ({"aws": {"allowed_account_id": ["123456789012"]}}, ["allowed_account_id", "not expected here"]),
    "no_attempts": ({"aws": {"max_attempts": 0}}, ["aws.max_attempts", "1", "100"]),
    "iam_in_clear": (
        {"aws": {"endpoints": {"iam": "http://iam.example.com"}}},
        ["aws.endpoints.iam", "Use https://"],
    ),
    "ec2_with_query": (
        {"aws": {"endpoints": {"ec2": "https://ec2.example.com/?a"}}},
        ["aws.endpoints.ec2", "contains a query"],
    ),
    "null_as_account": ({"aws": {"allowed_account_ids": [None]}}, ["aws.allowed_account_ids holds a null"]),
    "short_account": ({"aws": {"allowed_account_ids": ["1"]}}, ["aws.allowed_account_ids", "12 digits"]),
    "allowed_and_forbidden": (
        {"aws": {"allowed_account_ids": ["123456789012"], "forbidden_account_ids": ["210987654321"]}},
        ["aws.allowed_account_ids", "aws.forbidden_account_ids"],
    ),
    "tag_of_aws": (
        {"aws": {"default_tags": {"tags": {"AWS:owner": "me"}}}},
        ['The key "AWS:owner" in aws.default_tags.tags begins with aws:'],
    ),
    "null_as_tag": (
        {"aws": {"default_tags": {"tags": {"owner": None}}}},
        ['aws.default_tags.tags["owner"] is null'],
    ),
    "null_as_file": ({"aws": {"shared_config_files": ["a", None]}}, ["aws.shared_config_files[1] is null"]),
}


def mistaken(name: str, arguments: dict[str, Any]) -> str:
    """A provider with these arguments, and something that needs it."""
    needing = f'  provider  = langgraph.{name}\n  subnet_id = "subnet-0a1b2c3d"\n'
    return f'{hcl.provider(alias=name, **arguments)}resource "langgraph_subnet_tag" "{name}" {{\n{needing}}}\n'


@pytest.fixture(scope="class")
def unconfigured(new_shared_terraform: Callable[..., Terraform]) -> Terraform:
    """Terraform in a directory without a provider block."""
    return new_shared_terraform(configured=False)


@pytest.fixture(scope="class")
def said(unconfigured: Terraform) -> dict[str, Complaint]:
    """What Terraform says of each mistake."""
    return complaints(unconfigured, {name: mistaken(name, arguments) for name, (arguments, _) in MISTAKES.items()})


class TestAMistake:
    @pytest.mark.parametrize("name", MISTAKES)
    def test_is_told_with_its_attribute_and_the_remedy(self, name: str, said: dict[str, Complaint]) -> None:
        said[name].assert_says(MISTAKES[name][1])

    def test_stops_the_plan_before_anything_is_asked(
        self,
        said: dict[str, Complaint],
        unconfigured: Terraform,
        shared_aws: LocalAws,
        shared_control_plane: ControlPlane,
    ) -> None:
        unconfigured.fail("plan")
        assert_nothing_is_asked(shared_aws, shared_control_plane)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param({"ca_bundle": "/nonexistent.pem"}, ["ca_bundle is /nonexistent.pem", "No such file"], id="own"),
        pytest.param(
            {"aws": {"custom_ca_bundle": "/nonexistent.pem"}}, ["aws.custom_ca_bundle is /nonexistent.pem"], id="aws"
        ),
    ],
)
def test_certificates_that_are_not_there_are_told(
    new_terraform: Callable[..., Terraform], arguments: dict[str, Any], says: list[str]
) -> None:
    terraform = new_terraform("refused", configured=False)
    terraform.write(hcl.provider(**arguments) + tag("subnet-0a1b2c3d")).fail("plan", says=says)


def test_a_key_that_cannot_be_is_not_shown(new_terraform: Callable[..., Terraform]) -> None:
    terraform = new_terraform("refused", configured=False)
    key = 'variable "key" {\n  sensitive = true\n  default   = "lsv2_secret\\n"\n}\n'
    terraform.write(key + 'provider "langgraph" {\n  api_key = var.key\n}\n' + PROJECT)
    shown = terraform.fail("plan", says=["api_key", "line breaks"])
    assert "lsv2_secret" not in shown


def test_a_mistake_in_the_environment_is_told_with_its_variable(new_terraform: Callable[..., Terraform]) -> None:
    terraform = new_terraform("refused", environment={"LANGGRAPH_DATA_REGION": "mars"}, configured=False)
    terraform.write(hcl.provider() + PROJECT).fail("plan", says=['LANGGRAPH_DATA_REGION is "mars"', "eu"])


NOTHING = {"HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true"}


def test_tags_need_no_api_key(new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network) -> None:
    terraform = new_terraform("tags", environment={**aws.environment, "HOME": "/nonexistent"}, configured=False)
    terraform.write(hcl.provider(aws=account(aws)) + tag(network.private_subnet_ids[0])).apply()
    terraform.assert_nothing_to_do()


def test_an_api_key_is_missed_once_a_project_needs_it(
    new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network
) -> None:
    terraform = new_terraform("tags", environment={**aws.environment, "HOME": "/nonexistent"}, configured=False)
    terraform.write(hcl.provider(aws=account(aws)) + tag(network.private_subnet_ids[0]) + PROJECT)
    variables = "LANGSMITH_API_KEY, LANGGRAPH_HOST_API_KEY and LANGCHAIN_API_KEY"
    terraform.fail("apply", says=["No API key", "api_key in the provider block", variables])


def test_credentials_of_aws_are_missed_once_a_tag_needs_them(
    new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network
) -> None:
    terraform = new_terraform("without", environment=NOTHING, configured=False)
    terraform.write(hcl.provider(aws=account(aws)) + tag(network.private_subnet_ids[0]))
    terraform.fail("apply", says=["access_key", "AWS_ACCESS_KEY_ID", "/nonexistent/.aws/credentials"])


def test_projects_need_no_credentials_of_aws(
    new_terraform: Callable[..., Terraform], control_plane: ControlPlane
) -> None:
    terraform = new_terraform("projects", environment={**NOTHING, **control_plane.environment}, configured=False)
    terraform.write(hcl.provider(poll_interval="100ms") + PROJECT).apply()
    terraform.assert_nothing_to_do()
    assert all(request["path"].startswith("/v2/") for request in control_plane.requests())
    terraform.destroy()


def with_keys_of_an_apply(aws: LocalAws, control_plane: ControlPlane, subnet_id: str, round_of_keys: int) -> str:
    """A provider whose keys come of a resource, made anew in each round, and something of each kind."""
    return f"""
    resource "terraform_data" "keys" {{
      input            = {{ api_key = "{API_KEY}", access_key = "{ACCESS_KEY_ID}" }}
      triggers_replace = {round_of_keys}
    }}
    provider "langgraph" {{
      endpoint      = "{control_plane.address}"
      api_key       = terraform_data.keys.output.api_key
      poll_interval = "100ms"
      aws {{
        region     = "us-east-1"
        access_key = terraform_data.keys.output.access_key
        secret_key = "{SECRET_ACCESS_KEY}"
        endpoints {{
          ec2 = "{aws.endpoint}"
          iam = "{aws.endpoint}"
        }}
      }}
    }}
    resource "langgraph_cloud_role" "it" {{
      external_ids = ["organization-1"]
    }}
    {PROJECT}{tag(subnet_id)}
    """


def test_keys_that_an_apply_tells_are_planned_with_without_calls(
    new_terraform: Callable[..., Terraform], aws: LocalAws, control_plane: ControlPlane, network: Network
) -> None:
    terraform = new_terraform("unknown", configured=False)
    plan = terraform.write(with_keys_of_an_apply(aws, control_plane, network.private_subnet_ids[0], 1)).plan()
    assert all(actions == ["create"] for actions in plan.actions.values())
    assert "managed_policy_arns" in plan.unknown["langgraph_cloud_role.it"]
    assert_nothing_is_asked(aws, control_plane)
    terraform.apply("test.tfplan")
    terraform.assert_nothing_to_do()


def test_what_exists_is_left_while_keys_are_not_known(
    new_terraform: Callable[..., Terraform], aws: LocalAws, control_plane: ControlPlane, network: Network
) -> None:
    subnet = network.private_subnet_ids[0]
    terraform = new_terraform("unknown", configured=False)
    terraform.write(with_keys_of_an_apply(aws, control_plane, subnet, 1)).apply()
    aws.proxy.forget_requests()
    control_plane.forget_requests()
    plan = terraform.write(with_keys_of_an_apply(aws, control_plane, subnet, 2)).plan()
    assert plan.actions["terraform_data.keys"] == ["delete", "create"]
    assert "langgraph_subnet_tag.it" not in plan.actions
    assert_nothing_is_asked(aws, control_plane)
    terraform.apply()
    terraform.assert_nothing_to_do()
    terraform.destroy()
    assert control_plane.workloads() == []


def test_the_environment_says_what_the_block_does_not(
    new_terraform: Callable[..., Terraform], aws: LocalAws, control_plane: ControlPlane
) -> None:
    environment = {
        **aws.environment,
        "AWS_REGION": "eu-central-1",
        "AWS_ENDPOINT_URL": aws.endpoint,
        "LANGGRAPH_DATA_REGION": "eu",
        "LANGGRAPH_HOST_URL": control_plane.address,
        "LANGCHAIN_API_KEY": API_KEY,
    }
    terraform = new_terraform("environment", environment=environment, configured=False)
    terraform.write(
        hcl.provider(poll_interval="100ms")
        + PROJECT
        + 'resource "langgraph_cloud_role" "it" {\n  external_ids = ["organization-1"]\n}\n'
    ).apply()
    terraform.assert_nothing_to_do()
    state = terraform.attributes("langgraph_cloud_role.it")
    assert state["data_region"] == "eu"
    assert state["trusted_principal_arns"] == ["arn:aws:iam::640174622193:role/HostBackendRoleProdEu"]
    terraform.destroy()


TOLD_BY_AN_APPLY = """
resource "terraform_data" "it" {{
  input = {{
    subnet  = "{subnet}"
    vpc     = "{vpc}"
    tier    = "public"
    purpose = "control_plane"
    id      = "organization-1"
    region  = "eu"
  }}
}}
resource "langgraph_subnet_tag" "subnet" {{
  subnet_id = terraform_data.it.output.subnet
  vpc_id    = terraform_data.it.output.vpc
  tier      = terraform_data.it.output.tier
}}
resource "langgraph_subnet_tag" "vpc" {{
  vpc_id = terraform_data.it.output.vpc
}}
resource "langgraph_cloud_role" "it" {{
  purpose      = terraform_data.it.output.purpose
  external_ids = [terraform_data.it.output.id]
  data_region  = terraform_data.it.output.region
  tags         = {{ subnet = terraform_data.it.output.subnet }}
}}
"""


def test_values_that_an_apply_tells_are_unknown_until_then(terraform: Terraform, network: Network) -> None:
    terraform.write(TOLD_BY_AN_APPLY.format(subnet=network.private_subnet_ids[0], vpc=network.vpc_id))
    unknown = terraform.plan().unknown
    assert {"id", "subnet_id", "vpc_id", "tier", "tags"} <= unknown["langgraph_subnet_tag.subnet"]
    assert {"name", "assume_role_policy", "tags_all"} <= unknown["langgraph_cloud_role.it"]


def test_values_that_an_apply_tells_are_used_in_it(terraform: Terraform, network: Network) -> None:
    subnet = network.private_subnet_ids[0]
    terraform.write(TOLD_BY_AN_APPLY.format(subnet=subnet, vpc=network.vpc_id)).apply()
    terraform.assert_nothing_to_do()
    role = terraform.attributes("langgraph_cloud_role.it")
    assert role["name"] == role["id"] == "LangGraphCloudBYOCRole"
    assert role["trusted_principal_arns"] == ["arn:aws:iam::640174622193:role/HostBackendRoleProdEu"]
    assert role["tags_all"] == {"subnet": subnet}
    tags = terraform.attributes("langgraph_subnet_tag.subnet")["tags"]
    assert tags == {"langgraph-cloud-enabled": "1", "langgraph-cloud-private": "0"}


def test_a_profile_gives_what_neither_block_nor_environment_does(
    new_terraform: Callable[..., Terraform], control_plane: ControlPlane, tmp_path: Path
) -> None:
    profiles = {
        "local": {"api_key": API_KEY, "api_url": control_plane.address},
        "signed-in": {"oauth": {"access_token": "lsv2_token"}, "api_url": control_plane.address},
    }
    file = tmp_path / ".langsmith" / "config.json"
    file.parent.mkdir()
    written = json.dumps({"current_profile": "local", "profiles": profiles})
    file.write_text(written)
    url = {"LANGSMITH_CONTROL_PLANE_URL": control_plane.address}
    terraform = new_terraform("profile", environment={"HOME": str(tmp_path), **url}, configured=False)
    terraform.write(hcl.provider(poll_interval="100ms") + PROJECT).apply()
    assert file.read_text() == written
    terraform.write(hcl.provider(poll_interval="100ms", profile="signed-in") + PROJECT)
    shown = terraform.fail("plan", says=["No API key", 'The profile "signed-in"', "Make a key in LangSmith"])
    assert "lsv2_token" not in shown
    terraform.write(hcl.provider(poll_interval="100ms", profile="other") + PROJECT)
    terraform.fail("plan", says=['"other" is named by profile in the provider block', 'has no profile "other"'])
    terraform.write(hcl.provider(poll_interval="100ms") + PROJECT)
    terraform.environment["LANGSMITH_PROFILE"] = "signed-in"
    terraform.environment["LANGSMITH_API_KEY"] = API_KEY
    terraform.destroy()
