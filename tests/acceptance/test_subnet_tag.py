"""langgraph_subnet_tag, from the first apply to the last tag removed."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from acceptance.support.hcl import arguments
from acceptance.support.mistakes import Complaint, complaints
from acceptance.support.terraform import Plan, Terraform
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


def network_of(network: Network) -> str:
    """The configuration of four tags in a network."""
    return NETWORK.format(
        vpc=network.vpc_id,
        private=network.private_subnet_ids[0],
        plain=network.private_subnet_ids[1],
        public=network.public_subnet_ids[0],
    )


@dataclass(frozen=True)
class Tagged:
    """A network in which the VPC and three subnets were tagged, and the plan of that."""

    terraform: Terraform
    aws: LocalAws
    network: Network
    plan: Plan

    def tags_of(self, identifier: str) -> dict[str, str]:
        """The tags that AWS holds."""
        return tags_of(self.aws, identifier)


@pytest.fixture(scope="class")
def tagged(shared_terraform: Terraform, shared_aws: LocalAws) -> Tagged:
    """A network whose private subnets had tags of others' before."""
    network = shared_aws.create_network()
    private, plain = network.private_subnet_ids
    set_tags(shared_aws, private, Name="mine")
    set_tags(shared_aws, plain, Name="mine", private="theirs")
    plan = shared_terraform.write(network_of(network)).plan()
    shared_terraform.apply("test.tfplan")
    return Tagged(shared_terraform, shared_aws, network, plan)


class TestATaggedNetwork:
    def test_its_plan_creates_each_tag(self, tagged: Tagged) -> None:
        names = ("vpc", "private", "public", "plain")
        assert tagged.plan.actions == {f"langgraph_subnet_tag.{name}": ["create"] for name in names}

    def test_its_plan_knows_the_tags_and_not_the_subnet(self, tagged: Tagged) -> None:
        planned = tagged.plan.after("langgraph_subnet_tag.private")
        assert planned["id"] == tagged.network.private_subnet_ids[0]
        assert planned["tags"] == {ENABLED: "1", PRIVATE: "1"}
        assert tagged.plan.unknown["langgraph_subnet_tag.private"] == {"vpc_id", "availability_zone", "cidr_block"}
        assert tagged.plan.unknown["langgraph_subnet_tag.vpc"] == {"cidr_block"}

    def test_nothing_is_left_to_do(self, tagged: Tagged) -> None:
        tagged.terraform.assert_nothing_to_do()

    def test_each_tier_has_its_tag(self, tagged: Tagged) -> None:
        assert tagged.tags_of(tagged.network.vpc_id) == {ENABLED: "1"}
        assert tagged.tags_of(tagged.network.private_subnet_ids[0]) == {ENABLED: "1", PRIVATE: "1", "Name": "mine"}
        assert tagged.tags_of(tagged.network.public_subnet_ids[0]) == {ENABLED: "1", PRIVATE: "0"}

    def test_a_subnet_without_a_tier_keeps_others_tag(self, tagged: Tagged) -> None:
        plain = tagged.network.private_subnet_ids[1]
        assert tagged.tags_of(plain) == {ENABLED: "1", PRIVATE: "theirs", "Name": "mine"}
        assert tagged.terraform.attributes("langgraph_subnet_tag.plain")["tags"] == {ENABLED: "1"}

    def test_its_state_says_where_the_subnet_is(self, tagged: Tagged) -> None:
        state = tagged.terraform.attributes("langgraph_subnet_tag.private")
        assert state["vpc_id"] == tagged.network.vpc_id
        assert (state["availability_zone"], state["cidr_block"]) == ("us-east-1a", "10.0.0.0/28")
        assert tagged.terraform.attributes("langgraph_subnet_tag.vpc")["availability_zone"] is None

    def test_an_import_gives_the_same_state(self, tagged: Tagged) -> None:
        terraform = tagged.terraform
        state = terraform.resources()
        terraform.run("state", "rm", "langgraph_subnet_tag.private", "langgraph_subnet_tag.vpc")
        terraform.import_resource("langgraph_subnet_tag.private", tagged.network.private_subnet_ids[0])
        terraform.import_resource("langgraph_subnet_tag.vpc", tagged.network.vpc_id)
        assert terraform.attributes("langgraph_subnet_tag.private") == state["langgraph_subnet_tag.private"]
        terraform.assert_nothing_to_do()

    def test_the_configuration_that_terraform_writes_changes_nothing(self, tagged: Tagged) -> None:
        """It has both ids."""
        terraform, private = tagged.terraform, tagged.network.private_subnet_ids[0]
        generated = terraform.directory / "generated.tf"
        terraform.run("state", "rm", "langgraph_subnet_tag.private")
        own = f'resource "langgraph_subnet_tag" "private" {{\n  subnet_id = "{private}"\n  tier      = "private"\n}}\n'
        imported = f'import {{\n  to = langgraph_subnet_tag.private\n  id = "{private}"\n}}\n'
        plan = terraform.generate(network_of(tagged.network).replace(own, imported))
        assert plan.is_empty, plan.changed
        assert f'vpc_id    = "{tagged.network.vpc_id}"' in generated.read_text()
        terraform.apply("test.tfplan")
        generated.unlink()
        terraform.write(network_of(tagged.network))


