terraform {
  required_version = ">= 1.11"
  required_providers {
    langgraph = {
      source  = "langgraph-community/langgraph"
      version = "~> 0.1"
    }
  }
}

variable "name" { default = "agent" }
variable "region" { default = "us-east-1" }
variable "organization_id" { type = string } # of LangSmith
variable "vpc_id" { type = string }
variable "private_subnet_ids" { type = list(string) }
variable "public_subnet_ids" { type = list(string) }
variable "image_uri" { type = string }

variable "openai_api_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

# The key comes from LANGSMITH_API_KEY, AWS credentials from where the AWS CLI has them.
provider "langgraph" {
  aws {
    region = var.region
  }
}

# The role that LangChain's control plane assumes.
resource "langgraph_cloud_role" "control_plane" {
  external_ids = [var.organization_id]
}

# The tags by which it finds the network.
resource "langgraph_subnet_tag" "vpc" {
  vpc_id = var.vpc_id
}

resource "langgraph_subnet_tag" "private" {
  for_each  = toset(var.private_subnet_ids)
  subnet_id = each.key
  tier      = "private"
}

resource "langgraph_subnet_tag" "public" {
  for_each  = toset(var.public_subnet_ids)
  subnet_id = each.key
  tier      = "public"
}

# The project, running when `terraform apply` returns.
resource "langgraph_project" "agent" {
  name            = var.name
  image_uri       = var.image_uri
  deployment_type = "prod"

  byoc {
    role_arn    = langgraph_cloud_role.control_plane.arn
    region      = var.region
    external_id = var.organization_id
  }

  environment = {
    LOG_LEVEL = "info"
  }
  secrets = {
    OPENAI_API_KEY = var.openai_api_key
  }

  depends_on = [
    langgraph_subnet_tag.vpc,
    langgraph_subnet_tag.private,
    langgraph_subnet_tag.public,
  ]
}
