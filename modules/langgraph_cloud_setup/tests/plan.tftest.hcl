# Without a cloud: `terraform init && terraform test`.
mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::123456789012:policy/LangGraphCloudCustomPermissions" }
  }
}

mock_provider "langgraph" {
  mock_resource "langgraph_cloud_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/LangGraphCloudBYOCRole" }
  }
}

variables {
  vpc_id                 = "vpc-0a1b2c3d4e5f60718"
  private_subnet_ids     = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
  public_subnet_ids      = ["subnet-2a1b2c3d4e5f60718", "subnet-3a1b2c3d4e5f60718"]
  langgraph_external_ids = ["1f0c3a5e-6f0b-4d5b-9a55-4b1f7f4c2a10"]
}

run "everything" {
  assert {
    condition     = output.langgraph_cloud_role_arn == "arn:aws:iam::123456789012:role/LangGraphCloudBYOCRole"
    error_message = "The output is not the role's ARN."
  }
  assert {
    condition     = length(langgraph_subnet_tag.langgraph_cloud) == 5
    error_message = "The VPC and each subnet are tagged once."
  }
  assert {
    condition     = langgraph_subnet_tag.langgraph_cloud["subnet-2a1b2c3d4e5f60718"].tier == "public"
    error_message = "A public subnet has another tier."
  }
  assert {
    condition     = length(langgraph_cloud_role.langgraph_cloud_role.managed_policy_arns) == 6
    error_message = "The control plane's role has five policies of AWS and one of its own."
  }
}

run "an_account_that_has_the_service_linked_role" {
  variables {
    create_elb_service_linked_role = false
  }
  assert {
    condition     = length(aws_iam_service_linked_role.elastic_load_balancing) == 0
    error_message = "The service-linked role is made all the same."
  }
}

run "a_network_that_tags_itself" {
  variables {
    create_subnet_tags    = false
    langsmith_data_region = "eu"
  }
  assert {
    condition     = length(langgraph_subnet_tag.langgraph_cloud) == 0
    error_message = "The tags are set all the same."
  }
  assert {
    condition     = langgraph_cloud_role.langgraph_cloud_role.data_region == "eu"
    error_message = "The role is not for the control plane of the region."
  }
}
