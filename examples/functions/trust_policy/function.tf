# Who may assume the role: the control plane of that region, for these organisations.
output "trust_policy" {
  value = provider::langgraph::trust_policy("eu", ["1f0c3a5e-6f0b-4d5b-9a55-4b1f7f4c2a10"])
}
