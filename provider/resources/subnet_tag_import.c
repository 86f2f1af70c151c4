/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How tags that exist get into Terraform: by the id of a subnet or VPC, or from an aws_ec2_tag. The read that follows does the rest.
 */
#include "aws/ec2.h"
#include "resources/moved.h"
#include "resources/subnet_tag.h"

bool subnet_tag_import(tf_call *call, const char *id, void *state)
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

bool subnet_tag_move(tf_call *call, const tf_move_source *source, void *state)
{
    struct aws_ec2_tag moved;
    if (!moved_is_from(call, source, "hashicorp/aws", "aws_ec2_tag")
        || !tf_decode_json(call, TF_ATTRIBUTES(struct aws_ec2_tag, aws_ec2_tag_attributes), source->state, &moved))
        return false;
    if (!tf_equal(moved.key, SUBNET_TAG_ENABLED) && !tf_equal(moved.key, SUBNET_TAG_PRIVATE))
        return tf_fail(call, "Another tag",
                       "The tag \"%s\" is none that this resource owns: these are " SUBNET_TAG_ENABLED
                       " and " SUBNET_TAG_PRIVATE ". Remove the moved block.",
                       tf_text_of(moved.key, ""));
    return subnet_tag_import(call, tf_text_of(moved.resource_id, ""), state);
}
