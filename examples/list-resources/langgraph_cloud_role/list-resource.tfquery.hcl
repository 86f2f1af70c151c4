list "langgraph_cloud_role" "platform" {
  provider         = langgraph
  include_resource = true

  config {
    path_prefix = "/platform/"
  }
}
