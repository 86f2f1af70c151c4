# For LANGSMITH_RUNS_ENDPOINTS: where traces go, and by which key.
output "runs_endpoints" {
  sensitive = true
  value = provider::langgraph::runs_endpoints({
    "https://api.smith.langchain.com" = "lsv2_pt_example"
    "https://langsmith.example.com"   = "lsv2_pt_another"
  })
}
