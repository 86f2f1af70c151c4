"""langgraph_project with `byoc`: what is looked at in its account before the control plane is told anything."""

import json
from collections.abc import Callable

from acceptance.support.project import BYOC, project
from acceptance.support.terraform import Terraform, plain_text
from sandbox.client import ACCOUNT_ID, REGION, ROLE_NAME, ControlPlane, LocalAws, Network

ADDRESS = "langgraph_project.agent"
READS = ("Get", "List", "Describe", "BatchGet", "Simulate")
OTHER_REGION = "eu-west-1"
POLICY = "arn:aws:iam::aws:policy/AmazonRDSFullAccess"
NOT_READY = "Error: The Account Is Not Ready for the Project"
NOT_ALL = "Warning: The Account Was Not Looked At as a Whole"


def writes(control_plane: ControlPlane) -> list[str]:
    return [each["path"] for each in control_plane.requests() if each["method"] != "GET"]


def test_all_that_is_wrong_is_one_error_before_anything_is_written(
    terraform: Terraform, aws: LocalAws, control_plane: ControlPlane
) -> None:
    uri = f"{ACCOUNT_ID}.dkr.ecr.{REGION}.amazonaws.com/agent@sha256:{'0' * 64}"
    terraform.write(project(byoc=BYOC, image_uri=uri)).plan()
    control_plane.forget_requests()
    output = plain_text(terraform.fail("apply", says=NOT_READY))
    wrong = [
        f"Role: The account has no role named {ROLE_NAME}. Make it by `langgraph_cloud_role`",
        "VPC: No VPC has the tag langgraph-cloud-enabled=1 in the region us-east-1. Tag it by",
        f"Image: ECR has no repository for {uri}. Push it",
        "set `preflight = false`",
    ]
    assert [text for text in wrong if text not in output] == []
    assert output.count("Error: ") == 1
    assert writes(control_plane) == []
    assert all(call["action"].startswith(READS) for call in aws.calls())
    assert terraform.resources() == {}


def test_an_account_that_is_ready_is_looked_at_once(terraform: Terraform, aws: LocalAws, image: str) -> None:
    output = terraform.write(project(byoc=BYOC, image_uri=image)).apply()
    assert NOT_ALL not in output
    asked = {call["action"] for call in aws.calls()}
    assert asked > {"GetCallerIdentity", "GetRole", "DescribeVpcs", "DescribeSubnets", "DescribeRouteTables"}
    since = aws.calls()[-1]["number"]
    terraform.assert_nothing_to_do()
    terraform.destroy()
    assert aws.calls(since) == []


def test_only_another_image_is_looked_at_again(
    terraform: Terraform, aws: LocalAws, control_plane: ControlPlane, image: str
) -> None:
    terraform.write(project(byoc=BYOC, image_uri=image)).apply()
    aws.client("iam").update_assume_role_policy(
        RoleName=ROLE_NAME,
        PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",'
        '"Principal":{"AWS":"arn:aws:iam::640174622193:role/HostBackendRoleProd"},'
        '"Condition":{"StringEquals":{"sts:ExternalId":"another"}}}]}',
    )
    since = aws.calls()[-1]["number"]
    terraform.write(project(byoc=BYOC, image_uri=image, preflight=True, deletion_protection=True)).apply()
    assert aws.calls(since) == []
    control_plane.forget_requests()
    other = aws.push_image(tag="2", platforms=("linux/arm64",))
    terraform.write(project(byoc=BYOC, image_uri=other))
    terraform.fail("apply", says=[NOT_READY, "External id of the role", "Platform of the image"])
    assert writes(control_plane) == []
    assert terraform.attributes(ADDRESS)["image_uri"] == image


def test_without_it_a_project_makes_no_call_of_aws(
    new_terraform: Callable[..., Terraform], aws: LocalAws, control_plane: ControlPlane, image: str
) -> None:
    # Nothing to make a call with, and nowhere to look for it: an attempt would be an error.
    terraform = new_terraform("keyless", aws={"access_key": None, "secret_key": None, "region": None})
    for uri in (image, aws.push_image(tag="2")):
        terraform.write(project(byoc=BYOC, image_uri=uri, preflight=False, environment={"IMAGE": uri})).apply()
        terraform.assert_nothing_to_do()
    terraform.run("state", "rm", ADDRESS)
    terraform.import_resource(ADDRESS, "name=agent")
    terraform.destroy()
    assert aws.calls() == []
    assert control_plane.workloads() == []


