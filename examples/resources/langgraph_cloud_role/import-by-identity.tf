import {
  to = langgraph_cloud_role.control_plane
  identity = {
    name = "LangGraphCloudBYOCRole"
  }
}
