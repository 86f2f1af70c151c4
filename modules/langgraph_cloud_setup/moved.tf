# From the state of LangChain's module of this name: the same objects go on, and nothing is destroyed.

moved {
  from = aws_iam_role.langgraph_cloud_role
  to   = langgraph_cloud_role.langgraph_cloud_role
}

moved {
  from = aws_iam_role.langgraph_cloud_ecs_role
  to   = langgraph_cloud_role.langgraph_cloud_ecs_role
}

moved {
  from = aws_ec2_tag.langgraph_cloud_enabled_tags
  to   = langgraph_subnet_tag.langgraph_cloud
}

# The second tag of each subnet, and what is attached to the roles, are parts of the resources above.
removed {
  from = aws_ec2_tag.langgraph_cloud_private_subnet_tags
  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_ec2_tag.langgraph_cloud_public_subnet_tags
  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_iam_role_policy_attachment.role_attachments
  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_iam_role_policy_attachment.custom_policy
  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_iam_role_policy_attachment.ecs_role_policy
  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_iam_role_policy_attachment.secrets_read
  lifecycle {
    destroy = false
  }
}
