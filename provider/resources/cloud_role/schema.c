/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of langgraph_cloud_role: what users write, and what can be told wrong of one attribute by itself. Rules
 * across attributes are in validate.c.
 */
#include <tfprovider/resource.h>

#include "aws/description.h"
#include "aws/policy.h"
#include "aws/tags.h"
#include "resources/cloud_role/cloud_role.h"

static const char *const purposes[] = { "control_plane", "task_execution", NULL };
static const char *const data_regions[] = { "us", "eu", NULL };

static const tf_attribute attributes[] = {
    { TF_STRING(struct cloud_role, id), .mode = TF_COMPUTED, .use_state_for_unknown = true,
      .description = "The role's name." },
    { TF_STRING(struct cloud_role, name), .mode = TF_OPTIONAL_COMPUTED, .requires_replace = true, .identifies = true,
      .validators =
          TF_VALIDATORS(TF_MATCHES("^[A-Za-z0-9+=,.@_-]{1,64}$", "1 to 64 letters, digits and any of +=,.@_-")),
      .description =
          "Name of the role. By `purpose`: `LangGraphCloudBYOCRole`, which is the only name that the control "
          "plane looks for, or `LangGraphCloudECSTaskExecutionRole`." },
    { TF_STRING(struct cloud_role, purpose), .mode = TF_OPTIONAL_COMPUTED, .requires_replace = true,
      .default_value = "control_plane", .validators = TF_VALIDATORS(TF_ONE_OF(purposes)),
      .description =
          "What the role is for: `control_plane` is assumed by LangChain, `task_execution` by the ECS tasks." },
    { TF_STRING_SET(struct cloud_role, external_ids), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(
          TF_NO_NULL, TF_MATCHES("^[A-Za-z0-9+=,.@:/_-]{2,1224}$", "2 to 1224 letters, digits and any of +=,.@:/_-")),
      .description = "External ids that the control plane may present, normally the ids of LangSmith organisations. "
                     "Required for `control_plane`, not allowed for `task_execution`." },
    { TF_STRING(struct cloud_role, data_region), .mode = TF_OPTIONAL_COMPUTED,
      .validators = TF_VALIDATORS(TF_ONE_OF(data_regions)),
      .description = "Data region of the LangSmith organisation, which decides which of LangChain's principals is "
                     "trusted. Default: the provider's." },
    { TF_STRING_SET(struct cloud_role, trusted_principal_arns), .mode = TF_OPTIONAL_COMPUTED,
      .validators = TF_VALIDATORS(
          TF_NO_NULL, TF_MATCHES("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:.+$",
                                 "the ARN of an account, user or role, such as arn:aws:iam::123456789012:root")),
      .description = "Who may assume the role, in place of LangChain's principal for the data region (or of the ECS "
                     "tasks). Required for `control_plane` outside the partition `aws`." },
    { TF_STRING_SET(struct cloud_role, managed_policy_arns), .mode = TF_OPTIONAL_COMPUTED,
      .validators = TF_VALIDATORS(
          TF_NO_NULL, TF_MATCHES("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$",
                                 "the ARN of a policy, such as arn:aws:iam::aws:policy/AmazonECS_FullAccess")),
      .description = "Policies attached to the role: exactly these. Default: what LangChain needs for the purpose." },
    { TF_STRING_MAP(struct cloud_role, inline_policies), .mode = TF_OPTIONAL_COMPUTED,
      .validators =
          TF_VALIDATORS(TF_NO_NULL,
                        TF_KEYS(TF_MATCHES("^[A-Za-z0-9+=,.@_-]{1,128}$",
                                           "a policy's name, of 1 to 128 letters, digits and any of +=,.@_-")),
                        POLICY_DOCUMENT),
      .semantic_equals = policy_same_meaning,
      .description =
          "Policies embedded in the role, by name, as JSON: exactly these. Default: what LangChain needs for "
          "the purpose. Compared by meaning, not by text." },
    { TF_STRING(struct cloud_role, description), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(IAM_DESCRIPTION),
      .description = "Description of the role." },
    { TF_STRING(struct cloud_role, path), .mode = TF_OPTIONAL_COMPUTED, .requires_replace = true, .default_value = "/",
      .validators = TF_VALIDATORS(TF_MATCHES(
          "^/([!-~]{1,510}/)?$", "a path of at most 512 characters that begins and ends with a slash, such as "
                                 "/platform/")),
      .description = "Path of the role." },
    { TF_INT64(struct cloud_role, max_session_duration), .mode = TF_OPTIONAL_COMPUTED, .default_value = "3600",
      .validators = TF_VALIDATORS(TF_BETWEEN(3600, 43200)),
      .description = "How long a session of the role may last, in seconds." },
    { TF_STRING(struct cloud_role, permissions_boundary), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_MATCHES("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$", "the ARN of a policy")),
      .description = "ARN of the policy that bounds what the role may do." },
    { TF_STRING_MAP(struct cloud_role, tags), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_NO_NULL, AWS_TAGS_CAN_BE_SET),
      .description = "Tags of the role, beside the provider's `default_tags`, which they override." },
    { TF_BOOL(struct cloud_role, force_detach_policies), .mode = TF_OPTIONAL_COMPUTED, .default_value = "false",
      .description = "Destroy the role even where somebody else has attached policies to it or put it into an instance "
                     "profile: it is taken off these first." },
    { TF_STRING(struct cloud_role, arn), .mode = TF_COMPUTED, .use_state_for_unknown = true,
      .description = "ARN of the role." },
    { TF_STRING(struct cloud_role, unique_id), .mode = TF_COMPUTED, .use_state_for_unknown = true,
      .description = "Id that IAM gave the role, and gives no other." },
    { TF_STRING(struct cloud_role, account_id), .mode = TF_COMPUTED, .use_state_for_unknown = true,
      .description = "Account in which the role is." },
    { TF_STRING(struct cloud_role, create_date), .mode = TF_COMPUTED, .use_state_for_unknown = true,
      .description = "When the role was made (RFC 3339)." },
    { TF_STRING(struct cloud_role, assume_role_policy), .mode = TF_COMPUTED, .semantic_equals = policy_same_meaning,
      .description = "Trust policy of the role, as JSON." },
    { TF_STRING_MAP(struct cloud_role, tags_all), .mode = TF_COMPUTED,
      .description = "All tags of the role, the provider's `default_tags` included." },
};

const tf_schema cloud_role_schema = TF_SCHEMA_INIT(
    struct cloud_role, attributes,
    .description = "The IAM role that LangChain's control plane assumes in your account (or, with `purpose = "
                   "\"task_execution\"`, the one that the ECS tasks run under): trust, policies and tags. The "
                   "resource owns the role as a whole; what is attached or detached elsewhere is put right by "
                   "the next apply. A `moved` block takes over an `aws_iam_role` of hashicorp/aws; what attached "
                   "policies to it goes by `removed` blocks with `destroy = false`.");

static const tf_attribute identity_attributes[] = {
    { TF_STRING(struct cloud_role_identity, account_id), .mode = TF_OPTIONAL,
      .description = "AWS account of the role, by default that of the provider's credentials." },
    { TF_STRING(struct cloud_role_identity, name), .mode = TF_REQUIRED, .description = "Name of the role." },
};

const tf_schema cloud_role_identity_schema = TF_SCHEMA_INIT(struct cloud_role_identity, identity_attributes);
