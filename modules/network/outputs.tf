# Only when tasks can reach the control plane, and load balancers their clients.

output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.this.id
  depends_on  = [aws_route_table_association.private, aws_route_table_association.public]
}

output "private_subnet_ids" {
  description = "Subnets of tasks and databases, in the order of the zones."
  value       = [for zone in local.zones : aws_subnet.private[zone].id]
  depends_on  = [aws_route_table_association.private]
}

output "public_subnet_ids" {
  description = "Subnets of load balancers, in the order of the zones."
  value       = [for zone in local.zones : aws_subnet.public[zone].id]
  depends_on  = [aws_route_table_association.public]
}
