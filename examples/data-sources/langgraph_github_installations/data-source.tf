data "langgraph_github_installations" "all" {}

# By the account or organisation at GitHub, for `github.integration_id` of a project.
output "integration_ids" {
  value = { for each in data.langgraph_github_installations.all.installations : each.name => each.id }
}
