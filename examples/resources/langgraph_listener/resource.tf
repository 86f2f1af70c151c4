# A Kubernetes cluster of one's own, in which the listener's program is installed with the same compute id.
resource "langgraph_listener" "production" {
  compute_id     = "production"
  k8s_namespaces = ["agents", "experiments"]
}

output "listener_id" {
  value = langgraph_listener.production.id
}
