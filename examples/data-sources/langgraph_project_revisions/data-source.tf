data "langgraph_project" "agent" {
  name = "support-agent"
}

# The last five revisions that were deployed, the newest first.
data "langgraph_project_revisions" "deployed" {
  project_id = data.langgraph_project.agent.id
  status     = "DEPLOYED"
  limit      = 5
}

output "deployed_images" {
  value = data.langgraph_project_revisions.deployed.revisions[*].image_uri
}
