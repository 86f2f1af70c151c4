"""langgraph_subnet_tag, from the first apply to the last tag removed."""

from collections.abc import Callable

import pytest

from acceptance.support.terraform import Terraform
from sandbox.client import LocalAws, Network

ENABLED = "langgraph-cloud-enabled"
PRIVATE = "langgraph-cloud-private"

NETWORK = """
resource "langgraph_subnet_tag" "vpc" {{
  vpc_id = "{vpc}"
}}
resource "langgraph_subnet_tag" "private" {{
  subnet_id = "{private}"
  tier      = "private"
}}
resource "langgraph_subnet_tag" "public" {{
  vpc_id    = "{vpc}"
  subnet_id = "{public}"
  tier      = "public"
}}
resource "langgraph_subnet_tag" "plain" {{
  subnet_id = "{plain}"
}}
"""


def tags_of(aws: LocalAws, identifier: str) -> dict[str, str]:
    """The tags that AWS holds."""
    filters = [{"Name": "resource-id", "Values": [identifier]}]
    return {tag["Key"]: tag["Value"] for tag in aws.client("ec2").describe_tags(Filters=filters)["Tags"]}


def set_tags(aws: LocalAws, identifier: str, **tags: str | None) -> None:
    """Sets tags behind Terraform's back, or removes those that are None."""
    ec2 = aws.client("ec2")
    for name, value in tags.items():
        key = f"langgraph-cloud-{name}" if name in ("enabled", "private") else name
        if value is None:
            ec2.delete_tags(Resources=[identifier], Tags=[{"Key": key}])
        else:
            ec2.create_tags(Resources=[identifier], Tags=[{"Key": key, "Value": value}])


@pytest.fixture
def configuration(network: Network) -> str:
    return NETWORK.format(
        vpc=network.vpc_id,
        private=network.private_subnet_ids[0],
        plain=network.private_subnet_ids[1],
        public=network.public_subnet_ids[0],
    )


def test_life_cycle(terraform: Terraform, aws: LocalAws, network: Network, configuration: str) -> None:
    private, plain = network.private_subnet_ids
    public, other = network.public_subnet_ids
    set_tags(aws, private, Name="mine")
    set_tags(aws, plain, Name="mine", private="theirs")
    terraform.write(configuration)

    plan = terraform.plan()
    assert all(actions == ["create"] for actions in plan.actions.values())
    planned = plan.after("langgraph_subnet_tag.private")
    assert planned["id"] == private
    assert planned["tags"] == {ENABLED: "1", PRIVATE: "1"}
    assert plan.unknown["langgraph_subnet_tag.private"] == {"vpc_id", "availability_zone", "cidr_block"}
    assert plan.unknown["langgraph_subnet_tag.vpc"] == {"cidr_block"}

    terraform.apply()
    terraform.assert_nothing_to_do()
    assert tags_of(aws, network.vpc_id) == {ENABLED: "1"}
    assert tags_of(aws, private) == {ENABLED: "1", PRIVATE: "1", "Name": "mine"}
    assert tags_of(aws, public) == {ENABLED: "1", PRIVATE: "0"}
    assert tags_of(aws, plain) == {ENABLED: "1", PRIVATE: "theirs", "Name": "mine"}
    state = terraform.attributes("langgraph_subnet_tag.private")
    assert state["vpc_id"] == network.vpc_id
    assert state["availability_zone"] == "us-east-1a"
    assert state["cidr_block"] == "10.0.0.0/28"
    assert terraform.attributes("langgraph_subnet_tag.vpc")["availability_zone"] is None
    assert terraform.attributes("langgraph_subnet_tag.plain")["tags"] == {ENABLED: "1"}

    # What is in state already is imported to the same, without a change.
    terraform.run("state", "rm", "langgraph_subnet_tag.private", "langgraph_subnet_tag.vpc")
    terraform.import_resource("langgraph_subnet_tag.private", private)
    terraform.import_resource("langgraph_subnet_tag.vpc", network.vpc_id)
    assert terraform.attributes("langgraph_subnet_tag.private") == state
    terraform.assert_nothing_to_do()

    # The same with the configuration that Terraform writes by itself, which has both ids.
    generated = terraform.directory / "generated.tf"
    terraform.run("state", "rm", "langgraph_subnet_tag.private")
    without = configuration.replace(f'"private" {{\n  subnet_id = "{private}"\n  tier      = "private"\n}}', "REMOVED")
    without = without.replace('resource "langgraph_subnet_tag" REMOVED', "")
    imported = f'import {{\n  to = langgraph_subnet_tag.private\n  id = "{private}"\n}}\n'
    plan = terraform.write(without + imported).plan(f"-generate-config-out={generated}")
    assert plan.is_empty, plan.changed
    assert f'vpc_id    = "{network.vpc_id}"' in generated.read_text()
    terraform.apply()
    generated.unlink()

    # Another tier is an update, no tier takes the tag away, another subnet replaces.
    changed = configuration.replace('"public"\n}', '"private"\n}').replace('tier      = "private"\n', "", 1)
    changed = changed.replace(plain, other)
    plan = terraform.write(changed).plan()
    assert plan.actions == {
        "langgraph_subnet_tag.private": ["update"],
        "langgraph_subnet_tag.public": ["update"],
        "langgraph_subnet_tag.plain": ["delete", "create"],
    }
    assert plan.changed["langgraph_subnet_tag.private"] == {"tier", "tags"}
    assert plan.replaced_by["langgraph_subnet_tag.plain"] == {"subnet_id"}
    terraform.apply()
    terraform.assert_nothing_to_do()
    assert tags_of(aws, private) == {ENABLED: "1", "Name": "mine"}
    assert tags_of(aws, public) == {ENABLED: "1", PRIVATE: "1"}
    assert tags_of(aws, plain) == {PRIVATE: "theirs", "Name": "mine"}
    assert tags_of(aws, other) == {ENABLED: "1"}

    terraform.destroy()
    assert terraform.resources() == {}
    assert tags_of(aws, private) == {"Name": "mine"}
    assert tags_of(aws, public) == tags_of(aws, other) == tags_of(aws, network.vpc_id) == {}


