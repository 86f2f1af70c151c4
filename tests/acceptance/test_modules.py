"""The modules, beside hashicorp/aws where that is installed: applied in the place of what they stand in for."""

import json
import os
import shutil
from pathlib import Path

import pytest

from acceptance.support.terraform import REQUIRED_PROVIDERS, Terraform, install_provider
from sandbox.client import EXTERNAL_ID, MANAGED_POLICIES, REGION, ROLE_NAME, LocalAws, Network
from sandbox.signing_proxy import ACCESS_KEY_ID, SECRET_ACCESS_KEY
from support.binaries import REPOSITORY

SETUP = REPOSITORY / "modules" / "langgraph_cloud_setup"
NETWORK = REPOSITORY / "modules" / "network"
PLATFORM = Path("registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64")
AWS = Path(os.environ.get("TF_PLUGIN_DIR", "/opt/tf-plugins")) / PLATFORM
pytestmark = pytest.mark.skipif(not AWS.exists(), reason="hashicorp/aws is not installed on this machine")

# Once in eight runs hashicorp/aws makes a subnet twice at moto, whatever this provider does.
makes_networks = pytest.mark.flaky(reruns=1, only_rerun=["InvalidSubnet.Conflict"])

# What the module that this one stands in for made of roles and tags, under its addresses.
OLD = """
variable "vpc_id" {}
variable "private_subnet_ids" {}
variable "public_subnet_ids" {}
variable "langgraph_external_ids" {}
variable "langsmith_data_region" {}
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
      Principal = { AWS = "arn:aws:iam::640174622193:role/HostBackendRoleProdEu" }
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
resource "aws_iam_role" "langgraph_cloud_ecs_role" {
  name = "LangGraphCloudECSTaskExecutionRole"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}
resource "aws_iam_role_policy_attachment" "ecs_role_policy" {
  role       = aws_iam_role.langgraph_cloud_ecs_role.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_iam_policy" "secrets_read" {
  name        = "SecretsRead"
  description = "What tasks read"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
      Condition = { StringLike = { "aws:ResourceTag/langgraph-cloud" = "*" } }
    }]
  })
}
resource "aws_iam_role_policy_attachment" "secrets_read" {
  role       = aws_iam_role.langgraph_cloud_ecs_role.name
  policy_arn = aws_iam_policy.secrets_read.arn
}
""".replace("POLICIES", json.dumps(MANAGED_POLICIES))


ECS_ROLE_NAME = "LangGraphCloudECSTaskExecutionRole"
# Of a network that is made here; moto makes no service-linked roles.
COMPOSED = f"""
module "network" {{
  source = "./network"
}}
module "setup" {{
  source                         = "./setup"
  vpc_id                         = module.network.vpc_id
  private_subnet_ids             = module.network.private_subnet_ids
  public_subnet_ids              = module.network.public_subnet_ids
  create_subnet_tags             = false
  langgraph_external_ids         = ["{EXTERNAL_ID}"]
  create_elb_service_linked_role = false
}}
"""
TAGGED = """
module "network" {
  source         = "./network"
  langgraph_tags = false
}
resource "langgraph_subnet_tag" "vpc" {
  vpc_id = module.network.vpc_id
}
resource "langgraph_subnet_tag" "private" {
  count     = 3
  vpc_id    = module.network.vpc_id
  subnet_id = module.network.private_subnet_ids[count.index]
  tier      = "private"
}
resource "langgraph_subnet_tag" "public" {
  count     = 3
  vpc_id    = module.network.vpc_id
  subnet_id = module.network.public_subnet_ids[count.index]
  tier      = "public"
}
"""
LEFT_ALONE = 'provider "aws" {\n  ignore_tags {\n    key_prefixes = ["langgraph-cloud-"]\n  }\n}\n'


@pytest.fixture
def terraform(tmp_path: Path, aws: LocalAws) -> Terraform:
    """A working directory where both providers are installed, for the local AWS."""
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
    return terraform


def principal_of(aws: LocalAws, role_name: str) -> dict[str, str]:
    """Who may assume a role."""
    document = aws.client("iam").get_role(RoleName=role_name)["Role"]["AssumeRolePolicyDocument"]
    return document["Statement"][0]["Principal"]


def subnets_by_tag(aws: LocalAws, private: str) -> list[str]:
    """The subnets that the control plane finds, by the value of the tag that tells private ones."""
    ec2 = aws.client("ec2")
    tags = {"langgraph-cloud-enabled": "1", "langgraph-cloud-private": private}
    filters = [{"Name": f"tag:{key}", "Values": [value]} for key, value in tags.items()]
    return sorted(subnet["SubnetId"] for subnet in ec2.describe_subnets(Filters=filters)["Subnets"])


