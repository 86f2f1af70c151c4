/* SPDX-License-Identifier: Apache-2.0 */
/* The table of langgraph_subnet_tag: what users write, and what can be told wrong of it before anything is asked. */
#include "resources/subnet_tag.h"

static const char *const tiers[] = { "private", "public", NULL };
static const char *const targets[] = { "subnet_id", "vpc_id", NULL };

static const tf_attribute attributes[] = {
    { TF_STRING(struct subnet_tag, id), .mode = TF_COMPUTED, .use_state_for_unknown = true, .identifies = true,
      .validators =
          TF_VALIDATORS(TF_MATCHES("^(subnet|vpc)-([0-9a-f]{8}|[0-9a-f]{17})$", "the id of a subnet or a VPC")),
      .description = "Id of what is tagged: the subnet, or the VPC where no subnet is given." },
    { TF_STRING(struct subnet_tag, subnet_id), .mode = TF_OPTIONAL, .requires_replace = true,
      .validators =
          TF_VALIDATORS(TF_MATCHES("^subnet-([0-9a-f]{8}|[0-9a-f]{17})$", "a subnet's id, such as subnet-0a1b2c3d"),
                        TF_AT_LEAST_ONE_OF(targets)),
      .description = "Subnet to tag. At least one of `subnet_id` and `vpc_id` is needed." },
    { TF_STRING(struct subnet_tag, vpc_id), .mode = TF_OPTIONAL_COMPUTED, .requires_replace = true,
      .use_state_for_unknown = true,
      .validators = TF_VALIDATORS(TF_MATCHES("^vpc-([0-9a-f]{8}|[0-9a-f]{17})$", "a VPC's id, such as vpc-0a1b2c3d")),
      .description = "VPC to tag. Beside `subnet_id` only the subnet is tagged, and this has to be the VPC that it "
                     "lies in, which is checked before anything is tagged." },
    { TF_STRING(struct subnet_tag, tier), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_ONE_OF(tiers), TF_ONLY_WITH("subnet_id")),
      .description = "`private` for subnets that run tasks and databases, `public` for those of load balancers: the "
                     "tag `" BYOC_TAG_PRIVATE "`. Only with `subnet_id`." },
    { TF_STRING_MAP(struct subnet_tag, tags), .mode = TF_COMPUTED,
      .description = "The tags that this resource owns. It touches no other." },
    { TF_STRING(struct subnet_tag, availability_zone), .mode = TF_COMPUTED, .use_state_for_unknown = true,
      .description = "Availability zone of the subnet; null for a VPC." },
    { TF_STRING(struct subnet_tag, cidr_block), .mode = TF_COMPUTED, .use_state_for_unknown = true,
      .description = "IPv4 range of the subnet or VPC; null where it has none." },
};

const tf_schema subnet_tag_schema = TF_SCHEMA_INIT(
    struct subnet_tag, attributes,
    .description = "The tags by which LangGraph finds a subnet or VPC, without touching any other tag of it. An "
                   "`aws_vpc` or `aws_subnet` of the same configuration that sets `tags` takes these away at the next "
                   "apply, unless the aws provider has `ignore_tags { key_prefixes = [\"langgraph-cloud-\"] }`; or let "
                   "it set them itself, without this resource. A `moved` block takes over one `aws_ec2_tag` of "
                   "hashicorp/aws for each subnet or VPC; a second one goes by a `removed` block with "
                   "`destroy = false`.");

static const tf_attribute identity_attributes[] = {
    { TF_STRING(struct subnet_tag_identity, account_id), .mode = TF_OPTIONAL,
      .description = "AWS account of the network, by default that of the provider's credentials." },
    { TF_STRING(struct subnet_tag_identity, region), .mode = TF_OPTIONAL,
      .description = "Its region, by default the provider's." },
    { TF_STRING(struct subnet_tag_identity, resource_id), .mode = TF_REQUIRED,
      .description = "Id of the subnet or VPC." },
};

const tf_schema subnet_tag_identity_schema = TF_SCHEMA_INIT(struct subnet_tag_identity, identity_attributes);