def test_drift(terraform: Terraform, aws: LocalAws, network: Network, configuration: str) -> None:
    private, plain = network.private_subnet_ids
    public = network.public_subnet_ids[0]
    # EC2 may not know for a while what was made a moment ago.
    aws.proxy.fail_call("CreateTags", "ec2", status=400, code="InvalidSubnetID.NotFound", times=2)
    terraform.write(configuration).apply()
    assert aws.proxy.faults() == []

    set_tags(aws, network.vpc_id, enabled=None)
    set_tags(aws, private, private=None, Name="theirs")
    set_tags(aws, public, private="1")
    set_tags(aws, plain, enabled="0", private="theirs")
    plan = terraform.plan()
    assert plan.actions == {
        "langgraph_subnet_tag.vpc": ["create"],
        "langgraph_subnet_tag.private": ["update"],
        "langgraph_subnet_tag.public": ["update"],
        "langgraph_subnet_tag.plain": ["update"],
    }
    assert plan.changed["langgraph_subnet_tag.private"] == {"tier", "tags"}
    assert plan.changed["langgraph_subnet_tag.plain"] == {"tags"}
    terraform.apply()
    terraform.assert_nothing_to_do()
    assert tags_of(aws, network.vpc_id) == {ENABLED: "1"}
    assert tags_of(aws, private) == {ENABLED: "1", PRIVATE: "1", "Name": "theirs"}
    assert tags_of(aws, public) == {ENABLED: "1", PRIVATE: "0"}
    assert tags_of(aws, plain) == {ENABLED: "1", PRIVATE: "theirs"}

    # A value that means nothing is put right; a subnet that is gone takes its resource with it.
    set_tags(aws, private, private="perhaps")
    aws.client("ec2").delete_subnet(SubnetId=public)
    plan = terraform.plan()
    assert plan.actions == {
        "langgraph_subnet_tag.private": ["update"],
        "langgraph_subnet_tag.public": ["create"],
    }
    terraform.fail("apply", says=[f"{public} does not exist in region us-east-1", "aws.region"])
    assert tags_of(aws, private)[PRIVATE] == "1"
    terraform.destroy()
    assert tags_of(aws, private) == {"Name": "theirs"}
    assert tags_of(aws, plain) == {PRIVATE: "theirs"}


