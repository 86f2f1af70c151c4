import {
  to = langgraph_listener.production
  id = "compute_id=production"
}
