# Without a cloud: `terraform init && terraform test`.
mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"] }
  }
}

run "two_subnets_in_each_of_three_zones" {
  assert {
    condition     = length(output.private_subnet_ids) == 3 && length(output.public_subnet_ids) == 3
    error_message = "The first three zones have a private and a public subnet each."
  }
  assert {
    condition     = aws_subnet.private["eu-west-1b"].cidr_block == "10.0.16.0/20" && aws_subnet.public["eu-west-1a"].cidr_block == "10.0.128.0/20"
    error_message = "The ranges of subnets have changed: networks would be made anew."
  }
  assert {
    condition     = aws_vpc.this.tags["langgraph-cloud-enabled"] == "1"
    error_message = "The VPC has not LangGraph's tag."
  }
  assert {
    condition     = aws_subnet.private["eu-west-1a"].tags["langgraph-cloud-private"] == "1" && aws_subnet.public["eu-west-1a"].tags["langgraph-cloud-private"] == "0"
    error_message = "The tags do not tell private subnets from public ones."
  }
  assert {
    condition     = length(aws_nat_gateway.this) == 1
    error_message = "One NAT gateway is enough where nothing else is asked for."
  }
}

run "tags_that_another_resource_sets" {
  variables {
    langgraph_tags = false
    tags           = { team = "agents" }
  }
  assert {
    condition     = aws_vpc.this.tags == tomap({ Name = "langgraph", team = "agents" })
    error_message = "The VPC has LangGraph's tag all the same."
  }
}

run "an_exit_in_each_zone" {
  variables {
    availability_zones   = ["eu-west-1a", "eu-west-1c"]
    nat_gateway_per_zone = true
  }
  assert {
    condition     = length(aws_nat_gateway.this) == 2
    error_message = "Each zone has a NAT gateway."
  }
}

run "one_zone" {
  command = plan
  variables {
    availability_zones = ["eu-west-1a"]
  }
  expect_failures = [var.availability_zones]
}

run "a_range_without_room" {
  command = plan
  variables {
    cidr_block = "10.0.0.0/24"
  }
  expect_failures = [var.cidr_block]
}
