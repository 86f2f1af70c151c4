variable "organization_id" {
  description = "Of LangSmith: the external id that the control plane presents."
  type        = string
}

variable "vpc_id" {
  type = string
}

data "langgraph_byoc_readiness" "account" {
  external_id = var.organization_id
  vpc_id      = var.vpc_id
}

# A warning at each plan, with what is missing and how to mend it.
check "account_is_ready" {
  assert {
    condition     = data.langgraph_byoc_readiness.account.ready
    error_message = join("\n", [for each in data.langgraph_byoc_readiness.account.problems : "${each.what}: ${each.remedy}"])
  }
}
