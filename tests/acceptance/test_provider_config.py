"""The provider block: what is refused, what comes from the environment, what need not be there or known."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from acceptance.support import hcl
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


def test_what_cannot_be_right_names_the_attribute_and_the_remedy(
    new_terraform: Callable[..., Terraform], aws: LocalAws, control_plane: ControlPlane
) -> None:
    terraform = new_terraform("refused", configured=False)
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"endpoint": "http://langsmith.example.com"}, ["endpoint", "Use https://", "loopback"]),
        ({"endpoint": "https://user@langsmith.example.com"}, ["endpoint", "user name or password"]),
        ({"endpoint": "https://langsmith.example.com/api-host?a=b"}, ["endpoint", "contains a query"]),
        ({"data_region": "mars"}, ["data_region", "us", "eu", "apac", "aws_us"]),
        ({"workspace_id": "mine"}, ["workspace_id", "a workspace's UUID"]),
        ({"request_timeout": "soon"}, ["request_timeout", "soon", "1h30m"]),
        ({"poll_interval": "10ms"}, ["poll_interval", "100 ms"]),
        ({"max_retries": -1}, ["max_retries", "0", "100"]),
        ({"aws": {"region": "mars"}}, ["aws.region", "mars", "eu-central-1"]),
        ({"aws": {"access_key": "AKIAIOSFODNN7EXAMPLE"}}, ["aws.access_key", "aws.secret_key"]),
        ({"aws": {"allowed_account_id": ["123456789012"]}}, ["allowed_account_id", "not expected here"]),
        ({"aws": {"max_attempts": 0}}, ["aws.max_attempts", "1", "100"]),
        ({"aws": {"endpoints": {"iam": "http://iam.example.com"}}}, ["aws.endpoints.iam", "Use https://"]),
        ({"aws": {"endpoints": {"ec2": "https://ec2.example.com/?a"}}}, ["aws.endpoints.ec2", "contains a query"]),
        ({"aws": {"allowed_account_ids": [None]}}, "aws.allowed_account_ids holds a null"),
        ({"aws": {"allowed_account_ids": ["1"]}}, ["aws.allowed_account_ids", "12 digits"]),
        (
            {"aws": {"allowed_account_ids": ["123456789012"], "forbidden_account_ids": ["210987654321"]}},
            ["aws.allowed_account_ids", "aws.forbidden_account_ids"],
        ),
        (
            {"aws": {"default_tags": {"tags": {"AWS:owner": "me"}}}},
            'The key "AWS:owner" in aws.default_tags.tags begins with aws:',
        ),
        ({"aws": {"default_tags": {"tags": {"owner": None}}}}, 'aws.default_tags.tags["owner"] is null'),
        ({"aws": {"shared_config_files": ["a", None]}}, "aws.shared_config_files[1] is null"),
        ({"ca_bundle": "/nonexistent.pem"}, ["ca_bundle is /nonexistent.pem", "No such file"]),
        ({"aws": {"custom_ca_bundle": "/nonexistent.pem"}}, ["aws.custom_ca_bundle is /nonexistent.pem"]),
    ]
    for arguments, says in cases:
        terraform.write(hcl.provider(**arguments) + tag("subnet-0a1b2c3d")).fail("plan", says=says)
    key = 'variable "key" {\n  sensitive = true\n  default   = "lsv2_secret\\n"\n}\n'
    terraform.write(key + 'provider "langgraph" {\n  api_key = var.key\n}\n' + PROJECT)
    shown = terraform.fail("plan", says=["api_key", "line breaks"])
    assert "lsv2_secret" not in shown

    terraform.environment["LANGGRAPH_DATA_REGION"] = "mars"
    terraform.write(hcl.provider() + PROJECT).fail("plan", says=['LANGGRAPH_DATA_REGION is "mars"', "eu"])
    assert aws.calls() == []
    assert control_plane.requests() == []


def test_credentials_are_looked_for_when_something_needs_them(
    new_terraform: Callable[..., Terraform], aws: LocalAws, control_plane: ControlPlane, network: Network
) -> None:
    subnet = network.private_subnet_ids[0]
    tags = new_terraform("tags", environment={**aws.environment, "HOME": "/nonexistent"}, configured=False)
    tags.write(hcl.provider(aws=account(aws)) + tag(subnet)).apply()
    tags.assert_nothing_to_do()
    tags.write(hcl.provider(aws=account(aws)) + tag(subnet) + PROJECT)
    variables = "LANGSMITH_API_KEY, LANGGRAPH_HOST_API_KEY and LANGCHAIN_API_KEY"
    tags.fail("apply", says=["No API key", "api_key in the provider block", variables])
    tags.write(hcl.provider(aws=account(aws)) + tag(subnet)).destroy()

    nothing = {"HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true"}
    without = new_terraform("without", environment=nothing, configured=False)
    without.write(hcl.provider(aws=account(aws)) + tag(subnet))
    without.fail("apply", says=["access_key", "AWS_ACCESS_KEY_ID", "/nonexistent/.aws/credentials"])

    projects = new_terraform("projects", environment={**nothing, **control_plane.environment}, configured=False)
    projects.write(hcl.provider(poll_interval="100ms") + PROJECT).apply()
    projects.assert_nothing_to_do()
    assert all(request["path"].startswith("/v2/") for request in control_plane.requests())
    projects.destroy()


def test_what_only_an_apply_tells_is_planned_without_calls(
    new_terraform: Callable[..., Terraform], aws: LocalAws, control_plane: ControlPlane, network: Network
) -> None:
    keys = {"access_key": ACCESS_KEY_ID, "secret_key": SECRET_ACCESS_KEY}
    terraform = new_terraform("unknown", configured=False)

    def configuration(round_of_keys: int) -> str:
        return f"""
        resource "terraform_data" "keys" {{
          input            = {{ api_key = "{API_KEY}", access_key = "{keys["access_key"]}" }}
          triggers_replace = {round_of_keys}
        }}
        provider "langgraph" {{
          endpoint      = "{control_plane.address}"
          api_key       = terraform_data.keys.output.api_key
          poll_interval = "100ms"
          aws {{
            region     = "us-east-1"
            access_key = terraform_data.keys.output.access_key
            secret_key = "{keys["secret_key"]}"
            endpoints {{
              ec2 = "{aws.endpoint}"
              iam = "{aws.endpoint}"
            }}
          }}
        }}
        resource "langgraph_cloud_role" "it" {{
          external_ids = ["organization-1"]
        }}
        {PROJECT}{tag(network.private_subnet_ids[0])}
        """

    plan = terraform.write(configuration(1)).plan()
    assert all(actions == ["create"] for actions in plan.actions.values())
    assert "managed_policy_arns" in plan.unknown["langgraph_cloud_role.it"]
    assert aws.calls() == []
    assert control_plane.requests() == []
    terraform.apply()
    terraform.assert_nothing_to_do()

    # The keys become unknown again: what exists is left as it is known, without looking.
    aws.proxy.forget_requests()
    control_plane.forget_requests()
    plan = terraform.write(configuration(2)).plan()
    assert plan.actions["terraform_data.keys"] == ["delete", "create"]
    assert "langgraph_subnet_tag.it" not in plan.actions
    assert aws.calls() == []
    assert control_plane.requests() == []
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


def test_values_that_other_resources_tell_during_the_apply(
    terraform: Terraform, aws: LocalAws, network: Network
) -> None:
    terraform.write(
        f"""
        resource "terraform_data" "it" {{
          input = {{
            subnet  = "{network.private_subnet_ids[0]}"
            vpc     = "{network.vpc_id}"
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
    )
    unknown = terraform.plan().unknown
    assert {"id", "subnet_id", "vpc_id", "tier", "tags"} <= unknown["langgraph_subnet_tag.subnet"]
    assert {"name", "assume_role_policy", "tags_all"} <= unknown["langgraph_cloud_role.it"]
    terraform.apply()
    terraform.assert_nothing_to_do()
    role = terraform.attributes("langgraph_cloud_role.it")
    assert role["name"] == role["id"] == "LangGraphCloudBYOCRole"
    assert role["trusted_principal_arns"] == ["arn:aws:iam::640174622193:role/HostBackendRoleProdEu"]
    assert role["tags_all"] == {"subnet": network.private_subnet_ids[0]}
    tags = terraform.attributes("langgraph_subnet_tag.subnet")["tags"]
    assert tags == {"langgraph-cloud-enabled": "1", "langgraph-cloud-private": "0"}
    terraform.destroy()


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
