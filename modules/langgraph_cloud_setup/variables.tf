variable "vpc_id" {
  description = "The VPC in which agents run."
  type        = string
}

variable "private_subnet_ids" {
  description = "Subnets of tasks and databases, in two availability zones or more, with a way out to the internet."
  type        = list(string)
}

variable "public_subnet_ids" {
  description = "Subnets of load balancers, in two availability zones or more."
  type        = list(string)
}

variable "langsmith_data_region" {
  description = "Region of LangSmith, `us` or `eu`: whose control plane may assume the role."
  type        = string
  default     = "us"
}

variable "langgraph_external_ids" {
  description = "External ids that the control plane presents: the ids of your LangSmith organisations."
  type        = list(string)
}

variable "create_subnet_tags" {
  description = "Whether to tag VPC and subnets. False where what makes them sets the tags, such as the module `network`: then one apply makes all of it."
  type        = bool
  default     = true
}

variable "create_elb_service_linked_role" {
  description = "Whether to make the service-linked role of Elastic Load Balancing. An account has it only once."
  type        = bool
  default     = true
}
