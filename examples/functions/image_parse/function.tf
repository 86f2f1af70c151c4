variable "image_uri" {
  type    = string
  default = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/agent@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

  validation {
    condition     = provider::langgraph::image_parse(var.image_uri).pinned
    error_message = "Pin the image by its digest."
  }
}

output "image_account" {
  value = try(provider::langgraph::image_parse(var.image_uri).ecr.account_id, "not in ECR")
}
