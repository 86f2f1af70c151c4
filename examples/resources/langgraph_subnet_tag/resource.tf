variable "vpc_id" {
  type = string
}

variable "private_subnet_ids" {
  type = list(string)
}

variable "public_subnet_ids" {
  type = list(string)
}

resource "langgraph_subnet_tag" "vpc" {
  vpc_id = var.vpc_id
}

# With the VPC beside the subnet, a subnet of another VPC is refused before anything is tagged.
resource "langgraph_subnet_tag" "private" {
  for_each  = toset(var.private_subnet_ids)
  vpc_id    = var.vpc_id
  subnet_id = each.key
  tier      = "private"
}

resource "langgraph_subnet_tag" "public" {
  for_each  = toset(var.public_subnet_ids)
  subnet_id = each.key
  tier      = "public"
}

output "private_cidr_blocks" {
  value = { for id, tag in langgraph_subnet_tag.private : id => tag.cidr_block }
}
