data "langgraph_projects" "ready" {
  name_contains   = "-agent"
  deployment_type = "prod"
  status          = "READY"
}

output "urls" {
  value = { for project in data.langgraph_projects.ready.projects : project.name => project.url }
}
