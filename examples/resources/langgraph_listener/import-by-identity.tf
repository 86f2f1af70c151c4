import {
  to = langgraph_listener.production
  identity = {
    id = "5b0f9c7e-6a4e-4d0c-9f0c-3c1d5a6b7e8f"
  }
}
