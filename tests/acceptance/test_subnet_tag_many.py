"""Many langgraph_subnet_tag at once: how few calls write and remove them, and what a refusal of one leaves."""

from collections.abc import Callable

import pytest

from acceptance.support.terraform import Terraform
from sandbox.client import LocalAws, Network

TAGS = {"langgraph-cloud-enabled": "1", "langgraph-cloud-private": "1"}


def tag(label: str, subnet: str, more: str = "") -> str:
    return f'resource "langgraph_subnet_tag" "{label}" {{\n  subnet_id = "{subnet}"\n  tier = "private"\n{more}}}\n'


def many(subnets: list[str]) -> str:
    listed = str(subnets).replace("'", '"')
    return f"""
    resource "langgraph_subnet_tag" "many" {{
      for_each  = toset({listed})
      subnet_id = each.key
      tier      = "private"
    }}
    """


def tags_of(aws: LocalAws, identifier: str) -> dict[str, str]:
    filters = [{"Name": "resource-id", "Values": [identifier]}]
    return {entry["Key"]: entry["Value"] for entry in aws.client("ec2").describe_tags(Filters=filters)["Tags"]}


def number_of(aws: LocalAws, action: str) -> int:
    return len(aws.calls(action=action))


@pytest.mark.parametrize("parallelism, most", [(10, 22), (100, 8)])
def test_two_hundred_are_written_and_removed_by_few_calls(
    parallelism: int, most: int, new_terraform: Callable[..., Terraform], aws: LocalAws
) -> None:
    network = aws.create_network(private=200, public=0)
    terraform = new_terraform("many").write(many(network.private_subnet_ids))
    terraform.apply(f"-parallelism={parallelism}")
    assert number_of(aws, "CreateTags") <= most
    assert tags_of(aws, network.private_subnet_ids[0]) == tags_of(aws, network.private_subnet_ids[-1]) == TAGS
    terraform.destroy(f"-parallelism={parallelism}")
    assert number_of(aws, "DeleteTags") <= most
    assert aws.client("ec2").describe_tags(Filters=[{"Name": "resource-type", "Values": ["subnet"]}])["Tags"] == []


def test_of_a_refused_batch_each_gets_its_own_answer(terraform: Terraform, aws: LocalAws) -> None:
    network = aws.create_network(private=8, public=0)
    aws.proxy.fail_call("CreateTags", "ec2", status=403, code="UnauthorizedOperation", times=2)
    text = terraform.write(many(network.private_subnet_ids)).fail("apply", says="UnauthorizedOperation")
    # The batch was refused, and then one of the writes that it consisted of: the others succeeded.
    assert text.count("CreateTags for subnet-") == 1
    assert len(terraform.resources()) == 7
    terraform.apply()
    terraform.assert_nothing_to_do()


@pytest.mark.parametrize("lifecycle", ["create_before_destroy", "renamed"])
def test_what_comes_before_its_predecessor_goes_keeps_its_tags(
    lifecycle: str, terraform: Terraform, aws: LocalAws, network: Network
) -> None:
    subnet = network.private_subnet_ids[0]
    if lifecycle == "renamed":
        terraform.write(tag("old", subnet)).apply()
        # The destroy of the old one waits for nothing: which of the two comes first is left to Terraform.
        terraform.write(tag("new", subnet)).apply()
    else:
        terraform.write(tag("it", subnet, "  lifecycle {\n    create_before_destroy = true\n  }\n")).apply()
        terraform.apply("-replace=langgraph_subnet_tag.it")
    assert tags_of(aws, subnet) == TAGS
    terraform.assert_nothing_to_do()
    terraform.destroy()
    assert tags_of(aws, subnet) == {}
