/* SPDX-License-Identifier: Apache-2.0 */
/* The table of langgraph_subnet_tag: what users write, and what can be told wrong of it before anything is asked. */
#include "resources/subnet_tag.h"

static const char *const tiers[] = { "private", "public", NULL };
static const char *const targets[] = { "subnet_id", "vpc_id", NULL };

static const tf_attribute attributes[] = {
    { TF_STRING(struct subnet_tag, id), .mode = TF_COMPUTED, .keeps_prior = true, .identifies = true,
      .checks = TF_CHECKS(tf_matches("^(subnet|vpc)-([0-9a-f]{8}|[0-9a-f]{17})$", "the id of a subnet or a VPC")),
      .description = "Id of what is tagged: the subnet, or the VPC where no subnet is given." },
    { TF_STRING(struct subnet_tag, subnet_id), .mode = TF_OPTIONAL, .requires_replace = true,
      .checks = TF_CHECKS(tf_matches("^subnet-([0-9a-f]{8}|[0-9a-f]{17})$", "a subnet's id, such as subnet-0a1b2c3d"),
                          tf_at_least_one_of(targets)),
      .description = "Subnet to tag. At least one of `subnet_id` and `vpc_id` is needed." },
    { TF_STRING(struct subnet_tag, vpc_id), .mode = TF_OPTIONAL_COMPUTED, .requires_replace = true, .keeps_prior = true,
      .checks = TF_CHECKS(tf_matches("^vpc-([0-9a-f]{8}|[0-9a-f]{17})$", "a VPC's id, such as vpc-0a1b2c3d")),
      .description = "VPC to tag. Beside `subnet_id` only the subnet is tagged, and this has to be the VPC that it "
                     "lies in, which is checked before anything is tagged." },
    { TF_STRING(struct subnet_tag, tier), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_is_one_of(tiers), tf_only_with("subnet_id")),
      .description = "`private` for subnets that run tasks and databases, `public` for those of load balancers: the "
                     "tag `" SUBNET_TAG_PRIVATE "`. Only with `subnet_id`." },
    { TF_STRING_MAP(struct subnet_tag, tags), .mode = TF_COMPUTED,
      .description = "The tags that this resource owns. It touches no other." },
    { TF_STRING(struct subnet_tag, availability_zone), .mode = TF_COMPUTED, .keeps_prior = true,
      .description = "Availability zone of the subnet; null for a VPC." },
    { TF_STRING(struct subnet_tag, cidr_block), .mode = TF_COMPUTED, .keeps_prior = true,
      .description = "IPv4 range of the subnet or VPC; null where it has none." },
};

const tf_schema subnet_tag_schema = {
    .attributes = attributes,
    .count = sizeof attributes / sizeof attributes[0],
    .size = sizeof(struct subnet_tag),
};

static const tf_attribute identity_attributes[] = {
    { TF_STRING(struct subnet_tag_identity, account_id), .mode = TF_OPTIONAL,
      .description = "AWS account of the network, by default that of the provider's credentials." },
    { TF_STRING(struct subnet_tag_identity, region), .mode = TF_OPTIONAL,
      .description = "Its region, by default the provider's." },
    { TF_STRING(struct subnet_tag_identity, resource_id), .mode = TF_REQUIRED,
      .description = "Id of the subnet or VPC." },
};

const tf_schema subnet_tag_identity_schema = {
    .attributes = identity_attributes,
    .count = sizeof identity_attributes / sizeof identity_attributes[0],
    .size = sizeof(struct subnet_tag_identity),
};
