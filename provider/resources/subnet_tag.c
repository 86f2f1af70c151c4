/* SPDX-License-Identifier: Apache-2.0 */
/*
 * langgraph_subnet_tag: the tags by which LangGraph finds the network, on a subnet or a VPC that somebody else manages.
 *
 * `langgraph-cloud-enabled` is always owned; `langgraph-cloud-private` only from when there is a tier, so that a tag of
 * that name which belongs to another tool stays what it is.
 */
#include <string.h>

#include <tfprovider/resource.h>

#include "aws/ec2.h"
#include "clients.h"
#include "resources/moved.h"

#define ENABLED_KEY "langgraph-cloud-enabled"
#define PRIVATE_KEY "langgraph-cloud-private"

struct subnet_tag {
    tf_string id;
    tf_string subnet_id;
    tf_string vpc_id;
    tf_string tier;
    tf_string_map tags;
    tf_string availability_zone;
    tf_string cidr_block;
};

static const char *const tiers[] = { "private", "public", NULL };
static const char *const targets[] = { "subnet_id", "vpc_id", NULL };

static const tf_attribute attributes[] = {
    { TF_STRING(struct subnet_tag, id), .mode = TF_COMPUTED, .keeps_prior = true,
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
                     "tag `" PRIVATE_KEY "`. Only with `subnet_id`." },
    { TF_STRING_MAP(struct subnet_tag, tags), .mode = TF_COMPUTED,
      .description = "The tags that this resource owns. It touches no other." },
    { TF_STRING(struct subnet_tag, availability_zone), .mode = TF_COMPUTED, .keeps_prior = true,
      .description = "Availability zone of the subnet; null for a VPC." },
    { TF_STRING(struct subnet_tag, cidr_block), .mode = TF_COMPUTED, .keeps_prior = true,
      .description = "IPv4 range of the subnet or VPC; null where it has none." },
};

static tf_string_map tags_for(tf_call *call, tf_string tier)
{
    tf_string_map tags = tf_empty_string_map();
    if (tf_unknown(tier))
        return (tf_string_map){ .state = TF_UNKNOWN };
    tf_string_map_put(tf_call_arena(call), &tags, ENABLED_KEY, "1");
    if (tf_known(tier))
        tf_string_map_put(tf_call_arena(call), &tags, PRIVATE_KEY, tf_equal(tier, "private") ? "1" : "0");
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
        tag->availability_zone = tf_text(NULL);
    return true;
}

static void fill_in(struct subnet_tag *tag, const ec2_resource *found)
{
    tag->vpc_id = tf_text(found->vpc_id);
    tag->availability_zone = tf_text(found->availability_zone);
    tag->cidr_block = tf_text_or_null(found->cidr_block);
}

static tf_string tier_of(const tf_string *value)
{
    if (value == NULL || (!tf_equal(*value, "1") && !tf_equal(*value, "0")))
        return tf_text(NULL);
    return tf_text(tf_equal(*value, "1") ? "private" : "public");
}

static bool subnet_tag_read(tf_call *call, void *state)
{
    struct subnet_tag *tag = state;
    bool imported = tf_null(tag->tags);
    if (!imported && !clients_know_aws(call))
        return true;
    ec2_client *ec2 = clients_ec2(call);
    ec2_resource found;
    bool exists;
    if (!ec2_describe(ec2, call, tag->id.value, EC2_READ_SHARED, &found, &exists))
        return false;
    if (!exists)
        return tf_gone(call);
    fill_in(tag, &found);

    const tf_string *enabled = tf_string_map_get(&found.tags, ENABLED_KEY);
    const tf_string *private = tf_string_map_get(&found.tags, PRIVATE_KEY);
    bool owns_tier = tf_known(tag->tier) || tf_string_map_get(&tag->tags, PRIVATE_KEY) != NULL
                     || (imported && tf_known(tag->subnet_id));
    tag->tags = tf_empty_string_map();
    if (enabled != NULL)
        tf_string_map_put(tf_call_arena(call), &tag->tags, ENABLED_KEY, enabled->value);
    if (owns_tier && private != NULL)
        tf_string_map_put(tf_call_arena(call), &tag->tags, PRIVATE_KEY, private->value);
    if (owns_tier)
        tag->tier = tier_of(private);
    return tag->tags.count > 0 ? true : tf_gone(call);
}

