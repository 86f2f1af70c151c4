data "langgraph_project" "support" {
  name = "support-agent"
}

# `terraform apply -invoke=action.langgraph_project_rollback.support` deploys what was deployed before.
action "langgraph_project_rollback" "support" {
  config {
    project_id = data.langgraph_project.support.id
  }
}
