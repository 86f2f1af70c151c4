/* SPDX-License-Identifier: Apache-2.0 */
/* Finds VPCs and subnets by their tags. What a network has to have is the preflight's to judge. */
#include "byoc/network.h"

#include "aws/ec2_describe.h"
#include "byoc/defaults.h"

/* A tier in the making. */
typedef struct tier {
    tf_string_set_builder subnet_ids;
    tf_string_set_builder zones;
} tier;

typedef struct tiers {
    tier private_tier;
    tier public_tier;
} tiers;

static bool take_vpc(const ec2_resource *found, void *taken)
{
    tf_add_element(taken, found->id);
    return true;
}

static bool take_subnet(const ec2_resource *found, void *taken)
{
    tiers *all = taken;
    const tf_string *is_private = tf_string_map_get(&found->tags, BYOC_TAG_PRIVATE);
    if (is_private == NULL || (!tf_equal(*is_private, "1") && !tf_equal(*is_private, "0")))
        return true;
    tier *of = tf_equal(*is_private, "1") ? &all->private_tier : &all->public_tier;
    tf_add_element(&of->subnet_ids, found->id);
    if (found->availability_zone != NULL)
        tf_add_element(&of->zones, found->availability_zone);
    return true;
}

/* Reads what of that kind has the tag, in the VPC of that id unless it is NULL. */
static bool read_tagged(aws_client *client, tf_call *call, const char *region, const char *vpc_id, ec2_list list,
                        aws_error *error)
{
    const ec2_filter filters[] = { { "tag:" BYOC_TAG_ENABLED, "1" }, { "vpc-id", vpc_id } };
    list.region = region;
    list.filters = filters;
    list.filter_count = vpc_id == NULL ? 1 : 2;
    return ec2_read_list(client, call, &list, error);
}

bool byoc_find_vpcs(aws_client *client, tf_call *call, const char *region, const char *wanted, tf_string_set *out,
                    aws_error *error)
{
    tf_string_set_builder ids = { .arena = tf_call_arena(call) };
    const ec2_list list = { .kind = EC2_VPC, .take = take_vpc, .taken = &ids };
    if (!read_tagged(client, call, region, wanted, list, error))
        return false;
    *out = tf_built_string_set(&ids);
    return true;
}

static byoc_tier built(tier *of)
{
    return (byoc_tier){
        .subnet_ids = tf_built_string_set(&of->subnet_ids),
        .zones = tf_built_string_set(&of->zones),
    };
}

bool byoc_find_subnets(aws_client *client, tf_call *call, const char *region, const char *vpc_id,
                       byoc_tier *out_private, byoc_tier *out_public, aws_error *error)
{
    const tier empty = { .subnet_ids = { .arena = tf_call_arena(call) }, .zones = { .arena = tf_call_arena(call) } };
    tiers all = { .private_tier = empty, .public_tier = empty };
    const ec2_list list = { .kind = EC2_SUBNET, .take = take_subnet, .taken = &all };
    if (!read_tagged(client, call, region, vpc_id, list, error))
        return false;
    *out_private = built(&all.private_tier);
    *out_public = built(&all.public_tier);
    return true;
}
