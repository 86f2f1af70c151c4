list "langgraph_subnet_tag" "network" {
  provider = langgraph

  config {
    vpc_id = "vpc-0a1b2c3d"
  }
}
