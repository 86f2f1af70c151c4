import {
  to = langgraph_project.support
  id = "name=support-agent"
}
