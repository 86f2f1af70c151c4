list "langgraph_listener" "all" {
  provider = langgraph
}