@pytest.fixture(scope="class")
def retagged(tagged: Tagged) -> Tagged:
    """The same network with another tier, without one, and with a tag on another subnet; the plan of that."""
    plain, other = tagged.network.private_subnet_ids[1], tagged.network.public_subnet_ids[1]
    changed = network_of(tagged.network).replace('"public"\n}', '"private"\n}')
    changed = changed.replace('tier      = "private"\n', "", 1).replace(plain, other)
    plan = tagged.terraform.write(changed).plan()
    tagged.terraform.apply("test.tfplan")
    return replace(tagged, plan=plan)


class TestARetaggedNetwork:
    def test_another_tier_is_an_update_and_another_subnet_another_tag(self, retagged: Tagged) -> None:
        assert retagged.plan.actions == {
            "langgraph_subnet_tag.private": ["update"],
            "langgraph_subnet_tag.public": ["update"],
            "langgraph_subnet_tag.plain": ["delete", "create"],
        }
        assert retagged.plan.changed["langgraph_subnet_tag.private"] == {"tier", "tags"}
        assert retagged.plan.replaced_by["langgraph_subnet_tag.plain"] == {"subnet_id"}

    def test_nothing_is_left_to_do(self, retagged: Tagged) -> None:
        retagged.terraform.assert_nothing_to_do()

    def test_the_tags_are_moved_and_others_stay(self, retagged: Tagged) -> None:
        private, plain = retagged.network.private_subnet_ids
        public, other = retagged.network.public_subnet_ids
        assert retagged.tags_of(private) == {ENABLED: "1", "Name": "mine"}
        assert retagged.tags_of(public) == {ENABLED: "1", PRIVATE: "1"}
        assert retagged.tags_of(plain) == {PRIVATE: "theirs", "Name": "mine"}
        assert retagged.tags_of(other) == {ENABLED: "1"}


def test_a_destroy_leaves_what_others_set(terraform: Terraform, aws: LocalAws, network: Network) -> None:
    private, plain = network.private_subnet_ids
    set_tags(aws, private, Name="mine")
    set_tags(aws, plain, Name="mine", private="theirs")
    terraform.write(network_of(network)).apply()
    terraform.destroy()
    assert terraform.resources() == {}
    assert tags_of(aws, private) == {"Name": "mine"}
    assert tags_of(aws, plain) == {PRIVATE: "theirs", "Name": "mine"}
    assert tags_of(aws, network.public_subnet_ids[0]) == tags_of(aws, network.vpc_id) == {}


def test_a_subnet_is_tagged_once_ec2_knows_it(terraform: Terraform, aws: LocalAws, network: Network) -> None:
    aws.proxy.fail_call("CreateTags", "ec2", status=400, code="InvalidSubnetID.NotFound", times=2)
    terraform.write(network_of(network)).apply()
    assert aws.proxy.faults() == []
    assert tags_of(aws, network.private_subnet_ids[0]) == {ENABLED: "1", PRIVATE: "1"}


@dataclass(frozen=True)
class Case:
    """What others do to the tags of one of the resources, and what the next plan makes of that."""

    resource: str
    tags: dict[str, str | None]
    actions: list[str]
    changed: set[str] | None = None


DRIFT = {
    "enabled removed": Case("vpc", {"enabled": None}, ["create"]),
    "tier removed": Case("private", {"private": None, "Name": "theirs"}, ["update"], {"tier", "tags"}),
    "tier changed": Case("public", {"private": "1"}, ["update"], {"tier", "tags"}),
    "tier that means nothing": Case("private", {"private": "perhaps"}, ["update"], {"tier", "tags"}),
    "enabled changed": Case("plain", {"enabled": "0"}, ["update"], {"tags"}),
}


