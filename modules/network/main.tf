# A VPC for agents: in each zone a private subnet for tasks and databases and a public one for load balancers. Everything
# private goes out through a NAT gateway. LangGraph's tags are on the resources themselves.

data "aws_availability_zones" "available" {
  state = "available"
}

locals {
  zones   = var.availability_zones != null ? var.availability_zones : slice(data.aws_availability_zones.available.names, 0, 3)
  numbers = { for number, zone in local.zones : zone => number }
  exits   = { for zone in var.nat_gateway_per_zone ? local.zones : [local.zones[0]] : zone => local.numbers[zone] }

  enabled = var.langgraph_tags ? { "langgraph-cloud-enabled" = "1" } : {}
  private = var.langgraph_tags ? { "langgraph-cloud-private" = "1" } : {}
  public  = var.langgraph_tags ? { "langgraph-cloud-private" = "0" } : {}
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr_block
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = merge(var.tags, local.enabled, { Name = var.name })
}

resource "aws_subnet" "private" {
  for_each          = local.numbers
  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(var.cidr_block, 4, each.value)
  tags              = merge(var.tags, local.enabled, local.private, { Name = "${var.name}-private-${each.key}" })
}

resource "aws_subnet" "public" {
  for_each          = local.numbers
  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(var.cidr_block, 4, 8 + each.value)
  tags              = merge(var.tags, local.enabled, local.public, { Name = "${var.name}-public-${each.key}" })
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, { Name = var.name })
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, { Name = "${var.name}-public" })

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_route_table_association" "public" {
  for_each       = local.numbers
  subnet_id      = aws_subnet.public[each.key].id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  for_each = local.exits
  domain   = "vpc"
  tags     = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_nat_gateway" "this" {
  for_each      = local.exits
  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.key].id
  tags          = merge(var.tags, { Name = "${var.name}-${each.key}" })

  depends_on = [aws_internet_gateway.this]
}

resource "aws_route_table" "private" {
  for_each = local.numbers
  vpc_id   = aws_vpc.this.id
  tags     = merge(var.tags, { Name = "${var.name}-private-${each.key}" })

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.this[var.nat_gateway_per_zone ? each.key : local.zones[0]].id
  }
}

resource "aws_route_table_association" "private" {
  for_each       = local.numbers
  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}
