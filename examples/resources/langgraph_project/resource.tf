variable "integration_id" {
  description = "The GitHub integration: see the data source langgraph_github_installations."
  type        = string
}

variable "listener_id" {
  description = "The listener of a Kubernetes cluster: see langgraph_listener."
  type        = string
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

# From a repository, in LangChain's cloud.
resource "langgraph_project" "support" {
  name            = "support-agent"
  display_name    = "Support agent"
  deployment_type = "dedicated"

  github {
    integration_id = var.integration_id
    repo_url       = "https://github.com/example/agent"
    repo_ref       = "main"
    build_on_push  = true
  }

  environment = {
    LOG_LEVEL = "info"
  }
  # Sent when the version changes; neither plan nor state holds the values.
  secrets = {
    OPENAI_API_KEY = var.openai_api_key
  }
  secrets_version = "2026-01"
}

# From an image, in a Kubernetes cluster of one's own (hybrid). A pipeline deploys the image with `langgraph deploy`;
# everything else is Terraform's.
resource "langgraph_project" "triage" {
  name          = "triage-agent"
  image_uri     = var.image_uri
  listener_id   = var.listener_id
  k8s_namespace = "agents"

  resources {
    min_scale = 1
    max_scale = 3
    cpu       = 2
    memory_mb = 2048
  }
  timeouts {
    create = "45m"
  }

  lifecycle {
    ignore_changes = [image_uri]
  }
}

output "url" {
  value = langgraph_project.support.url
}
