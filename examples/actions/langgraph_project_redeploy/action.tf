data "langgraph_project" "support" {
  name = "support-agent"
}

# `terraform apply -invoke=action.langgraph_project_redeploy.support` deploys the newest revision once more.
action "langgraph_project_redeploy" "support" {
  config {
    project_id = data.langgraph_project.support.id
    timeout    = "15m"
  }
}

# Here it follows whenever the database's password was changed.
resource "terraform_data" "password" {
  input = "2026-01"

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.langgraph_project_redeploy.support]
    }
  }
}