static bool subnet_tag_create(tf_call *call, void *plan)
{
    struct subnet_tag *tag = plan;
    tag->id = tf_known(tag->subnet_id) ? tag->subnet_id : tag->vpc_id;
    ec2_client *ec2 = clients_ec2(call);
    ec2_resource found;
    bool exists;
    if (!ec2_describe(ec2, call, tag->id.value, EC2_READ_SHARED, &found, &exists)
        || (!exists && !ec2_describe(ec2, call, tag->id.value, EC2_READ_JUST_MADE, &found, &exists)))
        return false;
    const char *target = tf_known(tag->subnet_id) ? "subnet_id" : "vpc_id";
    const char *region;
    if (!exists)
        return aws_client_region(clients_aws(call), call, &region)
               && tf_fail_on(
                   call, target, "Nothing to tag",
                   "%s does not exist in region %s. Check the id, and the provider's aws.region and credentials: "
                   "they have to be those of the network.",
                   tag->id.value, region);
    if (tf_known(tag->vpc_id) && !tf_equal(tag->vpc_id, found.vpc_id))
        return tf_fail_on(call, "vpc_id", "Subnet of another VPC",
                          "%s lies in %s, not in %s. Nothing was tagged. Correct vpc_id, or leave it out.",
                          tag->id.value, found.vpc_id, tag->vpc_id.value);
    fill_in(tag, &found);
    tag->tags = tags_for(call, tag->tier);
    return ec2_create_tags(ec2, call, tag->id.value, &tag->tags);
}

static bool subnet_tag_update(tf_call *call, const void *prior, void *plan)
{
    struct subnet_tag *tag = plan;
    const struct subnet_tag *before = prior;
    tag->tags = tags_for(call, tag->tier);
    tf_string_map dropped = tf_empty_string_map();
    for (size_t i = 0; i < before->tags.count; i++) {
        const tf_string_entry *entry = &before->tags.entries[i];
        if (tf_string_map_get(&tag->tags, entry->key) == NULL)
            tf_string_map_put(tf_call_arena(call), &dropped, entry->key, entry->value.value);
    }
    ec2_client *ec2 = clients_ec2(call);
    return ec2_delete_tags(ec2, call, tag->id.value, &dropped) && ec2_create_tags(ec2, call, tag->id.value, &tag->tags);
}

static bool subnet_tag_delete(tf_call *call, const void *state)
{
    const struct subnet_tag *tag = state;
    ec2_client *ec2 = clients_ec2(call);
    return ec2_delete_tags(ec2, call, tag->id.value, &tag->tags);
}

static bool subnet_tag_import(tf_call *call, const char *id, void *state)
{
    struct subnet_tag *tag = state;
    tag->id = tf_text(id);
    if (ec2_is_subnet_id(id))
        tag->subnet_id = tag->id;
    else if (ec2_is_vpc_id(id))
        tag->vpc_id = tag->id;
    else
        return tf_fail(call, "Not a subnet's or VPC's id",
                       "\"%s\" is neither. Import by id, for example subnet-0a1b2c3d or vpc-0a1b2c3d.", id);
    return true;
}

struct aws_ec2_tag {
    tf_string resource_id;
    tf_string key;
};

static const tf_attribute aws_ec2_tag_attributes[] = {
    { TF_STRING(struct aws_ec2_tag, resource_id), .mode = TF_REQUIRED },
    { TF_STRING(struct aws_ec2_tag, key), .mode = TF_REQUIRED },
};

static bool subnet_tag_move(tf_call *call, const tf_move_source *source, void *state)
{
    struct aws_ec2_tag moved;
    if (!moved_is_from(call, source, "hashicorp/aws", "aws_ec2_tag")
        || !tf_decode_json(call, TF_ATTRIBUTES(struct aws_ec2_tag, aws_ec2_tag_attributes), source->state, &moved))
        return false;
    if (!tf_equal(moved.key, ENABLED_KEY) && !tf_equal(moved.key, PRIVATE_KEY))
        return tf_fail(call, "Another tag",
                       "The tag \"%s\" is none that this resource owns: these are " ENABLED_KEY " and " PRIVATE_KEY
                       ". Remove the moved block.",
                       tf_text_of(moved.key, ""));
    return subnet_tag_import(call, tf_text_of(moved.resource_id, ""), state);
}

const tf_resource subnet_tag_resource = {
    .type_name = "langgraph_subnet_tag",
    .description = "The tags by which LangGraph finds a subnet or VPC, without touching any other tag of it. A `moved` "
                   "block takes over one `aws_ec2_tag` of hashicorp/aws for each subnet or VPC; a second one goes by a "
                   "`removed` block with `destroy = false`.",
    .import_id = "The id of the subnet or VPC, for example `subnet-0a1b2c3d`.",
    .attributes = TF_ATTRIBUTES(struct subnet_tag, attributes),
    .plan = subnet_tag_plan,
    .create = subnet_tag_create,
    .read = subnet_tag_read,
    .update = subnet_tag_update,
    .delete = subnet_tag_delete,
    .import = subnet_tag_import,
    .move = subnet_tag_move,
};