class TestATagThatOthersChange:
    @pytest.mark.parametrize("case", DRIFT.values(), ids=DRIFT)
    def test_is_put_right(self, case: Case, tagged: Tagged) -> None:
        address = f"langgraph_subnet_tag.{case.resource}"
        identifier = tagged.terraform.attributes(address)["id"]
        ours = tagged.tags_of(identifier)
        set_tags(tagged.aws, identifier, **case.tags)
        plan = tagged.terraform.plan()
        assert plan.actions == {address: case.actions}
        assert case.changed is None or plan.changed[address] == case.changed
        tagged.terraform.apply("test.tfplan")
        # What is not the resource's own stays as they set it.
        assert tagged.tags_of(identifier) == {**ours, **{key: case.tags[key] for key in case.tags if key == "Name"}}

    def test_that_is_not_the_resources_own_stays(self, tagged: Tagged) -> None:
        plain = tagged.network.private_subnet_ids[1]
        set_tags(tagged.aws, plain, private="others still")
        tagged.terraform.assert_nothing_to_do()
        assert tagged.tags_of(plain)[PRIVATE] == "others still"


@pytest.fixture
def without_public_subnet(terraform: Terraform, aws: LocalAws, network: Network) -> Terraform:
    """A tagged network in which one subnet lost its tier, and another is gone."""
    terraform.write(network_of(network)).apply()
    set_tags(aws, network.private_subnet_ids[0], private=None)
    aws.client("ec2").delete_subnet(SubnetId=network.public_subnet_ids[0])
    return terraform


def test_a_subnet_that_is_gone_takes_its_resource_with_it(without_public_subnet: Terraform) -> None:
    assert without_public_subnet.plan().actions == {
        "langgraph_subnet_tag.private": ["update"],
        "langgraph_subnet_tag.public": ["create"],
    }


def test_a_subnet_that_is_gone_keeps_no_other_from_its_tag(
    without_public_subnet: Terraform, aws: LocalAws, network: Network
) -> None:
    public = network.public_subnet_ids[0]
    without_public_subnet.fail("apply", says=[f"{public} does not exist in region us-east-1", "aws.region"])
    assert tags_of(aws, network.private_subnet_ids[0])[PRIVATE] == "1"
    without_public_subnet.destroy()
    assert tags_of(aws, network.private_subnet_ids[0]) == {}


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


def tag(label: str = "it", **given: str) -> str:
    """The resource with these arguments."""
    return "\n".join([f'resource "langgraph_subnet_tag" "{label}" {{', *arguments(given), "}", ""])


MISTAKES: dict[str, tuple[dict[str, str], list[str]]] = {
    "nothing_named": ({}, ["subnet_id", "vpc_id"]),
    "tier_of_vpc": ({"vpc_id": "vpc-0a1b2c3d", "tier": "private"}, ["tier", "subnet_id"]),
    "tier": ({"subnet_id": "subnet-0a1b2c3d", "tier": "secret"}, ["tier", "private", "public"]),
    "subnet": ({"subnet_id": "subnet-x"}, ["subnet_id", "subnet-0a1b2c3d"]),
    "subnet_as_vpc": ({"vpc_id": "subnet-0a1b2c3d"}, ["vpc_id", "vpc-0a1b2c3d"]),
}


@pytest.fixture(scope="class")
def said(shared_terraform: Terraform) -> dict[str, Complaint]:
    """What Terraform says of each mistake."""
    return complaints(shared_terraform, {name: tag(name, **given) for name, (given, _) in MISTAKES.items()})


class TestAMistake:
    @pytest.mark.parametrize("name", MISTAKES)
    def test_is_told_with_its_attribute_and_the_remedy(self, name: str, said: dict[str, Complaint]) -> None:
        said[name].assert_says(MISTAKES[name][1])


def test_a_subnet_of_another_vpc_is_not_tagged(terraform: Terraform, aws: LocalAws, network: Network) -> None:
    subnet = network.private_subnet_ids[0]
    other_vpc = aws.client("ec2").create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    terraform.write(tag(subnet_id=subnet, vpc_id=other_vpc))
    terraform.fail("apply", says=[f"{subnet} lies in {network.vpc_id}, not in {other_vpc}", "Nothing was tagged"])
    assert terraform.resources() == {}
    assert tags_of(aws, subnet) == {}


def test_a_subnet_that_does_not_exist_is_told_with_the_region(terraform: Terraform) -> None:
    terraform.write(tag(subnet_id="subnet-0123456789abcdef0"))
    terraform.fail("apply", says="subnet-0123456789abcdef0 does not exist in region us-east-1")
    assert terraform.resources() == {}


def test_what_is_no_id_of_either_is_not_imported(terraform: Terraform) -> None:
    terraform.write(tag(subnet_id="subnet-0a1b2c3d"))
    terraform.fail("import", "langgraph_subnet_tag.it", "sg-0a1b2c3d", says="subnet-0a1b2c3d or vpc-0a1b2c3d")


def test_a_subnet_without_tags_is_not_imported(terraform: Terraform, network: Network) -> None:
    subnet = network.private_subnet_ids[0]
    terraform.write(tag(subnet_id=subnet)).fail("import", "langgraph_subnet_tag.it", subnet, says="non-existent")


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
