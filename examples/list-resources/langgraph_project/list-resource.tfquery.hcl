# `terraform query -generate-config-out=projects.tf` writes configuration for what is found, and blocks that import it.
list "langgraph_project" "agents" {
  provider = langgraph
  limit    = 1000

  config {
    name_contains = "agent"
    status        = "READY"
  }
}
