import {
  to = langgraph_subnet_tag.vpc
  identity = {
    resource_id = "vpc-0a1b2c3d4e5f60718"
  }
}
