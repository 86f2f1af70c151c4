/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How tags that exist get into Terraform: by the id of a subnet or VPC, or from an aws_ec2_tag; and what tells them
 * from others. The read that follows does the rest.
 */
#include "aws/ec2.h"
#include "clients.h"
#include "resources/moved.h"
#include "resources/subnet_tag.h"

bool subnet_tag_import(tf_call *call, const char *id, void *state)
{
    struct subnet_tag *tag = state;
    const struct subnet_tag_identity *identity = tf_identity(call);
    if (id == NULL)
        id = identity->resource_id.value;
    tag->id = tf_string_of(id);
    if (ec2_is_subnet_id(id)) {
        tag->subnet_id = tag->id;
    } else if (ec2_is_vpc_id(id)) {
        tag->vpc_id = tag->id;
    } else {
        return tf_fail(call, "Not a Subnet's or VPC's ID",
                       "\"%s\" is neither. Import by id, for example subnet-0a1b2c3d or vpc-0a1b2c3d.", id);
    }
    return true;
}

bool subnet_tag_identify(tf_call *call, const struct subnet_tag *tag, const ec2_resource *found)
{
    struct subnet_tag_identity *identity = tf_identity(call);
    const char *region = NULL;
    if (!aws_client_region(clients_aws(call), call, &region))
        return false;
    const bool is_elsewhere = tf_known(identity->region) && !tf_equal(identity->region, region);
    const bool is_others =
        tf_known(identity->account_id) && found->owner_id != NULL && !tf_equal(identity->account_id, found->owner_id);
    if (is_elsewhere || is_others) {
        return tf_fail(call, "Network in Another Place",
                       "%s is to be in region %s of the account %s; the provider is configured for region %s of %s.",
                       tag->id.value, tf_text_of(identity->region, region),
                       tf_text_of(identity->account_id, found->owner_id), region, found->owner_id);
    }
    identity->region = tf_string_of(region);
    identity->account_id = tf_string_of(found->owner_id);
    identity->resource_id = tag->id;
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

bool subnet_tag_move(tf_call *call, const tf_move_source *source, void *state)
{
    struct aws_ec2_tag moved;
    if (!moved_is_from(call, source, "hashicorp/aws", "aws_ec2_tag")
        || !tf_decode_json(call, TF_SCHEMA(struct aws_ec2_tag, aws_ec2_tag_attributes), source->state, &moved))
        return false;
    if (!tf_equal(moved.key, BYOC_TAG_ENABLED) && !tf_equal(moved.key, BYOC_TAG_PRIVATE)) {
        return tf_fail(call, "Another Tag",
                       "The tag \"%s\" is none that this resource owns: these are " BYOC_TAG_ENABLED
                       " and " BYOC_TAG_PRIVATE ". Remove the moved block.",
                       tf_text_of(moved.key, ""));
    }
    return subnet_tag_import(call, tf_text_of(moved.resource_id, ""), state);
}
