# What LangChain's control plane assumes: name, trust and policies are its defaults.
resource "langgraph_cloud_role" "control_plane" {
  external_ids = ["1f0c3a5e-6f0b-4d5b-9a55-4b1f7f4c2a10"]
}

# What the ECS tasks use to pull their image and read their secrets.
resource "langgraph_cloud_role" "task_execution" {
  purpose = "task_execution"
}

# Tasks of one team, with policies of its own in place of the defaults. No name is looked for here, so that it may have any.
resource "langgraph_cloud_role" "platform_tasks" {
  purpose     = "task_execution"
  name        = "LangGraphPlatformTasks"
  description = "What the platform team's agents run with"

  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
  inline_policies = {
    Documents = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::platform-documents/*"
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
