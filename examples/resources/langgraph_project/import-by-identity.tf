import {
  to = langgraph_project.support
  identity = {
    id = "0f9c5f2e-6a4e-4d0c-9f0c-3c1d5a6b7e8f"
  }
}
