# What a job of GitHub Actions applies without a key of AWS: it takes a role by GitHub's OIDC token (deploy.yml).

terraform {
  required_version = ">= 1.11"
  required_providers {
    langgraph = {
      source  = "langgraph-community/langgraph"
      version = "~> 0.1"
    }
  }
}

variable "organization_id" { type = string } # of LangSmith
variable "region" { default = "us-east-1" }

# AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE, which the job sets, are read as by the AWS CLI.
provider "langgraph" {
  aws {
    region = var.region
  }
}

resource "langgraph_cloud_role" "control_plane" {
  external_ids = [var.organization_id]
}

output "role_arn" {
  value = langgraph_cloud_role.control_plane.arn
}
