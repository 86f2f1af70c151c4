terraform {
  required_providers {
    langgraph = {
      source  = "langgraph-community/langgraph"
      version = "~> 0.1"
    }
  }
}

provider "langgraph" {
  aws {
    region = "us-east-1"
  }
}

# What LangChain's control plane assumes: name, trust and policies are its defaults.
resource "langgraph_cloud_role" "control_plane" {
  external_ids = ["1f0c3a5e-6f0b-4d5b-9a55-4b1f7f4c2a10"]
}

# What the ECS tasks use to pull their image and read their secrets.
resource "langgraph_cloud_role" "task_execution" {
  purpose = "task_execution"
}

# A role of your own: databases are brought along, so that RDS is left out, and the tasks' secrets are kept apart.
resource "langgraph_cloud_role" "without_databases" {
  name         = "LangGraphWithoutDatabases"
  description  = "For projects that bring their own Postgres"
  external_ids = ["1f0c3a5e-6f0b-4d5b-9a55-4b1f7f4c2a10"]

  managed_policy_arns = [
    "arn:aws:iam::aws:policy/AmazonVPCReadOnlyAccess",
    "arn:aws:iam::aws:policy/AmazonECS_FullAccess",
    "arn:aws:iam::aws:policy/SecretsManagerReadWrite",
    "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess",
  ]
  inline_policies = {
    Autoscaling = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect   = "Allow"
        Action   = "application-autoscaling:*"
        Resource = "*"
      }]
    })
  }
  tags = {
    team = "platform"
  }
}

output "role_arn" {
  value = langgraph_cloud_role.control_plane.arn
}