def test_credentials_that_are_missing_are_an_error_of_the_plan(
    new_terraform: Callable[..., Terraform], aws: LocalAws, image: str
) -> None:
    terraform = new_terraform("keyless", aws={"access_key": None, "secret_key": None})
    terraform.write(project(byoc=BYOC, image_uri=image))
    terraform.fail("plan", says=["No AWS Credentials", "`preflight = false`"])
    # A project of another kind needs none.
    terraform.write(project()).plan()


def test_what_may_not_be_looked_at_is_one_warning(terraform: Terraform, aws: LocalAws, image: str) -> None:
    for action, service in (("GetRole", "iam"), ("DescribeRouteTables", "ec2"), ("DescribeImages", "ecr")):
        aws.proxy.fail_call(action, service, status=403, code="AccessDenied", times=100)
    output = plain_text(terraform.write(project(byoc=BYOC, image_uri=image)).apply())
    assert output.count(NOT_ALL) == 1
    missing = ("iam:GetRole", "ec2:DescribeRouteTables", "ecr:DescribeImages", "`preflight = false`")
    assert [name for name in missing if name not in output] == []


def test_the_account_of_others_is_not_looked_at(
    terraform: Terraform, aws: LocalAws, control_plane: ControlPlane, image: str
) -> None:
    byoc = {**BYOC, "role_arn": f"arn:aws:iam::210987654321:role/{ROLE_NAME}"}
    output = plain_text(terraform.write(project(byoc=byoc, image_uri=image, wait_for_ready=False)).apply())
    assert output.count(NOT_ALL) == 1
    assert "in the account 210987654321. The credentials in use are those of 123456789012" in output
    asked = {call["action"] for call in aws.calls()}
    assert asked == {"GetCallerIdentity", "DescribeImages", "BatchGetImage"}


def test_the_network_is_that_of_the_projects_region(terraform: Terraform, aws: LocalAws) -> None:
    network = aws.create_network(region=OTHER_REGION)
    aws.create_cloud_role()
    aws.tag_network(network, OTHER_REGION)
    table = aws.route_out(network, OTHER_REGION)
    image = aws.push_image(region=OTHER_REGION, platforms=("linux/amd64",))
    terraform.write(project(byoc={**BYOC, "region": OTHER_REGION}, image_uri=image)).apply()
    assert {call["region"] for call in aws.calls(service="ec2")} == {OTHER_REGION}
    aws.client("ec2", OTHER_REGION).delete_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")
    terraform.fail("apply", "-replace", ADDRESS, says=[NOT_READY, network.vpc_id])


def test_a_project_with_a_database_of_its_own_needs_no_policy_for_one(
    terraform: Terraform, aws: LocalAws, control_plane: ControlPlane, image: str
) -> None:
    aws.client("iam").detach_role_policy(RoleName=ROLE_NAME, PolicyArn=POLICY)
    terraform.write(project(byoc=BYOC, image_uri=image)).fail("apply", says=[NOT_READY, POLICY])
    database = {"POSTGRES_URI_CUSTOM": "postgres://agent@db.example/agent"}
    terraform.write(project(byoc=BYOC, image_uri=image, secrets=database)).apply()
    # What the configuration does not give any more, the project still has.
    terraform.write(project(byoc=BYOC, image_uri=aws.push_image(tag="2", platforms=("linux/amd64",)))).apply()
    assert len(control_plane.workload("agent")["revisions"]) == 2


def test_tags_of_the_same_apply_may_take_a_moment_to_be_found(
    terraform: Terraform, aws: LocalAws, network: Network
) -> None:
    aws.create_cloud_role()
    aws.route_out(network)
    nothing = '<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><vpcSet/></DescribeVpcsResponse>'
    by_tag = {"action": "DescribeVpcs", "parameters": ".*tag:langgraph-cloud-enabled.*"}
    aws.proxy.fail(by_tag, status=200, body=nothing, content_type="text/xml", times=2)
    tiers = {"private": network.private_subnet_ids, "public": network.public_subnet_ids}
    tags = [
        f'resource "langgraph_subnet_tag" "{tier}" {{\n  for_each = toset({json.dumps(ids)})\n'
        f'  subnet_id = each.key\n  tier = "{tier}"\n}}\n'
        for tier, ids in tiers.items()
    ]
    of_vpc = f'resource "langgraph_subnet_tag" "vpc" {{\n  vpc_id = "{network.vpc_id}"\n}}\n'
    after = "  depends_on = [langgraph_subnet_tag.vpc, langgraph_subnet_tag.private, langgraph_subnet_tag.public]"
    terraform.write("".join(tags) + of_vpc + project(byoc=BYOC, image_uri=aws.push_image(), body=after)).apply()
    assert aws.proxy.faults() == []
