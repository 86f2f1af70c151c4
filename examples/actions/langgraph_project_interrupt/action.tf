data "langgraph_project" "support" {
  name = "support-agent"
}

# `terraform apply -invoke=action.langgraph_project_interrupt.support` stops a revision that is stuck.
action "langgraph_project_interrupt" "support" {
  config {
    project_id = data.langgraph_project.support.id
  }
}
