"""The policies of the guide "Permissions in AWS": each allows what the provider is seen to call, and nothing else."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from acceptance.support.hcl import arguments
from acceptance.support.project import BYOC, project
from acceptance.support.terraform import Terraform
from sandbox.client import ACCOUNT_ID, EXTERNAL_ID, REGION, ROLE_NAME, LocalAws, Network
from sandbox.policy import as_list, permits
from support.binaries import REPOSITORY
from support.plugin import Plugin
from support.protocol import dynamic, filled_block

GUIDE = (REPOSITORY / "docs" / "guides" / "permissions.md").read_text()
SECTION = re.compile(r"^## (?P<title>[^\n]+)\n(?P<body>.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
POLICY = re.compile(r"^```json\n(.*?)^```", re.DOTALL | re.MULTILINE)

ROLE = "langgraph_cloud_role.it"
BOUNDARY = "arn:aws:iam::aws:policy/PowerUserAccess"
AUDIT = "arn:aws:iam::aws:policy/SecurityAudit"
RDS = "arn:aws:iam::aws:policy/AmazonRDSFullAccess"
DOCUMENT = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
)
# What anyone may ask.
FREE = "sts:GetCallerIdentity"


@dataclass(frozen=True)
class World:
    """All that a scenario works with."""

    terraform: Terraform
    aws: LocalAws
    network: Network
    plugin: Plugin


@pytest.fixture
def world(terraform: Terraform, aws: LocalAws, network: Network, plugin: Plugin) -> World:
    return World(terraform, aws, network, plugin)


def policies() -> dict[str, Any]:
    """Those of the guide, by the titles of their sections."""
    found = {section["title"]: POLICY.findall(section["body"]) for section in SECTION.finditer(GUIDE)}
    assert all(len(each) <= 1 for each in found.values())
    return {title: json.loads(each[0]) for title, each in found.items() if each}


def role(**attributes: Any) -> str:
    values = {"external_ids": [EXTERNAL_ID], **attributes}
    return "\n".join(['resource "langgraph_cloud_role" "it" {', *arguments(values, ()), "}", ""])


def tag(label: str, **attributes: Any) -> str:
    return "\n".join([f'resource "langgraph_subnet_tag" "{label}" {{', *arguments(attributes, ()), "}", ""])


def manage_a_role(world: World) -> None:
    world.terraform.write(role(tags={"team": "a"}, permissions_boundary=BOUNDARY)).apply()
    changed = {
        "external_ids": ["another"],
        "description": "Another one.",
        "tags": {"unit": "b"},
        "managed_policy_arns": [AUDIT],
        "inline_policies": {"own": DOCUMENT},
    }
    world.terraform.write(role(**changed)).apply()
    world.terraform.write(role(**changed, permissions_boundary=BOUNDARY, force_detach_policies=True)).apply()
    iam = world.aws.client("iam")
    iam.create_instance_profile(InstanceProfileName="theirs")
    iam.add_role_to_instance_profile(InstanceProfileName="theirs", RoleName=ROLE_NAME)
    world.terraform.destroy()


def refresh_and_import_a_role(world: World) -> None:
    world.aws.create_cloud_role()
    world.terraform.write(role())
    world.terraform.import_resource(ROLE, ROLE_NAME)
    world.terraform.assert_nothing_to_do()


def manage_tags(world: World) -> None:
    subnet = world.network.private_subnet_ids[0]
    of_vpc = tag("vpc", vpc_id=world.network.vpc_id)
    for tier in ("private", "public"):
        world.terraform.write(of_vpc + tag("subnet", subnet_id=subnet, tier=tier)).apply()
    world.terraform.run("state", "rm", "langgraph_subnet_tag.subnet")
    world.terraform.import_resource("langgraph_subnet_tag.subnet", subnet)
    world.terraform.destroy()


def make_a_project(world: World) -> None:
    """First with everything wrong that is looked into, then right."""
    world.aws.create_cloud_role()
    world.aws.tag_network(world.network)
    iam = world.aws.client("iam")
    own = iam.create_policy(PolicyName="own", PolicyDocument=DOCUMENT)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=ROLE_NAME, PolicyArn=own)
    iam.detach_role_policy(RoleName=ROLE_NAME, PolicyArn=RDS)
    world.terraform.write(project(byoc=BYOC, image_uri=world.aws.push_image()))
    world.terraform.fail("apply", says=["The Account Is Not Ready", RDS, "Way out"])
    iam.attach_role_policy(RoleName=ROLE_NAME, PolicyArn=RDS)
    world.aws.route_out(world.network)
    world.terraform.apply()


def look_for_an_image(world: World) -> None:
    world.terraform.write(f'data "langgraph_image" "it" {{\n  uri = "{world.aws.push_image()}"\n}}\n').apply()


def list_everything(world: World, *, whole: bool = True) -> None:
    world.aws.create_cloud_role()
    world.aws.tag_network(world.network)
    schemas = world.plugin.must("GetProviderSchema").list_resource_schemas
    for name in ("langgraph_cloud_role", "langgraph_subnet_tag"):
        config = dynamic(filled_block(schemas[name].block, {}))
        asked = {"type_name": name, "config": config, "limit": 100, "include_resource_object": whole}
        assert [event for event in world.plugin.stream("ListResource", "Event", **asked) if event.diagnostic] == []


SCENARIOS: dict[str, Callable[[World], None]] = {
    "`langgraph_cloud_role`": manage_a_role,
    "Refreshing and importing a role": refresh_and_import_a_role,
    "`langgraph_subnet_tag`": manage_tags,
    "The preflight": make_a_project,
    "`langgraph_image`": look_for_an_image,
    "Lists": list_everything,
}


def resources_of(call: dict[str, Any]) -> list[str]:
    """The ARNs that a permission for the call has to cover; `*` for a call that names none."""
    given = call["parameters"]
    of_iam = f"arn:aws:iam::{ACCOUNT_ID}"
    match call["service"], call["action"]:
        case "iam", "RemoveRoleFromInstanceProfile":
            return [f"{of_iam}:instance-profile/{given['InstanceProfileName']}"]
        case "iam", "GetPolicy" | "GetPolicyVersion":
            return [given["PolicyArn"]]
        case "iam", "SimulatePrincipalPolicy":
            return [given["PolicySourceArn"]]
        case "iam", _ if "RoleName" in given:
            return [f"{of_iam}:role/{given['RoleName']}"]
        case "ec2", "CreateTags" | "DeleteTags":
            named = [value for name, value in given.items() if name.startswith("ResourceId.")]
            of_ec2 = f"arn:aws:ec2:{REGION}:{ACCOUNT_ID}"
            return [f"{of_ec2}:{each.partition('-')[0]}/{each}" for each in named]
        case "ecr", _:
            return [f"arn:aws:ecr:{REGION}:{ACCOUNT_ID}:repository/{given['repositoryName']}"]
    return ["*"]


def context_of(call: dict[str, Any]) -> dict[str, list[str]]:
    keys = [value for name, value in call["parameters"].items() if re.fullmatch(r"Tag\.\d+\.Key", name)]
    return {"aws:TagKeys": keys}


def name_of(call: dict[str, Any]) -> str:
    return f"{call['service']}:{call['action']}"


def actions_in(policy: Any) -> list[str]:
    return sorted(action for statement in policy["Statement"] for action in as_list(statement["Action"]))


def test_each_policy_has_a_scenario() -> None:
    assert set(policies()) == set(SCENARIOS)


@pytest.mark.parametrize("title", SCENARIOS)
def test_a_policy_allows_what_is_called_and_nothing_else(title: str, world: World) -> None:
    policy = policies()[title]
    SCENARIOS[title](world)
    calls = [call for call in world.aws.calls() if name_of(call) != FREE]
    assert sorted({name_of(call) for call in calls}) == actions_in(policy)
    refused = [
        (name_of(call), resource)
        for call in calls
        for resource in resources_of(call)
        if not permits([policy], name_of(call), resource, context_of(call))
    ]
    assert refused == []


def test_the_network_needs_what_a_plan_of_tags_needs(world: World) -> None:
    world.aws.tag_network(world.network)
    world.terraform.write('data "langgraph_network" "it" {}\n').apply()
    first = policies()["`langgraph_subnet_tag`"]["Statement"][0]
    assert sorted({name_of(call) for call in world.aws.calls()}) == sorted(first["Action"])


def test_lists_without_objects_need_little(world: World) -> None:
    list_everything(world, whole=False)
    asked = {name_of(call) for call in world.aws.calls()}
    assert asked - {FREE} == {"iam:ListRoles", "ec2:DescribeSubnets", "ec2:DescribeVpcs"}


def test_tags_of_others_are_out_of_reach_of_the_policy_of_tags() -> None:
    policy = policies()["`langgraph_subnet_tag`"]
    subnet = f"arn:aws:ec2:{REGION}:{ACCOUNT_ID}:subnet/subnet-0a1b2c3d"
    for keys, allowed in ((["langgraph-cloud-enabled"], True), (["langgraph-cloud-enabled", "Name"], False)):
        assert permits([policy], "ec2:CreateTags", subnet, {"aws:TagKeys": keys}) == allowed
