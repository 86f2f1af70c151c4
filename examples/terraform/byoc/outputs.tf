output "role_arn" {
  description = "The role that the control plane assumes."
  value       = langgraph_cloud_role.control_plane.arn
}

output "project_id" {
  description = "The project's id."
  value       = langgraph_project.agent.id
}

output "url" {
  description = "Where the project answers."
  value       = langgraph_project.agent.url
}
