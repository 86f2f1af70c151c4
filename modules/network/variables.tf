variable "name" {
  description = "Name of the VPC, and the beginning of the names of what is in it."
  type        = string
  default     = "langgraph"
}

variable "cidr_block" {
  description = "IPv4 range of the VPC, of at least 4096 addresses: each subnet gets a sixteenth."
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.cidr_block)) && try(tonumber(split("/", var.cidr_block)[1]) <= 20, false)
    error_message = "The range has to be IPv4, /20 or larger."
  }
}

variable "availability_zones" {
  description = "Zones, each with a private and a public subnet; by default the region's first three."
  type        = list(string)
  default     = null

  validation {
    condition     = var.availability_zones == null ? true : contains(range(2, 9), length(var.availability_zones))
    error_message = "Load balancers and databases want two zones or more, and there is room for eight."
  }
}

variable "nat_gateway_per_zone" {
  description = "Whether each zone has a NAT gateway of its own, so that the loss of a zone costs the others nothing."
  type        = bool
  default     = false
}

variable "langgraph_tags" {
  description = "Whether VPC and subnets carry LangGraph's tags. False where `langgraph_subnet_tag` sets them: then the `aws` provider has to leave them alone, by `ignore_tags`."
  type        = bool
  default     = true
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
  default     = {}
}
