data "langgraph_network" "this" {}

output "private_subnet_ids" {
  value = data.langgraph_network.this.private_subnet_ids
}
