"""langgraph_byoc_readiness: what is wrong in an account before a project is made in it, by the real Terraform."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from acceptance.support.terraform import Terraform
from sandbox.client import ACCOUNT_ID, EXTERNAL_ID, REGION, ROLE_NAME, LocalAws, Network
from support.plugin import Plugin
from support.protocol import dynamic, filled_block, unpack

READS = ("Get", "List", "Describe", "BatchGet", "Simulate")
POLICY = "arn:aws:iam::aws:policy/AmazonRDSFullAccess"


def look(terraform: Terraform, image: str, **arguments: str) -> dict[str, Any]:
    given = {"external_id": EXTERNAL_ID, "image_uri": image, **arguments}
    lines = "\n".join(f'  {name} = "{value}"' for name, value in given.items())
    body = f'data "langgraph_byoc_readiness" "it" {{\n{lines}\n}}\n'
    terraform.write(f'{body}output "it" {{\n  value = data.langgraph_byoc_readiness.it\n}}\n').apply()
    return terraform.outputs()["it"]


def test_an_account_that_is_ready(terraform: Terraform, aws: LocalAws, network: Network, image: str) -> None:
    aws.proxy.forget_requests()
    found = look(terraform, image, vpc_id=network.vpc_id)
    assert (found["ready"], found["problems"], found["skipped"]) == (True, [], [])
    assert found["role_name"] == ROLE_NAME
    assert all(call["action"].startswith(READS) for call in aws.calls())
    terraform.assert_nothing_to_do()


@pytest.fixture
def glance(plugin: Plugin, network: Network) -> Callable[..., dict[str, Any]]:
    """What the data source says of the network, by the protocol alone."""
    type_name = "langgraph_byoc_readiness"
    schema = plugin.must("GetProviderSchema").data_source_schemas[type_name]

    def look_at_network(**more: str) -> dict[str, Any]:
        config = dynamic(filled_block(schema.block, {"vpc_id": network.vpc_id, **more}))
        answer = plugin.must("ReadDataSource", type_name=type_name, config=config)
        return unpack(answer.state)

    return look_at_network


def break_role(aws: LocalAws, network: Network) -> None:
    iam = aws.client("iam")
    iam.detach_role_policy(RoleName=ROLE_NAME, PolicyArn=POLICY)
    ec2 = aws.client("ec2")
    ec2.delete_tags(Resources=[network.public_subnet_ids[0]], Tags=[{"Key": "langgraph-cloud-enabled"}])


def break_routes(aws: LocalAws, network: Network) -> None:
    ec2 = aws.client("ec2")
    of_vpc = [{"Name": "vpc-id", "Values": [network.vpc_id]}]
    for table in ec2.describe_route_tables(Filters=of_vpc)["RouteTables"]:
        if any("NatGatewayId" in route for route in table["Routes"]):
            ec2.delete_route(RouteTableId=table["RouteTableId"], DestinationCidrBlock="0.0.0.0/0")


def break_vpc(aws: LocalAws, network: Network) -> None:
    aws.client("ec2").delete_tags(Resources=[network.vpc_id], Tags=[{"Key": "langgraph-cloud-enabled"}])


@pytest.mark.parametrize(
    ("ruin", "arguments", "expected"),
    [
        (break_role, {}, {"Policy of the role": POLICY, "Zones of the public subnets": "in 1 of the two"}),
        (break_routes, {}, {"Way out of a private subnet": "0.0.0.0/0"}),
        (
            break_vpc,
            {"role_name": "nobody", "image_uri": f"{ACCOUNT_ID}.dkr.ecr.{REGION}.amazonaws.com/agent:9"},
            {"Role": "nobody", "VPC": "No VPC has the tag", "Image": "agent:9"},
        ),
        (
            lambda *_: None,
            {"external_id": "other", "image_uri": "docker.io/library/agent:1", "vpc_id": "vpc-00000000"},
            {"External id of the role": "other", "Image": "not an image in ECR", "VPC": "vpc-00000000"},
        ),
    ],
    ids=["policy and zone", "way out", "nothing there", "what was meant"],
)
def test_all_that_is_wrong_is_told_at_once(
    ruin: Callable[[LocalAws, Network], None],
    arguments: dict[str, str],
    expected: dict[str, str],
    terraform: Terraform,
    aws: LocalAws,
    network: Network,
    image: str,
) -> None:
    ruin(aws, network)
    found = look(terraform, image, **arguments)
    assert not found["ready"]
    assert {problem["what"] for problem in found["problems"]} == set(expected)
    assert all(expected[problem["what"]] in problem["detail"] for problem in found["problems"])
    assert all(problem["remedy"] for problem in found["problems"])


def test_an_image_for_another_platform_and_a_control_plane_of_another_region(
    new_terraform: Callable[..., Terraform], aws: LocalAws, image: str
) -> None:
    arm = aws.push_image(tag="arm", platforms=("linux/arm64",))
    found = look(new_terraform("eu", data_region="eu"), arm)
    assert {problem["what"] for problem in found["problems"]} == {"Trust of the role", "Platform of the image"}
    assert "HostBackendRoleProdEu" in str(found["problems"])


def replace_policy(aws: LocalAws, *statements: dict[str, Any], policy: str = POLICY) -> None:
    """Takes one of the default policies off the role, and puts these statements on it."""
    iam = aws.client("iam")
    iam.detach_role_policy(RoleName=ROLE_NAME, PolicyArn=policy)
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    iam.put_role_policy(RoleName=ROLE_NAME, PolicyName="own", PolicyDocument=document)


ALL_OF_RDS = {"Effect": "Allow", "Action": "rds:*", "Resource": "*"}
SOME_OF_RDS = {**ALL_OF_RDS, "Resource": f"arn:aws:rds:{REGION}:{ACCOUNT_ID}:db:langgraph-*"}
NO_DELETION = {"Effect": "Deny", "Action": ["rds:Delete*", "ecs:DeleteService"], "Resource": "*"}


@pytest.mark.parametrize("may_simulate", [True, False], ids=["by simulation", "by documents"])
@pytest.mark.parametrize(
    ("statements", "problem", "doubt"),
    [
        ([ALL_OF_RDS], None, None),
        ([{**ALL_OF_RDS, "Action": ["RDS:Create*", "rds:DescribeDBInstance?", "rds:DeleteDB*"]}], None, None),
        ([{**ALL_OF_RDS, "Action": "rds:Describe*"}], ("Policy of the role", "rds:CreateDBSubnetGroup"), None),
        ([ALL_OF_RDS, NO_DELETION], ("Permissions of the role", "ecs:DeleteService, rds:DeleteDBInstance"), None),
        ([SOME_OF_RDS], None, f"permit what {POLICY} does"),
    ],
    ids=["all", "patterns", "too little", "denied", "some"],
)
def test_policies_are_judged_by_what_they_allow(
    statements: list[dict[str, Any]],
    problem: tuple[str, str] | None,
    doubt: str | None,
    may_simulate: bool,
    aws: LocalAws,
    network: Network,
    image: str,
    glance: Callable[[], dict[str, Any]],
) -> None:
    replace_policy(aws, *statements)
    if not may_simulate:
        aws.proxy.fail_call("SimulatePrincipalPolicy", "iam", status=403, code="AccessDenied", times=100)
    found = glance()
    assert [each["what"] for each in found["problems"]] == ([problem[0]] if problem else [])
    assert problem is None or problem[1] in found["problems"][0]["detail"]
    expected = ["iam:SimulatePrincipalPolicy"] * (not may_simulate) + ([doubt] if doubt else [])
    assert [text in skipped for text, skipped in zip(expected, found["skipped"], strict=True)] == [True] * len(expected)


def test_managed_policies_of_ones_own_count(aws: LocalAws, image: str, glance: Callable[[], dict[str, Any]]) -> None:
    aws.proxy.fail_call("SimulatePrincipalPolicy", "iam", status=403, code="AccessDenied", times=100)
    iam = aws.client("iam")
    document = json.dumps({"Version": "2012-10-17", "Statement": [ALL_OF_RDS]})
    arn = iam.create_policy(PolicyName="own", PolicyDocument=document)["Policy"]["Arn"]
    iam.detach_role_policy(RoleName=ROLE_NAME, PolicyArn=POLICY)
    assert POLICY in str(glance()["problems"])
    iam.attach_role_policy(RoleName=ROLE_NAME, PolicyArn=arn)
    assert glance()["problems"] == []
    aws.proxy.fail_call("GetPolicyVersion", "iam", status=403, code="AccessDenied", times=100)
    found = glance()
    assert found["problems"] == [] and "iam:GetPolicyVersion" in str(found["skipped"])


def test_a_permissions_boundary_is_seen(aws: LocalAws, image: str, glance: Callable[[], dict[str, Any]]) -> None:
    boundary = "arn:aws:iam::aws:policy/AmazonVPCReadOnlyAccess"
    aws.client("iam").put_role_permissions_boundary(RoleName=ROLE_NAME, PermissionsBoundary=boundary)
    (problem,) = glance()["problems"]
    assert problem["what"] == "Permissions of the role"
    assert "ecs:CreateCluster" in problem["detail"] and "ec2:DescribeVpcs" not in problem["detail"]
    assert f"its permissions boundary {boundary}" in problem["detail"]
    aws.proxy.fail_call("SimulatePrincipalPolicy", "iam", status=403, code="AccessDenied", times=100)
    found = glance()
    assert found["problems"] == [] and boundary in str(found["skipped"])


def test_the_platform_of_a_single_manifest_is_that_of_its_configuration(
    terraform: Terraform, aws: LocalAws, image: str
) -> None:
    log = terraform.log_provider()
    assert look(terraform, aws.push_image())["problems"] == []
    (problem,) = look(terraform, aws.push_image(tag="arm", platform="linux/arm64"))["problems"]
    assert problem["what"] == "Platform of the image"
    aws.proxy.fail_call("GetDownloadUrlForLayer", "ecr", status=400, code="AccessDeniedException", times=100)
    found = look(terraform, aws.push_image(tag="2"))
    assert (found["ready"], found["problems"]) == (True, [])
    (skipped,) = found["skipped"]
    assert "ecr:GetDownloadUrlForLayer answers AccessDeniedException" in skipped
    # The URL is as good as a key, for a while.
    assert "X-Amz-Signature" not in log.read_text() and "/layers/" in log.read_text()


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"downloadUrl": "{aws}/_sandbox/requests"}, "another one"),
        ({"downloadUrl": "{aws}/nothing/is/here"}, "127.0.0.1 answers 4"),
        ({"downloadUrl": "http://192.0.2.1/blob?secret=1"}, "no request was made to"),
        ({}, "without a URL"),
    ],
)
def test_a_configuration_that_cannot_be_read_is_no_problem(
    answer: dict[str, str], says: str, aws: LocalAws, image: str, glance: Callable[..., dict[str, Any]]
) -> None:
    single = aws.push_image(tag="2")
    body = {name: text.format(aws=aws.endpoint) for name, text in answer.items()}
    aws.proxy.fail({"action": "GetDownloadUrlForLayer"}, status=200, body=body)
    found = glance(image_uri=single)
    assert found["problems"] == []
    assert says in str(found["skipped"]) and "secret=1" not in str(found["skipped"])


def test_a_service_that_fails_is_an_error(terraform: Terraform, aws: LocalAws, image: str) -> None:
    aws.proxy.fail_call("DescribeSubnets", "ec2", status=400, code="InvalidParameterValue")
    terraform.write('data "langgraph_byoc_readiness" "it" {}\n')
    terraform.fail("plan", says=["DescribeSubnets", "InvalidParameterValue"])


def test_what_may_not_be_looked_at_is_no_problem(terraform: Terraform, aws: LocalAws, image: str) -> None:
    for action, service in (("GetRole", "iam"), ("DescribeRouteTables", "ec2"), ("DescribeImages", "ecr")):
        aws.proxy.fail_call(action, service, status=403, code="AccessDenied", times=100)
    found = look(terraform, image)
    assert (found["ready"], found["problems"]) == (True, [])
    assert [
        action in skipped
        for action, skipped in zip(
            ("iam:GetRole", "ec2:DescribeRouteTables", "ecr:DescribeImages"), found["skipped"], strict=True
        )
    ] == [True] * 3


ENDPOINTS = ("ecr.api", "ecr.dkr", "logs", "s3", "secretsmanager")


def nat_gateway(ec2: Any, network: Network) -> dict[str, str]:
    gateway = ec2.create_nat_gateway(SubnetId=network.public_subnet_ids[0], ConnectivityType="private")["NatGateway"]
    return {"NatGatewayId": gateway["NatGatewayId"]}


def transit_gateway(ec2: Any, network: Network) -> dict[str, str]:
    return {"TransitGatewayId": ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]}


def egress_only_gateway(ec2: Any, network: Network) -> dict[str, str]:
    gateway = ec2.create_egress_only_internet_gateway(VpcId=network.vpc_id)["EgressOnlyInternetGateway"]
    return {"EgressOnlyInternetGatewayId": gateway["EgressOnlyInternetGatewayId"]}


def internet_gateway(ec2: Any, network: Network) -> dict[str, str]:
    gateway_id = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway_id, VpcId=network.vpc_id)
    return {"GatewayId": gateway_id}


def peering(ec2: Any, network: Network) -> dict[str, str]:
    other = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    made = ec2.create_vpc_peering_connection(VpcId=network.vpc_id, PeerVpcId=other)["VpcPeeringConnection"]
    return {"VpcPeeringConnectionId": made["VpcPeeringConnectionId"]}


def prefix_list(ec2: Any) -> dict[str, str]:
    made = ec2.create_managed_prefix_list(
        PrefixListName="outside",
        MaxEntries=1,
        AddressFamily="IPv4",
        Entries=[{"Cidr": "0.0.0.0/0"}],
    )["PrefixList"]
    return {"DestinationPrefixListId": made["PrefixListId"]}


V4 = {"DestinationCidrBlock": "0.0.0.0/0"}
V6 = {"DestinationIpv6CidrBlock": "::/0"}
PART = {"DestinationCidrBlock": "192.168.0.0/16"}


@pytest.mark.parametrize(
    ("destination", "target", "leads_out"),
    [
        (V4, transit_gateway, True),
        (V6, egress_only_gateway, True),
        (V6, internet_gateway, True),
        (prefix_list, nat_gateway, True),
        (prefix_list, transit_gateway, True),
        (V4, internet_gateway, False),
        (V4, peering, False),
        (PART, nat_gateway, False),
        (prefix_list, internet_gateway, False),
    ],
)
def test_ways_out_of_private_subnets(
    destination: Callable[[Any], dict[str, str]] | dict[str, str],
    target: Callable[[Any, Network], dict[str, str]],
    leads_out: bool,
    aws: LocalAws,
    network: Network,
    glance: Callable[[], dict[str, Any]],
) -> None:
    aws.tag_network(network)
    ec2 = aws.client("ec2")
    table = aws.route_out(network)
    ec2.delete_route(RouteTableId=table, **V4)
    assert "Way out of a private subnet" in str(glance()["problems"])
    where = destination if isinstance(destination, dict) else destination(ec2)
    ec2.create_route(RouteTableId=table, **where, **target(ec2, network))
    assert ("Way out" not in str(glance()["problems"])) == leads_out


def test_a_closed_network_with_the_endpoints_of_the_services(
    aws: LocalAws, network: Network, glance: Callable[[], dict[str, Any]]
) -> None:
    aws.tag_network(network)
    ec2 = aws.client("ec2")
    for number, service in enumerate(ENDPOINTS):
        name = f"com.amazonaws.{REGION}.{service}"
        ec2.create_vpc_endpoint(VpcId=network.vpc_id, ServiceName=name, VpcEndpointType="Interface")
        found = glance()
        missing = ", ".join(ENDPOINTS[number + 1 :])
        assert (f"no VPC endpoints for {missing}." in str(found["problems"])) == bool(missing)
    assert "check their licence" in str(found["skipped"])


def test_one_network_of_several_that_serves_is_enough(
    terraform: Terraform, aws: LocalAws, network: Network, image: str
) -> None:
    other = aws.create_network(private=1, public=0)
    aws.tag_network(other)
    assert look(terraform, image)["problems"] == []
    found = look(terraform, image, vpc_id=other.vpc_id)
    assert len(found["problems"]) == 3 and all(other.vpc_id in each["detail"] for each in found["problems"])
    aws.client("ec2").delete_tags(Resources=network.public_subnet_ids, Tags=[{"Key": "langgraph-cloud-private"}])
    assert {network.vpc_id, other.vpc_id} == {
        each["detail"].split()[0]
        for each in look(terraform, image)["problems"]
        if each["what"] == "Zones of the public subnets"
    }
