# LangChain's part: the data plane on EKS in your account.

variable "provisioning_role_arn" {
  description = "The role by which LangChain provisions the data plane, made by its module langsmith-byoc-role."
  type        = string
}

# The key of an administrator of the organisation comes from LANGSMITH_API_KEY.
provider "langsmith" {}

resource "langsmith_data_plane" "production" {
  name     = "production"
  region   = "us-east-1"
  role_arn = var.provisioning_role_arn
  vpc_cidr = "10.20.0.0/16"

  lifecycle {
    prevent_destroy = true
  }
}

locals {
  langsmith_url = langsmith_data_plane.production.api_url
}
