# A self-hosted LangSmith, and agents in the same Kubernetes cluster: secrets that are in the cluster already, an image
# from a private registry, and a container beside the agent's.

terraform {
  required_version = ">= 1.5"
  required_providers {
    langgraph = {
      source  = "langgraph-community/langgraph"
      version = "~> 0.1"
    }
  }
}

variable "langsmith_url" {
  description = "The address of your LangSmith, such as https://langsmith.example.com."
  type        = string
}

variable "ca_bundle" {
  description = "Certificates that vouch for it, where those of the system do not."
  type        = string
  default     = null
}

variable "image_uri" {
  type = string
}

# The key comes from LANGSMITH_API_KEY.
provider "langgraph" {
  endpoint  = "${trimsuffix(var.langsmith_url, "/")}/api-host"
  ca_bundle = var.ca_bundle
}

resource "langgraph_project" "agent" {
  name      = "agent"
  image_uri = var.image_uri

  environment = {
    LOG_LEVEL = "info"
  }
  # Keys of secrets that External Secrets, Vault or a person has put into the namespace.
  secret_references = [
    { name = "OPENAI_API_KEY", secret_name = "openai", secret_key = "api-key" },
    { name = "POSTGRES_URI_CUSTOM", secret_name = "agent-database", secret_key = "uri" },
  ]

  resources {
    cpu                  = 1
    memory_mb            = 2048
    min_scale            = 2
    max_scale            = 6
    image_pull_secrets   = ["registry"]
    service_account_name = "agent"
    labels               = { team = "platform" }
    sidecars = jsonencode([{
      name  = "metrics"
      image = "registry.example.com/metrics@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      ports = [{ containerPort = 9102 }]
    }])
  }
}

output "url" {
  value = langgraph_project.agent.url
}
