# A project that another configuration, or a person, has made.
data "langgraph_project" "support" {
  name = "support-agent"
}

output "support_url" {
  value = data.langgraph_project.support.url
}

check "support_is_deployed" {
  assert {
    condition     = data.langgraph_project.support.latest_revision_status == "DEPLOYED"
    error_message = "The newest revision of support-agent is ${data.langgraph_project.support.latest_revision_status}."
  }
}
