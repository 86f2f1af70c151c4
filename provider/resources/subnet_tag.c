/* SPDX-License-Identifier: Apache-2.0 */
/*
 * langgraph_subnet_tag: the tags by which LangGraph finds the network, on a subnet or a VPC that somebody else manages.
 * `langgraph-cloud-enabled` is always owned; `langgraph-cloud-private` only from when there is a tier, so that a tag of
 * that name which belongs to another tool stays what it is. Private state names the instance whose the tags are.
 */
#include "resources/subnet_tag.h"

#include "aws/account.h"
#include "aws/ec2.h"
#include "clients.h"

#define OWNER "owner"

static tf_string_map tags_for(tf_call *call, tf_string tier)
{
    tf_string_map tags = { .state = TF_UNKNOWN };
    if (tf_unknown(tier))
        return tags;
    tf_string_map_put(tf_call_arena(call), &tags, BYOC_TAG_ENABLED, "1");
    if (tf_known(tier))
        tf_string_map_put(tf_call_arena(call), &tags, BYOC_TAG_PRIVATE, tf_equal(tier, "private") ? "1" : "0");
    return tags;
}

/* Tags and id follow from the configuration alone, so that a plan shows them in full. */
static bool subnet_tag_plan(tf_call *call, const void *prior, void *planned)
{
    struct subnet_tag *tag = planned;
    tag->tags = tags_for(call, tag->tier);
    if (prior == NULL && !tf_unknown(tag->subnet_id))
        tag->id = tf_known(tag->subnet_id) ? tag->subnet_id : tag->vpc_id;
    if (prior == NULL && tf_null(tag->subnet_id))
        tag->availability_zone = tf_string_of(NULL);
    const bool changes = prior == NULL || !tf_same_struct(tf_call_arena(call), &subnet_tag_schema, prior, tag);
    return !changes || !clients_know_aws(call) || aws_check_account(clients_aws(call), call, NULL);
}

static bool fill_in(tf_call *call, struct subnet_tag *tag, const ec2_resource *found)
{
    tag->vpc_id = tf_string_of(found->vpc_id);
    tag->availability_zone = tf_string_of(found->availability_zone);
    tag->cidr_block = tf_string_or_null(found->cidr_block);
    return subnet_tag_identify(call, tag, found);
}

static tf_string tier_of(const tf_string *value)
{
    if (value == NULL || (!tf_equal(*value, "1") && !tf_equal(*value, "0")))
        return tf_string_of(NULL);
    return tf_string_of(tf_equal(*value, "1") ? "private" : "public");
}

bool subnet_tag_refresh(tf_call *call, struct subnet_tag *tag, const ec2_resource *found)
{
    static const char *const both[] = { BYOC_TAG_ENABLED, BYOC_TAG_PRIVATE, NULL };
    static const char *const enabled[] = { BYOC_TAG_ENABLED, NULL };
    const bool imported = tf_null(tag->tags);
    if (!fill_in(call, tag, found))
        return false;
    const bool owns_tier = tf_known(tag->tier) || tf_string_map_get(&tag->tags, BYOC_TAG_PRIVATE) != NULL
                           || (imported && tf_known(tag->subnet_id));
    if (owns_tier)
        tag->tier = tier_of(tf_string_map_get(&found->tags, BYOC_TAG_PRIVATE));
    tag->tags = tf_string_map_pick(tf_call_arena(call), &found->tags, owns_tier ? both : enabled);
    return tag->tags.count > 0 || tf_gone(call);
}

static bool subnet_tag_read(tf_call *call, void *state)
{
    struct subnet_tag *tag = state;
    if (!tf_null(tag->tags) && !clients_know_aws(call))
        return true;
    ec2_resource found;
    bool exists = false;
    if (!ec2_describe(clients_ec2(call), call, tag->id.value, EC2_READ_SHARED, &found, &exists))
        return false;
    return exists ? subnet_tag_refresh(call, tag, &found) : tf_gone(call);
}

static bool fail_missing(tf_call *call, const struct subnet_tag *tag)
{
    const char *region = NULL;
    return aws_client_region(clients_aws(call), call, &region)
           && tf_fail_on(call, tf_known(tag->subnet_id) ? "subnet_id" : "vpc_id", "Nothing to Tag",
                         "%s does not exist in region %s. Check the id, and the provider's aws.region and "
                         "credentials: they have to be those of the network.",
                         tag->id.value, region);
}

static bool write_tags(tf_call *call, const struct subnet_tag *tag)
{
    const char *owner = tf_private(call, OWNER) != NULL ? tf_private(call, OWNER) : ec2_new_owner(tf_call_arena(call));
    tf_set_private(call, OWNER, owner);
    return ec2_create_tags(clients_ec2(call), call, tag->id.value, &tag->tags, owner);
}

static bool subnet_tag_create(tf_call *call, void *plan)
{
    struct subnet_tag *tag = plan;
    ec2_client *ec2 = clients_ec2(call);
    ec2_resource found;
    bool exists = false;
    tag->id = tf_known(tag->subnet_id) ? tag->subnet_id : tag->vpc_id;
    if (!ec2_describe(ec2, call, tag->id.value, EC2_READ_SHARED, &found, &exists)
        || (!exists && !ec2_describe(ec2, call, tag->id.value, EC2_READ_JUST_MADE, &found, &exists)))
        return false;
    if (!exists)
        return fail_missing(call, tag);
    if (tf_known(tag->vpc_id) && !tf_equal(tag->vpc_id, found.vpc_id)) {
        return tf_fail_on(call, "vpc_id", "Subnet of Another VPC",
                          "%s lies in %s, not in %s. Nothing was tagged. Correct vpc_id, or leave it out.",
                          tag->id.value, found.vpc_id, tag->vpc_id.value);
    }
    tag->tags = tags_for(call, tag->tier);
    return fill_in(call, tag, &found) && write_tags(call, tag);
}

static bool subnet_tag_update(tf_call *call, const void *prior, void *plan)
{
    struct subnet_tag *tag = plan;
    const struct subnet_tag *before = prior;
    tag->tags = tags_for(call, tag->tier);
    const tf_string_map dropped = tf_string_map_without(tf_call_arena(call), &before->tags, &tag->tags);
    return ec2_delete_tags(clients_ec2(call), call, tag->id.value, &dropped, tf_private(call, OWNER))
           && write_tags(call, tag);
}

static bool subnet_tag_delete(tf_call *call, const void *state)
{
    const struct subnet_tag *tag = state;
    return ec2_delete_tags(clients_ec2(call), call, tag->id.value, &tag->tags, tf_private(call, OWNER));
}

const tf_resource subnet_tag_resource = {
    .type_name = "langgraph_subnet_tag",
    .import_id = "The id of the subnet or VPC, for example `subnet-0a1b2c3d`.",
    .schema = &subnet_tag_schema,
    .identity = &subnet_tag_identity_schema,
    .plan = subnet_tag_plan,
    .create = subnet_tag_create,
    .read = subnet_tag_read,
    .update = subnet_tag_update,
    .delete = subnet_tag_delete,
    .import = subnet_tag_import,
    .move = subnet_tag_move,
};