def test_a_saved_plan_meets_what_was_changed_meanwhile(terraform: Terraform, aws: LocalAws, network: Network) -> None:
    ec2 = aws.client("ec2")
    subnet = network.private_subnet_ids[0]

    def tagged(tier: str) -> str:
        return f'resource "langgraph_subnet_tag" "it" {{\n  subnet_id = "{subnet}"\n  tier = "{tier}"\n}}\n'

    terraform.write(tagged("private")).apply()
    terraform.write(tagged("public")).plan()
    ec2.delete_tags(Resources=[subnet], Tags=[{"Key": ENABLED}, {"Key": PRIVATE}])
    terraform.apply("test.tfplan")
    assert tags_of(aws, subnet) == {ENABLED: "1", PRIVATE: "0"}
    terraform.assert_nothing_to_do()
    terraform.write(tagged("private")).plan()
    ec2.delete_subnet(SubnetId=subnet)
    terraform.fail("apply", "test.tfplan", says=["InvalidSubnetID.NotFound", "since this was planned: plan again"])
    terraform.refresh()
    assert terraform.resources() == {}


def test_what_cannot_be_right_is_said_and_nothing_is_tagged(
    terraform: Terraform, aws: LocalAws, network: Network
) -> None:
    subnet = network.private_subnet_ids[0]
    other_vpc = aws.client("ec2").create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]

    def resource(**arguments: str) -> str:
        lines = "\n".join(f'{name} = "{value}"' for name, value in arguments.items())
        return f'resource "langgraph_subnet_tag" "it" {{\n{lines}\n}}'

    invalid = {
        ("subnet_id", "vpc_id"): resource(),
        ("tier", "subnet_id"): resource(vpc_id=network.vpc_id, tier="private"),
        ("tier", "private", "public"): resource(subnet_id=subnet, tier="secret"),
        ("subnet_id", "subnet-0a1b2c3d"): resource(subnet_id="subnet-x"),
        ("vpc_id", "vpc-0a1b2c3d"): resource(vpc_id=subnet),
    }
    for says, configuration in invalid.items():
        terraform.write(configuration).fail("plan", says=says)

    terraform.write(resource(subnet_id=subnet, vpc_id=other_vpc))
    terraform.fail("apply", says=[f"{subnet} lies in {network.vpc_id}, not in {other_vpc}", "Nothing was tagged"])
    terraform.write(resource(subnet_id="subnet-0123456789abcdef0"))
    terraform.fail("apply", says="subnet-0123456789abcdef0 does not exist in region us-east-1")
    assert terraform.resources() == {}
    assert tags_of(aws, subnet) == {}

    terraform.write(resource(subnet_id=subnet))
    terraform.fail("import", "langgraph_subnet_tag.it", "sg-0a1b2c3d", says="subnet-0a1b2c3d or vpc-0a1b2c3d")
    terraform.fail("import", "langgraph_subnet_tag.it", subnet, says="non-existent")


def test_three_hundred_tags_are_refreshed_with_a_handful_of_calls(
    new_terraform: Callable[..., Terraform], aws: LocalAws
) -> None:
    network = aws.create_network(private=300, public=0)
    terraform = new_terraform("many").write(
        f"""
        resource "langgraph_subnet_tag" "many" {{
          for_each  = toset({network.private_subnet_ids})
          subnet_id = each.key
          tier      = "private"
        }}
        """.replace("'", '"')
    )
    terraform.apply("-parallelism=30")
    since = aws.calls()[-1]["number"]
    assert terraform.plan("-parallelism=30").is_empty
    # moto may answer 500 once under load, which is asked again.
    calls = [call for call in aws.calls(since) if call["status"] == 200]
    assert len(calls) <= 2 + 300 // 500, [call["action"] for call in calls]