def test_the_setup_takes_over_what_the_old_one_made(terraform: Terraform, aws: LocalAws, network: Network) -> None:
    arguments = {
        "vpc_id": network.vpc_id,
        "private_subnet_ids": network.private_subnet_ids,
        "public_subnet_ids": network.public_subnet_ids,
        "langgraph_external_ids": [EXTERNAL_ID],
        "langsmith_data_region": "eu",
        # moto makes no service-linked roles.
        "create_elb_service_linked_role": False,
    }
    lines = "".join(f"  {name} = {json.dumps(value)}\n" for name, value in arguments.items())
    terraform.write(f'module "setup" {{\n  source = "./setup"\n{lines}}}\n')
    setup = terraform.directory / "setup"
    setup.mkdir()
    (setup / "main.tf").write_text(OLD)
    shutil.copy(SETUP / "versions.tf", setup)
    terraform.run("init", "-no-color")
    terraform.apply()
    iam = aws.client("iam")
    ids = {role["RoleName"]: role["RoleId"] for role in iam.list_roles()["Roles"]}
    assert ids.keys() == {ROLE_NAME, ECS_ROLE_NAME}

    shutil.copytree(SETUP, setup, dirs_exist_ok=True)
    plan = terraform.plan()
    # Forgotten is what has become a part of something else; the rest of the module is new here.
    assert {tuple(actions) for actions in plan.actions.values()} <= {("create",), ("forget",)}
    created = {address for address, actions in plan.actions.items() if actions == ["create"]}
    assert not any(kind in address for address in created for kind in ("langgraph_cloud_role.", "langgraph_subnet_tag"))
    terraform.apply()
    terraform.assert_nothing_to_do()
    assert {role["RoleName"]: role["RoleId"] for role in iam.list_roles()["Roles"]} == ids
    assert principal_of(aws, ROLE_NAME)["AWS"].endswith(":role/HostBackendRoleProdEu")
    attached = iam.list_attached_role_policies(RoleName=ECS_ROLE_NAME)["AttachedPolicies"]
    assert {policy["PolicyName"] for policy in attached} == {"AmazonECSTaskExecutionRolePolicy", "SecretsRead"}
    clusters = aws.client("ecs").list_clusters()["clusterArns"]
    assert [arn.rsplit("/", 1)[1] for arn in clusters] == ["langgraph-cloud-cluster"]
    terraform.destroy()
    assert iam.list_roles()["Roles"] == []


@makes_networks
def test_a_network_that_tags_itself_is_made_and_set_up_by_one_apply(terraform: Terraform, aws: LocalAws) -> None:
    shutil.copytree(NETWORK, terraform.directory / "network")
    shutil.copytree(SETUP, terraform.directory / "setup")
    terraform.write(COMPOSED).run("init", "-no-color")
    terraform.apply()
    terraform.assert_nothing_to_do()
    assert [len(subnets_by_tag(aws, private)) for private in ("1", "0")] == [3, 3]
    assert principal_of(aws, ROLE_NAME)["AWS"].endswith(":role/HostBackendRoleProd")
    terraform.destroy()


@makes_networks
def test_a_network_keeps_the_tags_of_another_resource_where_it_is_told_to(terraform: Terraform, aws: LocalAws) -> None:
    shutil.copytree(NETWORK, terraform.directory / "network")
    terraform.write(REQUIRED_PROVIDERS + TAGGED).run("init", "-no-color")
    terraform.apply()
    taken_away = {address for address, actions in terraform.plan().actions.items() if actions == ["update"]}
    assert "module.network.aws_vpc.this" in taken_away
    assert len(taken_away) == 7

    terraform.write(LEFT_ALONE, "provider_aws.tf")
    terraform.assert_nothing_to_do()
    assert [len(subnets_by_tag(aws, private)) for private in ("1", "0")] == [3, 3]


@pytest.mark.parametrize(("module", "runs"), [(SETUP, 3), (NETWORK, 5)], ids=["setup", "network"])
def test_the_modules_own_tests_pass_without_a_cloud(module: Path, runs: int, terraform: Terraform) -> None:
    shutil.copytree(module, terraform.directory, dirs_exist_ok=True)
    terraform.run("init", "-no-color")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL"):
        del terraform.environment[name]
    assert f"{runs} passed" in terraform.run("test", "-no-color")
