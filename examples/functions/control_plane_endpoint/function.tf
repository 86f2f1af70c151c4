# https://langsmith.example.com/api-host
output "endpoint" {
  value = provider::langgraph::control_plane_endpoint("https://langsmith.example.com")
}
