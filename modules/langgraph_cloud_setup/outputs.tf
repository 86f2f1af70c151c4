output "langgraph_cloud_role_arn" {
  description = "The role that the control plane assumes, for `byoc.role_arn` of a project."
  value       = langgraph_cloud_role.langgraph_cloud_role.arn
}
