# What LangGraph needs in an AWS account: roles and tags by this provider, everything else by hashicorp/aws.

data "aws_partition" "current" {}

locals {
  tags     = { "langgraph-cloud-enabled" = "1" }
  policies = "arn:${data.aws_partition.current.partition}:iam::aws:policy"
  tiers = !var.create_subnet_tags ? {} : merge(
    { for id in var.private_subnet_ids : id => "private" },
    { for id in var.public_subnet_ids : id => "public" },
    { (var.vpc_id) = null },
  )
}

resource "langgraph_subnet_tag" "langgraph_cloud" {
  for_each  = local.tiers
  vpc_id    = each.key == var.vpc_id ? each.key : null
  subnet_id = each.key == var.vpc_id ? null : each.key
  tier      = each.value
}

# The two policies of one's own stay those of the module that this one stands in for, so that an account keeps them.
resource "aws_iam_policy" "custom_permissions" {
  name = "LangGraphCloudCustomPermissions"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "application-autoscaling:*"
      Resource = "*"
    }]
  })

  lifecycle {
    ignore_changes = [description]
  }
}

resource "langgraph_cloud_role" "langgraph_cloud_role" {
  external_ids    = var.langgraph_external_ids
  data_region     = var.langsmith_data_region
  inline_policies = {}
  managed_policy_arns = concat([aws_iam_policy.custom_permissions.arn], [
    for name in [
      "AmazonVPCReadOnlyAccess",
      "AmazonECS_FullAccess",
      "SecretsManagerReadWrite",
      "CloudWatchReadOnlyAccess",
      "AmazonRDSFullAccess",
    ] : "${local.policies}/${name}"
  ])
}

resource "aws_iam_policy" "secrets_read" {
  name = "SecretsRead"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
      Condition = { StringLike = { "aws:ResourceTag/langgraph-cloud" = "*" } }
    }]
  })

  lifecycle {
    ignore_changes = [description]
  }
}

resource "langgraph_cloud_role" "langgraph_cloud_ecs_role" {
  purpose         = "task_execution"
  inline_policies = {}
  managed_policy_arns = [
    "${local.policies}/service-role/AmazonECSTaskExecutionRolePolicy",
    aws_iam_policy.secrets_read.arn,
  ]
}

resource "aws_db_subnet_group" "langgraph_cloud_db_subnet_group" {
  name       = "langgraph-cloud-db-subnet-group"
  subnet_ids = var.private_subnet_ids
}

resource "aws_cloudwatch_log_group" "langgraph_cloud_log_group" {
  name = "/aws/ecs/langgraph-cloud"
}

resource "aws_ecs_cluster" "langgraph_cloud_cluster" {
  name = "langgraph-cloud-cluster"
  tags = local.tags

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_iam_service_linked_role" "elastic_load_balancing" {
  count            = var.create_elb_service_linked_role ? 1 : 0
  aws_service_name = "elasticloadbalancing.amazonaws.com"
}

resource "aws_security_group" "langgraph_cloud_lb_sg" {
  name        = "langgraph-cloud-lb-sg"
  description = "Security group for LangGraph Cloud Load Balancer"
  vpc_id      = var.vpc_id
  tags        = local.tags

  dynamic "ingress" {
    for_each = [80, 443]
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "langgraph_cloud_service_sg" {
  name        = "langgraph-cloud-service-sg"
  description = "Security group for LangGraph Cloud ECS services/RDS instances"
  vpc_id      = var.vpc_id
  tags        = local.tags

  ingress {
    from_port       = 0
    to_port         = 0
    protocol        = "-1"
    security_groups = [aws_security_group.langgraph_cloud_lb_sg.id]
    self            = true
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_service_discovery_private_dns_namespace" "langgraph_cloud_redis" {
  name        = "langgraph-cloud-redis"
  description = "LangGraph Cloud Redis service discovery namespace"
  vpc         = var.vpc_id
  tags        = local.tags
}
