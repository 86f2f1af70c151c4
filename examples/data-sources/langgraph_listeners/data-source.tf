data "langgraph_listeners" "all" {}

locals {
  listener_ids = { for listener in data.langgraph_listeners.all.listeners : listener.compute_id => listener.id }
}

output "listener_ids" {
  value = local.listener_ids
}
