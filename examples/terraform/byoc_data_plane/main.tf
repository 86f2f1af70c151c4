# LangSmith's present BYOC: LangChain's provider makes the data plane (data_plane.tf), with a control plane of its own
# in it, and this one deploys there. That control plane is private by default: run this where it can be reached.

variable "workspace_api_key" {
  description = "A key of a workspace of the data plane."
  type        = string
  sensitive   = true
}

variable "ca_bundle" {
  description = "Certificates that vouch for the data plane, where those of the system do not."
  type        = string
  default     = null
}

variable "image_uri" {
  type = string
}

variable "openai_api_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

# The endpoint is not known before the data plane is there, and the first plan goes on without it.
provider "langgraph" {
  endpoint  = provider::langgraph::control_plane_endpoint(local.langsmith_url)
  api_key   = var.workspace_api_key
  ca_bundle = var.ca_bundle
}

resource "langgraph_project" "agent" {
  name      = "agent"
  image_uri = var.image_uri

  environment = {
    LOG_LEVEL = "info"
  }
  secrets = {
    OPENAI_API_KEY = var.openai_api_key
  }
}

output "url" {
  value = langgraph_project.agent.url
}
