terraform {
  required_version = ">= 1.11"
  required_providers {
    langgraph = {
      source  = "langgraph-community/langgraph"
      version = "~> 0.1"
    }
    langsmith = {
      source  = "langchain-ai/langsmith"
      version = "~> 0.0.16"
    }
  }
}
