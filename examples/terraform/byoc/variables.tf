variable "name" {
  description = "Name of the project: lower-case letters, digits and hyphens."
  type        = string
  default     = "agent"
}

variable "region" {
  description = "AWS region of the network and the image."
  type        = string
  default     = "us-east-1"
}

variable "organization_id" {
  description = "The LangSmith organisation's id, which the control plane presents as external id when it assumes the role."
  type        = string
}

variable "vpc_id" {
  description = "VPC in which the project runs."
  type        = string
}

variable "private_subnet_ids" {
  description = "Subnets for tasks and databases, with a way out to the internet."
  type        = list(string)
}

variable "public_subnet_ids" {
  description = "Subnets for the load balancer."
  type        = list(string)
}

variable "image_uri" {
  description = "Image in ECR, made by `langgraph build`, pinned by its digest."
  type        = string
}

variable "openai_api_key" {
  description = "A secret of the graph. Its value never reaches plan or state."
  type        = string
  sensitive   = true
  ephemeral   = true
}
