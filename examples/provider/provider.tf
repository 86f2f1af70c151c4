terraform {
  required_version = ">= 1.5"
  required_providers {
    langgraph = {
      source  = "langgraph-community/langgraph"
      version = "~> 0.1"
    }
  }
}

# The key comes from LANGSMITH_API_KEY, AWS credentials from where the AWS CLI has them.
provider "langgraph" {
  data_region = "eu"

  aws {
    region = "eu-central-1"
  }
}
