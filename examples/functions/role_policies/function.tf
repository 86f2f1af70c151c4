# What langgraph_cloud_role attaches by default, for a role that is made elsewhere.
output "managed_policy_arns" {
  value = provider::langgraph::role_policies("control_plane").managed_policy_arns
}
