terraform {
  required_version = ">= 1.11"
  required_providers {
    langgraph = {
      source  = "langgraph-community/langgraph"
      version = "~> 0.1"
    }
  }
}

# The key comes from LANGSMITH_API_KEY.
provider "langgraph" {
  data_region = "eu"
}

variable "image_uri" {
  description = "An image made by `langgraph build`, pinned by its digest."
  type        = string
}

variable "openai_api_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

# A deployment from an image, in LangChain's cloud.
resource "langgraph_project" "support" {
  name            = "support-agent"
  display_name    = "Support agent"
  image_uri       = var.image_uri
  deployment_type = "prod"

  environment = {
    LOG_LEVEL = "info"
  }
  # Sent when the version changes; neither plan nor state holds the values.
  secrets = {
    OPENAI_API_KEY = var.openai_api_key
  }
  secrets_version = "2026-01"

  resources {
    min_scale = 1
    max_scale = 3
    cpu       = 2
    memory_mb = 2048
  }
  timeouts {
    create = "45m"
  }
}

# The image is deployed by a pipeline with `langgraph deploy`; everything else is Terraform's.
resource "langgraph_project" "triage" {
  name            = "triage-agent"
  image_uri       = var.image_uri
  deployment_type = "dev"

  lifecycle {
    ignore_changes = [image_uri]
  }
}

output "url" {
  value = langgraph_project.support.url
}
