variable "image_uri" {
  description = "An image in ECR by its tag, such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com/agent:1.4."
  type        = string
}

data "langgraph_image" "agent" {
  uri = var.image_uri
}

# By its digest, for `image_uri` of a project: what is deployed is what was looked up, whatever is pushed under the tag.
output "pinned_uri" {
  value = data.langgraph_image.agent.pinned_uri
}
