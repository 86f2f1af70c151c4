"""The modules, beside hashicorp/aws where that is installed: applied in the place of what they stand in for."""

import json
import os
import shutil
from pathlib import Path

import pytest

from acceptance.support.terraform import Terraform, install_provider
from sandbox.client import EXTERNAL_ID, MANAGED_POLICIES, REGION, ROLE_NAME, LocalAws, Network
from sandbox.signing_proxy import ACCESS_KEY_ID, SECRET_ACCESS_KEY
from support.binaries import REPOSITORY

MODULE = REPOSITORY / "modules" / "langgraph_cloud_setup"
PLATFORM = Path("registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64")
AWS = Path(os.environ.get("TF_PLUGIN_DIR", "/opt/tf-plugins")) / PLATFORM
pytestmark = pytest.mark.skipif(not AWS.exists(), reason="hashicorp/aws is not installed on this machine")

# What the module that this one stands in for made of roles and tags, under its addresses.
OLD = """
variable "vpc_id" {}
variable "private_subnet_ids" {}
variable "public_subnet_ids" {}
variable "langgraph_external_ids" {}
variable "create_elb_service_linked_role" {}

resource "aws_ec2_tag" "langgraph_cloud_enabled_tags" {
  for_each    = toset(concat([var.vpc_id], var.private_subnet_ids, var.public_subnet_ids))
  resource_id = each.key
  key         = "langgraph-cloud-enabled"
  value       = "1"
}
resource "aws_ec2_tag" "langgraph_cloud_private_subnet_tags" {
  for_each    = toset(var.private_subnet_ids)
  resource_id = each.key
  key         = "langgraph-cloud-private"
  value       = "1"
}
resource "aws_ec2_tag" "langgraph_cloud_public_subnet_tags" {
  for_each    = toset(var.public_subnet_ids)
  resource_id = each.key
  key         = "langgraph-cloud-private"
  value       = "0"
}
resource "aws_iam_role" "langgraph_cloud_role" {
  name = "LangGraphCloudBYOCRole"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::640174622193:role/HostBackendRoleProd" }
      Condition = { StringEquals = { "sts:ExternalId" = var.langgraph_external_ids } }
    }]
  })
}
resource "aws_iam_role_policy_attachment" "role_attachments" {
  for_each   = toset(POLICIES)
  role       = aws_iam_role.langgraph_cloud_role.name
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}
resource "aws_iam_policy" "custom_permissions" {
  name        = "LangGraphCloudCustomPermissions"
  description = "What LangGraph needs besides"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "application-autoscaling:*", Resource = "*" }]
  })
}
resource "aws_iam_role_policy_attachment" "custom_policy" {
  role       = aws_iam_role.langgraph_cloud_role.name
  policy_arn = aws_iam_policy.custom_permissions.arn
}
""".replace("POLICIES", json.dumps(MANAGED_POLICIES))


@pytest.fixture
def terraform(tmp_path: Path, aws: LocalAws, network: Network) -> Terraform:
    """A configuration that calls the module in the directory `setup`, for the local AWS."""
    plugins = tmp_path / "plugins"
    install_provider(plugins)
    (plugins / PLATFORM).parent.mkdir(parents=True, exist_ok=True)
    (plugins / PLATFORM).symlink_to(AWS)
    terraform = Terraform(tmp_path / "configuration", None, plugins=plugins)
    terraform.environment |= {
        "AWS_ACCESS_KEY_ID": ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY,
        "AWS_REGION": REGION,
        "AWS_ENDPOINT_URL": aws.moto_endpoint,
    }
    arguments = {
        "vpc_id": network.vpc_id,
        "private_subnet_ids": network.private_subnet_ids,
        "public_subnet_ids": network.public_subnet_ids,
        "langgraph_external_ids": [EXTERNAL_ID],
        # moto makes no service-linked roles.
        "create_elb_service_linked_role": False,
    }
    lines = "".join(f"  {name} = {json.dumps(value)}\n" for name, value in arguments.items())
    return terraform.write(f'module "setup" {{\n  source = "./setup"\n{lines}}}\n')


def test_the_module_takes_over_what_the_old_one_made(terraform: Terraform, aws: LocalAws) -> None:
    setup = terraform.directory / "setup"
    setup.mkdir()
    (setup / "main.tf").write_text(OLD)
    shutil.copy(MODULE / "versions.tf", setup)
    terraform.run("init", "-no-color")
    terraform.apply()
    role = aws.client("iam").get_role(RoleName=ROLE_NAME)["Role"]

    shutil.copytree(MODULE, setup, dirs_exist_ok=True)
    plan = terraform.plan()
    # Forgotten is what has become a part of something else; the rest of the module is new here.
    assert {tuple(actions) for actions in plan.actions.values()} <= {("create",), ("forget",)}
    created = {address for address, actions in plan.actions.items() if actions == ["create"]}
    assert not any("langgraph_cloud_role.langgraph_cloud_role" in address for address in created)
    assert not any("langgraph_subnet_tag" in address for address in created)
    terraform.apply()
    terraform.assert_nothing_to_do()
    assert aws.client("iam").get_role(RoleName=ROLE_NAME)["Role"]["RoleId"] == role["RoleId"]
    clusters = aws.client("ecs").list_clusters()["clusterArns"]
    assert [arn.rsplit("/", 1)[1] for arn in clusters] == ["langgraph-cloud-cluster"]
    terraform.destroy()
    assert aws.client("iam").list_roles()["Roles"] == []


def test_the_modules_own_tests_pass_without_a_cloud(terraform: Terraform) -> None:
    shutil.copytree(MODULE, terraform.directory, dirs_exist_ok=True)
    terraform.run("init", "-no-color")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL"):
        del terraform.environment[name]
    assert "2 passed" in terraform.run("test", "-no-color")
